"""The list behind a number of the matrix or a point of the line: read, narrowed, sorted, paged."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Select, func, select, union_all

from partybuild.access.actor import Actor
from partybuild.access.scope import count_of, visible
from partybuild.clock.days import month_end
from partybuild.coverage import asked as asking
from partybuild.coverage import keyset
from partybuild.coverage.asked import Asked
from partybuild.coverage.keyset import Cursor
from partybuild.coverage.narrowing import coded
from partybuild.db import FOREVER, OPEN, db
from partybuild.gates import gathering, kept, queries
from partybuild.gates.kinds import Verdict
from partybuild.gates.matrix import address, items
from partybuild.gates.models import SyncVerdict as V
from partybuild.gates.showing import Row, rows
from partybuild.organizations.kinds import OrganizationKind
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
SORTS = ("name", "unit", "trigger", "due", "late")
RATED = "rated"
"""Filter on what 同步率 is divided by."""
_RATED = (Verdict.IN_STEP, Verdict.LATE, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Sieve:
    """Filters of the list; blank ones let everything pass."""

    rule: str = ""
    verdict: str = ""
    kind: str = ""
    month: str = ""
    """Month of the trigger; with it every trigger is listed, without it the newest only."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as asked for, and the page of it that is shown."""

    asked: Asked
    sieve: Sieve
    sort: str
    rows: Sequence[Row]
    count: int
    previous: str
    next: str
    labels: Mapping[str, str]

    @property
    def label(self) -> str:
        """What is listed."""
        verdict = _verdict_word(self.sieve.verdict)
        return f"{self.labels[self.sieve.rule]}同步{'：' + verdict if verdict else ''}"

    def address(self, **changes: str | None) -> str:
        """The query string of this list but for `changes`; the first page unless they say."""
        own: dict[str, str | None] = {
            **{name: value or None for name, value in asdict(self.sieve).items()},
            "sort": self.sort,
        }
        own |= changes
        rest = urlencode({name: value for name, value in own.items() if value is not None})
        return f"{address(self.asked)}&{rest}"

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What a form of filters carries along."""
        return [*parse_qsl(address(self.asked), keep_blank_values=True), ("sort", self.sort)]

    @property
    def active(self) -> list[tuple[str, str]]:
        """(filter in words, query without it)."""
        sieve = self.sieve
        found = [
            ("verdict", _verdict_word(sieve.verdict)),
            ("kind", OrganizationKind(sieve.kind).label if sieve.kind else ""),
            ("month", f"{sieve.month} 触发（含以前各次）" if sieve.month else ""),
        ]
        return [(words, self.address(**{name: None})) for name, words in found if words]


def _verdict_word(value: str) -> str:
    if value == RATED:
        return "同步、迟和缺"
    return Verdict(value).label if value else ""


def read(actor: Actor, arguments: Mapping[str, str]) -> tuple[Asked, Sieve]:
    """What the address asks for; RuleBroken for what there cannot be."""
    asked = asking.read(actor, arguments)
    given = {name: asking.plain(arguments.get(name, "")) for name in asdict(Sieve())}
    known = gathering.rules()
    given["rule"] = given["rule"] or next(iter(known))
    if given["rule"] not in known:
        raise RuleBroken(f"没有“{given['rule']}”这一项同步规则，可用：{'、'.join(known)}。")
    if given["verdict"] and given["verdict"] != RATED:
        coded(Verdict, given["verdict"], "判定")
    if given["kind"]:
        coded(OrganizationKind, given["kind"], "组织类型")
    if given["month"] and not _MONTH.fullmatch(given["month"]):
        raise RuleBroken("月份请写成 2026-10 的样子。")
    return asked, Sieve(**given)


def query(actor: Actor, asked: Asked, sieve: Sieve, change: int = OPEN) -> Select[Any]:
    """Select the verdicts that a list is of, in no order."""
    found = queries.listed(actor, asked.scope, asked.day, sieve.rule, change)
    return found.where(*_conditions(asked, sieve))


def _number(actor: Actor, asked: Asked, sieve: Sieve) -> int:
    """How many rows the list has, as kept where they are."""
    narrow, kind, found = asked.narrow, sieve.kind, None
    if narrow is not None and narrow.by == "kind" and kind in ("", narrow.value):
        kind, narrow = narrow.value, None
    if narrow is None and not sieve.month:
        of = (sieve.rule, kind)
        found = kept.number(actor, asked.scope, asked.day, of, verdicts_of(sieve))
    if found is None:
        query_of = query(actor, asked, sieve).with_only_columns(V.id)
        found = db.session.scalar(count_of(query_of)) or 0
    return found


def verdicts_of(sieve: Sieve) -> Sequence[Verdict]:
    """Those that are listed; none where all are."""
    if sieve.verdict == RATED:
        return _RATED
    return (Verdict(sieve.verdict),) if sieve.verdict else ()


def _conditions(asked: Asked, sieve: Sieve) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sieve.month:
        first = date.fromisoformat(f"{sieve.month}-01")
        found.append(V.trigger_on.between(first, month_end(first)))
    else:
        found.append(V.next_on > asked.day)
    verdicts = verdicts_of(sieve)
    if verdicts:
        found.append(V.verdict.in_(verdicts))
    if sieve.kind:
        found.append(V.kind == OrganizationKind(sieve.kind))
    narrow = asked.narrow
    if narrow is not None and narrow.by == "kind":
        found.append(V.kind == OrganizationKind(narrow.value))
    elif narrow is not None and narrow.by == "body":
        empty = narrow.body_id is None
        found.append(V.body_id.is_(None) if empty else V.body_id == narrow.body_id)
    elif narrow is not None:
        raise RuleBroken("三同步只能按地区、主管党组织或组织类型分组。")
    return found


def sort_keys(sort: str) -> tuple[Sequence[Any], list[type]]:
    """Columns that order the list, the id last."""
    unit = select(Region.code).where(Region.id == V.unit_id).scalar_subquery()
    first: tuple[Any, type] = {
        "name": (V.sort_key, str),
        "unit": (unit, str),
        "trigger": (V.trigger_on, date),
        "due": (func.coalesce(V.due_on, FOREVER), date),
        "late": (V.late_days, int),
    }[sort.removeprefix("-")]
    if first[0] is V.sort_key:
        return (V.sort_key, V.id), [str, int]
    return (first[0], V.sort_key, V.id), [first[1], str, int]


def _page(actor: Actor, what: tuple[Asked, Sieve], sort: str, at: Cursor) -> Sequence[Any]:
    """(verdict, keys …) of a page in order, one more where there is a page after it."""
    keys, _ = sort_keys(sort)
    falling = sort.startswith("-")
    if sort.removeprefix("-") != "name":
        wanted = keyset.page(query(actor, *what).add_columns(*keys), keys, falling, at)
        return db.session.execute(wanted).all()
    # In order of names each verdict is an index of its own.
    asked, sieve = what
    each = [
        keyset.page(
            query(actor, asked, replace(sieve, verdict=verdict.value)).with_only_columns(*keys),
            keys,
            falling,
            at,
        ).subquery()
        for verdict in verdicts_of(sieve) or Verdict
    ]
    found = union_all(*(select(one) for one in each)).subquery()
    ids = select(found.c.id)
    wanted = keyset.page(ids, [found.c.sort_key, found.c.id], falling, replace(at, keys=()))
    here = db.session.scalars(wanted).all()
    rows = db.session.scalars(visible(actor, V).where(V.id.in_(here)))
    by_id = {row.id: row for row in rows}
    return [(by_id[number], by_id[number].sort_key, number) for number in here]


def listing(actor: Actor, arguments: Mapping[str, str]) -> Listing:
    """The page of the list that an address asks for."""
    asked, sieve = read(actor, arguments)
    sort = arguments.get("sort", "") or "name"
    if sort.removeprefix("-") not in SORTS:
        raise RuleBroken(f"不能按“{asking.plain(sort)}”排序，可用：{'、'.join(SORTS)}。")
    _, kinds = sort_keys(sort)
    cursor = arguments.get("before") or arguments.get("after") or ""
    at = Cursor(keyset.decode(cursor, kinds) if cursor else (), bool(arguments.get("before")))
    page, before, after = keyset.turned(_page(actor, (asked, sieve), sort, at), at)
    return Listing(
        asked,
        sieve,
        sort,
        rows(actor, [each[0] for each in page], asked.day),
        _number(actor, asked, sieve),
        keyset.encode(page[0][1:]) if before and page else "",
        keyset.encode(page[-1][1:]) if after and page else "",
        dict(items()) | {name: said[-1].label for name, said in gathering.rules().items()},
    )
