"""What becomes of each inspection of the demo world: the published set of 2020. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partybuild.inspections.kinds import Conclusion, Evaluation
from partybuild.workflow.many import Step

Row = tuple[int, int, int]
"""Ids of the inspection, its organization and its case."""
DUE, INSPECTED = 1529, 1410
RECTIFY, LISTED, PENALISED, INTERVIEWED = 101, 51, 114, 97
ABSENT, RETURNED, FILED, WANTS_CONCLUSION = 94, 2, 9, 8
WANTS_EVALUATION, READY = 14, 6
BASIC, UNQUALIFIED = 46, 19
_BEFORE = 0.955
"""Share inspected in the years before."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one organization's inspection."""

    conclusion: Conclusion | None = None
    evaluation: Evaluation | None = None
    published: bool = False
    score: int | None = None
    follows: frozenset[str] = frozenset()


def some(rows: Sequence[Row]) -> Mapping[Row, Outcome]:
    """The year before: nearly everybody, published; who is left out is found absent at the end."""
    missing = round(len(rows) * (1 - _BEFORE))
    return {row: _answer(place) for place, row in enumerate(rows[missing:])}


def _answer(place: int) -> Outcome:
    conclusion = Conclusion.BASIC if place % 31 == 7 else Conclusion.QUALIFIED
    conclusion = Conclusion.UNQUALIFIED if place % 79 == 5 else conclusion
    return _both(place, conclusion, published=True)


def _both(place: int, conclusion: Conclusion, *, published: bool) -> Outcome:
    grade = (place * 7) % 20
    evaluation, score = (
        (Evaluation.GOOD, 900 + 5 * grade)
        if grade < 13
        else (Evaluation.FAIR, 780 + 5 * grade)
        if grade < 18
        else (Evaluation.AVERAGE, 650 + 5 * grade)
    )
    return Outcome(conclusion, evaluation, published, min(score, 1000))


def published_set(
    rows: Sequence[Row],
) -> Iterator[tuple[Row, Outcome]]:
    """1,410 of 1,529 inspected, with what follows; the last stand as they were, to be filled in."""
    for place, row in enumerate(rows[:ABSENT]):
        yield row, Outcome(Conclusion.ABSENT, follows=_follows(place))
    inspected = rows[ABSENT : ABSENT + INSPECTED]
    for place, row in enumerate(inspected):
        if place < WANTS_EVALUATION:
            yield row, Outcome(Conclusion.QUALIFIED)
            continue
        found = _both(place, _conclusion(place), published=place >= WANTS_EVALUATION + READY)
        weak = found.conclusion is not Conclusion.QUALIFIED
        follows = _follows(ABSENT + place - WANTS_EVALUATION - READY) if weak else frozenset()
        evaluation = Evaluation.POOR if place % 9 == 0 and weak else found.evaluation
        yield row, Outcome(found.conclusion, evaluation, found.published, found.score, follows)
    for place, row in enumerate(rows[ABSENT + INSPECTED :][:WANTS_CONCLUSION]):
        yield row, Outcome(evaluation=Evaluation.GOOD, score=900 + place)


def _conclusion(place: int) -> Conclusion:
    weak = place - WANTS_EVALUATION - READY
    if 0 <= weak < UNQUALIFIED:
        return Conclusion.UNQUALIFIED
    return Conclusion.BASIC if 0 <= weak < UNQUALIFIED + BASIC else Conclusion.QUALIFIED


def _follows(place: int) -> frozenset[str]:
    """Of the absent and the weak, by their place: the published numbers, overlapping."""
    weak = UNQUALIFIED + BASIC
    whole = ABSENT + weak
    chosen = {
        "penalised": place < PENALISED,
        "listed": place < LISTED,
        "rectify": place >= whole - RECTIFY,
        "interviewed": place >= whole - INTERVIEWED,
    }
    return frozenset(name for name, holds in chosen.items() if holds)


def steps(outcome: Outcome, decided: date, published: date) -> Iterator[Step]:
    """The steps that lead there, on the days they were taken."""
    if outcome.conclusion is Conclusion.ABSENT:
        yield Step("mark_absent", published, "期限届满未报送")
        return
    if outcome.conclusion is not None:
        yield Step("conclude", decided)
    if outcome.evaluation is not None:
        second = outcome.conclusion is not None
        yield Step("evaluate_second" if second else "evaluate", decided)
    if outcome.published:
        yield Step("publish", published)


def values(by: str, outcome: Outcome, days: tuple[date, date, date], place: int) -> dict[str, Any]:
    """Columns of the inspection; days are those of filing, of the answers, of publication."""
    filed, decided, published = days
    present = outcome.conclusion is not Conclusion.ABSENT
    first = {"first_conclusion": outcome.conclusion, "first_evaluation": outcome.evaluation}
    out = outcome.published
    return {
        "conclusion": outcome.conclusion,
        "concluded_on": (decided if present else published) if outcome.conclusion else None,
        "concluded_by": by if outcome.conclusion else "",
        "filed_on": filed if present else None,
        "evaluation": outcome.evaluation,
        "score": outcome.score,
        "evaluated_on": decided if outcome.evaluation else None,
        "evaluated_by": by if outcome.evaluation else "",
        "published_on": published if out else None,
        "first_published_on": published if out else None,
        **(first if out else dict.fromkeys(first)),
        "document": f"演民执〔{published.year}〕{place + 1}号" if outcome.follows else "",
        "rectify_by": published + timedelta(days=90) if "rectify" in outcome.follows else None,
        **{
            name: name in outcome.follows
            for name in ("rectify", "interviewed", "penalised", "listed")
        },
    }
