"""One answer of the running attempt written beside what was sent before."""

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.db import db
from partybuild.db.work import Stale
from partybuild.ratings.filling import rules
from partybuild.ratings.filling.known import Known, plain
from partybuild.ratings.filling.queries import Sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score
from partybuild.ratings.points import shown
from partybuild.ratings.schemes.rules import Indicator
from partybuild.rules import RuleBroken


def mark(actor: Actor) -> str:
    """代填 where it is no secretary who fills in."""
    return "" if actor.role is Role.SECRETARY else "代填"


def demand_open(found: Sheet, key: str = "") -> None:
    """RuleBroken with the reason where nothing, or not this item, can be filled in now."""
    reason = found.closed(key)
    if reason:
        raise RuleBroken(reason)


def demand_unchanged(found: Sheet, item: Indicator, answer: Answer, seen: str | None) -> None:
    """Stale where the item says something else than its page showed, unless it says `answer`."""
    held = found.current(Tier.SELF).get(item.key)
    if seen is None or held is None or seen == found.seen(item.key) or same(held, answer, item):
        return
    raise Stale(
        f"“{item.label}”刚刚由{held.actor}于{held.at:%m月%d日 %H:%M}存为 {shown(held.points)} 分。"
        "您这次填写的没有写入，请核对；仍按下面填写的，再保存一次。"
    )


def same(held: Score, answer: Answer, item: Indicator) -> bool:
    """Whether an item already says exactly this."""
    given = (rules.points_of(item, answer), sorted(answer.options), answer.note.strip())
    return given == (held.points, sorted(held.options), held.note)


def write(
    actor: Actor, found: Sheet, item: Indicator, answer: Answer, known: Known | None = None
) -> None:
    """The item holds this answer, marked where it is the very one that the system knows.

    RuleBroken for an answer that the item does not have.
    """
    points = rules.points_of(item, answer)
    rules.check_note(item, answer)
    held = found.current(Tier.SELF).get(item.key)
    if held is not None and held.attempt < found.attempt:
        held.current = False
    if held is None or held.attempt < found.attempt:
        held = Score(case_id=found.case.id, indicator=item.key, tier=Tier.SELF)
        held.attempt, held.current = found.attempt, True
        db.session.add(held)
    chosen = list(answer.options) if item.options else []
    held.points, held.options, held.note = points, chosen, answer.note.strip()
    follows = plain(item, known)
    held.known = follows is not None and (
        chosen == list(follows.options) and points == rules.points_of(item, follows)
    )
    held.deductions, held.files = [], []
    held.user_id, held.actor, held.at = actor.user_id, actor.label, clock.local_now()
