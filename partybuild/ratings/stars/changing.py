"""降星、摘星 between two rounds: decided with a document, or dismissed with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import OPEN, db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.evidence import commands as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.facts.histories import Because, Said, say
from partybuild.party import beyond
from partybuild.ratings.kinds import star_label
from partybuild.ratings.process import CHANGE
from partybuild.ratings.stars import papers, rules
from partybuild.ratings.stars.deciding import STAR
from partybuild.ratings.stars.models import PartyStar, StarChange
from partybuild.rules import RuleBroken
from partybuild.workflow import commands, queries
from partybuild.workflow.commands import Taking
from partybuild.workflow.models import WorkflowCase

MANAGE = Permission.RATINGS_MANAGE
SLOT = "change"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided: the star from a day on, why, with whose paper."""

    star: int
    valid_from: date
    reason: str
    version: int | None = None
    document: str = ""
    """Of another authority; without it this house issues one."""
    signer: str = ""
    contact: str = ""


def change(actor: Actor, case_id: int) -> StarChange:
    """The proposal of a case in reach; OutOfReach otherwise."""
    query = visible(actor, StarChange).where(StarChange.case_id == case_id)
    found: StarChange | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def listed(actor: Actor, closed: bool, after: int = 0) -> Sequence[tuple[StarChange, WorkflowCase]]:
    """Proposals in reach, open or closed, the latest first; one more than a page."""
    case = WorkflowCase
    mark = ScopeMark(case.id == StarChange.case_id, case.__tablename__)
    query = (
        visible(actor, StarChange, StarChange, case)
        .join(case, case.id == StarChange.case_id)
        .where(mark, case.closed_on.is_not(None) if closed else case.closed_on.is_(None))
    )
    if after:
        query = query.where(StarChange.id < after)
    rows = db.session.execute(query.order_by(StarChange.id.desc()).limit(PAGE + 1))
    return [(row[0], row[1]) for row in rows]


def holding(actor: Actor, party_id: int, day: date) -> PartyStar | None:
    """The star of a Party organization on a day."""
    star = PartyStar
    query = visible(actor, star).where(
        star.party_organization_id == party_id,
        star.known_to == OPEN,
        star.valid_from <= day,
        star.valid_to > day,
    )
    found: PartyStar | None = db.session.scalars(query).one_or_none()
    return found


@needs(MANAGE, "决定星级调整")
def decide(actor: Actor, case_id: int, said: Decided, files: Sequence[Paper] = ()) -> str:
    """The star is lower or taken away from a day on, with its paper; the paper's number.

    The day lies within the validity of the star and not beyond today. Stale where somebody was
    first; RuleBroken for a star that is not lower, or without a reason.
    """
    row, case = change(actor, case_id), queries.case(actor, case_id, CHANGE)
    if case.closed_on is not None or said.version not in {None, case.version}:
        raise Stale("这件星级调整刚刚有人办理过，请刷新页面看最新情况。")
    party = case.party_organization_id or 0
    held = holding(actor, party, said.valid_from)
    _check(held, said)
    assert held is not None  # _check has refused
    name = beyond.party_names([party]).get(party, "")
    document = said.document.strip()[:120] or papers.change(
        actor, case, name, _fields(row, held, said), (said.signer, said.contact)
    )
    taking = Taking(case.id, CHANGE, "decide", said.version, said.reason.strip(), document)
    commands.act(actor, taking)
    values = {
        "star": said.star,
        "move": rules.move(held.star, said.star),
        "assessment_id": held.assessment_id,
        "decided_on": clock.today(),
        "document": document,
    }
    new = Said(PartyStar, (party,), values, said.valid_from, held.valid_to)
    say(actor, STAR, [new], Because("调整星级", said.reason.strip(), document))
    row.decided, row.decided_on, row.document = said.star, clock.today(), document
    evidence.keep_all(
        actor,
        evidence.Subject.of("case", case.id, case),
        [Paper(SLOT, each.file) for each in files],
    )
    audit_detail(object=("star_change", row.id), star=said.star, document=document)
    db.session.flush()
    return document


@needs(MANAGE, "不予调整星级")
def dismiss(actor: Actor, case_id: int, version: int | None, reason: str) -> None:
    """The star stays, with the reason; Stale where somebody was first."""
    row = change(actor, case_id)
    commands.act(actor, Taking(case_id, CHANGE, "dismiss", version, note=reason))
    audit_detail(object=("star_change", row.id), reason=reason)


def _check(held: PartyStar | None, said: Decided) -> None:
    if held is None:
        raise RuleBroken("生效日期那天党组织没有有效的星级，请核对日期。")
    if said.valid_from > clock.today():
        raise RuleBroken("生效日期不能晚于今天。")
    if said.valid_from <= held.valid_from:
        raise RuleBroken(f"生效日期应晚于现星级的起始日期 {held.valid_from:%Y-%m-%d}。")
    if not 0 <= said.star < held.star:
        raise RuleBroken(f"现为{star_label(held.star)}，只能调低或摘星；升星在下一轮评定中办理。")
    if not said.reason.strip():
        raise RuleBroken("请写明调整的理由。")


def _fields(row: StarChange, held: PartyStar, said: Decided) -> dict[str, object]:
    return {
        "before": star_label(held.star),
        "after": star_label(said.star),
        "reasons": [row.words, said.reason.strip()],
        "from": said.valid_from,
    }
