"""What stands around a Party organization: inspections and lists of those it rests on, measures
of satisfaction, cases that are open."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_

from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.enforcement import absences
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Listing
from partybuild.inspections.kinds import ABSENCES, FAILING, Conclusion
from partybuild.inspections.models import Inspection
from partybuild.inspections.rules import streak
from partybuild.organizations.models import Organization
from partybuild.rectification import process
from partybuild.rectification.models import Acceptance
from partybuild.rectification.screening.known import Inspected, Listed
from partybuild.workflow.models import WorkflowCase

LOOK_BACK = 10
FEW = 500
_LISTS = {Measure.LISTING.value: "活动异常名录", Measure.DISHONEST.value: "严重违法失信名单"}
_UNNAMED = "依托单位"


@dataclass(frozen=True, slots=True)
class Organizations:
    """What went wrong with organizations, by id; those without are not in it."""

    inspections: Mapping[int, Inspected]
    lists: Mapping[int, Sequence[Listed]]

    def inspected(self, ids: Collection[int]) -> tuple[Inspected, ...]:
        """The bad inspections of these."""
        return tuple(self.inspections[number] for number in ids if number in self.inspections)

    def listed(self, ids: Collection[int]) -> tuple[Listed, ...]:
        """The entries of these."""
        return tuple(each for number in ids for each in self.lists.get(number, ()))


def known(actor: Actor, ids: Collection[int], day: date) -> Organizations:
    """What is known against those in reach among `ids` up to `day`."""
    wrong = _inspections(actor, ids, day)
    lists = list(_listings(actor, ids, day))
    names = _names(actor, {*wrong, *(number for number, _, _ in lists)})
    year = absences.latest_year(actor) or 0
    found: dict[int, list[Listed]] = defaultdict(list)
    for number, word, since in lists:
        found[number].append(Listed(names.get(number, _UNNAMED), word, since))
    return Organizations(
        {
            number: _inspected(names.get(number, _UNNAMED), answers, year)
            for number, answers in wrong.items()
        },
        found,
    )


def _inspected(name: str, answers: Mapping[int, tuple[Conclusion, date | None]], year: int) -> Any:
    run = streak({of: conclusion for of, (conclusion, _) in answers.items()}, year)
    failed = max(run.failed, default=None)
    return Inspected(name, failed, answers[failed][1] if failed else None, tuple(run.absent))


def _inspections(
    actor: Actor, ids: Collection[int], day: date
) -> dict[int, dict[int, tuple[Conclusion, date | None]]]:
    """By organization and year what went wrong; only failures and absences are read."""
    year = absences.latest_year(actor)
    found: dict[int, dict[int, tuple[Conclusion, date | None]]] = defaultdict(dict)
    if year is None:
        return found
    row = Inspection
    stands = or_(row.published_on.is_not(None), row.conclusion.in_(ABSENCES), row.history)
    columns = (row.organization_id, row.year, row.conclusion, row.published_on)
    query = visible(actor, row, *columns).where(
        row.year.between(year - LOOK_BACK, year),
        row.conclusion.in_((*ABSENCES, *FAILING)),
        row.expected,
        stands,
        or_(row.concluded_on.is_(None), row.concluded_on <= day),
    )
    for number, of, conclusion, published in _among(query, row.organization_id, ids):
        found[number][of] = (Conclusion(conclusion), published)
    return found


def _listings(actor: Actor, ids: Collection[int], day: date) -> Iterator[tuple[int, str, date]]:
    query = (
        visible(actor, Listing, Listing.organization_id, WorkflowCase.kind, Listing.listed_on)
        .join(WorkflowCase, WorkflowCase.id == Listing.case_id)
        .where(
            scope_of(actor, WorkflowCase),
            WorkflowCase.closed_on.is_(None),
            Listing.listed_on <= day,
        )
        .order_by(Listing.listed_on, Listing.id)
    )
    for number, kind, since in _among(query, Listing.organization_id, ids):
        yield number, _LISTS[kind], since


def _names(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    row = Organization
    query = visible(actor, row, row.id, row.name)
    return {number: name for number, name in _among(query, row.id, ids)}


def _among(query: Select[Any], column: Any, ids: Collection[int]) -> Iterator[Any]:
    """The rows of these: asked for by their ids where they are few, else sorted out of all."""
    if len(ids) <= FEW:
        yield from db.session.execute(query.where(column.in_(sorted(ids))))
        return
    wanted = set(ids)
    yield from (row for row in db.session.execute(query) if row[0] in wanted)


def satisfactions(actor: Actor, day: date) -> dict[int, tuple[int, date]]:
    """By Party organization the latest satisfaction measured at an acceptance, and its day."""
    case = WorkflowCase
    columns = (case.party_organization_id, Acceptance.satisfaction, Acceptance.accepted_on)
    query = (
        visible(actor, Acceptance, *columns)
        .join(case, case.id == Acceptance.case_id)
        .where(
            scope_of(actor, case),
            Acceptance.satisfaction.is_not(None),
            Acceptance.accepted_on <= day,
        )
        .order_by(Acceptance.accepted_on, Acceptance.id)
    )
    return {number: (percent, asked) for number, percent, asked in db.session.execute(query)}


def open_cases(actor: Actor, ids: Collection[int]) -> dict[int, int]:
    """By Party organization the id of its case that is not closed, in look-back included."""
    case = WorkflowCase
    query = visible(actor, case, case.party_organization_id, case.id).where(
        case.kind == process.KIND, case.closed_on.is_(None)
    )
    return {number: found for number, found in _among(query, case.party_organization_id, ids)}
