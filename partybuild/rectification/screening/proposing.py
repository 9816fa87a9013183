"""Proposals outside a round: by hand, from failed inspections, from a low star."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.party.models import PartyOrganization
from partybuild.party.narrowing import standing
from partybuild.rectification.kinds import Origin, ProposalState
from partybuild.rectification.models import ScreeningGround, ScreeningProposal
from partybuild.rectification.screening import around, policy, preparing, rules
from partybuild.rectification.screening.gathering import Branch, gathered
from partybuild.rectification.screening.kinds import Test
from partybuild.rectification.screening.rules import Ground, Rule
from partybuild.rules import RuleBroken

KEEP = Permission.RECTIFICATION_KEEP
MOST, MOST_WORDS = 100, 400
TESTS = {Origin.INSPECTION: Test.INSPECTION, Origin.RATING: Test.STAR}
"""By origin the rule that its list goes by."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says against a Party organization. `percent`: of a measure of satisfaction."""

    rule: str
    words: str
    since: date | None = None
    percent: int | None = None


@needs(KEEP, "提出整顿建议")
def propose(actor: Actor, code: str, said: Said) -> int:
    """An open proposal stands; its id.

    RuleBroken for a rule that is off, facts that do not meet it, or a Party organization that is
    proposed or in rectification already.
    """
    branch = _branch(actor, PartyOrganization.code == code.strip().upper())
    ground = _said(actor, said)
    _refuse_standing(actor, [branch])
    number = _add(actor, branch, Origin.HAND, [ground])
    audit_detail(object=("screening_proposal", number), rule=said.rule, party=branch.id)
    return number


@needs(KEEP, "按年检或者评星提出整顿建议")
def propose_found(actor: Actor, origin: Origin, ids: Collection[int]) -> int:
    """An open proposal stands for each of these Party organizations; how many.

    Stale where the facts do not meet the rule of this origin any more; RuleBroken where one is
    proposed or in rectification already.
    """
    wanted = sorted(set(ids))
    if not 0 < len(wanted) <= MOST:
        raise RuleBroken(f"请勾选 1 至 {MOST} 个党组织。")
    rule, day = rule_of(actor, origin), clock.today()
    found = gathered(actor, PartyOrganization.id.in_(wanted), day)
    if len(found) < len(wanted):
        raise OutOfReach
    _refuse_standing(actor, found)
    for branch in found:
        ground = rules.ground(rule, branch.known, day)
        if ground is None:
            raise Stale(f"“{branch.name}”现在不再符合这一条，请刷新后再选。")
        _add(actor, branch, origin, [ground])
    audit_detail(origin=origin.value, party=[branch.id for branch in found])
    return len(found)


def rule_of(actor: Actor, origin: Origin) -> Rule:
    """The rule that holds for the person's area and that the list of an origin goes by."""
    test = TESTS.get(origin)
    found = [each for each in policy.today(actor).rules.rules if each.test is test and each.on]
    if test is None:
        raise OutOfReach
    if not found:
        raise RuleBroken(f"本地区已停用“{test.label}”这一条，不能按它提出。")
    return found[0]


def _branch(actor: Actor, which: ColumnElement[bool]) -> Branch:
    found = gathered(actor, which, clock.today())
    if found:
        return found[0]
    query = visible(actor, PartyOrganization, PartyOrganization.id).where(which)
    if db.session.scalar(query.where(standing(clock.today()))) is None:
        raise RuleBroken("您的范围内没有这个编码的现有党组织，请核对编码。")
    raise RuleBroken("这是工作委员会或者不是社会组织党组织，不列入软弱涣散排查。")


def _said(actor: Actor, said: Said) -> Ground:
    rule = policy.today(actor).rules.rule(said.rule)
    if rule is None or not rule.on:
        raise RuleBroken("这一条不在本地区现行的排查规则里，请重新选择。")
    words = said.words.strip()
    if not 0 < len(words) <= MOST_WORDS:
        raise RuleBroken(f"请写明具体表现，最多 {MOST_WORDS} 个字。")
    if said.since is not None and said.since > clock.today():
        raise RuleBroken("发现的日期不能晚于今天。")
    if rule.test is not Test.SATISFACTION:
        return Ground(rule.key, rule.label, words, rule.source, said.since)
    if said.percent is None or not 0 <= said.percent < rule.limit:
        raise RuleBroken(f"按“{rule.label}”提出，请填写测评满意度，应低于 {rule.limit}%。")
    words = f"测评满意度{said.percent}%（低于{rule.limit}%）：{words}"
    values = {"percent": said.percent, "limit": rule.limit}
    return Ground(rule.key, rule.label, words, rule.source, said.since, values)


def _refuse_standing(actor: Actor, branches: Sequence[Branch]) -> None:
    ids = [each.id for each in branches]
    cases, proposed = around.open_cases(actor, ids), open_proposals(actor, ids)
    for each in branches:
        if each.id in cases:
            raise RuleBroken(f"“{each.name}”已在整顿中，不重复提出。")
        if each.id in proposed:
            raise RuleBroken(f"“{each.name}”已有待认定的建议，请直接认定。")


def open_proposals(actor: Actor, ids: Collection[int]) -> dict[int, int]:
    """By Party organization the id of a proposal that is open."""
    row = ScreeningProposal
    query = visible(actor, row, row.party_organization_id, row.id).where(
        row.party_organization_id.in_(sorted(ids)), row.state == ProposalState.OPEN
    )
    return {number: found for number, found in db.session.execute(query)}


def _add(actor: Actor, branch: Branch, origin: Origin, grounds: Sequence[Ground]) -> int:
    columns = preparing.proposal(actor, branch, clock.today(), origin)
    row = ScreeningProposal(**columns, round_id=None)
    db.session.add(row)
    db.session.flush()
    db.session.add_all(ScreeningGround(**preparing.ground_row(row.id, each)) for each in grounds)
    db.session.flush()
    return row.id
