"""Many assessments taking one step, made ready before the lock and brought over under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.db.many import Ready
from partybuild.db.staging import Act, Staged, stage, switch, unlaid
from partybuild.db.work import NotPermitted, Stale, bulk, current_work
from partybuild.party.models import PartyOrganization
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Assessment
from partybuild.ratings.process import KINDS
from partybuild.workflow import many
from partybuild.workflow.models import WorkflowCase

CHUNK = 500
MEANWHILE = "办理期间有评分、星级或参评条件发生变化，这次没有写入，请核对后重新办理。"


@dataclass(slots=True)
class Rows:
    """What a step writes: rows changed as they must still be, added, and superseded."""

    changed: Sequence[Ready]
    added: Sequence[Ready]
    closed: Sequence[Ready] = ()
    laid: Sequence[Staged] = ()

    def lay(self) -> None:
        """They lie ready in the database, laid down in a transaction that locks nothing."""
        self.laid = stage(self.added, self.closed, self.changed)

    def staged(self) -> Sequence[Staged]:
        """As they lie; in memory where few were not laid down."""
        return self.laid or unlaid(self.added, self.closed, self.changed)


def author(actor: Actor) -> tuple[str, int | None, int | None]:
    """Who stands in the rows that are made ready."""
    return actor.label, actor.user_id, actor.appointment_id


def steps(
    actor: Actor, found: Sequence[Assessment], action: str, day: date
) -> tuple[list[Ready], list[Ready]]:
    """Their cases as the step changes them, and its events.

    NotPermitted where this person played another part in one of them.
    """
    ids = [each.case_id for each in found if each.case_id is not None]
    standings = many.standings(actor, ids)
    other = [number for number, each in standings.items() if each.parts - {"", Tier.FINAL.label}]
    if other:
        raise NotPermitted(
            f"其中 {len(other)} 份由您填报或作过下级评审，公示和公布须由审定单位的其他人员办理。"
        )
    kinds, changed, added = _kinds(actor, ids), [], []
    for kind in KINDS:
        some = [(standings[n], [many.Step(action, day)]) for n in ids if kinds[n] == kind]
        moved, events = many.taken(actor, kind, some)
        changed.append(moved)
        added.append(events)
    return changed, added


def bring_over(actor: Actor, rows: Rows, parties: Sequence[int]) -> None:
    """Everything stands, with this change's number. Stale, and nothing stands, where a row moved."""
    change = current_work().change
    with bulk(actor, PartyOrganization, parties):
        for each in rows.staged():
            done = switch(each, **_numbers(each, change))
            if each.act is Act.CHANGE and done != len(each.prepared.rows):
                raise Stale(MEANWHILE)
    db.session.expire_all()


def _numbers(staged: Staged, change: int) -> Mapping[str, int]:
    """The columns of new rows that say since which change they are known."""
    columns = staged.prepared.table.c
    if staged.act is not Act.ADD:
        return {}
    if "known_from" in columns:
        return {"known_from": change, "known_to": OPEN}
    return {"change": change} if "change" in columns else {}


def _kinds(actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    """By case its kind: chains of different length have processes of their own."""
    found: dict[int, str] = {}
    columns = (WorkflowCase.id, WorkflowCase.kind)
    for part in (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)):
        query = visible(actor, WorkflowCase, *columns).where(WorkflowCase.id.in_(part))
        found.update({number: kind for number, kind in db.session.execute(query)})
    return found
