"""一票否决 and site visits, noted while a tier reviews."""

from collections.abc import Sequence
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.evidence import commands as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.ratings.models import SiteVisit, VetoPut
from partybuild.ratings.reviewing import queries
from partybuild.ratings.reviewing.commands import REVIEW, demand_turn, demand_unmoved
from partybuild.ratings.reviewing.queries import desk
from partybuild.rules import RuleBroken


@needs(REVIEW, "登记一票否决")
def veto(
    actor: Actor, assessment_id: int, version: int | None, key: str, document: str, note: str
) -> None:
    """A veto of the scheme stands on the assessment with its document."""
    found = desk(actor, assessment_id)
    demand_turn(actor, found)
    demand_unmoved(found, version)
    known = next((each for each in found.sheet.scheme.vetoes if each.key == key), None)
    if known is None:
        raise RuleBroken("本方案没有这一条一票否决，请从页面上选择。")
    if not document.strip():
        raise RuleBroken("一票否决须填写认定文件的文号。")
    row = VetoPut(case_id=found.sheet.case.id, veto=key, label=known.label, effect=known.effect)
    row.document, row.note = document.strip()[:120], note.strip()[:500]
    row.put_on, row.put_by = clock.today(), actor.label
    db.session.add(row)
    audit_detail(object=("rating_assessment", found.sheet.row.id), veto=key, document=document)
    db.session.flush()


@needs(REVIEW, "撤回一票否决")
def lift(actor: Actor, assessment_id: int, veto_id: int, reason: str) -> None:
    """A veto holds no more; it stays with the reason."""
    found = desk(actor, assessment_id)
    demand_turn(actor, found)
    rows = {row.id: row for row in queries.vetoes(actor, found.sheet.case.id)}
    row = rows.get(veto_id)
    if row is None or row.withdrawn_on is not None:
        raise RuleBroken("这条一票否决不在本件中，或已经撤回，请刷新页面。")
    if not reason.strip():
        raise RuleBroken("请写明撤回一票否决的理由。")
    row.withdrawn_on, row.withdrawn_reason = clock.today(), reason.strip()[:500]
    audit_detail(object=("rating_assessment", found.sheet.row.id), veto=row.veto, reason=reason)
    db.session.flush()


@needs(REVIEW, "登记实地查看")
def visit(
    actor: Actor,
    assessment_id: int,
    day: date | None,
    people: str,
    words: str,
    papers: Sequence[Paper] = (),
) -> int:
    """A site visit stands in the file with its pictures and papers; its id."""
    found = desk(actor, assessment_id)
    tier = demand_turn(actor, found)
    if day is None or day > clock.today():
        raise RuleBroken("请填写实地查看的日期，不能晚于今天。")
    if not people.strip() or not words.strip():
        raise RuleBroken("请填写参加人员和查看情况。")
    row = SiteVisit(case_id=found.sheet.case.id, tier=tier, visited_on=day, actor=actor.label)
    row.people, row.words = people.strip()[:200], words.strip()[:2000]
    db.session.add(row)
    db.session.flush()
    subject = evidence.Subject.of("case", found.sheet.case.id, found.sheet.row)
    slot = f"visit-{row.id}"
    evidence.keep_all(actor, subject, [Paper(slot, paper.file) for paper in papers])
    audit_detail(object=("rating_assessment", found.sheet.row.id), visit=row.id)
    return row.id
