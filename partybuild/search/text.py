"""How names become what is searched and sorted: bigrams, pinyin initials, sort keys. Pure.

The tokens serve FTS5 (unicode61) and PostgreSQL ('simple') alike. Two letters that no name begins
with keep the kinds apart: πcqsjjxh are initials, κ51610000 is a number or code, from some place on.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
INITIALS_FILE = HERE / "initials.txt"
READINGS_FILE = HERE / "readings.txt"

INITIALS = "π"
CODE = "κ"
MAX_QUERY = 60

_SEGMENT = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")
_ASCII = re.compile(r"[a-z0-9]+")
_WIDE = re.compile(r"[^\x00-\x7f]+")
# People leave out what every name around them begins with: initials are also found from here.
_PLACE = re.compile(r"(?:中共|街道|[省市州县区旗镇乡])(?=[^省市州县区旗镇乡].)")
# Where people begin when they read a code out: whole, place, body, its digits, the last six, four.
_CODE_STARTS = (0, 2, 8, 10, 12, 14)
_SHORTEST_CODE_END = 4


class Term(NamedTuple):
    """Tokens that stand one after the other in what is sought; `prefix`: the last may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False


def fold(text: str) -> str:
    """The text as it is compared: half width, lower case, letters and digits only."""
    return unicodedata.normalize("NFKC", text).translate(_FOLDED)


def bigrams(name: str) -> list[str]:
    """Each two neighbouring characters in order, and the last of a run alone.

    With these any part of a name is a phrase of bigrams, and any single character a prefix.
    """
    return _bigrams(fold(name))


def initials(name: str) -> str:
    """The first letter of each reading, what has none as it stands: 阳泉市家具协会 yqsjjxh."""
    return _read(fold(name), _pinyin().initials)


def sort_key(name: str) -> str:
    """Ascii that sorts by reading, syllable by syllable with tones; never None, for any text.

    A character without a known reading sorts after all others, by itself.
    """
    return _read(fold(name), _pinyin().keys)


def tokens(name: str, others: Iterable[str] = ()) -> str:
    """What to index for a name and for its codes, filing numbers and former names, by blanks."""
    found = _name_tokens(name)
    for other in others:
        code = fold(other)
        found += _code_tokens(code) if code.isascii() else _name_tokens(other)
    return " ".join(found)


def query_terms(query: str) -> list[Term]:
    """What a query looks up; a row must have all of it. Empty if there is nothing to look up.

    Characters are a part of a name, letters are initials from its start or from after a place,
    anything with digits is the beginning of a code or of one of its parts. Only the first
    60 characters count.
    """
    words = (fold(word) for word in re.split(r"[\s,;，；、]+", query[:MAX_QUERY]))
    return list(dict.fromkeys(_term(part) for word in words for part in _SEGMENT.findall(word)))


def fts5(terms: Sequence[Term]) -> str:
    """The terms in the language of SQLite's MATCH."""
    return " ".join(f'"{" ".join(term.tokens)}"{"*" * term.prefix}' for term in terms)


def tsquery(terms: Sequence[Term]) -> str:
    """The terms in the language of PostgreSQL's to_tsquery."""
    return " & ".join(f"({' <-> '.join(term.tokens)}{':*' * term.prefix})" for term in terms)


def by_hand() -> dict[str, list[str]]:
    """The readings of readings.txt: characters to a syllable for each."""
    lines = (line.split() for line in READINGS_FILE.read_text("utf-8").splitlines())
    return {line[0]: line[1:] for line in lines if line and line[0] != "#"}


def _term(part: str) -> Term:
    if part.isascii():
        return Term(((INITIALS if part.isalpha() else CODE) + part,), prefix=True)
    if len(part) == 1:
        return Term((part,), prefix=True)
    return Term(tuple(map("".join, pairwise(part))))


def _bigrams(text: str) -> list[str]:
    found: list[str] = []
    for run in _WIDE.findall(text):
        found += map("".join, pairwise(run))
        found.append(run[-1])
    return found


def _name_tokens(name: str) -> list[str]:
    text = fold(name)
    letters = _read(text, _pinyin().initials)
    found = _bigrams(text)
    found.append(INITIALS + letters)
    found += [INITIALS + letters[place.end() :] for place in _PLACE.finditer(text)]
    for run in _ASCII.finditer(text):
        found.append(INITIALS + letters[run.start() :])
        if not run[0].isalpha():
            found.append(CODE + run[0])
    return found


def _code_tokens(code: str) -> list[str]:
    last = max(len(code) - _SHORTEST_CODE_END, 0)
    return [CODE + code[start:] for start in _CODE_STARTS if start <= last and code]


class _Table(dict[int, str]):
    """For str.translate: what is not in it goes through `unknown`, once."""

    def __init__(self, known: Mapping[int, str], unknown: Callable[[str], str]) -> None:
        super().__init__(known)
        self.unknown = unknown

    def __missing__(self, code: int) -> str:
        self[code] = self.unknown(chr(code))
        return self[code]


_FOLDED = _Table({}, lambda char: char.lower() if char.isalnum() else "")


class _Reading(NamedTuple):
    """One way to write a reading: by character, and by the phrases that are read otherwise."""

    chars: _Table
    phrases: dict[str, str]
    pattern: re.Pattern[str]
    heads: frozenset[str]


class _Pinyin(NamedTuple):
    initials: _Reading
    keys: _Reading


@functools.cache
def _pinyin() -> _Pinyin:
    chars: dict[int, str] = {}
    for line in INITIALS_FILE.read_text("utf-8").splitlines()[1:]:
        syllable, members = line.split()
        chars |= dict.fromkeys(map(ord, members), syllable)
    phrases = {text: syllables for text, syllables in by_hand().items() if len(text) > 1}
    pattern = re.compile("|".join(sorted(phrases, key=len, reverse=True)))
    heads = frozenset(text[0] for text in phrases)

    def reading(write: Callable[[str], str], unknown: Callable[[str], str]) -> _Reading:
        table = _Table({code: write(syllable) for code, syllable in chars.items()}, unknown)
        written = {text: "".join(map(write, syllables)) for text, syllables in phrases.items()}
        return _Reading(table, written, pattern, heads)

    return _Pinyin(
        initials=reading(lambda syllable: syllable[0], str),
        keys=reading(str, lambda char: char if char.isascii() else f"~{char}"),
    )


def _read(text: str, reading: _Reading) -> str:
    if not reading.heads.isdisjoint(text):
        text = reading.pattern.sub(lambda found: reading.phrases[found[0]], text)
    return text.translate(reading.chars)
