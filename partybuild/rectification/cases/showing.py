"""What the pages of a case show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.deadlines import calendar
from partybuild.evidence.models import EvidenceFile
from partybuild.party import display
from partybuild.party.models import PartyOrganization
from partybuild.rectification.cases import guards, months, queries
from partybuild.rectification.cases.months import Month
from partybuild.rectification.cases.queries import File
from partybuild.rectification.cases.terms import terms
from partybuild.rectification.kinds import Stage, Tier
from partybuild.rectification.models import LookBack, Measure, Problem
from partybuild.rectification.seeing.rows import tone
from partybuild.workflow.rules import Choice, here

PAGES: Mapping[str, tuple[str, str]] = {
    "draft": ("plan", "拟定整顿方案"),
    "amend": ("plan", "补充问题和措施"),
    "report": ("progress", "报送进展"),
    "accept_first": ("acceptance", "办理初验"),
    "accept_final": ("acceptance", "办理终验"),
    "look_back": ("look-back", "登记回头看"),
    "dissolve": ("dissolution", "撤销党组织"),
}
"""Steps that have a page of their own: its address below the case's, its button."""
_AT_MEASURE = {"prove", "close_item", "reopen_item"}
_ON_PAGES = {*PAGES, *_AT_MEASURE, "refuse_first", "refuse_final"}
NEXT: Mapping[Stage, str] = {
    Stage.PLANNING: "由{working}拟定整顿方案，列全问题、措施和责任后报批。",
    Stage.SUBMITTED: "方案已报批，由{deciding}审批。",
    Stage.RUNNING: "按方案整改，每月报送进展，做完一项、凭材料销号一项，全部销号后申请验收。",
    Stage.FIRST: "已申请验收，由{desk}没有参与整顿的人员初验。",
    Stage.SECOND: "初验已通过，由{desk}终验。",
    Stage.WATCHING: "已销号，按期回头看；全部做完没有反弹的办结。",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One case, whole, as one person sees it."""

    file: File
    party: PartyOrganization
    choices: Sequence[Choice]
    """Steps of the present state."""
    months: Sequence[Month]
    left: str

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.file.case.state)

    @property
    def tone(self) -> str:
        """The tone of its stage."""
        return tone(self.stage)

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        due = self.file.case.due_on
        return due is not None and due < clock.today()

    @property
    def next(self) -> str:
        """What happens next and who does it, blank where it is over."""
        words, file = NEXT.get(self.stage, ""), self.file
        places = {"working": file.working, "deciding": file.deciding, "desk": file.desk}
        return words.format(**{name: unit.name for name, unit in places.items()})

    @property
    def pages(self) -> Sequence[tuple[str, str]]:
        """Pages on which this person can take a step now: address and label."""
        allowed = [each.step.action for each in self.choices if each.allowed]
        return [PAGES[action] for action in allowed if action in PAGES]

    @property
    def steps(self) -> Sequence[Choice]:
        """Steps offered in place, and every one that is refused."""
        found = self.choices
        return [each for each in found if not each.allowed or each.step.action not in _ON_PAGES]

    def may(self, action: str) -> bool:
        """Whether this person may take a step now."""
        return any(each.allowed and each.step.action == action for each in self.choices)

    def why_not(self, *actions: str) -> str:
        """Why none of the steps can be taken now."""
        refusals = [each.refusal for each in self.choices if each.step.action in actions]
        state = self.stage.label
        return refusals[0] if refusals else f"现在是“{state}”，不办理这一步。"

    @property
    def wanted(self) -> Month | None:
        """The month that is to be reported now."""
        return months.wanted(list(self.months), clock.today())

    @property
    def open_problems(self) -> Sequence[Problem]:
        """Problems that are not closed."""
        return [each for each in self.file.problems if each.closed_on is None]

    @property
    def closed(self) -> tuple[int, int]:
        """Measures that are closed, of how many."""
        every = [each for rows in self.file.measures.values() for each in rows]
        return sum(each.closed_on is not None for each in every), len(every)

    @property
    def tier(self) -> Tier:
        """Which acceptance is due."""
        return Tier.FINAL if self.stage is Stage.SECOND else Tier.FIRST

    @property
    def look_back(self) -> LookBack | None:
        """The look-back that is the next to be made."""
        open_ones = (each for each in self.file.look_backs if not each.done_on and not each.void)
        return next(open_ones, None)


def shown(actor: Actor, case_id: int) -> Shown:
    """A case in reach."""
    file = queries.file_of(actor, case_id)
    found = here(queries.choices(actor, file), file.case.state)
    due = file.case.due_on
    return Shown(
        file,
        display.party(actor, file.case.party_organization_id or 0),
        found,
        _months(file),
        calendar.words(clock.today(), due, False) if due else "",
    )


def _months(file: File) -> Sequence[Month]:
    since = file.row.approved_on
    if since is None or Stage(file.case.state) is not Stage.RUNNING:
        return []
    told: Collection[date] = {each.month for each in file.progress}
    return months.months(since, clock.today(), told, terms().progress_day)


def measure_of(found: Shown, measure_id: int) -> tuple[Problem, Measure] | None:
    """A measure of the case with its problem, None where it has none of this number."""
    for problem in found.file.problems:
        for measure in found.file.measures.get(problem.id, ()):
            if measure.id == measure_id:
                return problem, measure
    return None


def labels(file: File) -> Mapping[str, str]:
    """Slot → what its files are for."""
    found = {"dissolution": "撤销批复"}
    for each in file.progress:
        found[f"progress-{each.month:%Y-%m}"] = f"{each.month.year}年{each.month.month}月进展"
    for done in file.acceptances:
        slot = f"acceptance-{done.attempt}-{done.tier.value}"
        found[slot] = f"第 {done.attempt} 次{done.tier.label}"
    for look in file.look_backs:
        found[f"look-back-{look.id}"] = f"{look.months} 个月回头看"
    for measure in (each for rows in file.measures.values() for each in rows):
        found[queries.slot_of(measure.id)] = f"措施：{guards.short(measure.words)}"
    return found


def on_phone(actor: Actor) -> bool:
    """Whether the page is a secretary's."""
    return actor.role is Role.SECRETARY


def proven_by(found: Shown, measure: Measure) -> Sequence[EvidenceFile]:
    """The files with which a measure was closed, else those that lie in its slot."""
    kept = {number for number, _ in measure.files}
    files = found.file.proof(measure.id)
    return [each for each in files if each.id in kept] or files
