"""不同步清单: a board was elected and the Party side has not answered, or the other way round.

Boards' elections are read from kept verdicts. Party elections are compared here with the boards of
what is covered 单独, within the window of the rule in force: joint cover is 不适用.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage import keyset
from partybuild.coverage.keyset import Cursor
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.span import Cover
from partybuild.db import OPEN, db
from partybuild.deadlines import calendar
from partybuild.gates import gathering, ruling
from partybuild.gates.defaults import ELECTION
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict as V
from partybuild.gates.models import Waiver
from partybuild.gates.ruling import SyncRule
from partybuild.gates.terms.days import days_between
from partybuild.organizations.models import BoardTerm
from partybuild.party.beyond import party_names
from partybuild.party.models import CoverageLink, PartyOrganization
from partybuild.party.models import PartyTerm as T
from partybuild.regions import queries as regions

BOARD, PARTY = "board", "party"
WAYS = {BOARD: "理事会已换届，党组织未同步", PARTY: "党组织已换届，理事会未同步"}
_OPEN = (Verdict.PENDING, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Row:
    """One organization out of step: since which election, until when, and what to do next."""

    organization_id: int
    name: str
    unit: str
    party_id: int | None
    party: str
    elected_on: date
    due_on: date | None
    missing: bool
    next: str

    @property
    def left(self) -> str:
        """Days left, or since."""
        return calendar.words(clock.today(), self.due_on, False) if self.due_on else ""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, how many there are, the cursors of the neighbours; how many 不适用 beside them."""

    rows: Sequence[Row]
    total: int
    before: str
    after: str
    joint: int


def page(actor: Actor, way: str, after: str, back: bool) -> Page:
    """One page of those out of step, the oldest election first."""
    rule = rule_today()
    if way == PARTY and rule is None:
        return Page([], 0, "", "", 0)
    query, keys = _boards(actor) if way == BOARD else _parties(actor, _window(rule))
    at = Cursor(keyset.decode(after, [date, int]) if after else (), back)
    total = db.session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True))
    found, earlier, later = keyset.turned(
        db.session.execute(keyset.page(query, keys, False, at)).all(), at
    )
    made = _board_rows(actor, found) if way == BOARD else _party_rows(found, _window(rule))
    return Page(
        made,
        total or 0,
        keyset.encode((found[0].elected_on, found[0].key)) if earlier and found else "",
        keyset.encode((found[-1].elected_on, found[-1].key)) if later and found else "",
        _joint(actor) if way == BOARD else 0,
    )


def rule_today() -> SyncRule | None:
    """The rule of elections that holds today, where it is switched on."""
    found = ruling.holding(gathering.rules().get(ELECTION, ()), clock.today())
    return found if found is not None and found.enabled else None


def _window(rule: SyncRule | None) -> tuple[int, int]:
    return (0, 0) if rule is None else (rule.before or 0, rule.after)


def _current(*conditions: Any) -> Any:
    today = clock.today()
    return and_(
        V.rule == ELECTION,
        V.known_to == OPEN,
        V.valid_from <= today,
        V.valid_to > today,
        V.next_on > today,
        *conditions,
    )


def _boards(actor: Actor) -> tuple[Select[Any], list[Any]]:
    columns = (
        *(V.organization_id, V.name, V.unit_id, V.trigger_on.label("elected_on")),
        *(V.due_on, V.verdict, V.id.label("key")),
    )
    query = visible(actor, V, *columns).where(_current(V.verdict.in_(_OPEN)))
    return query, [V.trigger_on, V.id]


def _joint(actor: Actor) -> int:
    """Elections of jointly covered organizations within a year, 不适用."""
    since = clock.today() - timedelta(days=365)
    where = _current(V.verdict == Verdict.NOT_APPLICABLE, V.trigger_on >= since)
    return db.session.scalar(visible(actor, V, func.count()).where(where)) or 0


def _board_rows(actor: Actor, found: Sequence[Any]) -> list[Row]:
    units = regions.named([row.unit_id for row in found])
    spans = _spans(actor, [row.organization_id for row in found])
    today = clock.today()
    parties = {number: _on(spans, number, today)[1] for number in spans}
    names = party_names(parties.values())
    rows = []
    for row in found:
        # What answers is settled by the cover on the day of the election.
        cover, _ = _on(spans, row.organization_id, row.elected_on)
        party = parties.get(row.organization_id)
        rows.append(
            Row(
                row.organization_id,
                row.name,
                units[row.unit_id].name,
                party,
                names.get(party, "") if party is not None else "",
                row.elected_on,
                row.due_on,
                row.verdict is Verdict.MISSING,
                _COVERED if cover is Cover.INDEPENDENT else _UNCOVERED,
            )
        )
    return rows


def _spans(actor: Actor, ids: Sequence[int]) -> Mapping[int, list[Any]]:
    columns = (S.organization_id, S.valid_from, S.valid_to, S.cover, S.party_ids)
    query = visible(actor, S, *columns).where(S.organization_id.in_(ids), S.known_to == OPEN)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.organization_id].append(row)
    return found


def _on(spans: Mapping[int, list[Any]], number: int, day: date) -> tuple[Cover, int | None]:
    """How an organization is covered on a day, and by which Party organization first."""
    for row in spans.get(number, ()):
        if row.valid_from <= day < row.valid_to:
            return row.cover, next(iter(row.party_ids or ()), None)
    return Cover.NONE, None


_COVERED = "党组织换届，或调整书记、委员；班子不变的，由主管党组织认定“无需换届”"
_UNCOVERED = "换届时没有党组织：重新摸排并登记党员数"
_BOARD_NEXT = "提示社会组织按章程换届，或由主管党组织说明"


def _parties(actor: Actor, window: tuple[int, int]) -> tuple[Select[Any], list[Any]]:
    """Party elections since 启用日 without a board's election or a waiver beside them."""
    today, before, after = clock.today(), *window
    own = ScopeMark(CoverageLink.organization_id == S.organization_id, CoverageLink.__tablename__)
    term = ScopeMark(T.party_organization_id == CoverageLink.party_organization_id, T.__tablename__)
    party = ScopeMark(
        PartyOrganization.id == CoverageLink.party_organization_id,
        PartyOrganization.__tablename__,
    )
    near = days_between(BoardTerm.elected_on, T.started_on).between(-before, after)
    board = ScopeMark(BoardTerm.organization_id == S.organization_id, BoardTerm.__tablename__)
    waived = ScopeMark(Waiver.organization_id == S.organization_id, Waiver.__tablename__)
    columns = (
        *(S.organization_id, S.name, S.unit_id, T.started_on.label("elected_on")),
        *(PartyOrganization.id.label("party_id"), PartyOrganization.name.label("party")),
        S.id.label("key"),
    )
    query = (
        visible(actor, S, *columns)
        .join(CoverageLink, CoverageLink.organization_id == S.organization_id)
        .join(T, T.party_organization_id == CoverageLink.party_organization_id)
        .join(PartyOrganization, PartyOrganization.id == CoverageLink.party_organization_id)
        .where(own, term, party)
        .where(S.known_to == OPEN, S.valid_from <= today, S.valid_to > today)
        .where(S.cover == Cover.INDEPENDENT)
        .where(CoverageLink.known_to == OPEN)
        .where(CoverageLink.valid_from <= T.started_on, CoverageLink.valid_to > today)
        .where(T.known_to == OPEN, T.valid_from <= today, T.valid_to > today)
        .where(T.started_on > PartyOrganization.founded_on, T.started_on >= _first_day())
        .where(~exists(BoardTerm.id).where(board, BoardTerm.known_to == OPEN, near).correlate(S, T))
        .where(
            ~exists(Waiver.id)
            .where(
                waived,
                Waiver.rule == ELECTION,
                Waiver.granted_on <= today,
                Waiver.expires_on >= today,
                Waiver.revoked_on.is_(None),
            )
            .correlate(S)
        )
    )
    return query, [T.started_on, S.id]


def _first_day() -> date:
    return gathering.first_days()[0]


def _party_rows(found: Sequence[Any], window: tuple[int, int]) -> list[Row]:
    units = regions.named([row.unit_id for row in found])
    today = clock.today()
    rows = []
    for row in found:
        due = row.elected_on + timedelta(days=window[0])
        rows.append(
            Row(
                row.organization_id,
                row.name,
                units[row.unit_id].name,
                row.party_id,
                row.party,
                row.elected_on,
                due,
                due < today,
                _BOARD_NEXT,
            )
        )
    return rows
