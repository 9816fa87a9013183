"""回头看 after it was struck off: it holds, or it relapses and the same case begins again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import needs
from partybuild.evidence.arrivals import Paper
from partybuild.rectification.kinds import LookBackResult
from partybuild.workflow.models import WorkflowCase

DECIDE = Permission.RECTIFICATION_DECIDE


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look-back found. `problems`: those that are back, where it relapsed."""

    look_back_id: int
    result: LookBackResult
    day: date
    words: str
    problems: Sequence[int] = ()
    papers: Sequence[Paper] = ()


@needs(DECIDE, "登记回头看")
def look_back(actor: Actor, case_id: int, version: int | None, said: Looked) -> WorkflowCase:
    """The look-back is done. A relapse opens the case anew, as `relapse` does.

    RuleBroken before its day has come.
    """
    raise NotImplementedError


@needs(DECIDE, "认定反弹")
def relapse(
    actor: Actor, case_id: int, version: int | None, problems: Sequence[int], reason: str
) -> WorkflowCase:
    """The same case is planned again from today with a new term; the problems named are open and
    marked 屡改屡犯, decided one level higher; look-backs not done are void."""
    raise NotImplementedError


@needs(DECIDE, "整顿办结")
def finish(actor: Actor, case_id: int, version: int | None, note: str = "") -> WorkflowCase:
    """The case is closed as 转化提升. RuleBroken while a look-back is to come."""
    raise NotImplementedError
