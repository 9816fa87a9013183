"""An organization on two lanes: its events above, what the Party side did below, days between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.gates import gathering, queries
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict as V
from partybuild.gates.models import Waiver
from partybuild.gates.ruling import SyncRule
from partybuild.gates.showing import words
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Step:
    """One trigger with its verdict of today and what it was derived from."""

    rule: SyncRule
    """As it held on the day of the trigger."""
    trigger_on: date
    trigger_document: str
    verdict: Verdict
    words: str
    on_time_by: date | None
    due_on: date | None
    answered_on: date | None
    answer: str
    answer_document: str
    review_on: date | None
    reason: str

    @property
    def between(self) -> str:
        """How far the Party side lies before or after the event; blank where the verdict says it."""
        if self.answered_on is None or self.verdict is Verdict.LATE:
            return ""
        days = (self.answered_on - self.trigger_on).days
        return "同一天" if days == 0 else f"{'之后' if days > 0 else '之前'} {abs(days)} 天"


@dataclass(frozen=True, slots=True)
class Lanes:
    """All that the page and the panel show; steps from the newest trigger on."""

    organization: Organization
    steps: Sequence[Step]
    waivers: Sequence[Waiver]
    labels: Mapping[str, str]
    today: date

    @property
    def newest(self) -> Sequence[Step]:
        """The newest step of each rule."""
        found: dict[str, Step] = {}
        for step in self.steps:
            found.setdefault(step.rule.name, step)
        return list(found.values())


def lanes(actor: Actor, organization_id: int) -> Lanes:
    """The lanes of an organization in reach as of today; OutOfReach otherwise."""
    row = organizations.organization(actor, organization_id)
    today = clock.today()
    query = visible(actor, V).where(V.organization_id == row.id, queries.held(today))
    found = db.session.scalars(query.order_by(V.trigger_on.desc(), V.rule)).all()
    versions = gathering.published()
    by_id = {(rule.name, rule.policy_id): rule for said in versions.values() for rule in said}
    steps = [
        _step(each, by_id.get((each.rule, each.policy_id)) or versions[each.rule][0])
        for each in found
    ]
    waivers = db.session.scalars(
        visible(actor, Waiver)
        .where(Waiver.organization_id == row.id)
        .order_by(Waiver.granted_on.desc())
    ).all()
    return Lanes(
        row, steps, waivers, {name: said[-1].label for name, said in versions.items()}, today
    )


def _step(found: V, rule: SyncRule) -> Step:
    return Step(
        rule,
        found.trigger_on,
        found.trigger_document,
        found.verdict,
        words(found, rule.working, clock.today()),
        found.on_time_by,
        found.due_on,
        found.answered_on,
        found.answer_kind.label if found.answer_kind else "",
        found.answer_document,
        found.review_on,
        found.reason,
    )


def panel(actor: Actor, organization_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """The panel 三同步 of an organization's page; none for those who may not read it."""
    if not actor.may(Permission.GATES_READ):
        return None
    return "gates/_panel.html", {"lanes": lanes(actor, organization_id)}
