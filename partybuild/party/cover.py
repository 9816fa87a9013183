"""Cover of organizations as facts: links, instructors, mass organizations, each from–to.

Used by the commands, inside `work`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.db.work import OutOfReach, Stale
from partybuild.facts.histories import Because, Change
from partybuild.organizations.models import Organization, OrganizationStanding
from partybuild.party import beyond, rules
from partybuild.party.beyond import on
from partybuild.party.models import (
    CoverageLink,
    InstructorAssignment,
    MassCover,
    PartyOrganization,
)
from partybuild.party.telling import Lines, Told, changed, tell
from partybuild.rules import RuleBroken

MODELS: Mapping[str, type[Any]] = {
    "links": CoverageLink,
    "assignments": InstructorAssignment,
    "mass-organizations": MassCover,
}
"""What pages call a kind of cover → its model."""


@dataclass(frozen=True, slots=True)
class Line:
    """One known row of cover, ready to be ended or corrected."""

    kind: str
    row_id: int
    organization_id: int
    party_id: int | None
    valid_from: date
    valid_to: date
    key: tuple[Any, ...]
    values: Mapping[str, Any]
    label: str
    """党组织, 指导员 or 群团组织."""
    name: str
    """What covers the organization, as its history says it."""
    organization: str

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts; None while it goes on."""
        return rules.last_day_of(self.valid_to)


def line(actor: Actor, kind: str, row_id: int) -> Line:
    """A row of cover in reach. OutOfReach where there is none; Stale when it was changed since."""
    model = MODELS.get(kind)
    if model is None:
        raise OutOfReach
    query = visible(actor, model).where(model.id == row_id)
    row = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise OutOfReach
    if row.known_to != OPEN:
        raise Stale("这一条刚刚被别人改过，您的修改没有写入。")
    label, name = _words(row)
    return Line(
        kind,
        row_id,
        row.organization_id,
        getattr(row, "party_organization_id", None),
        row.valid_from,
        row.valid_to,
        tuple(getattr(row, column) for column in model.KEY),
        {column: getattr(row, column) for column in model.values()},
        label,
        name,
        beyond.organization_names([row.organization_id])[row.organization_id],
    )


def _words(row: CoverageLink | InstructorAssignment | MassCover) -> tuple[str, str]:
    if isinstance(row, CoverageLink):
        number = row.party_organization_id
        return "党组织", beyond.party_names([number])[number]
    if isinstance(row, InstructorAssignment):
        return row.kind.label, person(row.name, row.workplace)
    return "群团组织", row.kind.label


def person(name: str, workplace: str) -> str:
    """An instructor as a history names them."""
    return f"{name}（{workplace}）" if workplace else name


def living(actor: Actor, ids: Collection[int], day: date) -> dict[int, str]:
    """Names of organizations in reach by id. RuleBroken unless all are alive on `day`."""
    wanted = sorted(set(ids))
    names = {
        row.id: row.name
        for row in db.session.execute(
            visible(actor, Organization, Organization.id, Organization.name).where(
                Organization.id.in_(wanted)
            )
        )
    }
    if len(names) != len(wanted):
        raise OutOfReach
    standing = db.session.scalars(
        visible(actor, OrganizationStanding).where(
            OrganizationStanding.organization_id.in_(wanted),
            *on(OrganizationStanding, day),
        )
    )
    alive = {each.organization_id for each in standing if each.state.living}
    for number, name in names.items():
        if number not in alive:
            raise RuleBroken(f"“{name}”在 {day:%Y-%m-%d} 尚未登记或已经终止，请核对日期。")
    return names


def begin(
    actor: Actor, party: tuple[int, str], ids: Sequence[int], why: Because, day: date
) -> None:
    """Link organizations to (id, name) from a day on, a line in each history.

    RuleBroken for a live link.
    """
    party_id, party_name = party
    names = living(actor, ids, day)
    already = db.session.scalars(
        visible(actor, CoverageLink).where(
            CoverageLink.party_organization_id == party_id,
            CoverageLink.organization_id.in_(sorted(names)),
            CoverageLink.known_to == OPEN,
            CoverageLink.valid_to > day,
        )
    ).first()
    if already is not None:
        name = names[already.organization_id]
        raise RuleBroken(f"“{name}”自 {already.valid_from:%Y-%m-%d} 起已由本党组织覆盖。")
    tell(
        actor,
        [Told(CoverageLink, (each, party_id), {"inferred": False}, day) for each in names],
        why,
        Lines(
            day,
            {party_id: [changed("覆盖社会组织", "", name) for name in names.values()]},
            {each: [changed("党组织", "", party_name)] for each in names},
        ),
    )


def restate(actor: Actor, of: Line, why: Because, told: Sequence[Told], change: Change) -> None:
    """Say what holds of a row of cover now, told in the histories of both ends."""
    day = min(each.valid_from for each in told)
    party = {}
    if of.party_id is not None:
        party[of.party_id] = [{**change, "label": f"覆盖“{of.organization}”"}]
    tell(actor, told, why, Lines(day, party, {of.organization_id: [change]}))


def ending(of: Line, last_day: date) -> Told:
    """The statement that a row of cover holds up to and on a last day.

    RuleBroken when it begins later or has already ended by then.
    """
    rules.check_span(of.valid_from, last_day)
    if rules.day_after(last_day) >= of.valid_to:
        raise RuleBroken("结束日期不早于已登记的结束日期，无需办理。")
    return Told(MODELS[of.kind], of.key, None, rules.day_after(last_day), of.valid_to)


def correcting(of: Line, first: date, last: date | None, *, void: bool) -> list[Told]:
    """The statements that a row of cover held from `first` to `last`, or never (`void`)."""
    rules.check_span(first, last)
    model = MODELS[of.kind]
    gone = Told(model, of.key, None, of.valid_from, of.valid_to)
    if void:
        return [gone]
    return [gone, Told(model, of.key, of.values, first, rules.day_after(last))]


def check_party(actor: Actor, party_id: int, day: date) -> PartyOrganization:
    """The Party organization in reach that may cover on `day`; RuleBroken or OutOfReach else."""
    row: PartyOrganization | None = db.session.scalars(
        visible(actor, PartyOrganization).where(PartyOrganization.id == party_id)
    ).one_or_none()
    if row is None:
        raise OutOfReach
    rules.check_may_cover(row.kind)
    rules.check_exists(row.name, row.founded_on, row.dissolved_on, day)
    return row
