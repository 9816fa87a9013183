"""整顿台账: each case in the columns that offices keep (domain.md §5.4)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.scopes import bodies
from partybuild.db import db
from partybuild.party import standing
from partybuild.party.models import PartyHeadcount, PartySecretary
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import Acceptance, Measure, Problem, Progress
from partybuild.rectification.seeing import rows
from partybuild.rectification.seeing.rows import Row
from partybuild.sheets.book import ColumnSpec, Kind
from partybuild.workflow.models import WorkflowCase

COLUMNS = (
    ColumnSpec("序号", 5, Kind.NUMBER),
    ColumnSpec("党组织名称", 26, Kind.LONG),
    ColumnSpec("所属类别", 10),
    ColumnSpec("上级党组织", 20, Kind.LONG),
    ColumnSpec("统计归属", 11),
    ColumnSpec("党员数", 6, Kind.NUMBER),
    ColumnSpec("书记", 9),
    ColumnSpec("软弱涣散主要表现", 34, Kind.LONG),
    ColumnSpec("原因分析", 26, Kind.LONG),
    ColumnSpec("整顿措施", 40, Kind.LONG),
    ColumnSpec("包联领导", 12),
    ColumnSpec("第一书记（指导员）", 12),
    ColumnSpec("列入日期", 11, Kind.DATE),
    ColumnSpec("整顿期限", 11, Kind.DATE),
    ColumnSpec("进展", 26, Kind.LONG),
    ColumnSpec("验收时间", 11, Kind.DATE),
    ColumnSpec("验收结论", 20, Kind.LONG),
    ColumnSpec("是否销号", 8),
    ColumnSpec("备注", 24, Kind.LONG),
)
DETAIL = 400
"""So many characters of a text stand in a cell."""


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the ledger."""

    row: Row
    superior: str
    members: int | None
    secretary: str
    measures: Sequence[str]
    progress: str
    accepted_on: date | None
    verdict: str
    note: str

    @property
    def struck(self) -> str:
        """是否销号."""
        return "是" if self.row.row.struck_off_on else "否"


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of many cases at once."""

    superiors: Mapping[int, tuple[str, str]]
    secretaries: Mapping[int, Any]
    members: Mapping[int, Any]
    measures: Mapping[int, Sequence[str]]
    progress: Mapping[int, Progress]
    acceptances: Mapping[int, Acceptance]


def lines(actor: Actor, cases: Sequence[WorkflowCase]) -> list[Line]:
    """The cases as lines of the ledger, in the order given; the same for many as for one."""
    found = rows.shown(actor, cases)
    ids = [each.id for each in cases]
    parties = {each.party_organization_id for each in cases if each.party_organization_id}
    today = clock.today()
    known = _Known(
        bodies({row.parent_id for row in found if row.parent_id is not None}),
        standing.rows_on(actor, PartySecretary, parties, today),
        standing.rows_on(actor, PartyHeadcount, parties, today),
        _measures(actor, ids),
        _last(actor, Progress, ids, Progress.month),
        _last(actor, Acceptance, ids, Acceptance.attempt),
    )
    return [_line(row, known) for row in found]


def _line(row: Row, known: _Known) -> Line:
    party = row.case.party_organization_id or 0
    count = known.members.get(party)
    secretary = known.secretaries.get(party)
    acceptance = known.acceptances.get(row.id)
    return Line(
        row,
        known.superiors.get(row.parent_id or 0, ("", ""))[1],
        None if count is None else (count.full or 0) + (count.probationary or 0),
        secretary.name if secretary else "",
        known.measures.get(row.id, ()),
        _progress(row, known.progress.get(row.id)),
        acceptance.accepted_on if acceptance else None,
        _verdict(row, acceptance),
        _note(row),
    )


def _progress(row: Row, last: Progress | None) -> str:
    done = f"已销号 {row.closed}/{row.measures} 项措施" if row.measures else ""
    said = f"{last.month.month}月：{last.words}" if last is not None else ""
    return "；".join(filter(None, (row.stage.label, done, said)))


def _verdict(row: Row, last: Acceptance | None) -> str:
    ending = row.row.outcome.label if row.row.outcome else ""
    if row.stage is Stage.DISSOLVED or last is None:
        return ending
    judged = f"{last.tier.label}{'通过' if last.passed else '不通过'}"
    satisfied = f"，满意度 {last.satisfaction}%" if last.satisfaction is not None else ""
    return "；".join(filter(None, (ending, judged + satisfied)))


def _note(row: Row) -> str:
    said = ["屡改屡犯，提级整顿"] if row.row.repeated else []
    if row.row.relapses:
        said.append(f"反弹 {row.row.relapses} 次")
    if row.row.term_to > row.row.first_term_to:
        said.append(f"期限由 {row.row.first_term_to:%Y-%m-%d} 延长")
    return "；".join(said)


def _measures(actor: Actor, ids: Sequence[int]) -> dict[int, list[str]]:
    own = Problem.id == Measure.problem_id
    query = (
        visible(actor, Measure)
        .join(Problem, own)
        .where(Measure.case_id.in_(ids), ScopeMark(own, Problem.__tablename__))
        .order_by(Problem.number, Measure.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for each in db.session.scalars(query):
        due = f"{each.due_on:%Y-%m-%d}"
        found[each.case_id].append(f"{each.words}（{each.person}，{due} 前）")
    return found


def _last(actor: Actor, model: Any, ids: Sequence[int], by: Any) -> dict[int, Any]:
    """The last row of each case, in this order."""
    query = visible(actor, model).where(model.case_id.in_(ids)).order_by(by, model.id)
    return {row.case_id: row for row in db.session.scalars(query)}


def cells(found: Sequence[Line], first: int) -> Iterator[tuple[Any, ...]]:
    """The lines as rows of the workbook, numbered from `first` on."""
    for number, each in enumerate(found, first):
        row = each.row.row
        yield (
            number,
            each.row.name,
            each.row.kind,
            each.superior,
            each.row.unit,
            each.members,
            each.secretary,
            _cut("；".join(each.row.grounds)),
            _cut(row.cause),
            _cut("；".join(each.measures)),
            row.leader,
            row.instructor,
            row.found_on,
            row.term_to,
            _cut(each.progress),
            each.accepted_on,
            each.verdict,
            each.struck,
            each.note,
        )


def _cut(text: str) -> str:
    return text if len(text) <= DETAIL else f"{text[: DETAIL - 1]}…"
