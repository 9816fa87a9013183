"""Everything that is to be entered for one unit of a demo world."""

from dataclasses import replace

from partybuild.demo import entering, grouping, members, newcomers, workers
from partybuild.demo.draft import Draft, Line, Setting
from partybuild.demo.names import bare
from partybuild.demo.shares import Share

MOVED = 0.012
RENAMED = 0.01


def draft_share(setting: Setting, draft: Draft, share: Share) -> None:
    """Add one unit's organizations, with their cover and their history, to the draft."""
    living = newcomers.last(setting, draft, share, entering.living(setting, draft, share))
    covered, uncovered = living[: share.covered], living[share.covered :]
    grouping.cover(setting, draft, share, covered)
    for organization in uncovered:
        now = members.uncovered(setting.rng)
        entering.count(setting, draft, organization, now)
        grouping.explain(setting, draft, organization, now)
    grouping.farewell(setting, draft, share, entering.ended(setting, draft, share))
    grouping.rectify(setting, draft, share, uncovered)
    _filed(setting, draft, share)
    people = workers.send(setting, draft, share, covered, uncovered)
    newcomers.answer(setting, draft, share, living, people)
    _rename(setting, draft, share, living)
    _move(setting, draft, share, living)


def _filed(setting: Setting, draft: Draft, share: Share) -> None:
    """Community organizations on file; a third are covered by the branch of a neighbour."""
    branches = [g for g in draft.groups if g.party.unit_id == share.unit.id and len(g.links) > 1]
    for organization in entering.filed(setting, draft, share):
        if branches and setting.rng.random() < 0.35:
            group = setting.rng.choice(branches)
            start = max(draft.registered_on(organization), group.party.founded_on)
            group.links.append((organization, start, group.links[0][2]))


def _rename(setting: Setting, draft: Draft, share: Share, living: list[int]) -> None:
    """A few organizations were called otherwise until some day since 启用日."""
    rng = setting.rng
    for organization in living:
        profile = draft.organizations[organization].profile
        if rng.random() < RENAMED:
            name = bare(str(profile["name"]))
            place = bare(share.unit.name)
            new = setting.names.once(f"{place}新{name.removeprefix(place)}")
            day = setting.days.recent(rng, draft.registered_on(organization))
            draft.profiles.append((organization, Line({"name": new}, day)))


def _move(setting: Setting, draft: Draft, share: Share, living: list[int]) -> None:
    """A few organizations counted in a neighbouring unit until some day since 启用日."""
    before = share.came_from
    if before is None:
        return
    rng, days = setting.rng, setting.days
    old = [n for n in living if draft.registered_on(n) < days.first]
    for organization in old[: max(1, round(share.living * MOVED))]:
        item = draft.organizations[organization]
        there = {"unit_id": before.id, "body_id": setting.committees[before.id]}
        here = {name: item.profile[name] for name in there}
        draft.organizations[organization] = replace(item, profile={**item.profile, **there})
        draft.profiles.append((organization, Line(here, days.recent(rng))))
