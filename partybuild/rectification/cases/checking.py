"""Do the cases of rectification hold together: lists, outcome, look-backs, one for a branch?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.rectification.kinds import Outcome, Stage
from partybuild.rectification.models import LookBack, Measure, Problem, Rectification
from partybuild.rectification.process import KIND
from partybuild.workflow.models import WorkflowCase

FEW = 20
OUTCOMES: Mapping[Stage, tuple[Outcome | None, ...]] = {
    Stage.WATCHING: (Outcome.TRANSFORMED,),
    Stage.DONE: (Outcome.TRANSFORMED,),
    Stage.DISSOLVED: (Outcome.DISSOLVED,),
}
"""What may have come of a case in a stage; everywhere else nothing, or 继续整顿."""
_OPEN = (None, Outcome.CONTINUED)
PROVEN = (Stage.FIRST, Stage.SECOND, Stage.WATCHING, Stage.DONE)
"""Stages in which every item is closed."""


def faults(actor: Actor) -> list[str]:
    """A sentence for each case that does not hold together; the first few."""
    query = (
        visible(actor, WorkflowCase, WorkflowCase, Rectification)
        .join(Rectification, Rectification.case_id == WorkflowCase.id)
        .where(scope_of(actor, Rectification), WorkflowCase.kind == KIND)
        .order_by(WorkflowCase.id)
    )
    found = db.session.execute(query).all()
    problems, measures = _by_case(actor, Problem), _by_case(actor, Measure)
    looks = _by_case(actor, LookBack)
    said = []
    for case, row in found:
        lists = problems[case.id], measures[case.id], looks[case.id]
        said += [f"“{case.title}”（{case.id}）{each}" for each in _of_one(case, row, *lists)]
    return [*said, *_twice([case for case, _ in found])][:FEW]


def _by_case(actor: Actor, model: Any) -> Mapping[int, list[Any]]:
    rows: dict[int, list[Any]] = defaultdict(list)
    for each in db.session.scalars(visible(actor, model).order_by(model.id)):
        rows[each.case_id].append(each)
    return rows


def _of_one(
    case: WorkflowCase,
    row: Rectification,
    problems: Sequence[Problem],
    measures: Sequence[Measure],
    looks: Sequence[LookBack],
) -> Iterator[str]:
    stage = Stage(case.state)
    if row.outcome not in OUTCOMES.get(stage, _OPEN):
        result = row.outcome.label if row.outcome else "没有结果"
        yield f"现为“{stage.label}”，记载的结果却是“{result}”。"
    if (row.struck_off_on is not None) is not (stage in (Stage.WATCHING, Stage.DONE)):
        yield "销号日期与所处环节不符。"
    yield from _of_lists(stage, problems, measures)
    waiting = [each for each in looks if each.done_on is None and not each.void]
    if waiting and stage is not Stage.WATCHING:
        yield "不在回头看，却还有待做的回头看。"


def _of_lists(
    stage: Stage, problems: Sequence[Problem], measures: Sequence[Measure]
) -> Iterator[str]:
    of: dict[int, list[Measure]] = defaultdict(list)
    for each in measures:
        of[each.problem_id].append(each)
        if each.closed_on and not each.files:
            yield f"措施 {each.id} 已销号，却没有佐证材料。"
    for problem in problems:
        closed = [each.closed_on is not None for each in of[problem.id]]
        if problem.closed_on and not all(closed):
            yield f"问题 {problem.number} 记为已解决，措施却没有全部销号。"
        if stage in PROVEN and problem.closed_on is None:
            yield f"已经申请验收，问题 {problem.number} 却没有解决。"


def _twice(found: Sequence[WorkflowCase]) -> Iterator[str]:
    standing: dict[int | None, list[int]] = defaultdict(list)
    for case in found:
        if case.closed_on is None:
            standing[case.party_organization_id].append(case.id)
    for party_id, ids in standing.items():
        if len(ids) > 1:
            named = "、".join(map(str, ids))
            yield f"党组织 {party_id} 同时有几件没有办结的整顿：{named}。"
