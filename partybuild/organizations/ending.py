"""The state of an organization: under order, ended, and back."""

from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db import FOREVER
from partybuild.db.work import needs
from partybuild.facts.histories import Because, Said
from partybuild.organizations import queries, rules, timelines
from partybuild.organizations.keeping import KEEP, Asked, lines, marked, opened, save
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import OrganizationProfile, OrganizationStanding
from partybuild.rules import RuleBroken


@needs(KEEP, "变更组织状态")
def set_state(
    actor: Actor, organization_id: int, state: OrganizationState, day: date, asked: Asked
) -> str:
    """正常, 活动异常 or 责令停止活动 from a day on, until the next known state. As `stand`."""
    return stand(actor, organization_id, state, day, asked)


def stand(
    actor: Actor, organization_id: int, state: OrganizationState, day: date, asked: Asked
) -> str:
    """Put a living organization into a state, inside a command; the mark of the write."""
    if not state.living:
        raise RuleBroken("注销、撤销、吊销请用“办理终止”。")
    subject = opened(actor, organization_id, asked)
    mark = marked(actor, subject.unit_id, subject.body_id, asked.reason)
    registered_on, ended_on = queries.life(actor, organization_id)
    rules.check_day(day, registered_on, ended_on, clock.today())
    rows = lines(actor, OrganizationStanding, organization_id)
    here = timelines.row_on(rows, day)
    end = here.valid_to if here else FOREVER
    values = {"state": state, "document": asked.document}
    said = [Said(OrganizationStanding, (subject.id,), values, day, end)]
    action = "恢复正常" if state is OrganizationState.NORMAL else f"登记为{state.label}"
    return save(actor, subject, said, Because(action, asked.reason, asked.document, mark))


@needs(KEEP, "办理终止")
def end(
    actor: Actor, organization_id: int, state: OrganizationState, day: date, asked: Asked
) -> str:
    """注销, 撤销 or 吊销 on a day: on it the organization no longer counts. As `finish`."""
    return finish(actor, organization_id, state, day, asked)


def finish(
    actor: Actor, organization_id: int, state: OrganizationState, day: date, asked: Asked
) -> str:
    """End an organization, inside a command; the mark of the write.

    Raises RuleBroken without a document, or when it has ended already.
    """
    if state.living:
        raise RuleBroken("请选择注销、撤销或吊销。")
    if not asked.document.strip():
        raise RuleBroken(f"{state.label}须填写登记机关的文号。")
    subject = opened(actor, organization_id, asked)
    mark = marked(actor, subject.unit_id, subject.body_id, asked.reason)
    registered_on, ended_on = queries.life(actor, organization_id)
    rules.check_end(day, registered_on, ended_on, clock.today())
    values = {"state": state, "document": asked.document}
    said = [Said(OrganizationStanding, (subject.id,), values, day)]
    return save(actor, subject, said, Because(state.label, asked.reason, asked.document, mark))


def flag_dormant(actor: Actor, organization_id: int, day: date, asked: Asked) -> bool:
    """是否僵尸型 holds from a day on, inside a command; False where it is flagged already."""
    subject = opened(actor, organization_id, asked)
    mark = marked(actor, subject.unit_id, subject.body_id, asked.reason)
    rows = lines(actor, OrganizationProfile, organization_id)
    here = timelines.row_on(rows, day)
    if here is None or here.values["zombie"]:
        return False
    said = [Said(OrganizationProfile, (subject.id,), {"zombie": True}, day)]
    save(actor, subject, said, Because("列为僵尸型", asked.reason, asked.document, mark))
    return True


@needs(KEEP, "恢复误办终止")
def restore(actor: Actor, organization_id: int, asked: Asked) -> str:
    """Take back an end that was a mistake: the state before it holds on from that day."""
    subject = opened(actor, organization_id, asked)
    _, ended_on = queries.life(actor, organization_id)
    if ended_on is None:
        raise RuleBroken("该组织没有终止，无须恢复。")
    if not asked.reason.strip():
        raise RuleBroken("恢复须写明误办的情况。")
    mark = marked(actor, subject.unit_id, subject.body_id, asked.reason)
    rows = lines(actor, OrganizationStanding, organization_id)
    before = next((row.values for row in rows if row.valid_to == ended_on), None)
    values = before or {"state": OrganizationState.NORMAL, "document": ""}
    said = [Said(OrganizationStanding, (subject.id,), values, ended_on)]
    return save(
        actor, subject, said, Because("恢复（误办终止）", asked.reason, asked.document, mark)
    )
