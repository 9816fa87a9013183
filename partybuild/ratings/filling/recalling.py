"""撤回报送: the branch takes back what it sent, as long as nobody has begun to review it."""

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.ratings import acting
from partybuild.ratings.filling.feature import FILL
from partybuild.ratings.filling.queries import AGAIN, Sheet, sheet
from partybuild.ratings.filling.writing import mark
from partybuild.ratings.kinds import RoundState, Tier
from partybuild.ratings.models import SiteVisit, VetoPut
from partybuild.ratings.process import CHAINS
from partybuild.workflow.commands import Taking

BEGUN = "评审单位已经开始评审，不能撤回；需要修改的请评审单位退回相关项目。"
RETURNED = "退回补正后的自评不能整份撤回；需要修改的请评审单位再退回相关项目。"


def may_ask(found: Sheet) -> bool:
    """Whether the self-assessment lies at its first reviewing desk."""
    first = CHAINS[int(found.case.kind.removeprefix("rating"))][0]
    return found.case.state == first.value


def refusal(actor: Actor, found: Sheet) -> str:
    """Why what was sent cannot be taken back now; blank where it can."""
    last = found.round.fill_to
    if found.round.state is RoundState.CLOSED:
        return "本轮评星已经结束，不能撤回。"
    if clock.today() > last:
        return f"填报已于 {last:%Y-%m-%d} 截止，撤回后不能再报送；需要修改的请评审单位退回。"
    if any(event.action.startswith(AGAIN[:3]) for event in found.events):
        return RETURNED
    if any(each.tier is not Tier.SELF for each in found.scores) or _noted(actor, found.case.id):
        return BEGUN
    return ""


def _noted(actor: Actor, case_id: int) -> bool:
    """Whether a reviewer was there, or put a veto."""
    found = (
        visible(actor, model, model.id).where(model.case_id == case_id).limit(1)
        for model in (VetoPut, SiteVisit)
    )
    return any(db.session.scalar(query) is not None for query in found)


@needs(FILL, "撤回评星自评")
def recall(actor: Actor, assessment_id: int, version: int | None, reason: str) -> None:
    """The self-assessment is filled in again, until the end of the window; what was sent stands
    beside it. RuleBroken without a reason and once it is reviewed, Stale where somebody was first.
    """
    found = sheet(actor, assessment_id)
    refused = refusal(actor, found)
    taking = Taking(
        found.case.id,
        found.case.kind,
        "recall",
        version,
        note=reason.strip(),
        mark=mark(actor),
        moves={"due_on": found.round.fill_to},
    )
    acting.act(actor, found.row, taking, {"unread": refused} if refused else {})
    found.row.self_total = found.row.sent_on = None
    found.row.facts = {key: value for key, value in found.row.facts.items() if key != "sent"}
    audit_detail(object=("rating_assessment", found.row.id), reason=reason)
    db.session.flush()
