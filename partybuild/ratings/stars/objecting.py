"""异议: in writing, by whom, about what; answered before anything is decided."""

from collections.abc import Sequence
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, Stale, audit_detail, needs
from partybuild.evidence import commands as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.ratings.kinds import Finding
from partybuild.ratings.queries import assessment
from partybuild.ratings.stars.models import Objection
from partybuild.ratings.stars.publicity import MANAGE, standing
from partybuild.rules import RuleBroken

PAPERS, SLOT = "rating-objection", "paper"
"""Files of an objection stand with the publicity: not with the branch it is about, which is told
what is objected but not by whom."""


@needs(MANAGE, "登记异议")
def enter_objection(
    actor: Actor,
    assessment_id: int,
    objector: str,
    received_on: date,
    words: str,
    papers: Sequence[Paper] = (),
) -> int:
    """A written objection stands against one star of the publicity; its id.

    RuleBroken unless it says by whom and about what and arrived while the list was shown.
    """
    held = assessment(actor, assessment_id)
    if held.publicity_id is None or held.case_id is None:
        raise RuleBroken("这个党组织的星级不在公示中，不能登记异议。")
    row = standing(actor, held.publicity_id)
    if not objector.strip() or not words.strip():
        raise RuleBroken("请写明提出异议的单位或个人，以及异议内容。")
    if not row.opens_on <= received_on <= min(row.closes_on, clock.today()):
        raise RuleBroken(
            f"收到异议的日期应在公示期内（{row.opens_on:%Y-%m-%d} 至 {row.closes_on:%Y-%m-%d}），"
            "且不晚于今天。"
        )
    if _same(actor, held.case_id, (objector.strip(), received_on, words.strip())):
        raise Stale("这条异议已经登记过，请刷新页面查看。")
    said = Objection(case_id=held.case_id, publicity_id=row.id, received_on=received_on)
    said.objector, said.words = objector.strip()[:200], words.strip()[:2000]
    said.entered_by, said.entered_by_id = actor.label, actor.user_id
    db.session.add(said)
    db.session.flush()
    evidence.keep_all(
        actor,
        evidence.Subject.of(PAPERS, said.id, row),
        [Paper(SLOT, each.file) for each in papers],
    )
    audit_detail(object=("rating_assessment", held.id), objection=said.id)
    return said.id


def _same(actor: Actor, case_id: int, said: tuple[str, date, str]) -> bool:
    query = visible(actor, Objection).where(Objection.case_id == case_id)
    return said in [(e.objector, e.received_on, e.words) for e in db.session.scalars(query)]


@needs(MANAGE, "答复异议")
def answer_objection(actor: Actor, objection_id: int, finding: Finding, words: str) -> None:
    """What was found about an objection, and the answer; RuleBroken without words, Stale twice."""
    row = objection(actor, objection_id)
    standing(actor, row.publicity_id)
    if row.finding is not None:
        raise Stale("这条异议已经答复，不能重复办理。")
    if not words.strip():
        raise RuleBroken("请写明核查情况和答复意见。")
    row.finding, row.found = finding, words.strip()[:2000]
    row.found_on, row.found_by = clock.today(), actor.label
    audit_detail(object=("rating_objection", row.id), finding=finding.value)
    db.session.flush()


def objection(actor: Actor, objection_id: int) -> Objection:
    """One objection in reach; OutOfReach otherwise."""
    query = visible(actor, Objection).where(Objection.id == objection_id)
    found: Objection | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def objections(actor: Actor, publicity_id: int) -> Sequence[Objection]:
    """Every objection of a publicity in reach, the latest first."""
    query = visible(actor, Objection).where(Objection.publicity_id == publicity_id)
    return db.session.scalars(query.order_by(Objection.received_on.desc(), Objection.id)).all()
