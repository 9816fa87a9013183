"""Weak branches of the demo world: on which days what was done, and how far each came. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from partybuild.clock.days import month_start, months_later
from partybuild.rectification.kinds import OPEN_STAGES, Stage
from partybuild.workflow.many import Step

SUBMIT, APPROVE, FIRST_DONE, ALL_DONE, APPLY, ACCEPT, STRUCK = 8, 14, 60, 100, 110, 118, 126
"""Days after it was found."""
TERM_MONTHS, DISSOLVED_AFTER = 6, 150
LOOK_BACK = (3, 6, 12)
RELAPSED_AFTER = 95
"""Days after it was struck off."""


@dataclass(frozen=True, slots=True)
class Story:
    """How far one has come, and how many days ago it was found."""

    stage: Stage
    ago: int
    late: bool = False
    """A measure is overdue and last month was not reported."""
    relapsed: bool = False
    repeated: bool = False


AT_COUNTY = (
    Story(Stage.PLANNING, 4),
    Story(Stage.SUBMITTED, 12),
    Story(Stage.SUBMITTED, 15, repeated=True),
    Story(Stage.FIRST, 115),
    Story(Stage.SECOND, 122),
    Story(Stage.WATCHING, 221),
)
"""In the county that has accounts; the secretary's own branch is put right beside these."""
ELSEWHERE = (
    Story(Stage.PLANNING, 24),
    Story(Stage.RUNNING, 106, late=True),
    Story(Stage.RUNNING, 300, relapsed=True),
    Story(Stage.WATCHING, 330),
    Story(Stage.DONE, 560),
    Story(Stage.DONE, 600),
)
OF_SECRETARY = Story(Stage.RUNNING, 72)
DISSOLVED = Story(Stage.DISSOLVED, DISSOLVED_AFTER)


@dataclass(frozen=True, slots=True)
class Course:
    """The days of one story, counted from the day on which it was found."""

    story: Story
    found: date
    today: date
    ended: date | None = None
    """The day on which the branch was dissolved."""

    def day(self, after: int) -> date:
        """So many days after it was found."""
        return self.found + timedelta(days=after)

    @property
    def began(self) -> date:
        """The day from which the present attempt runs."""
        return self.day(STRUCK + RELAPSED_AFTER) if self.story.relapsed else self.found

    @property
    def approved(self) -> date | None:
        """The day on which the plan of the present attempt was approved."""
        if self.story.stage in (Stage.PLANNING, Stage.SUBMITTED):
            return None
        return self.began + timedelta(days=APPROVE)

    @property
    def struck(self) -> date | None:
        """The day on which it was struck off, if it stands so."""
        ended = self.story.stage in (Stage.WATCHING, Stage.DONE)
        return self.day(STRUCK) if ended else None

    @property
    def term(self) -> date:
        """整顿期限 of the present attempt."""
        return months_later(self.began, TERM_MONTHS)

    def closed(self, number: int) -> date | None:
        """The day on which the first or second measure was closed; None while it is open."""
        story = self.story
        if story.stage is Stage.RUNNING:
            done = self.day(FIRST_DONE if number == 1 else ALL_DONE)
            return done if number == 1 and done <= self.today else None
        proven = story.stage in (Stage.FIRST, Stage.SECOND, Stage.WATCHING, Stage.DONE)
        return self.day(FIRST_DONE if number == 1 else ALL_DONE) if proven else None

    def due(self, number: int) -> date:
        """The deadline of a measure."""
        if self.story.late and number == 2:
            return self.today - timedelta(days=9)
        return min(self.began + timedelta(days=70 if number == 1 else 130), self.term)

    def looks(self) -> list[tuple[int, date, date | None, bool]]:
        """Look-backs: months, due, done (None: not yet), void."""
        if self.story.relapsed:
            struck = self.day(STRUCK)
            return [
                (n, months_later(struck, n), self.began if n == 3 else None, n > 3)
                for n in LOOK_BACK
            ]
        if self.struck is None:
            return []
        lines = [(n, months_later(self.struck, n)) for n in LOOK_BACK]
        slack = timedelta(days=20)
        return [(n, due, due if due + slack <= self.today else None, False) for n, due in lines]

    def months(self) -> list[date]:
        """First days of the months that were reported, of the present attempt."""
        since = self.approved
        if since is None:
            return []
        until = self.closed(2) or self.ended or self.today
        first = month_start(since)
        all_of_it = (months_later(first, n) for n in range(24))
        told = list(takewhile(lambda month: months_later(month, 1) <= until, all_of_it))
        return told[:-1] if self.story.late else told

    def waits(self) -> date | None:
        """By when it should leave its stage."""
        stage = self.story.stage
        if stage not in (*OPEN_STAGES, Stage.WATCHING):
            return None
        days = {
            Stage.PLANNING: 15,
            Stage.SUBMITTED: SUBMIT + 10,
            Stage.FIRST: APPLY + 20,
            Stage.SECOND: ACCEPT + 20,
        }
        if stage in days:
            return self.day(days[stage])
        if stage is Stage.RUNNING:
            return min(self.due(n) for n in (1, 2) if self.closed(n) is None)
        return next((due for _, due, done, _ in self.looks() if done is None), None)

    def steps(self) -> list[Step]:
        """Every step that was taken, in order of days."""
        found = [*self._planned(self.found), *self._worked()]
        if self.story.relapsed:
            found += [Step("relapse", self.began, "回头看发现组织生活再次停顿")]
            found += self._planned(self.began)
            found += [self._report(month) for month in self.months()]
        elif self.story.stage is Stage.RUNNING or self.ended:
            found += [self._report(month) for month in self.months()]
            found.sort(key=lambda step: step.effective_on)
        if self.ended:
            found.append(Step("dissolve", self.ended, "软弱涣散整顿撤销", self.paper))
        return found

    @property
    def paper(self) -> str:
        """文号 of the approval of a dissolution."""
        ended = self.ended or self.today
        return f"演社党〔{ended.year}〕{ended:%m%d}号"

    def _planned(self, start: date) -> list[Step]:
        if self.story.stage is Stage.PLANNING:
            return []
        submitted = Step("submit", start + timedelta(days=SUBMIT))
        if self.story.stage is Stage.SUBMITTED:
            return [submitted]
        return [submitted, Step("approve", start + timedelta(days=APPROVE))]

    def _report(self, month: date) -> Step:
        told = months_later(month, 1) + timedelta(days=2)
        return Step("report", min(told, self.ended or self.today))

    def _worked(self) -> Iterator[Step]:
        """Items closed, acceptance, look-backs, as far as the (first) attempt came."""
        stage, relapsed = self.story.stage, self.story.relapsed
        closed = 1 if stage is Stage.RUNNING and not relapsed else 2
        if stage in (Stage.PLANNING, Stage.SUBMITTED, Stage.DISSOLVED):
            return
        days = (FIRST_DONE, ALL_DONE)[:closed]
        yield from (Step("close_item", self.day(n)) for n in days if self.day(n) <= self.today)
        steps = (("apply", APPLY), ("accept_first", ACCEPT), ("accept_final", STRUCK))
        after = {Stage.RUNNING: 3 if relapsed else 0, Stage.FIRST: 1, Stage.SECOND: 2}
        yield from (Step(action, self.day(n)) for action, n in steps[: after.get(stage, 3)])
        yield from (
            Step("look_back", done, "成效巩固" if not relapsed else "反弹")
            for _, _, done, _ in self.looks()
            if done is not None
        )
        if stage is Stage.DONE:
            yield Step("finish", max(done for _, _, done, _ in self.looks() if done is not None))
