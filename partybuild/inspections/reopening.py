"""Taking a published inspection up again, and recording that somebody did not take part."""

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import needs
from partybuild.inspections.deciding import follow, standing, take
from partybuild.inspections.kinds import Regime, absence
from partybuild.rules import RuleBroken


def reopen(
    actor: Actor, inspection_id: int, version: int | None, reason: str, *, evaluation: bool
) -> None:
    """A published inspection is taken up again, with the reason; what was first published stays."""
    command = _reopen_evaluation if evaluation else _reopen_conclusion
    command(actor, inspection_id, version, reason)


@needs(Permission.INSPECTIONS_KEEP, "重新办理年检结论")
def _reopen_conclusion(actor: Actor, inspection_id: int, version: int | None, reason: str) -> None:
    _again(actor, inspection_id, "reopen", version, reason)


@needs(Permission.INSPECTIONS_EVALUATE, "重新办理党建评价")
def _reopen_evaluation(actor: Actor, inspection_id: int, version: int | None, reason: str) -> None:
    _again(actor, inspection_id, "reopen_evaluation", version, reason)


def _again(actor: Actor, inspection_id: int, action: str, version: int | None, reason: str) -> None:
    found = standing(actor, inspection_id)
    take(actor, found, action, version, note=reason)
    found.row.published_on = None
    follow(found.row)


@needs(Permission.INSPECTIONS_KEEP, "记为未参检")
def mark_absent(actor: Actor, inspection_id: int, version: int | None, note: str) -> None:
    """One organization has not taken part; only after the window."""
    found = standing(actor, inspection_id)
    today, closes = clock.today(), found.campaign.closes_on
    if today <= closes:
        raise RuleBroken(f"报送期限到 {closes:%Y-%m-%d} 为止，期限届满后才能记为未参检。")
    take(actor, found, "mark_absent", version, note=note)
    row = found.row
    row.conclusion = absence(Regime(row.regime))
    row.concluded_on, row.concluded_by = today, actor.label
