"""Party files through the whole engine: real workbooks, and what comes out is what went in."""

from datetime import date
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partybuild.coverage.span import Cover
from partybuild.db import FOREVER
from partybuild.imports.plans import Outcome
from partybuild.party.models import (
    CoverageLink,
    PartyHeadcount,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.party.rules import last_day_of
from tests.factories import make_organization
from tests.imports import bringing, files
from tests.party.acts import cover_on, make_committee, rows
from tests.party.importing import checked, imported, unchanged
from tests.party.test_importing_ledger import CODES, organization
from tests.party.test_importing_roster import by_name

TODAY = date(2026, 11, 20)
_serial = count(1)


def test_a_ledger_as_offices_keep_it(cast, tmp_path):
    make_committee("碑林区社会组织党委（演示）")
    lines = [
        ["碑林区社会组织党建台账（演示）"],
        ["填报单位：碑林区", None, None, None, None, None, None, "2026年11月"],
        ["序号", "社会组织基本情况", None, None, None, "党组织设置情况", None, None, None, None,
         "书记", None, "选派党建工作指导员", None],
        [None, "社会组织名称", "统一社会信用代码", "社会组织性质", "成立时间", "是否成立党组织",
         "党组织名称", "成立时间", "党组织组建形式", "上级党组织名称", "姓名", "电话", "姓名", "电话"],
        [1, "甲协会（演示）", CODES["甲"], "社团", "2018.5.1", "√", "联合支部（演示）", "2019.7.1",
         "联建", "碑林区社会组织党委（演示）", "王（演示）", "13800001234", None, None],
        [2, "乙协会（演示）", CODES["乙"], "社团", "2021.1.1", "√", "联合支部（演示）", "2019.7.1",
         "联建", "碑林区社会组织党委（演示）", "王（演示）", "13800001234", None, None],
        [3, "丙协会（演示）", CODES["丙"], "社团", "2020.1.1", "×", "—", "/", "/", "/", "/", "/",
         "刘（演示）", "13900005678"],
        ["合计", None, None, None, None, "2 个"],
        ["填表人：张（演示）"],
    ]  # fmt: skip
    plan = bringing.bring(cast.bo, tmp_path, lines, kind="ledger")
    again = bringing.check(cast.bo, tmp_path, lines, kind="ledger")

    branch = by_name("联合支部（演示）")
    assert bringing.messages(plan) == []
    assert bringing.outcomes(plan) == (3, 0, 0, 0)
    assert bringing.outcomes(again) == (0, 0, 3, 0), [row.changes for row in again.rows]
    assert branch.founded_on == date(2019, 7, 1)
    assert [cover_on(organization(name), TODAY) for name in "甲乙丙"] == [
        Cover.JOINT, Cover.JOINT, Cover.INSTRUCTOR,
    ]  # fmt: skip


def test_a_roster_of_several_sheets(cast, tmp_path):
    make_organization("甲会（演示）")
    head = ["党组织名称", "党组织类别", "成立时间", "隶属党组织", "覆盖单位"]
    path = files.workbook(
        tmp_path / "名册.xlsx",
        {
            "支部": [
                head,
                ["甲会支部（演示）", "支部", "2020.1", "中心党委（演示）", "甲会（演示）"],
            ],
            "党委": [head, ["中心党委（演示）", "党委", "2019年", None, None]],
        },
    )
    with bringing.examining(cast.bo, path, "party-organizations") as examined:
        assert [bringing.messages(examined.plan), examined.plan.count(Outcome.NEW)] == [[], 2]
        bringing.commands.write(cast.bo, examined)
    with bringing.examining(cast.bo, path, "party-organizations") as examined:
        assert examined.plan.count(Outcome.SAME) == 2

    assert by_name("甲会支部（演示）").parent_id == by_name("中心党委（演示）").id


HEAD = [
    "党组织名称", "党组织类型", "组建方式", "是否社会组织党组织", "上级党组织", "成立日期",
    "批准文号", "批准日期", "书记姓名", "书记联系电话", "书记任职日期", "书记离任日期",
    "是否设支委会", "委员应配", "委员实配", "本届任期起", "任期届满日期", "正式党员数",
    "预备党员数", "牵头单位", "覆盖社会组织",
]  # fmt: skip
NAMES = [f"{name}会（往返演示）" for name in ("甲", "乙", "丙")]
PARENT = "往返党委（演示）"


def days(first, last):
    return st.dates(date.fromisoformat(first), date.fromisoformat(last))


def maybe(values):
    return st.none() | values


@st.composite
def branches(draw):
    """A row of the roster whose values do not contradict each other."""
    founded = draw(days("2012-01-01", "2018-12-31"))
    name = draw(st.sampled_from(["王（演示）", "李（演示）"]))
    secretary = draw(st.booleans())
    committee = draw(maybe(st.booleans()))
    seats = committee is not False
    term = draw(maybe(days("2020-01-01", "2023-12-31")))
    return {
        "党组织名称": f"往返第{next(_serial)}支部（演示）",
        "党组织类型": "党支部",
        "组建方式": draw(maybe(st.sampled_from(["单独组建", "联合组建", "功能型"]))),
        "是否社会组织党组织": draw(st.sampled_from(["是", "否"])),
        "上级党组织": draw(maybe(st.just(PARENT))),
        "成立日期": founded,
        "批准文号": draw(maybe(st.just("碑社委〔2018〕1号"))),
        "批准日期": draw(maybe(days("2012-01-01", "2018-12-31"))),
        "书记姓名": name if secretary else None,
        "书记联系电话": draw(maybe(st.just("13800001234"))) if secretary else None,
        "书记任职日期": draw(maybe(days("2019-01-01", "2022-12-31"))) if secretary else None,
        "书记离任日期": draw(maybe(days("2027-01-01", "2028-12-31"))) if secretary else None,
        "是否设支委会": None if committee is None else "是" if committee else "否",
        "委员应配": draw(maybe(st.integers(3, 7))) if seats else None,
        "委员实配": draw(maybe(st.integers(0, 7))) if seats else None,
        "本届任期起": term,
        "任期届满日期": draw(days("2024-01-01", "2024-12-31")) if term else None,
        "正式党员数": draw(maybe(st.integers(0, 60))),
        "预备党员数": draw(maybe(st.integers(0, 9))),
        "牵头单位": draw(maybe(st.sampled_from(NAMES))),
        "覆盖社会组织": tuple(sorted(draw(st.sets(st.sampled_from(NAMES))))) or None,
    }


def cells(row):
    texts = {date: date.isoformat, tuple: "、".join}
    return [texts.get(type(value), lambda v: v)(value) for value in (row[name] for name in HEAD)]


def exported(name, organizations):
    """What the register says of a Party organization today, as a row of the roster."""
    body = by_name(name)

    def holding(model):
        found = rows(model, party_organization_id=body.id)
        return next((row for row in found if row.valid_from <= TODAY < row.valid_to), None)

    profile, secretary = holding(PartyProfile), holding(PartySecretary)
    term, members = holding(PartyTerm), holding(PartyHeadcount)
    links = rows(CoverageLink, party_organization_id=body.id)
    live = {row.organization_id for row in links if row.valid_to == FOREVER}
    committee = profile.has_committee
    lead = profile.lead_organization_id
    return {
        "党组织名称": profile.name,
        "党组织类型": profile.kind.label,
        "组建方式": profile.formation.label if profile.formation else None,
        "是否社会组织党组织": "是" if profile.social else "否",
        "上级党组织": PARENT if profile.parent_id else None,
        "成立日期": body.founded_on,
        "批准文号": profile.approval_number or None,
        "批准日期": profile.approved_on,
        "书记姓名": secretary.name if secretary else None,
        "书记联系电话": (secretary.telephone or None) if secretary else None,
        "书记任职日期": secretary.valid_from if secretary else None,
        "书记离任日期": last_day_of(secretary.valid_to) if secretary else None,
        "是否设支委会": None if committee is None else "是" if committee else "否",
        "委员应配": profile.seats_due,
        "委员实配": profile.seats_filled,
        "本届任期起": term.started_on if term else None,
        "任期届满日期": term.last_day if term else None,
        "正式党员数": members.full if members else None,
        "预备党员数": members.probationary if members else None,
        "牵头单位": organizations.get(lead),
        "覆盖社会组织": tuple(sorted(organizations[n] for n in live)) or None,
    }


def expected(row):
    """What the file says, with the one thing the system adds: an undated secretary's first day."""
    first = row["书记任职日期"] or (row["成立日期"] if row["书记姓名"] else None)
    return {**row, "书记任职日期": first}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(branches(), min_size=1, max_size=3), data=st.data())
def test_what_is_exported_is_what_was_imported(cast, drawn, data):
    organizations = known_organizations()
    lines = [HEAD, *map(cells, drawn)]
    imported("party-organizations", cast.bo, *lines)

    assert [exported(row["党组织名称"], organizations) for row in drawn] == [
        expected(row) for row in drawn
    ]
    assert unchanged(checked("party-organizations", cast.bo, *lines))

    # A second file changes some values; what it leaves blank stays.
    first = drawn[0]
    changed = data.draw(branches()) | {
        name: first[name] for name in ("党组织名称", "上级党组织", "成立日期", "党组织类型")
    }
    names = ("组建方式", "批准文号", "正式党员数", "预备党员数", "牵头单位", "覆盖社会组织")
    second = [["党组织名称", "上级党组织", *names]]
    second.append(
        [cells(changed)[HEAD.index(name)] for name in ("党组织名称", "上级党组织", *names)]
    )
    imported("party-organizations", cast.bo, *second)
    said = {name: changed[name] for name in names if changed[name] is not None}
    assert exported(first["党组织名称"], organizations) == expected(first) | said
    assert unchanged(checked("party-organizations", cast.bo, *second))


def known_organizations():
    """The organizations and the committee of this property, made once a test."""
    from sqlalchemy import select

    from partybuild.access.scope import system
    from partybuild.db import db
    from partybuild.organizations.models import Organization

    with system("测试"):
        query = select(Organization.id, Organization.name).where(Organization.name.in_(NAMES))
        found = {number: name for number, name in db.session.execute(query)}
    if not found:
        make_committee(PARENT)
        found = {make_organization(name, registered_on=date(2010, 1, 1)): name for name in NAMES}
    return found
