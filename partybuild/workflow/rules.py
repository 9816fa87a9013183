"""One engine for every process: transitions as a table, and who may take which. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from partybuild.access.permissions import Permission, Span
from partybuild.rules import RuleBroken

ONE_PERSON = "同一人经办"


@dataclass(frozen=True, slots=True)
class Step:
    """A transition: from which states, to which, who may, and what it demands."""

    action: str
    label: str
    sources: frozenset[str]
    target: str
    """The state after it; a step that leaves the state as it is names none ("")."""
    needs: Permission
    tier: str = ""
    """The part a person plays by it, in words; nobody plays two parts in one case."""
    reason: bool = False
    """A return, override, waiver or reopening says why."""
    document: bool = False
    """A step that rests on a document names its number."""
    guard: str = ""
    """The name of a condition that the feature computes from the facts."""
    above: bool = False
    """Whether the units above the one at whose level the case lies may take it too."""


@dataclass(frozen=True, slots=True)
class Table:
    """One version of a process. Cases keep the version they were opened under."""

    kind: str
    version: int
    label: str
    states: Mapping[str, str]
    start: str
    steps: Sequence[Step]
    closed: frozenset[str]
    one_person: bool = False
    """Whether one person may hold two posts of a case; it is marked 同一人经办 then."""

    def __post_init__(self) -> None:
        named = {self.start, *self.closed}
        for step in self.steps:
            named |= step.sources | ({step.target} if step.target else set())
        strange = named - self.states.keys()
        if strange:
            raise ValueError(f"{self.kind}: no such states {sorted(strange)}")
        if len({step.action for step in self.steps}) != len(self.steps):
            raise ValueError(f"{self.kind}: an action stands twice")

    def step(self, action: str) -> Step:
        """The transition called `action`; RuleBroken where the process has none of that name."""
        for step in self.steps:
            if step.action == action:
                return step
        raise RuleBroken(f"“{self.label}”没有“{action}”这一步，请返回后从页面上的按钮办理。")


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as it stands: its state, and who has played which part so far."""

    state: str
    parts: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Part → ids of the users who have played it."""


@dataclass(frozen=True, slots=True)
class Asker:
    """The person asking, as far as one case is concerned."""

    spans: Mapping[Permission, Span]
    user_id: int | None = None
    at_desk: bool = False
    """Whether their unit or body is the one at whose level the case lies."""
    in_place_of: frozenset[Permission] = frozenset()
    """What they may do for a unit below in which nobody else can."""
    above: bool = False
    """Whether their unit stands above the one at whose level the case lies."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A step and, where this person may not take it now, the reason."""

    step: Step
    refusal: str = ""
    mark: str = ""
    """同一人经办 where one person plays two parts and the process lets them."""

    @property
    def allowed(self) -> bool:
        """Whether it may be taken now."""
        return not self.refusal


def choices(
    table: Table, standing: Standing, asker: Asker, refusals: Mapping[str, str] | None = None
) -> list[Choice]:
    """Every step of the process with the reason why this person may not take it now, if so.

    `refusals` holds, by the name of a guard, the sentence of a condition that is not met. Steps of
    other states come last, so that what can be done stands first.
    """
    found = [_choice(table, standing, asker, refusals or {}, step) for step in table.steps]
    return sorted(found, key=lambda choice: standing.state not in choice.step.sources)


def here(found: Iterable[Choice], state: str) -> list[Choice]:
    """Those whose step starts from this state: the buttons of a page."""
    return [choice for choice in found if state in choice.step.sources]


def _choice(
    table: Table, standing: Standing, asker: Asker, refusals: Mapping[str, str], step: Step
) -> Choice:
    if standing.state not in step.sources:
        state = table.states[standing.state]
        return Choice(step, f"现在是“{state}”，不能“{step.label}”。")
    refusal = _refused_post(step, asker)
    if refusal:
        return Choice(step, refusal)
    other = _other_part(standing, asker, step)
    if other and not table.one_person:
        return Choice(step, f"您已在本件办理过“{other}”，“{step.label}”须由其他人员办理。")
    if step.guard and refusals.get(step.guard):
        return Choice(step, refusals[step.guard])
    return Choice(step, mark=ONE_PERSON if other else "")


def _refused_post(step: Step, asker: Asker) -> str:
    span = asker.spans.get(step.needs)
    if span is None:
        return f"您的岗位不办理“{step.label}”。"
    here = asker.at_desk or step.needs in asker.in_place_of or (step.above and asker.above)
    if span is Span.OWN and not here:
        return f"“{step.label}”由本件所在单位办理，您的单位不是承办单位。"
    return ""


def _other_part(standing: Standing, asker: Asker, step: Step) -> str:
    """Another part that this person has already played in the case."""
    if asker.user_id is None or not step.tier:
        return ""
    played = (
        part
        for part, users in standing.parts.items()
        if part and part != step.tier and asker.user_id in users
    )
    return next(played, "")


def demand(step: Step, note: str, document: str) -> None:
    """RuleBroken unless the reason and the document that the step demands are given."""
    if step.reason and not note.strip():
        raise RuleBroken(f"“{step.label}”须写明理由。")
    if step.document and not document.strip():
        raise RuleBroken(f"“{step.label}”须填写文件号。")


def fold(table: Table, actions: Sequence[str]) -> str:
    """The state after these actions from the start; ValueError where one was not possible."""
    state = table.start
    for action in actions:
        step = next((each for each in table.steps if each.action == action), None)
        if step is None or state not in step.sources:
            raise ValueError(f"{table.kind}: {action} is not possible in {state}")
        state = step.target or state
    return state


def locked(returned: Collection[str], item: str) -> bool:
    """Whether an item may not be changed: others were returned and this one was not."""
    return bool(returned) and item not in returned
