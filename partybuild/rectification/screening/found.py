"""Party organizations that the inspections or the ratings speak against, to be proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, union

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked, Form, read
from partybuild.enforcement import absences
from partybuild.inspections.kinds import FAILING
from partybuild.inspections.models import Inspection
from partybuild.party.beyond import on
from partybuild.party.kinds import PartyKind
from partybuild.party.models import CoverageLink, PartyOrganization, PartyProfile
from partybuild.party.narrowing import standing
from partybuild.ratings.stars.models import PartyStar
from partybuild.rectification.kinds import Origin
from partybuild.rectification.screening import around, policy, rules
from partybuild.rectification.screening.gathering import gathered
from partybuild.rectification.screening.proposing import open_proposals
from partybuild.rectification.screening.rules import Ground, Rule
from partybuild.regions import queries as regions

_O: Any = PartyOrganization
FORM = Form(
    labels={"unit": "统计归属", "own": "范围", "q": "名称或编码"},
    options={"own": {"1": "只看本级"}},
    sorts={"name": "名称"},
)


@dataclass(frozen=True, slots=True)
class Row:
    """One Party organization with what speaks against it, and whether it is taken up already."""

    id: int
    name: str
    unit: str
    ground: Ground | None
    case_id: int | None
    proposal_id: int | None

    in_reach: bool = True

    @property
    def free(self) -> bool:
        """Whether it may be proposed."""
        return self.case_id is None and self.proposal_id is None and self.ground is not None


def asked(actor: Actor, arguments: Mapping[str, str]) -> Asked:
    """What an address asks of the list; OutOfReach for those without an area."""
    policy.demand_area(actor)
    return read(actor, arguments, FORM)


def roll(actor: Actor, origin: Origin, rule: Rule, wanted: Asked) -> Roll:
    """The Party organizations that meet the rule of this origin today."""
    today = clock.today()
    profile = PartyProfile
    own = ScopeMark(profile.party_organization_id == _O.id, profile.__tablename__)
    against = _rated(rule.limit) if origin is Origin.RATING else _inspected(actor, rule.limit)
    query = (
        visible(actor, PartyOrganization)
        .join(profile, profile.party_organization_id == _O.id)
        .where(own, *on(profile, today), profile.social, standing(today))
        .where(_O.kind != PartyKind.WORK_COMMITTEE, against, *_narrowed(wanted))
    )
    sorts = {"name": ((_O.sort_key, _O.id), (str, int))}
    return Roll(query, _O.id, _O.id, sorts, lambda rows: shown(actor, rows, rule), pinned=False)


def _narrowed(wanted: Asked) -> list[ColumnElement[bool]]:
    found = [] if wanted.scope is None else [wanted.scope.inside(_O)]
    if words := wanted.get("q"):
        named = _O.name.contains(words, autoescape=True)
        found.append(named | _O.code.contains(words.upper(), autoescape=True))
    return found


def _rated(limit: int) -> ColumnElement[bool]:
    star = PartyStar
    own = ScopeMark(star.party_organization_id == _O.id, star.__tablename__)
    held = exists(star.id).where(own, *on(star, clock.today()), star.star <= limit)
    return held.correlate(PartyOrganization)


def _inspected(actor: Actor, years: int) -> ColumnElement[bool]:
    """The lead, or where there is none anything it covers, failed or was absent so many years."""
    bad = _bad(actor, years)
    link, profile = CoverageLink, PartyProfile
    own = ScopeMark(link.party_organization_id == _O.id, link.__tablename__)
    covers = exists(link.id).where(own, *on(link, clock.today()), link.organization_id.in_(bad))
    return or_(
        profile.lead_organization_id.in_(bad),
        profile.lead_organization_id.is_(None) & covers.correlate(PartyOrganization),
    )


def _bad(actor: Actor, years: int) -> Select[Any]:
    last = absences.latest_year(actor) or 0
    row = Inspection
    failed = visible(actor, row, row.organization_id).where(
        row.year == last,
        row.expected,
        row.conclusion.in_(FAILING),
        or_(row.published_on.is_not(None), row.history),
    )
    both = union(failed, absences.absent_in_all(actor, last, years)).subquery()
    found: Select[Any] = Select(both.c.organization_id)
    return found


def shown(actor: Actor, rows: Sequence[Any], rule: Rule) -> list[Row]:
    """With the sentence of the rule, and the case or proposal that takes it up already."""
    today, ids = clock.today(), [row.id for row in rows]
    known = {each.id: each.known for each in gathered(actor, _O.id.in_(ids), today)}
    cases, proposed = around.open_cases(actor, ids), open_proposals(actor, ids)
    units = regions.named([row.unit_id for row in rows])
    return [
        Row(
            row.id,
            row.name,
            units[row.unit_id].name,
            rules.ground(rule, known[row.id], today),
            cases.get(row.id),
            proposed.get(row.id),
        )
        for row in rows
    ]
