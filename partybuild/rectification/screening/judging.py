"""Judging proposals: each is accepted or dismissed by a person, with the reason; all or none."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.party.models import PartyOrganization
from partybuild.rectification.cases.opening import Finding, open_case
from partybuild.rectification.kinds import ProposalState
from partybuild.rectification.models import ScreeningGround, ScreeningProposal, ScreeningRound
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken

DECIDE = Permission.RECTIFICATION_DECIDE
MOST, MOST_REASON = 100, 500
_P = ScreeningProposal


@needs(DECIDE, "列入整顿")
def accept(
    actor: Actor, ids: Collection[int], reason: str, *, by_counties: bool = False
) -> list[int]:
    """A case stands for each; the ids of the cases. Other open proposals of the same Party
    organizations are shown with that case. Nothing is written where one of them cannot be listed.

    `by_counties`: the county of each puts it right, not the actor's own unit above it.
    """
    rows, grounds = _chosen(actor, ids, reason), grounds_of(actor, ids)
    names = party_names(actor, [row.party_organization_id for row in rows])
    made: list[int] = []
    for row in rows:
        working = row.level3_id if by_counties else None
        try:
            made.append(_accept(actor, row, grounds[row.id], reason, working))
        except RuleBroken as broken:
            name = names.get(row.party_organization_id or 0, "")
            raise RuleBroken(f"{name}：{broken}全部没有写入。") from broken
    _show_elsewhere(actor, rows)
    audit_detail(proposals=[row.id for row in rows], reason=reason.strip(), cases=made)
    return made


def _accept(
    actor: Actor,
    row: ScreeningProposal,
    grounds: Sequence[ScreeningGround],
    reason: str,
    working: int | None,
) -> int:
    told = [
        {
            "rule": each.rule,
            "label": each.label,
            "words": each.words,
            "since": each.since.isoformat() if each.since else None,
            "source": each.source,
        }
        for each in grounds
    ]
    number = row.party_organization_id or 0
    finding = Finding(number, told, reason.strip(), row.id, working_unit_id=working)
    row.case_id = open_case(actor, finding)
    _decide(actor, row, ProposalState.ACCEPTED, reason)
    return row.case_id


@needs(DECIDE, "不列入整顿")
def dismiss(actor: Actor, ids: Collection[int], reason: str) -> int:
    """These are not listed, with the reason; how many."""
    rows = _chosen(actor, ids, reason)
    for row in rows:
        _decide(actor, row, ProposalState.DISMISSED, reason)
    audit_detail(proposals=[row.id for row in rows], reason=reason.strip())
    return len(rows)


def _decide(actor: Actor, row: ScreeningProposal, state: ProposalState, reason: str) -> None:
    row.state, row.reason = state, reason.strip()
    row.decided_on, row.decided_by = clock.today(), actor.label


def _chosen(actor: Actor, ids: Collection[int], reason: str) -> list[ScreeningProposal]:
    wanted = sorted(set(ids))
    if not 0 < len(wanted) <= MOST:
        raise RuleBroken(f"请勾选 1 至 {MOST} 条建议。")
    if not 0 < len(reason.strip()) <= MOST_REASON:
        raise RuleBroken(f"请写明理由，最多 {MOST_REASON} 个字。")
    query = visible(actor, _P).where(_P.id.in_(wanted)).order_by(_P.id)
    rows = list(db.session.scalars(query.execution_options(populate_existing=True)))
    if len(rows) < len(wanted):
        raise OutOfReach
    done = [row for row in rows if row.state is not ProposalState.OPEN]
    if done:
        raise Stale(f"勾选的建议里有 {len(done)} 条已经认定，请刷新后再选。")
    for sentence in elsewhere(actor, rows).values():
        raise RuleBroken(sentence)
    return rows


def elsewhere(actor: Actor, rows: Sequence[ScreeningProposal]) -> dict[int, str]:
    """By proposal that others judge, who: the unit that runs its round or those below it, and
    nobody over their heads. Pages and commands ask this alike.
    """
    here = actor.reach.unit
    ids = sorted({row.round_id for row in rows if row.round_id is not None})
    if here is None or not ids:
        return {}
    query = select(ScreeningRound).where(ScreeningRound.id.in_(ids))
    found = list(db.session.scalars(query))
    units = regions.named([each.unit_id for each in found])
    names = {each.id: units[each.unit_id] for each in found}
    foreign = {
        number: f"由{unit.name}开展的排查，请由{unit.name}或者其下级认定。"
        for number, unit in names.items()
        if not here.path.startswith(unit.path)
    }
    return {row.id: foreign[row.round_id] for row in rows if row.round_id in foreign}


def _show_elsewhere(actor: Actor, rows: Sequence[ScreeningProposal]) -> None:
    cases = {row.party_organization_id: row.case_id for row in rows}
    query = visible(actor, _P).where(
        _P.party_organization_id.in_(sorted(number or 0 for number in cases)),
        _P.state == ProposalState.OPEN,
        _P.id.not_in([row.id for row in rows]),
    )
    for other in db.session.scalars(query):
        other.state = ProposalState.STANDING
        other.case_id = cases[other.party_organization_id]


def grounds_of(actor: Actor, ids: Collection[int]) -> dict[int, list[ScreeningGround]]:
    """By proposal its grounds, in the order in which they were found."""
    row = ScreeningGround
    query = visible(actor, row).where(row.proposal_id.in_(sorted(ids))).order_by(row.id)
    found: dict[int, list[ScreeningGround]] = {number: [] for number in ids}
    for each in db.session.scalars(query):
        found[each.proposal_id].append(each)
    return found


def party_names(actor: Actor, ids: Collection[int | None]) -> dict[int, str]:
    """Names of the Party organizations in reach among these."""
    row: Any = PartyOrganization
    wanted = sorted({number for number in ids if number is not None})
    query = visible(actor, row, row.id, row.name).where(row.id.in_(wanted))
    return {number: name for number, name in db.session.execute(query)}
