"""The cases of rectification: filtered, ordered, page by page; every figure counts by these."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, false, func, not_, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.clock.days import month_end, months_back
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked, Form, read
from partybuild.coverage.scopes import Scope
from partybuild.db import FOREVER
from partybuild.party.kinds import PartyKind
from partybuild.party.models import PartyOrganization
from partybuild.rectification.cases.terms import terms
from partybuild.rectification.kinds import OPEN_STAGES, Stage
from partybuild.rectification.models import Measure, Problem, Progress, Rectification
from partybuild.rectification.process import KIND
from partybuild.rectification.seeing import standing
from partybuild.workflow.models import WorkflowCase as Case

OPEN, ACCEPTANCE, STRUCK, LISTED = "open", "acceptance", "struck", "listed"
GROUPS: Mapping[str, Sequence[Stage]] = {
    LISTED: tuple(stage for stage in Stage if stage is not Stage.WITHDRAWN),
    OPEN: OPEN_STAGES,
    ACCEPTANCE: (Stage.FIRST, Stage.SECOND),
    STRUCK: (Stage.WATCHING, Stage.DONE),
}
_GROUP_WORDS = {LISTED: "已列入", OPEN: "在整顿", ACCEPTANCE: "待验收", STRUCK: "已销号"}
STAGES = {**_GROUP_WORDS, **{stage.value: stage.label for stage in Stage}}
FLAGS = {
    "late": "已逾期",
    "measure": "有逾期措施",
    "progress": "上月进展未报",
    "repeated": "屡改屡犯",
    "ever": "曾销号",
    "relapsed": "曾反弹",
}
_LABELS = {
    "unit": "统计归属",
    "own": "范围",
    "q": "党组织名称或编码",
    "stage": "阶段",
    "flag": "情况",
    "kind": "党组织类型",
    "rule": "表现",
    "year": "列入年度",
    "moved": "年度统计",
    "of": "统计年度",
}
SORTS = {"name": "党组织", "due": "本步期限", "found": "列入日期", "term": "整顿期限"}
_DUE = func.coalesce(Case.due_on, FOREVER)
_SORTS: Mapping[str, tuple[Sequence[Any], Sequence[type]]] = {
    "name": ((PartyOrganization.sort_key, Case.id), (str, int)),
    "due": ((_DUE, Case.id), (date, int)),
    "found": ((Rectification.found_on, Case.id), (date, int)),
    "term": ((Rectification.term_to, Case.id), (date, int)),
}


def years() -> dict[str, str]:
    """Years that can be asked for, the latest first."""
    today = clock.today()
    return {str(year): f"{year}年" for year in range(today.year, today.year - 10, -1)}


def asked(actor: Actor, arguments: Mapping[str, str]) -> Asked:
    """What an address asks of the list."""
    return read(actor, arguments, _form())


def _form() -> Form:
    return Form(
        labels=_LABELS,
        options={
            "own": {"1": "只看本级"},
            "stage": STAGES,
            "flag": FLAGS,
            "kind": {each.value: each.label for each in PartyKind},
            "year": years(),
            "moved": standing.MOVES,
            "of": years(),
        },
        sorts=SORTS,
    )


def cases(actor: Actor, *columns: Any) -> Select[Any]:
    """Select cases of rectification in reach, each with its Rectification."""
    own = Rectification.case_id == Case.id
    query = visible(actor, Case, *columns).join(Rectification, own)
    return query.where(ScopeMark(own, Rectification.__tablename__), Case.kind == KIND)


def roll(actor: Actor, wanted: Asked) -> Roll:
    """The list as asked."""
    return _roll(actor, conditions(wanted.given, wanted.scope))


def _roll(actor: Actor, given: Sequence[ColumnElement[bool]]) -> Roll:
    party = PartyOrganization.id == Case.party_organization_id
    query = cases(actor).join(PartyOrganization, party)
    query = query.where(ScopeMark(party, PartyOrganization.__tablename__), *given)
    return Roll(query, Case.id, Case.id, _SORTS, lambda rows: rows, pinned=False)


def conditions(given: Mapping[str, str], scope: Scope | None) -> list[ColumnElement[bool]]:
    """What the filters of an address say about cases."""
    found: list[ColumnElement[bool]] = [] if scope is None else [scope.inside(Case)]
    makers = {
        "stage": in_stage,
        "flag": flagged,
        "kind": lambda value: PartyOrganization.kind == value,
        "rule": _of_rule,
        "year": _found_in,
        "q": _named,
    }
    found += [make(given[name]) for name, make in makers.items() if given.get(name)]
    if given.get("moved") and given.get("of"):
        found.append(standing.moved(given["moved"], int(given["of"])))
    return found


def in_stage(value: str) -> ColumnElement[bool]:
    """Cases of a stage, or of a group of stages."""
    stages = GROUPS.get(value) or (Stage(value),)
    found: ColumnElement[bool] = Case.state.in_([stage.value for stage in stages])
    return found


def flagged(value: str) -> ColumnElement[bool]:
    """Cases of which a flag holds today."""
    today = clock.today()
    conditions: dict[str, Any] = {
        "late": and_(Case.closed_on.is_(None), Case.due_on < today),
        "measure": and_(Case.state == Stage.RUNNING, _late_measure(today)),
        "progress": unreported(),
        "repeated": cast(Rectification.repeated, String) != "[]",
        "ever": (Rectification.struck_off_on.is_not(None)) | (Rectification.relapses > 0),
        "relapsed": Rectification.relapses > 0,
    }
    found: ColumnElement[bool] = conditions[value]
    return found


def _late_measure(today: date) -> ColumnElement[bool]:
    mark = ScopeMark(Measure.case_id == Case.id, Measure.__tablename__)
    late = select(Measure.id).where(mark, Measure.closed_on.is_(None), Measure.due_on < today)
    return exists(late.correlate(Case))


def unreported() -> ColumnElement[bool]:
    """Running cases without a report of last month, once its day has passed."""
    today = clock.today()
    month = months_back(today, 1)
    if today.day <= terms().progress_day:
        return false()
    mark = ScopeMark(Progress.case_id == Case.id, Progress.__tablename__)
    told = exists(select(Progress.id).where(mark, Progress.month == month).correlate(Case))
    return and_(
        Case.state == Stage.RUNNING, Rectification.approved_on <= month_end(month), not_(told)
    )


def _of_rule(value: str) -> ColumnElement[bool]:
    mark = ScopeMark(Problem.case_id == Case.id, Problem.__tablename__)
    return exists(select(Problem.id).where(mark, Problem.rule == value).correlate(Case))


def _found_in(value: str) -> ColumnElement[bool]:
    year = int(value)
    found: ColumnElement[bool] = Rectification.found_on.between(
        date(year, 1, 1), date(year, 12, 31)
    )
    return found


def _named(words: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = PartyOrganization.name.contains(words, autoescape=True)
    return found | PartyOrganization.code.contains(words.upper(), autoescape=True)
