"""What one row of a register file says of an organization, in the register's own terms. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild.imports.values import CLEAR, UNCHANGED, Value
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.rules import RegisterLevel

KINDS = {
    "社会团体": OrganizationKind.ASSOCIATION,
    "社会服务机构": OrganizationKind.PRIVATE_UNIT,
    "基金会": OrganizationKind.FOUNDATION,
    "社区社会组织": OrganizationKind.FILED,
}
STATES = {state.label: state for state in OrganizationState}
PROFILE: Mapping[str, Any] = {
    "name": "",
    "kind": None,
    "authority": "",
    "registration_way": "",
    "level": RegisterLevel.COUNTY.value,
    "supervisor": "",
    "industry": "",
    "trade": False,
    "charity": False,
    "community": False,
    "zombie": False,
}
HEADCOUNT: Mapping[str, Any] = dict.fromkeys(("staff", "full", "probationary", "affiliated"))
CONTACT: Mapping[str, Any] = dict.fromkeys(
    ("legal_person", "contact", "telephone", "address", "overdue_leader"), ""
)
BOARD: Mapping[str, Any] = dict.fromkeys(("elected_on", "last_day"))
PLAN: Mapping[str, Any] = {
    "reason": "",
    "measure": "",
    "planned_on": None,
    "responsible": "",
    "review_on": None,
}
NEVER_BLANK = ("name", "kind", "level", "registered_on", "region", "unit", "state", "state_on")
"""Fields that nobody may clear."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a row says of a place: a code or name, and the columns that name it by level."""

    region: str = ""
    county: str = ""
    street: str = ""
    neighbourhood: str = ""

    @property
    def silent(self) -> bool:
        """Whether nothing is said."""
        return not (self.region or self.county or self.street or self.neighbourhood)


@dataclass(slots=True)
class Given:
    """The values a row gives, cleared ones as blanks; what it leaves blank is not here."""

    profile: dict[str, Any] = field(default_factory=dict)
    headcount: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    board: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    registered_on: date | None = None
    state: OrganizationState | None = None
    state_on: date | None = None
    mass: frozenset[str] | None = None
    """Labels of all mass organizations it has; None where the row does not say."""
    body: str | None = None
    unit: str = ""
    place: Written = Written()

    @property
    def kind(self) -> OrganizationKind | None:
        """The kind, where the row says it."""
        found: OrganizationKind | None = self.profile.get("kind")
        return found


def cleared_wrongly(values: Mapping[str, Value]) -> list[str]:
    """Fields that say 清空 and may not."""
    return [name for name in NEVER_BLANK if values.get(name) is CLEAR]


def given(values: Mapping[str, Value]) -> Given:
    """A row's values, sorted by what they are facts of."""
    said = {name: value for name, value in values.items() if value is not UNCHANGED}
    found = Given(
        profile=_part(said, PROFILE),
        headcount=_part(said, HEADCOUNT),
        contact=_part(said, CONTACT),
        board=_part(said, BOARD),
        plan=_part(said, PLAN),
        registered_on=_day(said.get("registered_on")),
        state=STATES.get(str(said.get("state"))),
        state_on=_day(said.get("state_on")),
        mass=_mass(said.get("mass")),
        body="" if said.get("body") is CLEAR else _text(said, "body") or None,
        unit=_text(said, "unit"),
        place=Written(*(_text(said, n) for n in ("region", "county", "street", "neighbourhood"))),
    )
    if "kind" in found.profile:
        found.profile["kind"] = KINDS[found.profile["kind"]]
    return found


def _part(said: Mapping[str, Value], blanks: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: blanks[name] if value is CLEAR else value
        for name, value in said.items()
        if name in blanks
    }


def _text(said: Mapping[str, Value], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _mass(value: Value) -> frozenset[str] | None:
    if value is CLEAR:
        return frozenset()
    return frozenset(map(str, value)) if isinstance(value, tuple) else None


def level_of(authority: str, county_cities: frozenset[str]) -> RegisterLevel:
    """登记层级 by the name of the registering authority; 县级 where that does not tell.

    `county_cities` are the names of cities that stand at county level, such as 彬州市.
    """
    if authority.startswith(("民政部", "中华人民共和国民政部")):
        return RegisterLevel.NATION
    seat = authority.split("民政", maxsplit=1)[0].split("行政审批", maxsplit=1)[0]
    if "民政厅" in authority or seat.endswith(("省", "自治区")):
        return RegisterLevel.PROVINCE
    if seat in ("北京市", "天津市", "上海市", "重庆市"):
        return RegisterLevel.PROVINCE
    city = seat.rsplit("省", 1)[-1].rsplit("自治区", 1)[-1]
    if city.endswith(("市", "地区", "州", "盟")) and not any(map(city.endswith, county_cities)):
        return RegisterLevel.CITY
    return RegisterLevel.COUNTY
