"""What a bulk act would do to each organization: before, after, or why not. Nothing is written."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.facts.commands import known
from partybuild.facts.rules import Row
from partybuild.organizations import places, queries, rules
from partybuild.organizations.kinds import Coded
from partybuild.organizations.models import Organization, OrganizationProfile, OrganizationStanding
from partybuild.organizations.timelines import row_on
from partybuild.party import cover
from partybuild.party.kinds import InstructorKind
from partybuild.party.models import CoverageLink, InstructorAssignment
from partybuild.party.writing import person_key
from partybuild.rules import RuleBroken


class Act(Coded):
    """What can be done to many organizations at once."""

    INSTRUCTOR = "instructor", "派驻指导员"
    BRANCH = "branch", "由党组织覆盖"
    BODY = "body", "变更党建工作机构"
    UNIT = "unit", "变更统计归属"
    INDUSTRY = "industry", "变更行业类别"

    @property
    def of_party(self) -> bool:
        """Whether it is kept by those who keep the Party organizations."""
        return self in (Act.INSTRUCTOR, Act.BRANCH)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act with its values resolved: from which day, why, and what is to be true."""

    act: Act
    day: date
    reason: str
    values: Mapping[str, Any]
    """Columns of the profile; `party_id`; or `kind`, `name`, `workplace`, `telephone`."""
    after: str
    """The new value in words."""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One organization of a plan; `refused` says why it is left out, blank where it is done."""

    id: int
    name: str
    unit_id: int
    before: str
    after: str
    mark: str = ""
    """代填 or 上级更正."""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All organizations of an act, by name."""

    wanted: Wanted
    lines: Sequence[Line]
    digest: str = field(default="")
    """Of what was shown, so that nothing else is confirmed."""

    @property
    def going(self) -> list[Line]:
        """The lines that will be done."""
        return [line for line in self.lines if not line.refused]

    @property
    def refused(self) -> list[Line]:
        """The lines that will not."""
        return [line for line in self.lines if line.refused]


def plan(actor: Actor, ids: Sequence[int], wanted: Wanted) -> Plan:
    """What the act would do. OutOfReach when one of the organizations is not in reach."""
    subjects = queries.organizations(actor, ids)
    facts = _Facts(actor, [subject.id for subject in subjects], wanted)
    mark = queries.marks_of(actor)
    lines = [
        _line(subject, facts, wanted, mark(subject.unit_id, subject.body_id))
        for subject in subjects
    ]
    return Plan(wanted, lines, _digest(wanted, lines))


def _line(subject: Organization, facts: "_Facts", wanted: Wanted, mark: str) -> Line:
    before, after = facts.before(subject.id), facts.after(subject.id)
    try:
        rules.check_day(wanted.day, *facts.life(subject.id), clock.today())
        rules.check_reason(mark, wanted.reason)
        refused = facts.already(subject.id)
    except RuleBroken as broken:
        refused = str(broken)
    return Line(subject.id, subject.name, subject.unit_id, before, after, mark, refused)


class _Facts:
    """What is known of the organizations of a plan, read a few times for all of them."""

    def __init__(self, actor: Actor, ids: Sequence[int], wanted: Wanted) -> None:
        self.wanted = wanted
        self.profiles = known(OrganizationProfile, [(number,) for number in ids])
        self.standings = known(OrganizationStanding, [(number,) for number in ids])
        self.words: Mapping[int, str] = {}
        self.held: Mapping[int, Sequence[tuple[str, bool]]] = {}
        if wanted.act is Act.UNIT:
            self.words = places.unit_names(self._shown("unit_id"))
        elif wanted.act is Act.BODY:
            self.words = places.body_names(self._shown("body_id"))
        elif wanted.act is Act.BRANCH:
            self.held = _links(actor, ids, wanted)
        elif wanted.act is Act.INSTRUCTOR:
            self.held = _instructors(actor, ids, wanted)

    def life(self, number: int) -> tuple[date, date | None]:
        """Day of registration, and first day after the end."""
        ended = [
            row.valid_from for row in self.standings[(number,)] if not row.values["state"].living
        ]
        rows = sorted(self.profiles[(number,)], key=lambda row: row.valid_from)
        return rows[-1].values["registered_on"], min(ended, default=None)

    def before(self, number: int) -> str:
        """What holds on the day, in words."""
        if self.wanted.act.of_party:
            return "、".join(words for words, _ in self.held.get(number, ())) or "—"
        values = self._profile(number)
        if self.wanted.act is Act.INDUSTRY:
            return values.get("industry") or "—"
        if self.wanted.act is Act.UNIT:
            return self.words.get(values.get("unit_id", 0), "—")
        return self.words.get(values.get("body_id") or 0) or values.get("body_name") or "—"

    def after(self, number: int) -> str:
        """What will hold from the day on, in words."""
        if self.wanted.act.of_party and self.held.get(number):
            return f"{self.before(number)}、{self.wanted.after}"
        return self.wanted.after

    def already(self, number: int) -> str:
        """Why there is nothing to do, blank where there is."""
        if self.wanted.act.of_party:
            same = any(is_same for _, is_same in self.held.get(number, ()))
            return f"已有“{self.wanted.after}”，无需办理。" if same else ""
        values = self._profile(number)
        same = all(values.get(name) == value for name, value in self.wanted.values.items())
        return "与现在的相同，无需办理。" if same else ""

    def _profile(self, number: int) -> Mapping[str, Any]:
        row = row_on(self.profiles[(number,)], self.wanted.day)
        return row.values if row else {}

    def _shown(self, column: str) -> set[Any]:
        rows: Sequence[Row] = [row for line in self.profiles.values() for row in line]
        return {row.values[column] for row in rows} - {None}


def _links(
    actor: Actor, ids: Sequence[int], wanted: Wanted
) -> Mapping[int, Sequence[tuple[str, bool]]]:
    from partybuild.party.beyond import party_names

    rows = _live(actor, CoverageLink, ids, wanted.day)
    names = party_names([row.party_organization_id for row in rows])
    party_id = wanted.values["party_id"]
    return _gathered(
        rows,
        lambda row: (names[row.party_organization_id], row.party_organization_id == party_id),
    )


def _instructors(
    actor: Actor, ids: Sequence[int], wanted: Wanted
) -> Mapping[int, Sequence[tuple[str, bool]]]:
    values = wanted.values
    key = person_key(values["name"], values["workplace"], values["telephone"])
    kind: InstructorKind = values["kind"]
    return _gathered(
        _live(actor, InstructorAssignment, ids, wanted.day),
        lambda row: (
            cover.person(row.name, row.workplace),
            row.kind is kind and row.person_key == key,
        ),
    )


def _live(actor: Actor, model: Any, ids: Sequence[int], day: date) -> Sequence[Any]:
    """Rows that hold on the day or begin after it."""
    query = visible(actor, model).where(
        model.organization_id.in_(ids), model.known_to == OPEN, model.valid_to > day
    )
    return db.session.scalars(query.order_by(model.valid_from, model.id)).all()


def _gathered(
    rows: Sequence[Any], told: Callable[[Any], tuple[str, bool]]
) -> Mapping[int, Sequence[tuple[str, bool]]]:
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for row in rows:
        found[row.organization_id].append(told(row))
    return found


def _digest(wanted: Wanted, lines: Sequence[Line]) -> str:
    said = [wanted.act, wanted.day, wanted.reason, wanted.document, wanted.after]
    said += [[line.id, line.before, line.after, line.mark, line.refused] for line in lines]
    return hashlib.sha256(json.dumps(said, default=str, ensure_ascii=False).encode()).hexdigest()
