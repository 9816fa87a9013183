"""What a reviewer's page of one assessment shows, gathered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.evidence import queries as evidence
from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import current
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Score, SiteVisit, VetoPut
from partybuild.ratings.reviewing import commands, queries
from partybuild.ratings.reviewing.lines import Line, cell_of, line_of
from partybuild.ratings.reviewing.queries import Desk
from partybuild.ratings.schemes.rules import Indicator, score, walk
from partybuild.ratings.standing import facts
from partybuild.ratings.standing.facts import Subject
from partybuild.ratings.standing.rules import Standing
from partybuild.workflow import queries as cases
from partybuild.workflow.rules import Choice, here

STEPS = ("pass_", "return_", "back_")


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one group of the scheme."""

    indicator: Indicator
    lines: Sequence[Line]

    @property
    def owed(self) -> int:
        """How many items this tier has still to score."""
        return sum(line.owed for line in self.lines)

    @property
    def open(self) -> int:
        """How many items this tier scores."""
        return sum(line.open for line in self.lines)


@dataclass(frozen=True, slots=True)
class Board:
    """One assessment with everything its page shows."""

    desk: Desk
    groups: Sequence[Group]
    choices: Sequence[Choice]
    refusal: str
    """Why this person scores nothing now; blank where they may."""
    standing: Standing | None
    vetoes: Sequence[VetoPut]
    visits: Sequence[SiteVisit]
    visit_files: Mapping[int, Sequence[EvidenceFile]]
    totals: Mapping[Tier, int | None]
    running: int
    """What the scores of this tier so far, with those before, come to."""

    @property
    def tiers(self) -> Sequence[Tier]:
        """自评 and the tiers of the chain."""
        return (Tier.SELF, *self.desk.chain)

    @property
    def owed(self) -> int:
        """How many items are still to be scored."""
        return sum(group.owed for group in self.groups)


def board(actor: Actor, assessment_id: int) -> Board:
    """One assessment as this person sees it; OutOfReach for a foreign one."""
    found = queries.desk(actor, assessment_id)
    sheet, row = found.sheet, found.sheet.row
    choices = cases.allowed(actor, sheet.case)
    refusal = queries.refused(actor, found, choices)
    files = evidence.files(actor, "case", sheet.case.id)
    tiers = (Tier.SELF, *found.chain)
    totals = {tier: getattr(row, f"{tier.value}_total") for tier in tiers}
    return Board(
        desk=found,
        groups=_groups(found, tiers, files, not refusal),
        choices=_steps(found, choices, refusal),
        refusal=refusal,
        standing=_standing(actor, found),
        vetoes=queries.vetoes(actor, sheet.case.id),
        visits=queries.visits(actor, sheet.case.id),
        visit_files=_visit_files(files),
        totals=totals,
        running=score(sheet.scheme, found.carried()).total,
    )


def _steps(found: Desk, choices: Sequence[Choice], refusal: str) -> list[Choice]:
    """The reviewing steps of the present state, each with the reason why not, if so."""
    unmet = commands.refusals(found)
    return [
        Choice(each.step, each.refusal or refusal or unmet.get(each.step.guard, ""), each.mark)
        for each in here(choices, found.sheet.case.state)
        if each.step.action.startswith(STEPS)
    ]


def _standing(actor: Actor, found: Desk) -> Standing | None:
    row, round_ = found.sheet.row, found.sheet.round
    if row.party_organization_id is None:
        return None
    subject = Subject(row.party_organization_id, row.organization_id)
    held = facts.standings(
        actor, found.sheet.scheme, [subject], round_.year, round_.founded_by, clock.today()
    )
    return held.get(row.party_organization_id)


def _visit_files(files: Sequence[EvidenceFile]) -> dict[int, list[EvidenceFile]]:
    found: dict[int, list[EvidenceFile]] = defaultdict(list)
    for file in current(files):
        number = file.slot.removeprefix("visit-")
        if file.slot.startswith("visit-") and number.isdecimal():
            found[int(number)].append(file)
    return found


def _groups(
    found: Desk, tiers: Sequence[Tier], files: Sequence[EvidenceFile], may: bool
) -> list[Group]:
    scores: dict[tuple[str, Tier], list[Score]] = defaultdict(list)
    for each in found.sheet.scores:
        scores[each.indicator, each.tier].append(each)
    by_slot: dict[str, list[EvidenceFile]] = defaultdict(list)
    for file in files:
        by_slot[file.slot].append(file)
    mine = {item.key for item in found.items()} if may else set()
    owed = {item.key for item in found.owed()} if found.tier else set()
    lines: dict[str, list[Line]] = defaultdict(list)
    for node in walk(found.sheet.scheme.indicators):
        if node.indicator.leaf:
            group = (node.above or (node.indicator,))[0]
            key = node.indicator.key
            cells = [cell_of(node.indicator, tier, scores[key, tier], scores) for tier in tiers]
            lines[group.key].append(
                line_of(found, node, cells, by_slot[key], (key in mine, key in owed))
            )
    return [Group(each, lines[each.key]) for each in found.sheet.scheme.indicators]
