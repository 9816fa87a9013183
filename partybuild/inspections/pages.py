"""What the pages of this room show, gathered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.coverage import scopes
from partybuild.coverage.scopes import Scope
from partybuild.evidence import queries as evidence
from partybuild.evidence.rules import Slot
from partybuild.inspections import (
    counting,
    deciding,
    listing,
    queries,
    questions,
    rules,
    section,
    years,
)
from partybuild.inspections.kinds import Exclusion, Regime
from partybuild.inspections.measure import label, shown
from partybuild.inspections.models import Inspection
from partybuild.inspections.queries import Campaign
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.workflow import queries as cases
from partybuild.workflow.models import ItemReturn, WorkflowEvent
from partybuild.workflow.rules import Choice, here


@dataclass(frozen=True, slots=True)
class Overview:
    """A campaign with its figures in a scope."""

    found: Campaign
    scope: Scope | None
    table: counting.Table
    left_out: Mapping[Exclusion, int]
    names: Sequence[str]
    """The figures shown, in order."""

    def word(self, name: str) -> str:
        """The word of a figure under the campaign's regime."""
        return label(name, Regime(self.found.row.regime))


def scope_of(actor: Actor, code: str) -> Scope | None:
    """The unit asked for, else the actor's own top; None for those who have no unit and no body."""
    if code:
        return scopes.of_region(actor, code)
    if actor.reach.unit is None and actor.reach.body is None and not actor.reach.everything:
        return None
    return scopes.top(actor)


def narrowed(actor: Actor, found: Campaign, code: str) -> Scope | None:
    """The scope of a campaign's figures: never wider than its own area."""
    scope = scope_of(actor, code)
    wide = scope is not None and scope.region is not None and not code
    if wide and scope and scope.region and found.unit.path.startswith(scope.region.path):
        return Scope(region=found.unit, own=found.row.own)
    return scope


def overview(actor: Actor, campaign_id: int, code: str) -> Overview:
    """A campaign's figures, of a unit below where one is asked for."""
    found = queries.campaign(actor, campaign_id)
    scope = narrowed(actor, found, code)
    return Overview(
        found,
        scope,
        counting.table(actor, campaign_id, scope),
        counting.left_out(actor, campaign_id, scope),
        shown(Regime(found.row.regime)),
    )


@dataclass(frozen=True, slots=True)
class Record:
    """One inspection with everything its page shows."""

    row: Inspection
    organization: Organization
    campaign: Campaign | None
    state: str
    version: int
    choices: Sequence[Choice]
    events: Sequence[WorkflowEvent]
    returned: Sequence[ItemReturn]
    clashes: Sequence[section.Clash]
    missing: Sequence[tuple[questions.Block, questions.Field]]
    files: Sequence[Any]
    streak: str

    @property
    def title(self) -> str:
        """2025年度（2026年实施）."""
        return rules.title(self.row.year)

    @property
    def score(self) -> str:
        """Points in words."""
        return rules.points(self.row.score)

    def may(self, *actions: str) -> bool:
        """Whether one of these steps may be taken now by the person asking."""
        return any(each.allowed and each.step.action in actions for each in self.choices)


def record(actor: Actor, inspection_id: int) -> Record:
    """One inspection as this person sees it; of the history without a process."""
    row = queries.inspection(actor, inspection_id)
    organization = organizations.organization(actor, row.organization_id or 0)
    streaks = years.consecutive(actor, [organization.id], row.year)
    words = streaks[organization.id].words
    if row.case_id is None or row.campaign_id is None:
        return Record(row, organization, None, "", 0, (), (), (), (), (), (), words)
    found = deciding.standing(actor, inspection_id)
    return Record(
        row,
        organization,
        queries.campaign(actor, row.campaign_id),
        found.case.state,
        found.case.version,
        here(deciding.choices(actor, found), found.case.state),
        cases.events(actor, found.case.id),
        cases.returned(actor, found.case.id),
        section.clashes(row.section),
        questions.missing(row.section),
        evidence.latest(actor, "case", found.case.id),
        words,
    )


def units(actor: Actor) -> Sequence[Region]:
    """Units for which this person may open a campaign: their own and those directly below."""
    top = regions.top_of(actor)
    return [top, *regions.children(top.id)] if top is not None else []


def listed(actor: Actor, campaign_id: int, arguments: Mapping[str, str]) -> Any:
    """(campaign, what is asked, the list)."""
    found = queries.campaign(actor, campaign_id)
    wanted = listing.asked(actor, arguments)
    return found, wanted, listing.roll(actor, campaign_id, wanted)


SLOTS = (Slot("section", "党建部分盖章件（扫描件或照片）", False, "代填时请附签字盖章的纸质件。"),)
"""Papers of an inspection."""


def day(text: str) -> date:
    """A day as typed; ValueError where it is none."""
    return date.fromisoformat(text.strip())
