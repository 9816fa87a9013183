"""Where in a name stand the words that found it, and in which order hits are shown. Pure."""

import re
from collections.abc import Callable, Sequence

from partybuild.search.text import fold

Piece = tuple[str, bool]
"""Part of a name, and whether it is what was typed."""
MOST = 60
_RUN = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")


def words_of(query: str) -> list[str]:
    """The runs of characters, and of letters and digits, that were typed, folded."""
    typed = (fold(word) for word in re.split(r"[\s,;，；、]+", query[:MOST]))
    return list(dict.fromkeys(run for word in typed for run in _RUN.findall(word)))


def marked(name: str, words: Sequence[str]) -> list[Piece]:
    """The name in pieces, those that were typed marked."""
    folded = [fold(char) for char in name]
    plain, owner = "", []
    for place, text in enumerate(folded):
        plain += text
        owner += [place] * len(text)
    hit = [False] * len(name)
    for word in words:
        for found in re.finditer(re.escape(word), plain):
            for place in owner[found.start() : found.end()]:
                hit[place] = True
    return _pieces(name, hit)


def _pieces(name: str, hit: Sequence[bool]) -> list[Piece]:
    pieces: list[Piece] = []
    for char, is_hit in zip(name, hit, strict=True):
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + char, is_hit)
        else:
            pieces.append((char, is_hit))
    return pieces


def ranks(query: str) -> Callable[[str], int]:
    """The rank of a name: what was typed comes first, then what begins with it."""
    sought = fold(query)

    def rank(name: str) -> int:
        folded = fold(name)
        if folded == sought:
            return 0
        return 1 if folded.startswith(sought) else 2

    return rank
