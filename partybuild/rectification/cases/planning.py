"""一支部一策: the plan with its problems and measures, its approval by the level above."""

from dataclasses import dataclass
from datetime import date

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import needs
from partybuild.workflow.models import WorkflowCase

KEEP, DECIDE = Permission.RECTIFICATION_KEEP, Permission.RECTIFICATION_DECIDE


@dataclass(frozen=True, slots=True)
class Outline:
    """What a plan says beside its lists."""

    cause: str
    leader: str
    """包联领导."""
    instructor: str = ""
    """第一书记或指导员."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """A problem as typed. `rule`: the key of the situation it belongs to, blank for none."""

    words: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A measure as typed."""

    problem_id: int
    words: str
    person: str
    due_on: date
    proof: str = ""


@needs(KEEP, "拟定整顿方案")
def outline(actor: Actor, case_id: int, version: int | None, said: Outline) -> WorkflowCase:
    """Cause, leader and instructor are as said. While the plan is drafted."""
    raise NotImplementedError


@needs(KEEP, "登记整顿问题")
def put_problem(
    actor: Actor,
    case_id: int,
    version: int | None,
    said: Wanting,
    problem_id: int | None = None,
    note: str = "",
) -> WorkflowCase:
    """A problem is added, or the one named says this instead.

    While drafting; added in a running case too, with the reason in `note` (a problem that stands
    in an approved plan is not reworded: RuleBroken).
    """
    raise NotImplementedError


@needs(KEEP, "删除整顿问题")
def drop_problem(actor: Actor, case_id: int, version: int | None, problem_id: int) -> WorkflowCase:
    """A problem without a closed measure is no longer in the draft, nor are its measures."""
    raise NotImplementedError


@needs(KEEP, "登记整顿措施")
def put_measure(
    actor: Actor,
    case_id: int,
    version: int | None,
    said: Undertaking,
    measure_id: int | None = None,
    note: str = "",
) -> WorkflowCase:
    """A measure is added, or the one named says this instead; as `put_problem`.

    RuleBroken for a deadline before today or after 整顿期限, and without a person.
    """
    raise NotImplementedError


@needs(KEEP, "删除整顿措施")
def drop_measure(actor: Actor, case_id: int, version: int | None, measure_id: int) -> WorkflowCase:
    """An open measure is no longer in the draft."""
    raise NotImplementedError


@needs(KEEP, "报批整顿方案")
def submit(actor: Actor, case_id: int, version: int | None, note: str = "") -> WorkflowCase:
    """The plan waits at the deciding level."""
    raise NotImplementedError


@needs(DECIDE, "批准整顿方案")
def approve(
    actor: Actor, case_id: int, version: int | None, number: str = "", note: str = ""
) -> WorkflowCase:
    """The plan runs; `number`: its 文号 where there is one."""
    raise NotImplementedError


@needs(DECIDE, "退回整顿方案")
def send_back(actor: Actor, case_id: int, version: int | None, reason: str) -> WorkflowCase:
    """The plan is drafted again."""
    raise NotImplementedError
