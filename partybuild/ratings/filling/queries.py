"""A self-assessment as it stands: answers, files, what was returned, what is missing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.evidence import queries as evidence
from partybuild.evidence.models import EvidenceFile
from partybuild.evidence.rules import FileState
from partybuild.ratings import queries
from partybuild.ratings.filling import rules
from partybuild.ratings.filling.rules import Missing
from partybuild.ratings.kinds import RoundState, Tier
from partybuild.ratings.models import Assessment, RatingRound, Score
from partybuild.ratings.process import KINDS
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Indicator, Scheme, asked, score
from partybuild.rules import RuleBroken
from partybuild.workflow import queries as cases
from partybuild.workflow.models import ItemReturn, WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import locked

OPEN = ("filling", "returned")
AGAIN = ("return_", "back_", "rejudge", "restore", "recall")
"""Steps after which scores are given anew, beside those that stand."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything about one assessment that filling in and reviewing read."""

    row: Assessment
    round: RatingRound
    scheme: Scheme
    case: WorkflowCase
    events: Sequence[WorkflowEvent]
    scores: Sequence[Score]
    files: Mapping[str, Sequence[EvidenceFile]]
    """Kept files by item; of each the version that stands."""
    returned: Mapping[str, ItemReturn]
    """Sent back and not answered yet, by item."""

    @property
    def attempt(self) -> int:
        """1, and one more each time that something is judged or filled in again."""
        return 1 + sum(event.action.startswith(AGAIN) for event in self.events)

    def current(self, tier: Tier) -> dict[str, Score]:
        """By item the score of a tier that stands."""
        return {each.indicator: each for each in self.scores if each.tier is tier and each.current}

    def points(self, tier: Tier) -> dict[str, int]:
        """By item the points of a tier."""
        return {key: each.points for key, each in self.current(tier).items()}

    def items(self) -> list[Indicator]:
        """The items that the branch scores."""
        return asked(self.scheme, Tier.SELF)

    def missing(self) -> Sequence[Missing]:
        """What stands between the branch and sending."""
        return rules.missing(self.scheme, self.points(Tier.SELF), self.files.keys())

    def closed(self, key: str = "") -> str:
        """Why nothing, or not this item, can be filled in now; blank where it can."""
        case, today = self.case, clock.today()
        if case.state not in OPEN:
            state = self.row.stage.label
            return f"自评已报送，现在是“{state}”，不能再改；需要改的请评审单位退回。"
        if self.round.state is RoundState.CLOSED:
            return "本轮评星已经结束，不能再填。"
        if today < self.round.fill_from:
            return f"本轮从 {self.round.fill_from:%Y-%m-%d} 开始填报，请届时再填。"
        if case.due_on is not None and today > case.due_on:
            return f"填报已于 {case.due_on:%Y-%m-%d} 截止；确需补报的，请联系评审单位写明理由延长。"
        if key and locked(self.returned.keys(), key):
            return "这一项没有退回，不能修改；请只改退回的项目。"
        return ""

    def kept(self, key: str) -> Sequence[EvidenceFile]:
        """The files that lie beside an item now."""
        return self.files.get(key, ())

    def seen(self, key: str = "") -> str:
        """A word for the answer to one item as it stands, or for all of them with their files."""
        answers = sorted(self.current(Tier.SELF).items())
        told: list[object] = [
            (name, each.attempt, each.points, each.options, each.note)
            for name, each in answers
            if key in {"", name}
        ]
        if not key:
            told += [each.id for files in self.files.values() for each in files]
        return rules.seal(told)

    @property
    def self_total(self) -> int:
        """Tenths of a point that the branch gives itself so far."""
        return score(self.scheme, self.points(Tier.SELF)).total

    @property
    def due_on(self) -> date | None:
        """Until when the branch or the desk has to act."""
        return self.case.due_on


def sheet(actor: Actor, assessment_id: int) -> Sheet:
    """One assessment that takes part; OutOfReach for a foreign one or one that was left out."""
    row = queries.assessment(actor, assessment_id)
    if row.case_id is None:
        raise OutOfReach
    found = queries.round_of(actor, row.round_id)
    case = case_of(actor, row)
    return Sheet(
        row=row,
        round=found,
        scheme=schemes.scheme(found.scheme_id),
        case=case,
        events=cases.events(actor, case.id),
        scores=queries.scores(actor, case.id),
        files=_files(actor, case.id),
        returned={item.item: item for item in cases.returned(actor, case.id)},
    )


def case_of(actor: Actor, row: Assessment) -> WorkflowCase:
    """The case of an assessment, whatever the length of its chain."""
    if row.case_id is None:
        raise RuleBroken("这个党组织不参评，没有评星材料。")
    return queries.case(actor, row.case_id, KINDS)


def _files(actor: Actor, case_id: int) -> dict[str, list[EvidenceFile]]:
    """Kept files by slot, without those that a later version replaced."""
    rows = [each for each in evidence.files(actor, "case", case_id) if each.state is FileState.KEPT]
    replaced = {each.replaces_id for each in rows}
    found: dict[str, list[EvidenceFile]] = defaultdict(list)
    for each in rows:
        if each.id not in replaced:
            found[each.slot].append(each)
    return dict(found)
