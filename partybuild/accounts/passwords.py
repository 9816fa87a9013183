"""Passwords: hashing, verifying, and what a new one must be (R13, R14, R16)."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from werkzeug.security import check_password_hash, generate_password_hash

from partybuild.rules import RuleBroken

METHOD = "scrypt:32768:8:1"
MAX_BYTES = 1024
MIN_LENGTH = 12
MIN_CLASSES = 3
REMEMBERED = 5
MIN_UNGUESSABLE = 8

# Of the same cost as a true one, so that an unknown name takes as long as a known one (R16).
_NOBODY = f"{METHOD}${'0' * 16}${'0' * 128}"
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
_LEET = str.maketrans("013457@$!", "oleastasi")
_DATES = re.compile(r"(?:19|20)\d\d(?:[01]\d[0-3]\d)?|1[3-9]\d{9}|(.)\1\1+")
_ROWS = (
    "0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujm", "!@#$%^&*()_+",
)  # fmt: skip
_WALKS = _ROWS + tuple(row[::-1] for row in _ROWS)
_WALK = 3
_USED_LENGTHS = range(4, 17)


def hash_password(password: str) -> str:
    """The scrypt hash to store. RuleBroken for input over 1,024 bytes, before any hashing (R14)."""
    unfit = _unfit(password)
    if unfit:
        raise RuleBroken(unfit)
    return generate_password_hash(password, METHOD)


def verify(password: str, stored: str | None) -> bool:
    """Whether the password is the one hashed; takes the same time where nothing is stored (R16)."""
    if _unfit(password):
        return False
    return check_password_hash(stored or _NOBODY, password)


def outdated(stored: str) -> bool:
    """Whether the hash was made at another cost than today's; hash anew at the next sign-in."""
    return not stored.startswith(f"{METHOD}$")


def problem(
    password: str, context_words: Iterable[str] = (), previous: Iterable[str] = ()
) -> str | None:
    """Why this cannot be the new password, as a sentence; None if it can (R13).

    `context_words` are the login, the person's name, the unit's names; `previous` are the hashes
    in use so far, newest first, of which the last five may not return.
    """
    return (
        _unfit(password)
        or _too_plain(password)
        or _guessable(password, context_words)
        or _used(password, previous)
    )


def one_time_code() -> str:
    """A code for a first sign-in or a reset: 16 characters nobody confuses, 79 bits."""
    groups = ("".join(secrets.choice(_CODE_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _unfit(password: str) -> str | None:
    try:
        size = len(password.encode())
    except UnicodeEncodeError:
        return "口令含有无法识别的字符，请重新输入。"
    return f"口令不能超过 {MAX_BYTES} 字节。" if size > MAX_BYTES else None


def _too_plain(password: str) -> str | None:
    if len(password) < MIN_LENGTH:
        return f"口令至少 {MIN_LENGTH} 位，现为 {len(password)} 位。"
    if sum(bool(re.search(kind, password)) for kind in _CLASSES) < MIN_CLASSES:
        return "口令须含大写字母、小写字母、数字、其他符号中的至少三类。"
    return None


def _guessable(password: str, context_words: Iterable[str]) -> str | None:
    """Refuse what is little more than known words, dates, repetitions and walks on the keyboard.

    A list of the commonest passwords, compared as a whole, would let `Dangjian@2026` pass.
    """
    text = password.lower()
    covered = set(_words_in(text, context_words))
    for found in _DATES.finditer(text):
        covered.update(range(*found.span()))
    for start in range(len(text) - _WALK + 1):
        if any(text[start : start + _WALK] in walk for walk in _WALKS):
            covered.update(range(start, start + _WALK))
    if len(text) - len(covered) >= MIN_UNGUESSABLE:
        return None
    return (
        "口令主要由常见词、姓名或单位名、年份、连续或重复的字符组成，容易被猜到，"
        "请换用几个互不相关的词或随机字符。"
    )


def _words_in(text: str, context_words: Iterable[str]) -> Iterator[int]:
    """Positions covered by a known word, also with digits and signs in the place of letters."""
    context = {word.lower() for word in context_words if len(word) > 1}
    spellings = {text, text.translate(_LEET)}
    for word in _COMMON | context:
        for spelling in spellings:
            for found in re.finditer(re.escape(word), spelling):
                yield from range(*found.span())
    for spelling, length in product(spellings, _USED_LENGTHS):
        for start in range(len(text) - length + 1):
            if _digest(spelling[start : start + length]) in _MOST_USED:
                yield from range(start, start + length)


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:8]


def _used(password: str, previous: Iterable[str]) -> str | None:
    last = list(previous)[:REMEMBERED]
    if any(verify(password, stored) for stored in last):
        return f"不能与最近 {REMEMBERED} 次用过的口令相同。"
    return None


def _words(file: str) -> frozenset[str]:
    lines = Path(__file__).with_name(file).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_COMMON = _words("common_words.txt")
_MOST_USED = _words("common_passwords.txt")
