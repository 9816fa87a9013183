"""How long ago an organization was registered, as a basis may leave out by it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from partybuild.clock.days import month_end, months_later
from partybuild.rules import RuleBroken

DAY = timedelta(days=1)
LONGEST = {"days": 36_500, "months": 1_200}
_UNITS = {"days": "天", "months": "个月"}
_DAYS_A_MONTH = 31


@dataclass(frozen=True, slots=True)
class Age:
    """Full days, or full months (民法典 第二百零二条), since 成立登记日期."""

    count: int
    unit: Literal["days", "months"]

    @property
    def words(self) -> str:
        """6个月, 90天."""
        return f"{self.count}{_UNITS[self.unit]}"

    @property
    def longest(self) -> int:
        """So many days at the most."""
        return self.count * (_DAYS_A_MONTH if self.unit == "months" else 1)

    def reached(self, registered: date) -> date:
        """The first day at whose end what was registered on a day is that old."""
        if self.unit == "days":
            return registered + timedelta(days=self.count)
        return months_later(registered, self.count)

    def cutoff(self, day: date) -> date:
        """The last day of registration of what is that old at the end of `day`."""
        if self.unit == "days":
            return day - timedelta(days=self.count)
        back = months_later(day, -self.count)
        return month_end(back) if day == month_end(day) else back

    def to_policy(self) -> dict[str, int]:
        """As a policy says it: `{"months": 6}`."""
        return {self.unit: self.count}


def from_policy(said: object, field: str) -> Age | None:
    """The age that a policy says as `{"days": n}` or `{"months": n}`; None where it says none."""
    if said is None:
        return None
    if isinstance(said, Mapping) and len(said) == 1:
        ((unit, count),) = said.items()
        if unit in LONGEST and type(count) is int and 1 <= count <= LONGEST[unit]:
            return Age(count, unit)
    raise RuleBroken(
        f'口径的 {field} 要写成 {{"days": 天数}} 或 {{"months": 月数}}，最多'
        f" {LONGEST['days']} 天或 {LONGEST['months']} 个月，现为 {said}。"
    )


def between(younger: Age | None, older: Age | None) -> tuple[Age | None, Age | None]:
    """The two limits as given; RuleBroken where nobody would be left between them."""
    if younger is not None and older is not None and younger.longest > older.longest:
        raise RuleBroken(
            f"口径既不计登记未满{younger.words}的，又不计登记超过{older.words}的，没有可计的组织，"
            "请改其中一项。"
        )
    return younger, older


def of(policy: Mapping[str, Any]) -> tuple[Age | None, Age | None]:
    """Below which age and beyond which a policy leaves organizations out."""
    names = ("exclude_younger", "exclude_older")
    younger, older = (from_policy(policy.get(name), name) for name in names)
    return between(younger, older)
