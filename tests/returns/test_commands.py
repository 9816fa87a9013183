"""The monthly workbook says what the pages say, from the same facts."""

import re
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from partybuild.access.scope import visible
from partybuild.coverage import queries as coverage
from partybuild.coverage import scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.coverage.figures import INDICATORS
from partybuild.db import db
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation, PartyKind
from partybuild.regions.models import Region
from partybuild.returns import commands
from partybuild.returns.models import IssueRecord
from partybuild.returns.verify import digest, values_of
from partybuild.rules import RuleBroken
from tests import factories
from tests.coverage.test_queries import random_world

pytestmark = pytest.mark.usefixtures("database")
OCTOBER = date(2026, 10, 1)
LAST = date(2026, 10, 31)


def sheet(path, name):
    book = openpyxl.load_workbook(path, data_only=True)
    try:
        return [list(row) for row in book[name].iter_rows(values_only=True)]
    finally:
        book.close()


def listed(path, name, heading):
    """The rows of a list sheet as dicts by heading."""
    rows = sheet(path, name)
    head = next(i for i, row in enumerate(rows) if heading in row)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :] if any(row)]


@pytest.mark.parametrize("region", ["610000", "610100", "610103"])
def test_the_totals_are_those_of_the_page(cast, tmp_path, region):
    random_world(3)
    actor = cast.sheng
    scope = scopes.of_region(actor, region)
    path = tmp_path / "m.xlsx"

    issued = commands.issue(actor, scope, OCTOBER, path)

    total = coverage.figures(actor, scope, "region", LAST, REGISTERED).total
    said = issued.written.total
    assert said["organizations"] == total.organizations
    assert said["party_organizations"] == total.party_organizations
    for field in INDICATORS:
        if field in said:
            assert said[field] == getattr(total, field), field
    assert len(set(INDICATORS) & said.keys()) > 12
    names = listed(path, "覆盖名单", "社会组织名称")
    assert len(names) == total.organizations + total.filed


def test_every_sheet_is_there_and_named(cast, tmp_path):
    factories.make_organization(full=4)
    path = tmp_path / "m.xlsx"
    issued = commands.issue(cast.bo, scopes.top(cast.bo), OCTOBER, path)

    assert openpyxl.load_workbook(path, read_only=True).sheetnames == [
        *("月报表", "变动表", "增减名单", "覆盖名单", "党组织名单", "指导员名单"),
        *("应建未建名单", "换届到期", "三同步", "整顿台账", "评星情况", "口径说明"),
    ]
    assert re.fullmatch(r"PB-610103-202610-\d\d", issued.serial)
    assert "碑林区社会组织党建工作月报表（2026年10月）" in str(sheet(path, "月报表")[0])
    assert issued.serial in str(sheet(path, "口径说明"))


def test_the_three_synchronisations_are_listed_as_judged_on_the_last_day(cast, tmp_path):
    """Registered on 13 October and unanswered at its end: 缺; answered in November: not yet so."""
    late = factories.make_organization(name="迟答协会（演示）", registered_on=date(2026, 10, 13))
    factories.make_organization(name="早年协会（演示）", registered_on=date(2020, 1, 1))
    answered = factories.make_organization(
        name="当日协会（演示）", registered_on=date(2026, 10, 13)
    )
    factories.link(factories.make_party(), answered, day=date(2026, 10, 13))
    factories.assign(late, day=date(2026, 11, 5))
    path = tmp_path / "m.xlsx"

    commands.issue(cast.bo, scopes.top(cast.bo), OCTOBER, path)

    said = {row["社会组织名称"]: row["判定"] for row in listed(path, "三同步", "社会组织名称")}
    assert said == {"迟答协会（演示）": "缺", "当日协会（演示）": "同步"}


def test_the_record_proves_the_file(cast, tmp_path):
    factories.make_organization(full=4)
    path = tmp_path / "m.xlsx"
    issued = commands.issue(cast.bo, scopes.top(cast.bo), OCTOBER, path)
    again = commands.issue(cast.bo, scopes.top(cast.bo), OCTOBER, tmp_path / "n.xlsx")

    record = db.session.scalars(
        visible(cast.bo, IssueRecord).where(IssueRecord.serial == issued.serial)
    ).one()
    assert record.sheets == {name: digest(rows) for name, rows in values_of(path).items()}
    assert again.serial != issued.serial
    assert db.session.scalars(visible(cast.cheng, IssueRecord)).all() == []


def test_the_movement_names_what_was_added_and_removed(cast, tmp_path):
    gone = (OrganizationState.CANCELLED, date(2026, 10, 9), "")
    factories.make_organization(name="己会（演示）", ended=gone)
    factories.make_organization(name="庚会（演示）", registered_on=date(2026, 10, 5))
    path = tmp_path / "m.xlsx"
    commands.issue(cast.shi, scopes.top(cast.shi), OCTOBER, path)

    items = listed(path, "增减名单", "变动事项")
    row = next(r for r in listed(path, "变动表", "指标") if r["指标"] == "社会组织总数")
    assert [row[n] for n in ("上月", "新增", "减少", "本月")] == [1, 1, 1, 1]
    assert {(i["名称"], i["变动栏"]) for i in items if i["指标"] == "社会组织总数"} == {
        ("己会（演示）", "减少"),
        ("庚会（演示）", "新增"),
    }
    assert {i["月报表行"] for i in items} == {"碑林区"}


def test_a_month_to_come_is_refused(cast, tmp_path):
    with pytest.raises(RuleBroken, match="还没有到"):
        commands.issue(cast.bo, scopes.top(cast.bo), date(2026, 12, 1), tmp_path / "m.xlsx")
    assert not (tmp_path / "m.xlsx").exists()


def test_telephones_are_full_only_for_those_who_may(cast, tmp_path):
    number = factories.make_organization(full=5)
    factories.set_contact(number, telephone="02987654321")
    for actor, shown in ((cast.bo, "02987654321"), (cast.bao, "029****4321")):
        path = tmp_path / f"{actor.login}.xlsx"
        commands.issue(actor, scopes.top(actor), OCTOBER, path)
        assert [r["联系电话"] for r in listed(path, "应建未建名单", "拟建日期")] == [shown]


def test_an_instructor_is_one_row_in_the_unit_of_the_first_assignment(cast, tmp_path):
    first = factories.make_organization(unit="610103001", name="甲协会（演示）")
    second = factories.make_organization(unit="610103002", name="乙协会（演示）")
    factories.assign(second, date(2026, 3, 1))
    factories.assign(first, date(2026, 2, 1))
    path = tmp_path / "m.xlsx"
    commands.issue(cast.bo, scopes.top(cast.bo), OCTOBER, path)

    rows = listed(path, "指导员名单", "姓名")
    unit = db.session.scalar(select(Region.name).where(Region.code == "610103001"))
    assert [row["月报表行"] for row in rows] == [unit]
    assert "甲协会（演示）" in str(rows[0])
    assert "乙协会（演示）" in str(rows[0])


def test_the_body_of_a_committee_has_a_workbook_of_its_own(cast, tmp_path):
    with factories.inside():
        committee = factories.make_party(kind=PartyKind.COMMITTEE, name="社会组织党委（演示）")
    number = factories.make_organization(body_id=committee, kind=OrganizationKind.FOUNDATION)
    factories.make_party(covers=[number], parent_id=committee, formation=Formation.SINGLE)
    code = factories.party_code(committee)
    issued = commands.issue(cast.bo, scopes.of_body(cast.bo, code), OCTOBER, tmp_path / "m.xlsx")

    assert (issued.written.total["organizations"], issued.written.total["covered"]) == (1, 1)
