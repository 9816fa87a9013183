"""The schemes as shipped, each a sample to be copied and edited; points in tenths."""

import tomllib
from pathlib import Path

from partybuild.policies.seeding import Default
from partybuild.ratings.schemes.content import KIND, to_content, to_scheme
from partybuild.ratings.schemes.rules import Scheme

FOLDER = Path(__file__).with_name("shipped")
_SOURCES = {
    "sample": "系统随附样例：分组和分值自拟；档次、名额参照公开的“五星创评”做法，一票否决为常见情形",
    "assessment": "系统随附样例：参照江苏省社会组织评估指标党建工作部分的样式，未见部分自拟",
    "ledger": "系统随附样例：参照公开的星级标准化党支部积分制（100 基准分）做法",
}


def shipped(name: str) -> Scheme:
    """The scheme of one shipped file."""
    return to_scheme(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))


def _default(name: str, source: str) -> Default:
    scheme = shipped(name)
    return Default(KIND, name, scheme.label, source, to_content(scheme))


DEFAULTS = [_default(name, source) for name, source in _SOURCES.items()]
