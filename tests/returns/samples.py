"""A made-up month for the workbook tests: fictional units, organizations and people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from partybuild.coverage.rules import Cover, Lack
from partybuild.coverage.span import lack_of
from partybuild.organizations.kinds import OrganizationKind
from partybuild.party.kinds import Formation, InstructorKind, PartyKind
from partybuild.ratings.kinds import STAR_LABELS, UNRATED
from partybuild.returns.columns import TERM_STATES, short_label
from partybuild.returns.rows import (
    BasisWords,
    InstructorRow,
    MonthlyData,
    MovementItem,
    MovementRow,
    OrganizationRow,
    PartyRow,
    ShouldBuildRow,
    TermRow,
    UnitRow,
)
from partybuild.returns.weak_row import WeakRow

UNITS = (
    UnitRow("610100", "长安市", own=True),
    UnitRow("610103", "碑林区"),
    UnitRow("610104", "莲湖区", note="含高新区代管单位"),
    UnitRow("610111", "灞桥区"),
)
BASIS = BasisWords(
    "registered",
    "登记口径",
    "第1版，2026年1月1日起施行",
    (
        "社会组织总数为依法登记、月末存续的社会团体、社会服务机构、基金会，不含备案的社区社会组织。",
        "党的组织覆盖按社会组织计数，每家只计一次；党的工作覆盖含组织覆盖。",
        "具备建立条件指正式党员3名以上；预备党员不计入。",
    ),
)
DAY = date(2026, 10, 31)


def organization(unit: str = "610103", n: int = 1, **given: object) -> OrganizationRow:
    """A covered association with five full members, unless `given` says otherwise."""
    row = OrganizationRow(
        unit,
        f"51610103MJ{n:08d}",
        f"长安市第{n}行业协会（演示）",
        short_label(OrganizationKind.ASSOCIATION),
        "正常",
        "县级",
        "碑林区",
        "市民政局",
        "碑林区社会组织党委",
        "工商业服务",
        trade=True,
        community=False,
        filed=False,
        cover=Cover.INDEPENDENT.label,
        staff=12,
        full=5,
        probationary=1,
        affiliated=4,
        eligible=True,
        lack="",
        unsurveyed=False,
        party_organizations=f"第{n}行业协会党支部（演示）",
        registered_on=date(2015, 6, 1),
    )
    return row._replace(**given)  # type: ignore[arg-type]


def month(**given: object) -> MonthlyData:
    """October 2026 of a city with three districts and empty lists, unless `given`."""
    data = MonthlyData(
        "长安市",
        "长安市社会组织党委",
        "长安市（含所辖区县）",
        date(2026, 10, 1),
        date(2026, 11, 3),
        BASIS,
        "610100-2026-10-0001",
        UNITS,
    )
    return replace(data, **given)  # type: ignore[arg-type]


def random_organizations(seed: int, count: int) -> Iterator[OrganizationRow]:
    """`count` organizations whose figures hang together as the rules of counting say."""
    random = Random(seed)
    for n in range(count):
        kind = random.choice(list(OrganizationKind))
        cover = random.choice(list(Cover))
        full = random.choice([None, 0, 1, 2, 3, 4, 9])
        probationary = random.choice([None, 0, 1])
        eligible = kind.registered and (full or 0) >= 3
        lack = (
            None if cover.by_party or not kind.registered else lack_of(eligible, full, probationary)
        )
        yield organization(
            random.choice(UNITS).code,
            n,
            kind=short_label(kind),
            filed=not kind.registered,
            trade=random.random() < 0.2,
            cover=cover.label,
            full=full,
            probationary=probationary,
            affiliated=random.choice([None, 0, 2]),
            eligible=eligible,
            lack=lack.label if lack else "",
            unsurveyed=lack is Lack.NO_MEMBER and (full is None or probationary is None),
            registered_on=random.choice([None, date(1899, 5, 4), date(2019, 12, 31)]),
        )


def random_parties(seed: int, count: int) -> Iterator[PartyRow]:
    """`count` Party organizations, some dissolved this year, some not counted."""
    random = Random(seed)
    for n in range(count):
        kind = random.choice(list(PartyKind))
        living = random.random() < 0.8
        yield PartyRow(
            random.choice(UNITS).code,
            f"D{n:06d}",
            f"第{n}党支部（演示）",
            kind.label,
            random.choice(list(Formation)).label,
            random.random() < 0.3,
            kind is not PartyKind.WORK_COMMITTEE and random.random() < 0.9,
            living,
            "碑林区社会组织党委",
            "碑林区",
            f"长安市第{n}行业协会（演示）",
            random.randrange(4),
            date(2020, 7, 1),
            f"碑社党〔2020〕{n}号",
            None if living else date(2026, 10, 9),
            random.random() < 0.1,
            random.random() < 0.2,
            not living and random.random() < 0.5,
            not living,
            "张演示",
            "029-00000000",
            date(2026, 9, 30),
            random.choice([None, 3, 7]),
            random.choice([None, 0, 1]),
            random.choice([*STAR_LABELS.values(), UNRATED]),
        )


def _weak(random: Random, n: int) -> WeakRow:
    struck = random.random() < 0.4
    return WeakRow(
        random.choice(UNITS).code,
        f"D{n:06d}",
        f"第{n}党支部（演示）",
        "党支部",
        "碑林区社会组织党委",
        "碑林区",
        date(2026, 3, 2),
        "书记空缺 203 天",
        "已销号，回头看" if struck else "整顿中",
        date(2026, 10, 9) if struck else None,
        "转化提升" if struck else "",
        random.random() < 0.2,
        random.randrange(2),
        not struck,
        struck and random.random() < 0.5,
        struck,
    )


def random_month(seed: int, count: int) -> MonthlyData:
    """A month with `count` organizations and lists that go with them."""
    random = Random(seed)
    organizations = list(random_organizations(seed, count))
    return month(
        organizations=organizations,
        party_organizations=list(random_parties(seed, count // 2)),
        should_build=[
            ShouldBuildRow(
                row.unit_row,
                row.code,
                row.name,
                row.kind,
                row.unit,
                row.supervisor,
                row.body,
                row.full,
                row.probationary,
                "负责人不支持",
                "派驻指导员",
                DAY,
                "李演示",
                "029-1",
            )
            for row in organizations
            if row.lack == Lack.SHOULD_BUILD.label
        ],
        instructors=[
            InstructorRow(
                random.choice(UNITS).code,
                f"王演示{n}",
                random.choice(list(InstructorKind)).label,
                "区委组织部",
                "029-00000001",
                2,
                "甲协会（演示）、乙协会（演示）",
                DAY,
            )
            for n in range(count // 4)
        ],
        terms=[
            TermRow(
                random.choice(UNITS).code,
                f"D{n:06d}",
                f"第{n}党支部（演示）",
                "党支部",
                "碑林区社会组织党委",
                DAY,
                random.choice(TERM_STATES),
                None,
                "",
                None,
                "张演示",
                "",
            )
            for n in range(count // 3)
        ],
        weak=[_weak(random, n) for n in range(count // 3)],
        movement=[MovementRow("社会组织总数", 100, 5, 2, 1, 1, -1, 2)],
        movement_items=[
            MovementItem(
                "610103", "社会组织总数", "新增", 1, "51", "甲协会（演示）", "成立登记", DAY
            )
        ],
    )
