"""What a reviewer marked on the page, read from the form; and what was typed, kept for mending."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from partybuild.ratings import points
from partybuild.ratings.reviewing.scoring import Given
from partybuild.ratings.schemes.rules import Indicator
from partybuild.rules import RuleBroken

MOST = 4000
"""Characters of one field that are read."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The marks of one item as typed."""

    points: str = ""
    reason: str = ""
    options: Sequence[str] = ()
    deductions: Sequence[str] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing is marked, so that the item is left for later."""
        return not (self.points.strip() or self.options or self.deductions)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a form says of several items: to be given, refused, or only kept as typed."""

    given: Mapping[str, Given]
    errors: Mapping[str, str]
    typed: Mapping[str, Typed] = field(default_factory=dict)


def read(form: MultiDict[str, str], items: Iterable[Indicator], only: str = "") -> Marks:
    """The marks of `items`; with `only` just that one is to be given, the others are kept as typed.

    A score that options or deductions come to is not read from the form. Items left blank are left
    out, unless they are the one asked for.
    """
    given: dict[str, Given] = {}
    errors: dict[str, str] = {}
    typed: dict[str, Typed] = {}
    for item in items:
        said = _typed(form, item)
        typed[item.key] = said
        if (only and item.key != only) or (said.blank and not only):
            continue
        try:
            given[item.key] = _given(form, item, said)
        except RuleBroken as broken:
            errors[item.key] = str(broken)
    return Marks(given, errors, typed)


def _typed(form: MultiDict[str, str], item: Indicator) -> Typed:
    key = item.key
    return Typed(
        "" if item.options else form.get(f"points-{key}", "")[:20],
        form.get(f"reason-{key}", "")[:MOST],
        form.getlist(f"option-{key}")[: len(item.options) + 1],
        form.getlist(f"deduction-{key}")[: len(item.deductions) + 1],
    )


def _given(form: MultiDict[str, str], item: Indicator, said: Typed) -> Given:
    marked = bool(said.options or said.deductions)
    tenths = None
    if said.points.strip() and not marked:
        tenths = points.tenths(said.points, f"“{item.label}”的评分")
    return Given(
        points=tenths,
        reason=said.reason,
        deductions=tuple(said.deductions),
        options=tuple(said.options),
        seen=_numbers(form.get(f"seen-{item.key}", "")),
        stood=form.get(f"stood-{item.key}", "")[:100],
    )


def _numbers(words: str) -> list[int]:
    """The ids of files; a word that is none makes the list one that never lay there."""
    return [int(word) if word.isdecimal() and len(word) < 12 else -1 for word in words.split()]
