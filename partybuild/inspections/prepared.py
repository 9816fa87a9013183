"""The list of a campaign over very many, made ready before the lock and switched in under it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select

from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.audit.queries import head_number
from partybuild.db import OPEN, db
from partybuild.db.ids import reserve
from partybuild.db.staging import stage, switch
from partybuild.db.work import bulk, current_work
from partybuild.inspections import freezing
from partybuild.inspections.expecting import Listed
from partybuild.inspections.models import Inspection, InspectionCampaign
from partybuild.inspections.rules import Terms
from partybuild.organizations.models import (
    Organization,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.party.models import PartyProfile
from partybuild.regions.models import RegionFact
from partybuild.workflow.models import WorkflowCase, WorkflowEvent

REASON = "预先生成年检名单"
_RESTS_ON: Sequence[Any] = (OrganizationProfile, OrganizationStanding, RegionFact, PartyProfile)


class Prepared:
    """A frozen list that lies ready; nothing of it stands before `pour`.

    `head`: the last change that `rows` were read with, `last` the last inspection there was.
    """

    def __init__(
        self,
        actor: Actor,
        campaign: InspectionCampaign,
        terms: Terms,
        rows: Sequence[Listed],
        since: tuple[int, int],
    ) -> None:
        self.rows, self.terms, self.author = rows, terms, _author(actor)
        self.head, self.last = since
        self.expected = sum(row.reason is None for row in rows)
        self._parts = stage(freezing.prepared(actor, campaign, rows))

    def holds(self, actor: Actor, terms: Terms) -> bool:
        """Whether the list would be the same if it were made now. Inside `work`."""
        if (terms, _author(actor)) != (self.terms, self.author) or last() != self.last:
            return False
        return current_work().change == self.head + 1 or not _moved(self.head)

    def pour(self, actor: Actor, campaign: InspectionCampaign) -> int:
        """The list stands, with a case for everybody expected; how many are."""
        change = current_work().change
        ids = reserve(WorkflowCase, self.expected)
        if ids[-1] - ids[0] + 1 != self.expected:
            return freezing.freeze(actor, campaign, self.rows)
        with bulk(actor, Organization, [row.id for row in self.rows]):
            for part in self._parts:
                event = part.prepared.table is WorkflowEvent.__table__
                switch(part, ids[0], **{"change": change} if event else {})
        return self.expected


def since() -> tuple[int, int]:
    """The last change and the last inspection, before anything is read for a list."""
    db.session.rollback()
    return head_number(), last()


def last() -> int:
    """The number of the last inspection that was ever entered."""
    with system(REASON):
        return db.session.scalar(select(func.max(Inspection.id))) or 0


def _author(actor: Actor) -> tuple[str, int | None, int | None]:
    return actor.label, actor.user_id, actor.appointment_id


def _moved(head: int) -> bool:
    """Whether an organization, or one of the trees, is no longer what it was at a change."""
    with system(REASON):
        return any(
            db.session.scalar(
                select(model.id)
                .where(
                    or_(model.known_from > head, and_(model.known_to > head, model.known_to < OPEN))
                )
                .limit(1)
            )
            is not None
            for model in _RESTS_ON
        )
