"""What a page of coverage is asked: read from the address, and written back into addresses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.coverage import queries, scopes
from partybuild.coverage.basis import Basis
from partybuild.coverage.narrowing import Narrow, narrow
from partybuild.coverage.scopes import Scope
from partybuild.db.work import OutOfReach
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken

BREAKDOWNS: Mapping[str, str] = {
    "region": "按地区",
    "body": "按主管党组织",
    "kind": "按组织类型",
    "industry": "按行业类别",
    "level": "按登记层级",
    "supervisor": "按业务主管单位",
    "registration": "按登记方式",
}
EARLIEST = date(1949, 10, 1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[0-9A-Za-z_\-]{1,40}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures, on which day, by which 口径; broken down `by`, or of one row of that."""

    scope: Scope
    day: date
    basis: Basis
    by: str
    narrow: Narrow | None = None

    @property
    def today(self) -> bool:
        """Whether it is asked as of today."""
        return self.day == clock.today()

    def address(self, **changes: str | None) -> str:
        """The query string that asks the same but for `changes`; None leaves a part out."""
        region, body, narrowed = self.scope.region, self.scope.body, self.narrow
        parts: dict[str, str | None] = {
            "region": region.code if region else None,
            "body": body.code if body else None,
            "own": "1" if self.scope.own else None,
            "day": f"{self.day:%Y-%m-%d}",
            "basis": self.basis.name,
            "by": self.by,
            "value": narrowed.value if narrowed else None,
        }
        parts |= changes
        return urlencode({key: value for key, value in parts.items() if value is not None})

    @property
    def basis_words(self) -> str:
        """The 口径 with its version, as it is printed."""
        return f"{self.basis.label}（第{self.basis.version}版）"

    @property
    def reconstructed(self) -> bool:
        """Whether the day lies before 启用日, so that its figures are 回溯推算."""
        return self.day < self.first_day

    @property
    def first_day(self) -> date:
        """启用日 where the figures are asked for."""
        if self.scope.region is not None:
            return regions.first_day(self.scope.region)
        kept = regions.setting("first_day")
        return date.fromisoformat(kept) if kept else date.min


def read(actor: Actor, arguments: Mapping[str, str]) -> Asked:
    """What the address asks for.

    RuleBroken says what it asks that there cannot be; OutOfReach for a unit or body that is not
    in the actor's reach.
    """
    given = {key: plain(value) for key, value in arguments.items()}
    day = day_of(given.get("day", ""))
    scope = _scope(actor, given)
    by = given.get("by") or ("region" if scope.region is not None else "body")
    if by not in BREAKDOWNS:
        raise RuleBroken(f"不能按“{by}”分组，可用：{'、'.join(BREAKDOWNS)}。")
    if by == "region" and scope.region is None:
        by = "body"
    narrowed = narrow(actor, by, given["value"]) if "value" in given else None
    return Asked(scope, day, queries.basis(given.get("basis") or "registered", day), by, narrowed)


def plain(value: str) -> str:
    """The text of one part of an address; RuleBroken where no person can have typed it."""
    if len(value) > LONGEST or _UNPRINTABLE.search(value):
        raise RuleBroken("网址中有无法识别的内容，请从页面上的链接重新进入。")
    return value.strip()


def day_of(text: str) -> date:
    """The day asked for, today when none is; RuleBroken for impossible and for future days."""
    today = clock.today()
    if not text:
        return today
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError:
        raise RuleBroken(f"“{text}”不是有效的日期，请写成 {today:%Y-%m-%d} 的样子。") from None
    if day > today:
        raise RuleBroken(
            f"今天是{today.year}年{today.month}月{today.day}日，还不能看以后的情况，请换一天。"
        )
    if day < EARLIEST:
        raise RuleBroken("只能看1949年10月1日以来的情况，请换一天。")
    return day


def _scope(actor: Actor, given: Mapping[str, str]) -> Scope:
    region, body, own = given.get("region"), given.get("body"), given.get("own", "")
    if own not in {"", "0", "1"}:
        raise RuleBroken("own 只能是 1（只看本级）或不写。")
    for code in (region, body):
        if code and not _CODE.fullmatch(code):
            raise OutOfReach
    if region and body:
        raise RuleBroken("地区和主管党组织一次只能选一个。")
    if region:
        scope = scopes.of_region(actor, region)
    else:
        scope = scopes.of_body(actor, body) if body else scopes.top(actor)
    return replace(scope, own=own == "1")
