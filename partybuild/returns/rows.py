"""What the monthly workbook is made from: plain rows, each in the order its list prints them.

`unit_row` is always the code of the `UnitRow` in which the row counts. Labels are those on screen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from partybuild.returns.layout import LAYOUT_VERSION
from partybuild.returns.weak_row import WeakRow


class UnitRow(NamedTuple):
    """A row of 月报表; `own` marks the unit's own (本级), `note` stands under 备注."""

    code: str
    name: str
    own: bool = False
    note: str = ""


class OrganizationRow(NamedTuple):
    """A living organization as of the month's last day, registered or filed.

    `kind` is `columns.short_label`, `unit` 统计归属, `cover` a Cover label, `lack` a Lack label
    or "".
    """

    unit_row: str
    code: str
    name: str
    kind: str
    state: str
    level: str
    unit: str
    supervisor: str
    body: str
    industry: str
    trade: bool
    community: bool
    filed: bool
    cover: str
    staff: int | None
    full: int | None
    probationary: int | None
    affiliated: int | None
    eligible: bool
    lack: str
    unsurveyed: bool
    party_organizations: str
    registered_on: date | None


class PartyRow(NamedTuple):
    """A Party organization that lives on the month's last day or was dissolved this year.

    `counted` is in 党组织数 while living (a social one, no work committee); `joint` marks a
    联合党支部. The four flags about being set up and dissolved leave the opening stock out.
    """

    unit_row: str
    code: str
    name: str
    kind: str
    formation: str
    joint: bool
    counted: bool
    living: bool
    superior: str
    unit: str
    lead_organization: str
    covered: int
    founded_on: date | None
    approval: str
    dissolved_on: date | None
    new_this_month: bool
    new_this_year: bool
    dissolved_this_month: bool
    dissolved_this_year: bool
    secretary: str
    phone: str
    term_last_day: date | None
    full: int | None
    probationary: int | None
    star: str = ""
    """The star that holds on the day; 未评 without one, blank where it is not counted."""


class InstructorRow(NamedTuple):
    """A person, in the unit of the earliest live assignment; `kind` is 指导员 or 联络员."""

    unit_row: str
    name: str
    kind: str
    employer: str
    phone: str
    organizations: int
    organization_names: str
    since: date | None


class ShouldBuildRow(NamedTuple):
    """An organization that has three full members or more and no Party cover."""

    unit_row: str
    code: str
    name: str
    kind: str
    unit: str
    supervisor: str
    body: str
    full: int | None
    probationary: int | None
    reason: str
    measure: str
    planned_on: date | None
    responsible: str
    phone: str


class TermRow(NamedTuple):
    """A term due this year up to the month's end, overdue from before, or soon to end.

    `state` is one of `layout.TERM_STATES`; 即将届满 is listed and not counted.
    """

    unit_row: str
    code: str
    name: str
    kind: str
    superior: str
    last_day: date | None
    state: str
    elected_on: date | None
    approval: str
    postponed_until: date | None
    secretary: str
    phone: str


class MovementRow(NamedTuple):
    """One indicator from last month's figure to this month's; 转类 and 更正 carry their sign."""

    indicator: str
    opening: int
    added: int
    removed: int
    moved_in: int
    moved_out: int
    reclassified: int
    corrected: int


class SyncRow(NamedTuple):
    """One item of 三同步 of an organization as judged on the last day; late in the rule's days."""

    unit_row: str
    code: str
    name: str
    unit: str
    item: str
    day: date
    verdict: str
    late: int | None
    due_on: date | None
    answer: str
    answered_on: date | None
    document: str
    reason: str


class MovementItem(NamedTuple):
    """One named change behind 变动表; `column` is its heading there, `amount` what it adds."""

    unit_row: str
    indicator: str
    column: str
    amount: int
    code: str
    name: str
    event: str
    day: date | None


class StarRow(NamedTuple):
    """A Party organization with the star that holds on the month's last day."""

    unit_row: str
    code: str
    name: str
    kind: str
    unit: str
    star: str
    move: str
    decided_on: date
    last_day: date | None
    document: str


@dataclass(frozen=True)
class BasisWords:
    """A 口径: its name, label, version, and what it says, a sentence an item."""

    name: str
    label: str
    version: str
    words: Sequence[str]


@dataclass(frozen=True)
class MonthlyData:
    """Everything one monthly workbook says. `month` is any day in it; lists are read once.

    `title_unit` begins the title, `unit` stands after 填报单位, `scope` is the range in words.
    """

    title_unit: str
    unit: str
    scope: str
    month: date
    filled_on: date
    basis: BasisWords
    serial: str
    units: Sequence[UnitRow]
    organizations: Iterable[OrganizationRow] = ()
    party_organizations: Iterable[PartyRow] = ()
    instructors: Iterable[InstructorRow] = ()
    should_build: Iterable[ShouldBuildRow] = ()
    terms: Iterable[TermRow] = ()
    sync: Iterable[SyncRow] = ()
    weak: Iterable[WeakRow] = ()
    stars: Iterable[StarRow] = ()
    movement: Iterable[MovementRow] = ()
    movement_items: Iterable[MovementItem] = ()
    movement_notes: Sequence[str] = ()
    remarks: Sequence[str] = ()
    layout: int = LAYOUT_VERSION
