"""Where an organization counts once its place or level is another: offered and said, never silent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partybuild.access.actor import Actor
from partybuild.organizations import places, rules
from partybuild.organizations.rules import RegisterLevel
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

FOLLOW, STAY = "follow", "stay"
_DECIDES = ("region_id", "level")


@dataclass(frozen=True, slots=True)
class Removal:
    """By its new place it would count in `after`; it counts in `before`.

    `own`: so far it counted where place and level said, or in a unit above its place.
    """

    before: Region
    after: Region
    level: str
    own: bool
    reached: bool

    @property
    def sentence(self) -> str:
        """What is to be decided."""
        to, here = places.written(self.after), places.written(self.before)
        said = (
            f"住所所在或登记层级改变后，按登记层级（{self.level}）应在“{to}”统计，现在“{here}”统计"
        )
        if self.reached:
            return f"{said}：请选择统计归属是否随之划转，再保存。"
        return (
            f"{said}；“{to}”不在您的管理范围内，划转由管理双方的上级单位办理，本次只能选“不划转”。"
        )

    @property
    def choices(self) -> dict[str, str]:
        """What may be chosen, in words."""
        stay = f"不划转，仍在 {places.written(self.before)} 统计"
        if not self.reached:
            return {STAY: stay}
        to = f"随之划转，自生效日期起在 {places.written(self.after)} 统计，由其管理"
        return {FOLLOW: to, STAY: f"{stay}（须写明理由）"}

    @property
    def preselected(self) -> str:
        """What is expected: to follow where it always did."""
        return FOLLOW if self.own and self.reached else STAY


def removal(actor: Actor, before: Mapping[str, Any], after: Mapping[str, Any]) -> Removal | None:
    """The removal that a change of the profile calls for; None where it counts on as it does."""
    if all(before.get(name) == after.get(name) for name in _DECIDES):
        return None
    own = _default(before) == before["unit_id"]
    above = None if own else _above(before, after)
    wanted = above or _default(after)
    if wanted is None or wanted == before["unit_id"]:
        return None
    units = regions.named([wanted, before["unit_id"]])
    return Removal(
        before=units[before["unit_id"]],
        after=units[wanted],
        level=str(after["level"]),
        own=own or above is not None,
        reached=regions.reaches(actor, units[wanted]),
    )


def _above(before: Mapping[str, Any], after: Mapping[str, Any]) -> int | None:
    """Where it counts in the county above its street, the county above the new one.

    None where it counts elsewhere, or its level is another.
    """
    was = places.lineage(regions.region(before["region_id"]))
    if before["level"] != after["level"] or before["unit_id"] not in was:
        return None
    return places.lineage(regions.region(after["region_id"]))[was.index(before["unit_id"])]


def _default(profile: Mapping[str, Any]) -> int | None:
    """Where it counts by its place and level; None where these do not say."""
    if profile["level"] not in list(RegisterLevel):
        return None
    lineage = places.lineage(regions.region(profile["region_id"]))
    try:
        return rules.default_unit(RegisterLevel(profile["level"]), lineage)
    except RuleBroken:
        return None


def decided(found: Removal | None, follow: str, reason: str) -> dict[str, int]:
    """The column to change with the place, if any.

    RuleBroken where nothing was chosen yet, or one stays against the rule without a reason.
    """
    if found is None:
        return {}
    if follow not in found.choices:
        raise RuleBroken(found.sentence)
    if follow == FOLLOW:
        return {"unit_id": found.after.id}
    if found.reached and not reason.strip():
        raise RuleBroken("统计归属不随住所划转的，请在“理由”中说明。")
    return {}
