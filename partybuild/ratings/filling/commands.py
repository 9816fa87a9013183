"""Saving items with their files, taking over what is known or was answered before, sending."""

from collections.abc import Mapping, Sequence
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.evidence import commands as evidence
from partybuild.evidence.arrivals import Paper
from partybuild.ratings import acting
from partybuild.ratings.filling import guards, register, rules
from partybuild.ratings.filling.known import plain
from partybuild.ratings.filling.queries import Sheet, sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.filling.writing import demand_open, demand_unchanged, mark, same, write
from partybuild.ratings.kinds import Tier
from partybuild.ratings.process import CHAINS
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow.commands import Taking

FILL = Permission.RATINGS_FILL


@needs(FILL, "填写评星自评")
def save(
    actor: Actor,
    assessment_id: int,
    key: str,
    answer: Answer,
    papers: Sequence[Paper] = (),
    *,
    removed: Mapping[int, str] | None = None,
    seen: str | None = None,
) -> None:
    """One item holds this answer; new files lie beside it, `removed` ones (id → reason) no more.

    RuleBroken once it was sent, after the last day, for an item that was not returned among others,
    for points that the item does not have, and for a file of another item; Stale where the item
    says something else than was `seen` (`Sheet.seen`). Nothing is sent yet.
    """
    found = sheet(actor, assessment_id)
    item = rules.item(found.scheme, key)
    demand_open(found, key)
    demand_unchanged(found, item, answer, seen)
    facts = register.beside(actor, found, {item.fact} - {""})
    write(actor, found, item, answer, facts.get(item.fact))
    _withdraw(actor, found, key, removed or {})
    guards.demand_clean(papers)
    held = {each.digest for each in found.kept(key)}
    fresh = {paper.file.digest: paper for paper in papers if paper.file.digest not in held}
    evidence.keep_all(actor, _subject(found), [Paper(key, each.file) for each in fresh.values()])
    _count(found, [key])
    audit_detail(object=("rating_assessment", found.row.id), item=key)
    db.session.flush()


@needs(FILL, "沿用上次评星自评")
def take_over(actor: Actor, assessment_id: int, earlier_id: int) -> int:
    """Items without an answer hold that of an earlier assessment of the same branch; how many.

    Only answers whose item exists unchanged in this scheme; files are not taken over.
    """
    found, earlier = sheet(actor, assessment_id), sheet(actor, earlier_id)
    same_branch = found.row.party_organization_id == earlier.row.party_organization_id
    if not same_branch or earlier.row.id == found.row.id:
        raise RuleBroken("只能沿用本党组织以前的自评。")
    demand_open(found)
    here, before = found.current(Tier.SELF), earlier.current(Tier.SELF)
    known = {item.key: item for item in earlier.items()}
    taken = [
        item
        for item in found.items()
        if item.key not in here and item.key in before and known.get(item.key) == item
    ]
    facts = register.beside(actor, found, {item.fact for item in taken} - {""})
    for item in taken:
        old = before[item.key]
        said = Answer(old.points, tuple(old.options), old.note)
        write(actor, found, item, said, facts.get(item.fact))
    _count(found, [item.key for item in taken])
    audit_detail(object=("rating_assessment", found.row.id), taken=len(taken))
    db.session.flush()
    return len(taken)


@needs(FILL, "采用系统已知的自评")
def adopt(actor: Actor, assessment_id: int) -> int:
    """Items without an answer hold the one that plainly follows from the register; how many."""
    found = sheet(actor, assessment_id)
    demand_open(found)
    here = found.current(Tier.SELF)
    open_ones = [item for item in found.items() if item.fact and item.key not in here]
    facts = register.beside(actor, found, {item.fact for item in open_ones})
    known = [(item, plain(item, facts.get(item.fact))) for item in open_ones]
    taken = [(item, answer) for item, answer in known if answer is not None]
    for item, answer in taken:
        write(actor, found, item, answer, facts[item.fact])
    _count(found, [item.key for item, _ in taken])
    audit_detail(object=("rating_assessment", found.row.id), taken=len(taken))
    db.session.flush()
    return len(taken)


@needs(FILL, "导入评星自评表")
def fill_in(actor: Actor, assessment_id: int, answers: Mapping[str, Answer]) -> int:
    """Every item named holds its answer, or none does; how many say something else than before.

    RuleBroken as for `save`, at the first item that cannot be written.
    """
    found = sheet(actor, assessment_id)
    demand_open(found)
    here = found.current(Tier.SELF)
    items = [(rules.item(found.scheme, key), answer) for key, answer in answers.items()]
    changed = [
        (item, answer)
        for item, answer in items
        if item.key not in here or not same(here[item.key], answer, item)
    ]
    facts = register.beside(actor, found, {item.fact for item, _ in changed} - {""})
    for item, answer in changed:
        demand_open(found, item.key)
        write(actor, found, item, answer, facts.get(item.fact))
    _count(found, [item.key for item, _ in changed])
    audit_detail(object=("rating_assessment", found.row.id), taken=len(changed))
    db.session.flush()
    return len(changed)


@needs(FILL, "报送评星自评")
def send(
    actor: Actor,
    assessment_id: int,
    version: int | None,
    papers: Sequence[Paper] = (),
    *,
    seen: str | None = None,
) -> None:
    """The self-assessment goes to the first reviewing desk; its scores are fixed from then on.

    `papers` is the signed form where an officer enters for the branch (代填). RuleBroken with all
    that is missing, or with the gate that shuts the branch out; Stale where somebody was first, or
    changed an answer since the whole was `seen` (`Sheet.seen`).
    """
    found = sheet(actor, assessment_id)
    demand_open(found)
    guards.demand_clean(papers)
    guards.demand_signed(mark(actor), papers)
    guards.demand_seen(found, seen)
    standing = register.standing(actor, found)
    taking = Taking(
        found.case.id,
        found.case.kind,
        "resend" if found.case.state == "returned" else "send",
        version,
        mark=mark(actor),
        facts={"self": found.self_total, "attempt": found.attempt},
        moves={"due_on": _next_due(found)},
    )
    acting.act(actor, found.row, taking, guards.refusals(found, standing))
    workflow.answer(actor, found.case.id, list(found.returned))
    found.row.self_total, found.row.sent_on = found.self_total, clock.today()
    found.row.facts = {**found.row.facts, "sent": guards.read(standing)}
    evidence.keep_all(actor, _subject(found), papers)
    audit_detail(object=("rating_assessment", found.row.id), total=found.self_total)
    db.session.flush()


def _withdraw(actor: Actor, found: Sheet, key: str, removed: Mapping[int, str]) -> None:
    if removed.keys() - {each.id for each in found.kept(key)}:
        raise RuleBroken("这份材料不在本项下，可能已经撤回，请刷新页面。")
    for file_id, reason in removed.items():
        evidence.withdraw(actor, _subject(found), file_id, reason)


def _subject(found: Sheet) -> evidence.Subject:
    return evidence.Subject.of("case", found.case.id, found.row)


def _count(found: Sheet, keys: Sequence[str]) -> None:
    found.row.answered = len({*found.current(Tier.SELF), *keys})


def _next_due(found: Sheet) -> date | None:
    """The last day of the first reviewing tier's window, never before today."""
    tier = CHAINS[int(found.case.kind.removeprefix("rating"))][0]
    day = found.round.review_to.get(tier.value)
    return max(date.fromisoformat(day), clock.today()) if day else None
