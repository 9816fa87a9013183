"""From the database to the rows of the monthly workbook: Party organizations, terms, instructors."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from partybuild.access.scope import scope_of, visible
from partybuild.clock.days import month_start
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.coverage.scopes import known, on
from partybuild.db import db
from partybuild.party.kinds import PASSING, Formation, PartyKind
from partybuild.party.models import (
    InstructorAssignment,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.ratings.kinds import UNRATED
from partybuild.regions import queries as regions
from partybuild.regions.placing import PLACING
from partybuild.returns import terms
from partybuild.returns.columns import ELECTING_SINCE
from partybuild.returns.gathering import BATCH, Gathering
from partybuild.returns.rows import InstructorRow, PartyRow, TermRow
from partybuild.returns.star_rows import labels


def party_rows(data: Gathering) -> Iterator[PartyRow]:
    """Those that live on the month's last day, then those dissolved this year."""
    living = data.party_spans()
    gone = dissolved_this_year(data)
    ids = [span.party_organization_id for span in (*living, *gone)]
    profiles = _facts(data, PartyProfile, ids, data.day)
    secretaries = _facts(data, PartySecretary, ids, data.day)
    term_of = _facts(data, PartyTerm, ids, data.day)
    opening = _opening_day(data)
    stars = labels(data, ids)
    founded = {number: first for number, (first, _) in _lives(data, ids).items()}
    for span in (*living, *gone):
        number = span.party_organization_id
        alive = span.valid_to > data.day
        yield _party_row(
            data,
            span,
            alive,
            profile=profiles.get(number),
            secretary=secretaries.get(number),
            term=term_of.get(number),
            founded_on=founded.get(number, span.valid_from),
            opening=opening,
            star=stars.get(number, UNRATED) if alive and span.counted else "",
        )


def _party_row(data: Gathering, span: Any, alive: bool, **facts: Any) -> PartyRow:
    profile, secretary, term = facts["profile"], facts["secretary"], facts["term"]
    founded_on, opening = facts["founded_on"], facts["opening"]
    dissolved_on = None if alive else span.valid_to
    month, year = month_start(data.day), date(data.day.year, 1, 1)

    def since(first: date, day: date | None) -> bool:
        return span.counted and day is not None and day >= first and day > opening

    return PartyRow(
        unit_row=data.row_of(span),
        code=span.code,
        name=span.name,
        kind=span.kind.label,
        formation=_formation_words(span),
        joint=span.kind is PartyKind.BRANCH and span.formation is Formation.JOINT,
        counted=span.counted,
        living=alive,
        superior=data.party_names.get(span.parent_id, ""),
        unit=data.unit_names.get(span.unit_id, ""),
        lead_organization="",
        covered=span.covered,
        founded_on=founded_on,
        approval=profile.approval_number if profile else "",
        dissolved_on=dissolved_on,
        new_this_month=since(month, founded_on),
        new_this_year=since(year, founded_on),
        dissolved_this_month=since(month, dissolved_on),
        dissolved_this_year=since(year, dissolved_on),
        secretary=secretary.name if secretary else "",
        phone=data.telephone(secretary.telephone if secretary else ""),
        term_last_day=term.last_day if term else None,
        full=span.full,
        probationary=span.probationary,
        star=facts["star"],
    )


def _formation_words(span: Any) -> str:
    if span.formation is None:
        return ""
    return f"{span.formation.label}（推定）" if span.inferred else str(span.formation.label)


def _opening_day(data: Gathering) -> date:
    """启用日 of the scope: what is dated up to it is opening stock and no movement."""
    return regions.first_day(data.scope.region) if data.scope.region is not None else date.min


def dissolved_this_year(data: Gathering) -> list[Any]:
    """Last spans of Party organizations that ended between 1 January and the month's end."""
    year = date(data.day.year, 1, 1)
    query = (
        visible(data.actor, PartySpan)
        .where(
            data.scope.inside(PartySpan),
            known(PartySpan, data.change),
            PartySpan.valid_to >= year,
            PartySpan.valid_to <= data.day,
        )
        .order_by(PartySpan.sort_key, PartySpan.party_organization_id, PartySpan.valid_to)
    )
    spans = {span.party_organization_id: span for span in db.session.scalars(query)}
    ends = {number: last for number, (_, last) in _lives(data, sorted(spans)).items()}
    return [span for number, span in spans.items() if ends.get(number) == span.valid_to]


def _facts(data: Gathering, model: Any, ids: Sequence[int], day: date) -> dict[int, Any]:
    """The fact that holds on `day`, else the last before it, of each Party organization."""
    found: dict[int, Any] = {}
    for start in range(0, len(ids), BATCH):
        query = (
            visible(data.actor, model, *model.__table__.columns)
            .where(
                model.party_organization_id.in_(ids[start : start + BATCH]),
                known(model, data.change),
                model.valid_from <= day,
            )
            .order_by(model.valid_from)
        )
        found |= {row.party_organization_id: row for row in db.session.execute(query)}
    if model is PartySecretary:
        return {number: row for number, row in found.items() if row.valid_to > day}
    return found


def _lives(data: Gathering, ids: Sequence[int]) -> dict[int, tuple[date, date]]:
    """The day of founding and the day from which it is dissolved, as known at the change."""
    found: dict[int, tuple[date, date]] = {}
    key = PartyProfile.party_organization_id
    for start in range(0, len(ids), BATCH):
        query = (
            select(key, func.min(PartyProfile.valid_from), func.max(PartyProfile.valid_to))
            .where(scope_of(data.actor, PartyProfile), known(PartyProfile, data.change))
            .where(key.in_(ids[start : start + BATCH]))
            .group_by(key)
        )
        found |= {number: (first, last) for number, first, last in db.session.execute(query)}
    return found


def instructor_rows(data: Gathering) -> Iterator[InstructorRow]:
    """One row a person, in the unit of the earliest live assignment."""
    people: dict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(_assignments(data)):
        people[row.person_key].append(row)
    for live in people.values():
        first = live[0]
        names = dict.fromkeys(row.organization for row in live)
        yield InstructorRow(
            unit_row=data.row_of(first),
            name=first.name,
            kind=first.kind.label,
            employer=first.workplace,
            phone=data.telephone(first.telephone),
            organizations=len(names),
            organization_names="、".join(names),
            since=first.valid_from,
        )


def _assignments(data: Gathering) -> Any:
    """Live assignments with where the organizations count, as far as they do in the scope."""
    sent, span = InstructorAssignment, CoverageSpan
    told = (sent.person_key, sent.name, sent.kind, sent.workplace, sent.telephone, sent.valid_from)
    placed = (getattr(span, name) for name in PLACING)
    return (
        visible(data.actor, sent, *told, span.name.label("organization"), *placed)
        .join(span, span.organization_id == sent.organization_id)
        .where(
            scope_of(data.actor, span),
            data.scope.inside(span),
            on(span, data.day, data.change),
            on(sent, data.day, data.change),
        )
        .order_by(sent.valid_from, sent.id)
    )


def term_rows(data: Gathering) -> Iterator[TermRow]:
    """Terms due this year up to the month's end, overdue from before, or soon to end.

    临时 and 功能型 ones are not in 应换届, so neither are their terms in its list.
    """
    without = PASSING if data.layout >= ELECTING_SINCE else ()
    spans = (s for s in data.party_spans() if s.counted and s.formation not in without)
    living = {s.party_organization_id: s for s in spans}
    lines: dict[int, list[terms.Term]] = defaultdict(list)
    ids = sorted(living)
    for start in range(0, len(ids), BATCH):
        query = (
            visible(data.actor, PartyTerm, *PartyTerm.__table__.columns)
            .where(
                PartyTerm.party_organization_id.in_(ids[start : start + BATCH]),
                known(PartyTerm, data.change),
                PartyTerm.valid_from <= data.day,
            )
            .order_by(PartyTerm.valid_from)
        )
        for row in db.session.execute(query):
            lines[row.party_organization_id].append(
                terms.Term(
                    row.started_on or row.valid_from, row.last_day, row.extended_to, row.document
                )
            )
    secretaries = _facts(data, PartySecretary, ids, data.day)
    for number, span in living.items():
        for due in terms.due(lines[number], data.day):
            secretary = secretaries.get(number)
            yield TermRow(
                unit_row=data.row_of(span),
                code=span.code,
                name=span.name,
                kind=span.kind.label,
                superior=data.party_names.get(span.parent_id, ""),
                last_day=due.term.last_day,
                state=due.state,
                elected_on=due.elected_on,
                approval=due.term.document,
                postponed_until=due.term.extended_to,
                secretary=secretary.name if secretary else "",
                phone=data.telephone(secretary.telephone if secretary else ""),
            )
