"""One tier's score of one item, laid beside the others."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db import db
from partybuild.db.work import Stale
from partybuild.evidence import queries as evidence
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score
from partybuild.ratings.points import shown
from partybuild.ratings.reviewing import rules
from partybuild.ratings.reviewing.queries import Desk
from partybuild.ratings.schemes.rules import Indicator

MOST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Given:
    """What a reviewer gives one item; what was seen when it was given, where the page says so."""

    points: int | None = None
    """Tenths; read only where neither options nor deductions are marked."""
    reason: str = ""
    deductions: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    seen: Collection[int] | None = None
    """Ids of the files that lay beside the item; None: not said."""
    stood: str | None = None
    """`mark_of` this tier's score as it was shown; None: not said."""


def mark_of(held: Score | None) -> str:
    """A word that changes whenever the score does."""
    if held is None:
        return ""
    return f"{held.id}.{held.attempt}.{held.points}.{held.user_id}.{held.at:%H%M%S}"


def write(actor: Actor, found: Desk, item: Indicator, given: Given) -> None:
    """This tier's score in this attempt; an earlier attempt's stays beside it.

    Stale where the files or this tier's score changed since they were shown; RuleBroken for marks
    that the item does not have and for a lower score without a reason.
    """
    tier = found.tier
    assert tier is not None
    held = found.sheet.current(tier).get(item.key)
    _refuse_stale(actor, found, item, given, held)
    points = rules.marked(item, given.points, given.options, given.deductions).points
    rules.check(item, points, found.sheet.points(Tier.SELF).get(item.key), given.reason)
    attempt = found.sheet.attempt
    if held is not None and held.attempt < attempt:
        held.current = False
    if held is None or held.attempt < attempt:
        held = Score(case_id=found.sheet.case.id, indicator=item.key, tier=tier, attempt=attempt)
        held.current, held.known = True, False
        db.session.add(held)
    held.points, held.note = points, given.reason.strip()[:MOST_REASON]
    held.options, held.deductions = list(given.options), list(given.deductions)
    held.files = [[file.id, file.version] for file in found.sheet.files.get(item.key, ())]
    held.user_id, held.actor, held.at = actor.user_id, actor.label, clock.local_now()


def _refuse_stale(
    actor: Actor, found: Desk, item: Indicator, given: Given, held: Score | None
) -> None:
    files: Any = found.sheet.files.get(item.key, ())
    if given.seen is not None and set(given.seen) != {file.id for file in files}:
        changed = "；".join(_changes(actor, found, item, set(given.seen)))
        raise Stale(
            f"“{item.label}”的佐证材料在您打开页面后有变动：{changed}。"
            "这次没有写入，请看过最新材料再评分。"
        )
    if given.stood is not None and given.stood != mark_of(held):
        words = (
            f"刚刚由{held.actor}评为 {shown(held.points)} 分" if held else "本级原来的评分已不在"
        )
        raise Stale(f"“{item.label}”{words}。您这次没有写入，请核对后再评。")


def _changes(actor: Actor, found: Desk, item: Indicator, seen: set[int]) -> list[str]:
    """What was added and what holds no more, by name and version."""
    rows = {file.id: file for file in evidence.files(actor, "case", found.sheet.case.id)}
    here = {file.id for file in found.sheet.files.get(item.key, ())}
    said = [f"新增 {rows[n].name}（第 {rows[n].version} 版）" for n in sorted(here - seen)]
    gone = [rows[n] for n in sorted(seen - here) if n in rows]
    return said + [f"不再有效 {each.name}（第 {each.version} 版）" for each in gone]
