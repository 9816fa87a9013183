"""Taking up what the system proposes, or setting it aside with a reason: many at once, all or none."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, needs
from partybuild.enforcement import commands, opening, proposals, queries
from partybuild.enforcement.acting import Said
from partybuild.enforcement.kinds import Measure, ProposalKind
from partybuild.enforcement.models import SetAside
from partybuild.enforcement.proposals import Proposal
from partybuild.organizations import queries as organizations
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken

HANDLE = Permission.ENFORCEMENT_HANDLE
MOST = 100


@needs(HANDLE, "成批采纳处理建议")
def accept(actor: Actor, keys: Collection[int]) -> Mapping[Measure, int]:
    """A case is opened for each; nothing is entered in any list by that. How many by measure."""
    found = _chosen(actor, keys)
    made: dict[Measure, int] = {}
    for proposal in found:
        try:
            _accept(actor, proposal)
        except RuleBroken as broken:
            raise RuleBroken(f"{proposal.name}：{broken}全部没有写入。") from broken
        measure = proposal.kind.measure
        made[measure] = made.get(measure, 0) + 1
    audit_detail(proposals=len(found), cases={key.label: number for key, number in made.items()})
    return made


def _accept(actor: Actor, proposal: Proposal) -> None:
    kind = proposal.kind
    if kind is ProposalKind.ABSENT_YEARS:
        raise RuleBroken("连续未参检的要起批次名称一起立案，请从“僵尸型批次”办理。")
    if kind is ProposalKind.OVERDUE_ORDER and proposal.case_id is not None:
        case = queries.case(actor, proposal.case_id)
        commands.step_of(actor, case.id, "escalate", case.version, Said())
        return
    said = Said({"ground": kind.ground})
    opening.propose(actor, proposal.organization_id, kind.measure, said)


@needs(HANDLE, "暂不采纳处理建议")
def set_aside(actor: Actor, keys: Collection[int], reason: str, until: date) -> int:
    """These are not proposed again before `until`, with the reason; how many."""
    today = clock.today()
    if not today < until <= today + timedelta(days=366):
        raise RuleBroken("再次提示的日期应在明天到一年之内。")
    found = _chosen(actor, keys)
    for proposal in found:
        subject = organizations.organization(actor, proposal.organization_id)
        db.session.add(
            SetAside(
                **copied(subject),
                organization_id=subject.id,
                proposal=proposal.kind,
                reason=reason,
                decided_on=today,
                until=until,
                by=actor.label,
            )
        )
    audit_detail(proposals=len(found), reason=reason, until=until.isoformat())
    return len(found)


def _chosen(actor: Actor, keys: Collection[int]) -> list[Proposal]:
    if not 0 < len(keys) <= MOST:
        raise RuleBroken(f"请勾选 1 至 {MOST} 条建议。")
    found = proposals.chosen(actor, keys)
    if len(found) < len(set(keys)):
        raise Stale(
            f"勾选的建议里有 {len(set(keys)) - len(found)} 条已经办理或者不再成立，请刷新后再选。"
        )
    return found
