"""What the page of a month's movement shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.clock.days import month_end, month_start, months_back
from partybuild.coverage import asked, moving
from partybuild.coverage.asked import Asked
from partybuild.coverage.figures import INDICATORS, LABELS
from partybuild.coverage.movement import Column, Item, Movement
from partybuild.coverage.movement_of_party import INDICATOR as PARTY
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.organizations.lookup import reached
from partybuild.party.models import PartyOrganization
from partybuild.rules import RuleBroken

COLUMNS: Mapping[Column, str] = {
    Column.ADDED: "新增",
    Column.REMOVED: "减少",
    Column.IN: "划入",
    Column.OUT: "划出",
    Column.RECLASSIFIED: "转类",
    Column.CORRECTED: "更正",
}
MOST = 500
MONTHS = 24


@dataclass(frozen=True, slots=True)
class MovementPage:
    """A month of one scope: the balanced table, and the items asked for."""

    asked: Asked
    month: date
    opening: date
    closing: date
    movement: Movement
    items: Sequence[Item]
    total: int
    indicator: str
    column: str
    linked: frozenset[int]
    """Organizations that are in reach today and so have a page to go to."""
    party_linked: frozenset[int]
    """The same of Party organizations."""

    @property
    def labels(self) -> Mapping[str, str]:
        """Indicator → what it is called."""
        return LABELS

    @property
    def columns(self) -> Mapping[str, str]:
        """Column → its heading, in order."""
        return {column.value: words for column, words in COLUMNS.items()}

    @property
    def months(self) -> Sequence[date]:
        """First days of the months one can change to, newest first."""
        this = month_start(clock.today())
        return [months_back(this, n) for n in range(MONTHS)]


def page(actor: Actor, arguments: Mapping[str, str]) -> MovementPage:
    """The movement of the month that holds the day asked for.

    RuleBroken and OutOfReach as `asked.read`; `indicator` and `column` pick the items below.
    """
    question = asked.read(actor, arguments)
    indicator = arguments.get("indicator", "organizations")
    column = arguments.get("column", "")
    if indicator not in (*INDICATORS, PARTY) or (
        column and column not in {c.value for c in COLUMNS}
    ):
        raise RuleBroken("没有这一项变动，请从页面上的链接重新进入。")
    if question.scope.region is None and question.scope.body is None:
        raise OutOfReach
    first = month_start(question.day)
    last = min(month_end(first), clock.today())
    period = moving.period_of(question.scope, first, last)
    found = moving.movement(actor, question.scope, period, question.basis)
    items = [
        item
        for item in found.items
        if item.indicator == indicator and column in ("", item.column.value)
    ]
    shown = items[:MOST]
    return MovementPage(
        question,
        first,
        period.opening,
        period.closing,
        found,
        shown,
        len(items),
        indicator,
        column,
        reached(actor, [item.organization_id for item in shown if item.organization_id]),
        _party_reached(actor, [item.party_organization_id or 0 for item in shown]),
    )


def _party_reached(actor: Actor, ids: Sequence[int]) -> frozenset[int]:
    """Those of these Party organizations that are in reach today."""
    query = visible(actor, PartyOrganization, PartyOrganization.id)
    return frozenset(db.session.scalars(query.where(PartyOrganization.id.in_(sorted(set(ids))))))
