"""Headings: what a heading means, given what stands over it and to its left."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from partybuild.imports.cells import letters
from partybuild.imports.records import Column, Kind
from partybuild.rules import RuleBroken

LEAVE_OUT = "忽略"
ROW_NUMBER, TROUBLE = "原行号", "错误说明"

_NOISE = re.compile(r"[\s*★☆:：]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FILLERS = re.compile("基本|情况|信息|设置|建设|选派|有关|统计|队伍|工作者")
_IDENTITY = re.compile("身份证|身份号码|证件号|公民身份|身份证明")
_SILENT = frozenset(("序号", "编号", "行号", ROW_NUMBER, TROUBLE))


@dataclass(frozen=True)
class Heading:
    """One column of the sheet: where it stands, its group heads from the top, its own words."""

    index: int
    groups: tuple[str, ...]
    text: str

    @property
    def shown(self) -> str:
        """As the owner sees it: letter and words, groups first."""
        return f"{letters(self.index)} 列“{'›'.join((*self.groups, self.text))}”"

    def answers_to(self, word: str) -> bool:
        """Whether a word given for a column means this one: its heading or its letter."""
        return plain(word) in (plain(self.text), letters(self.index))


@dataclass
class Matching:
    """What became of the headings of one sheet."""

    columns: dict[int, Column] = field(default_factory=dict)
    unknown: list[Heading] = field(default_factory=list)
    dropped: list[Heading] = field(default_factory=list)
    repeated: list[Heading] = field(default_factory=list)
    ambiguous: list[Heading] = field(default_factory=list)
    left_out: list[Heading] = field(default_factory=list)
    """Left out because the user said so."""

    @property
    def known(self) -> int:
        """How many headings were understood."""
        return len(self.columns) + len(self.ambiguous) + len(self.left_out)

    def place_of(self, name: str) -> int:
        """The index of the column with that field, or -1."""
        return next((index for index, c in self.columns.items() if c.field == name), -1)


def plain(text: str) -> str:
    """A heading without blanks, stars and colons, in half-width signs."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def _bare(text: str) -> str:
    return _BRACKETS.sub("", plain(text))


class Lexicon:
    """The headings a kind knows."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.words: dict[str, list[Column]] = {}
        for column in kind.columns:
            for word in (column.name, *column.synonyms):
                for form in dict.fromkeys((plain(word), _bare(word))):
                    known = self.words.setdefault(form, [])
                    if column not in known:
                        known.append(column)

    def candidates(self, heading: Heading) -> list[Column]:
        """The columns a heading may be, by its group heads and itself, else by itself alone."""
        groups = [_FILLERS.sub("", _bare(group)) for group in heading.groups]
        for leaf in dict.fromkeys((plain(heading.text), _bare(heading.text))):
            together = [group + leaf for group in reversed(groups) if group]
            together += [leaf + group for group in reversed(groups) if group]
            for word in (*together, leaf):
                if word in self.words:
                    return self.words[word]
        return []

    def named(self, word: str) -> Column | None:
        """The column with that field or name."""
        return next((c for c in self.kind.columns if word in (c.field, c.name)), None)


def match(
    lexicon: Lexicon, headings: Sequence[Heading], take: Mapping[str, str] | None = None
) -> Matching:
    """Every heading has its column or the list that says why not.

    `take` answers by heading or column letter with a field, a column name or 忽略; raises
    RuleBroken when an answer names a column the kind does not have.
    """
    found, open_headings = Matching(), []
    for heading in headings:
        answer = _answer(take or {}, heading)
        if _IDENTITY.search(plain(heading.text)):
            found.dropped.append(heading)
        elif answer is not None:
            _take(found, lexicon, heading, answer)
        elif plain(heading.text) not in _SILENT:
            open_headings.append((heading, lexicon.candidates(heading)))
    _assign(found, lexicon, open_headings)
    _settle_totals(found, headings)
    found.columns = dict(sorted(found.columns.items()))
    return found


def _answer(take: Mapping[str, str], heading: Heading) -> str | None:
    return next((answer for word, answer in take.items() if heading.answers_to(word)), None)


def _take(found: Matching, lexicon: Lexicon, heading: Heading, answer: str) -> None:
    if answer in ("", LEAVE_OUT):
        found.left_out.append(heading)
        return
    column = lexicon.named(answer)
    if column is None:
        raise RuleBroken(
            f"“{lexicon.kind.label}”没有“{answer}”这一列，请从下列列名中选："
            f"{'、'.join(c.name for c in lexicon.kind.columns)}。"
        )
    found.columns[heading.index] = column


def _assign(
    found: Matching, lexicon: Lexicon, headings: list[tuple[Heading, list[Column]]]
) -> None:
    """First the headings that can be one thing only, exact names before synonyms."""
    sure = [(h, known[0]) for h, known in headings if len(known) == 1]
    sure.sort(key=lambda pair: plain(pair[0].text) != plain(pair[1].name))
    for heading, column in sure:
        _put(found, heading, column)
    for heading, known in headings:
        if not known:
            found.unknown.append(heading)
        elif len(known) > 1:
            free = [c for c in known if found.place_of(c.field) < 0]
            _put(found, heading, _fitting(found, heading, free))


def _put(found: Matching, heading: Heading, column: Column | None) -> None:
    if column is None or found.place_of(column.field) >= 0:
        found.repeated.append(heading)
    else:
        found.columns[heading.index] = column


def _fitting(found: Matching, heading: Heading, known: list[Column]) -> Column | None:
    over = "".join(heading.groups)
    for column in known:
        if any(word in over for word in column.sections):
            return column
    anchored = [(found.place_of(c.after), c) for c in known if c.after]
    left = [(place, c) for place, c in anchored if 0 <= place < heading.index]
    if left:
        return max(left, key=lambda pair: pair[0])[1]
    return next((c for c in known if not c.after and not c.sections), None)


def _settle_totals(found: Matching, headings: Sequence[Heading]) -> None:
    """A total serves only beside one of its two parts: it is never taken for the first."""
    for index, column in list(found.columns.items()):
        if column.total_of is None:
            continue
        heading = next(h for h in headings if h.index == index)
        first, second = (found.place_of(name) >= 0 for name in column.total_of)
        if first:
            found.repeated.append(heading)
        elif not second:
            found.ambiguous.append(heading)
        if first or not second:
            del found.columns[index]
