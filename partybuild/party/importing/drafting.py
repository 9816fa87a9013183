"""From what a file wants of Party organizations to what it would write, and what the preview says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.db import FOREVER
from partybuild.imports.plans import Outcome
from partybuild.organizations.timelines import row_on
from partybuild.party import beyond, rules
from partybuild.party.importing import approval, covering, posts, profiles, secretaries
from partybuild.party.importing.bodies import DEEPEST
from partybuild.party.importing.change import Changes, When
from partybuild.party.importing.context import Context, Words, timelines
from partybuild.party.importing.covering import Cover, End, Links, Opening
from partybuild.party.importing.drafts import Newcomer
from partybuild.party.importing.given import plain
from partybuild.party.importing.lives import Link, links_of_organizations, links_of_party, lives
from partybuild.party.importing.wishes import Wish
from partybuild.party.kinds import PartyKind
from partybuild.party.models import PartyHeadcount, PartyProfile, PartySecretary, PartyTerm
from partybuild.rules import RuleBroken

NOWHERE = "请填写区划代码、上级党组织或牵头单位之一，或在导入时选定单位，以确定在哪里统计。"
ESSENTIAL = ("name", "kind", "founded_on")
SEATS = ("has_committee", "seats_due", "seats_filled")
OPENING = ("kind", "formation", *profiles.REFERS)
"""What the preview tells of a new one's profile."""


@dataclass(slots=True)
class Wanted:
    """A settled wish with the units and organizations it refers to."""

    wish: Wish
    refers: dict[str, int | None]
    cover: Cover | None = None


@dataclass(slots=True)
class Drafted:
    """What one wish comes to."""

    wish: Wish
    changes: Changes = field(default_factory=Changes)
    links: Links = field(default_factory=Links)
    newcomer: Newcomer | None = None
    ends_on: date | None = None

    @property
    def outcome(self) -> Outcome:
        """New, changed, or nothing at all."""
        if self.newcomer is not None:
            return Outcome.NEW
        return Outcome.CHANGED if self.changes.told else Outcome.SAME


class Drafting:
    """Drafts every wish of a file, against time lines and links read once."""

    def __init__(self, context: Context, wanted: Sequence[Wanted]) -> None:
        self.context = context
        self.wanted = {each.wish.ref: each for each in wanted}
        ids = [each.wish.number for each in wanted if each.wish.body is not None]
        self.lines = timelines(ids)
        self.links: dict[int, list[Link]] = defaultdict(list)
        for link in links_of_party(context.actor, ids):
            self.links[link.party_id].append(link)
        linked = {link.organization_id for some in self.links.values() for link in some}
        context.lives |= lives(context.actor, linked - context.lives.keys())
        self.shown = Words(context, [e.wish for e in wanted], self.lines[PartyProfile])
        self._linked_before = self._linked(wanted)

    def _linked(self, wanted: Iterable[Wanted]) -> set[int]:
        """Organizations of the file that have ever been linked to anything."""
        covered = {o.id for each in wanted if each.cover for o in each.cover.organizations}
        links = links_of_organizations(self.context.actor, {n for n in covered if n > 0})
        return {link.organization_id for link in links}

    def draft(self, of: Wanted) -> Drafted:
        """What one wish comes to; its errors stand in its changes."""
        return self._new(of) if of.wish.body is None else self._known(of)

    def _new(self, of: Wanted) -> Drafted:
        wish, found = of.wish, Drafted(of.wish)
        unit_id = self.unit_of(of)
        if unit_id is None:
            found.changes.refuse("region", NOWHERE)
        if unit_id is None or any(not wish.values.get(name) for name in ESSENTIAL):
            return found
        profile = profiles.opening(wish, of.refers)
        profiles.check(wish, profile, self.context.today, found.changes)
        if not isinstance(wish.values["founded_on"], date) or profile["kind"] is None:
            return found
        founded_on: date = wish.values["founded_on"]
        approval.check(wish, {}, self.context.first_day(unit_id), found.changes)
        ends_on = wish.values.get("dissolved_on")
        ends = ends_on if isinstance(ends_on, date) else None
        when = When(max(self.context.options.effective_on, founded_on), founded_on, ends or FOREVER)
        if ends is not None and ends <= founded_on:
            found.changes.refuse("dissolved_on", "撤销日期应晚于成立日期，请核对。")
        found.newcomer = Newcomer(
            code=wish.words("code"),
            founded_on=founded_on,
            dissolved_on=ends,
            profile=profile,
            unit_id=unit_id,
            secretary=secretaries.opening(wish, when, found.changes),
            term=posts.opening_term(wish, profile["kind"], found.changes),
            headcount=posts.opening_members(wish),
        )
        self._tell_opening(found, profile)
        self._cover(of, found, when, profile["kind"])
        return found

    def _tell_opening(self, found: Drafted, profile: Mapping[str, Any]) -> None:
        of = found.newcomer
        assert of is not None
        tell = found.changes.tell
        for name in OPENING:
            if profile[name] is not None:
                tell(name, None, self.shown(name, profile[name]))
        tell("founded_on", None, of.founded_on)
        if of.dissolved_on is not None:
            tell("dissolved_on", None, of.dissolved_on)
        if of.secretary is not None:
            tell("secretary", None, of.secretary[0]["name"])
        for name, value in of.headcount.items():
            if value is not None:
                tell(name, None, value)

    def unit_of(self, of: Wanted, depth: int = 0) -> int | None:
        """Where a new one counts: its lead organization's unit, its 区划, its superior's unit.

        Else the unit chosen at upload or the importer's own, which becomes its 区划; None where
        that would be the whole country.
        """
        lead, region = (of.refers.get(n) for n in ("lead_organization_id", "region_id"))
        if lead is not None:
            return self.context.lives[lead].unit_id
        if region is not None:
            return region
        parent = of.wish.parent
        if parent is not None and parent in self.context.bodies.by_id:
            return self.context.bodies.by_id[parent].unit_id
        if parent is not None and depth < DEEPEST:
            return self.unit_of(self.wanted[parent], depth + 1)
        base = self.context.base
        if base.level == 0 and self.context.options.unit_id is None:
            return None
        of.refers["region_id"] = base.id
        return base.id

    def _known(self, of: Wanted) -> Drafted:
        wish, found, body = of.wish, Drafted(of.wish), of.wish.body
        assert body is not None
        when, changes = self.context.when(wish), found.changes
        rows = {model: lines.get((wish.number,), []) for model, lines in self.lines.items()}
        now = row_on(rows[PartyProfile], when.day)
        if now is None:
            return found
        refers = {**of.refers, **({"parent_id": wish.parent} if wish.parent_said else {})}
        said = {k: plain(v, profiles.BLANKS.get(k)) for k, v in wish.values.items()}
        profile = {name: said.get(name) or value for name, value in now.values.items()}
        profile |= {name: said[name] for name in SEATS if name in said}
        profiles.check(wish, profile, self.context.today, changes)
        kind, approved = profile["kind"], now.values[approval.APPROVED]
        days = {approval.FOUNDED: when.founded_on, approval.APPROVED: approved}
        approval.check(wish, days, self.context.first_day(body.unit_id), changes)
        of_profile = profiles.changes(wish, rows[PartyProfile], refers, when, self.shown)
        changes.join(
            [
                of_profile,
                profiles.founding(wish, rows[PartyProfile], of_profile, when),
                secretaries.changes(wish, rows[PartySecretary], when),
                posts.term(wish, rows[PartyTerm], when, kind),
                posts.members(wish, rows[PartyHeadcount], when),
            ]
        )
        ending, found.ends_on = profiles.dissolution(wish, when)
        if found.ends_on is None:
            self._cover(of, found, when, kind)
        else:
            self._end_links(found, found.ends_on)
        changes.join([ending])
        if changes.told and when.end != FOREVER and not when.correct:
            words = f"“{wish.name}”已于 {when.end:%Y-%m-%d} 撤销，此后的情况不再登记，请核对。"
            changes.refuse("name", words)
        return found

    def _cover(self, of: Wanted, found: Drafted, when: When, kind: PartyKind) -> None:
        wish, number = of.wish, of.wish.number
        live = [link for link in self.links.get(number, ()) if link.valid_to > when.day]
        if of.cover is not None:
            opening = Opening(
                wish.body is None,
                lambda n: n not in self._linked_before,
                self.context.first_days.of,
                self.context.today,
            )
            known = self.links.get(number, ())
            found.links = covering.links(of.cover, known, self.context.lives, when, opening)
            covering.check(found.links, when, found.changes)
            covering.told(found.links, number, when, found.changes)
        if kind is PartyKind.WORK_COMMITTEE and (live or (of.cover and of.cover.organizations)):
            self._refuse(found, covering.COLUMN, rules.check_may_cover, kind)

    def _end_links(self, found: Drafted, day: date) -> None:
        """What ends covers nothing any more; all of it must be the importer's."""
        number = found.wish.number
        live = [link for link in self.links.get(number, ()) if link.valid_to > day]
        foreign = beyond.linked(number, day) - {link.organization_id for link in live}
        facts = len(live) + len(foreign), len(foreign), True, 0
        self._refuse(found, "dissolved_on", rules.check_dissolution, *facts)
        for link in live:
            organization = self.context.lives[link.organization_id]
            found.links.end.append(End(organization, max(day, link.valid_from), link.valid_to))
        end = When(day, day, FOREVER)
        covering.told(found.links, number, end, found.changes)

    def _refuse(self, found: Drafted, name: str, rule: Any, *facts: Any) -> None:
        try:
            rule(*facts)
        except RuleBroken as broken:
            found.changes.refuse(name, str(broken))
