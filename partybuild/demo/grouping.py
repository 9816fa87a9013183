"""Party organizations of one unit and whom they cover, since when and until when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from partybuild.db import FOREVER
from partybuild.demo import entering, members, posts
from partybuild.demo.bodies import PLAIN
from partybuild.demo.draft import Draft, Group, Setting
from partybuild.demo.names import bare
from partybuild.demo.shares import Share
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.writing import NewParty

SINGLE_WAYS: tuple[tuple[Formation | None, bool, int], ...] = (
    (Formation.SINGLE, True, 88),
    (None, True, 5),
    (Formation.FUNCTIONAL, True, 3),
    (Formation.TEMPORARY, True, 1),
    (Formation.ATTACHED, False, 3),
)
JOINT_WAYS: tuple[tuple[Formation | None, bool, int], ...] = (
    (Formation.JOINT, True, 66),
    (None, True, 8),
    (Formation.INDUSTRY, True, 8),
    (Formation.REGIONAL, True, 6),
    (Formation.FUNCTIONAL, True, 3),
    (Formation.ATTACHED, False, 9),
)
SINCE_RECENTLY = 0.06
"""Share of the cover of today that came since 启用日."""
RECTIFIED = "软弱涣散整顿撤销"


@dataclass(frozen=True, slots=True)
class Life:
    """The days of a Party organization, and why it was dissolved."""

    founded_on: date
    ends: date = FOREVER
    because: str = ""


def cover(setting: Setting, draft: Draft, share: Share, covered: Sequence[int]) -> None:
    """Give all these organizations Party cover that holds today."""
    start = 0
    for size in sizes(setting.rng, len(covered), share.parties):
        _group(setting, draft, share, covered[start : start + size])
        start += size
    groups = [g for g in draft.groups if g.party.unit_id == share.unit.id and len(g.links) > 1]
    for organization in covered:
        if groups and setting.rng.random() < 0.012:
            _cover_doubly(setting, draft, organization, setting.rng.choice(groups))


def sizes(rng: Random, total: int, parts: int) -> list[int]:
    """How many organizations each of `parts` Party organizations covers, `total` in all."""
    parts = min(parts, total)
    if not parts:
        return []
    joint = min(max(1, round(parts * 0.3)), total - parts) if total > parts else 0
    found = [1] * (parts - joint) + [2] * joint
    for _ in range(total - parts - joint):
        found[rng.randrange(parts - joint, parts)] += 1
    rng.shuffle(found)
    return found


def _group(setting: Setting, draft: Draft, share: Share, covered: Sequence[int]) -> None:
    rng = setting.rng
    table = SINGLE_WAYS if len(covered) == 1 else JOINT_WAYS
    way, social, _ = rng.choices(table, [weight for *_, weight in table])[0]
    registered = [draft.registered_on(number) for number in covered]
    founded = _founding(setting, min(registered))
    links = [
        (number, _since(setting, max(founded, day)), FOREVER)
        for number, day in zip(covered, registered, strict=True)
    ]
    for number in covered:
        now = members.alone(rng) if len(covered) == 1 else members.together(rng)
        entering.count(setting, draft, number, now)
    _add(setting, draft, share, links, way, social, Life(founded))


def _founding(setting: Setting, earliest: date) -> date:
    """Some day after the first registration; for one in eight only since 启用日."""
    rng, days = setting.rng, setting.days
    if earliest > days.first or rng.random() < SINCE_RECENTLY:
        return days.recent(rng, earliest)
    founded = days.old(rng)
    return founded if founded > earliest else earliest


def _since(setting: Setting, earliest: date) -> date:
    """From the founding on, mostly; some joined since 启用日."""
    if setting.rng.random() < SINCE_RECENTLY / 2:
        return setting.days.recent(setting.rng, earliest)
    return earliest


def _add(
    setting: Setting,
    draft: Draft,
    share: Share,
    links: list[tuple[int, date, date]],
    way: Formation | None,
    social: bool,
    life: Life,
) -> None:
    rng = setting.rng
    lead = links[0][0]
    kind = PartyKind.BRANCH
    if len(links) > 6 and social and rng.random() < 0.25:
        kind = PartyKind.GENERAL_BRANCH
    counts = _members_of(draft, [number for number, _, _ in links])
    small = counts < 7
    profile = {
        **PLAIN,
        "name": setting.names.once(_name(draft, share, lead, way, kind)),
        "kind": kind,
        "formation": way,
        "social": social,
        "region_id": share.unit.id,
        "parent_id": _superior(setting, draft, share, lead),
        "approval_number": f"演党组〔{life.founded_on.year}〕{rng.randint(1, 90)}号",
        "approved_on": life.founded_on,
        "has_committee": rng.random() < 0.06 if small else rng.random() < 0.95,
    }
    if profile["has_committee"]:
        profile["seats_due"] = 5 if counts > 15 else 3
        profile["seats_filled"] = profile["seats_due"] - (rng.random() < 0.07)
    party = NewParty(
        code=f"DZ{next(setting.party_serials):07d}",
        founded_on=life.founded_on,
        profile=profile,
        unit_id=share.unit.id,
        dissolved_on=None if life.ends == FOREVER else life.ends,
    )
    draft.groups.append(
        Group(
            party=party,
            lead=lead if social else None,
            links=links,
            secretaries=posts.secretaries(setting, life.founded_on, life.ends),
            terms=posts.terms(setting, life.founded_on, life.ends),
            headcounts=posts.headcounts(setting, counts, life.founded_on, life.ends),
            dissolved_because=life.because,
        )
    )


def _name(draft: Draft, share: Share, lead: int, way: Formation | None, kind: PartyKind) -> str:
    name = bare(str(draft.organizations[lead].profile["name"]))
    place = bare(share.unit.name)
    words = "总支部委员会" if kind is PartyKind.GENERAL_BRANCH else "支部委员会"
    if way is Formation.ATTACHED:
        return f"中共{place}{name[-6:-2]}挂靠单位机关支部委员会"
    if way in {Formation.INDUSTRY, Formation.REGIONAL}:
        return f"中共{place}{way.label[:2]}社会组织第一联合{words}"
    joint = "联合" if way is Formation.JOINT else way.label if way is Formation.FUNCTIONAL else ""
    return f"中共{name}{joint}{words}"


def _superior(setting: Setting, draft: Draft, share: Share, lead: int) -> int:
    industry = str(draft.organizations[lead].profile["industry"])
    by_industry = setting.industries.get((share.unit.id, industry))
    if by_industry is not None and setting.rng.random() < 0.7:
        return by_industry
    return setting.committees[share.unit.id]


def _members_of(draft: Draft, organizations: Sequence[int]) -> int:
    return sum(draft.organizations[n].headcount.get("full") or 0 for n in organizations)


def _cover_doubly(setting: Setting, draft: Draft, organization: int, group: Group) -> None:
    if all(number != organization for number, _, _ in group.links):
        start = max(draft.registered_on(organization), group.party.founded_on)
        group.links.append((organization, _since(setting, start), FOREVER))


def farewell(
    setting: Setting, draft: Draft, share: Share, gone: Sequence[tuple[int, date]]
) -> None:
    """Half of the organizations that have gone were covered; most of their branches went too."""
    hollow = share.hollow
    for organization, day in gone:
        entering.count(setting, draft, organization, members.together(setting.rng))
        if hollow or setting.rng.random() < 0.5:
            founded = _first_before(setting, draft.registered_on(organization), day)
            life = Life(founded) if hollow else Life(founded, day, "社会组织终止")
            hollow = max(0, hollow - 1)
            links = [(organization, founded, day)]
            _add(setting, draft, share, links, Formation.SINGLE, True, life)


def rectify(setting: Setting, draft: Draft, share: Share, uncovered: Sequence[int]) -> None:
    """Branches dissolved this year in rectification; their organizations stay uncovered."""
    old = [n for n in uncovered if draft.registered_on(n) < setting.days.first]
    for organization in old[: share.dissolved]:
        day = setting.days.this_year(setting.rng)
        founded = _first_before(setting, draft.registered_on(organization), setting.days.first)
        links = [(organization, founded, day)]
        life = Life(founded, day, RECTIFIED)
        _add(setting, draft, share, links, Formation.SINGLE, True, life)


def _first_before(setting: Setting, registered: date, day: date) -> date:
    founded = max(registered, setting.days.old(setting.rng))
    return founded if founded < day else registered


def explain(setting: Setting, draft: Draft, organization: int, now: members.Counts) -> None:
    """Say why an uncovered organization has no Party organization, for most."""
    item = draft.organizations[organization]
    plan = members.plan(setting.rng, now, posts.ahead(setting))
    draft.organizations[organization] = replace(item, plan=plan)
