"""Stars in the monthly workbook: those that hold on the last day, as known when it was issued."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from partybuild.access.scope import visible
from partybuild.coverage import scopes
from partybuild.db import FOREVER, db
from partybuild.facts.commands import Statement, put
from partybuild.ratings.kinds import StarMove
from partybuild.ratings.stars.models import PartyStar
from partybuild.returns import commands
from partybuild.returns.models import IssueRecord
from partybuild.returns.rebuilding import rebuild
from partybuild.returns.verify import digest
from tests import factories
from tests.returns.test_commands import OCTOBER, listed

pytestmark = pytest.mark.usefixtures("database")


def starred(party, star, first, last=None):
    """Let a Party organization hold a star from a day to a day."""
    values = {
        "star": star,
        "move": StarMove.FIRST,
        "assessment_id": None,
        "decided_on": first,
        "document": "碑社党〔2026〕8号",
    }
    until = FOREVER if last is None else last + timedelta(days=1)
    with factories.inside():
        put(PartyStar, [Statement((party,), values, first, until)])


def test_stars_are_those_that_hold_on_the_last_day(cast, tmp_path):
    """Valid on 31 October: four stars. Expired the day before, or of November: 未评."""
    names = ("四星", "不定", "过期", "将来", "从未")
    four, none, old, later, _ = (
        factories.make_party(name=f"{name}支部（演示）", unit="610103") for name in names
    )
    starred(four, 4, date(2026, 10, 31), date(2028, 10, 30))
    starred(none, 0, date(2026, 5, 1))
    starred(old, 5, date(2025, 5, 1), date(2026, 10, 30))
    starred(later, 5, date(2026, 11, 1))
    path = tmp_path / "m.xlsx"

    issued = commands.issue(cast.bo, scopes.top(cast.bo), OCTOBER, path)

    said = {row["党组织名称"]: row["星级"] for row in listed(path, "党组织名单", "党组织名称")}
    assert said == {
        "四星支部（演示）": "四星",
        "不定支部（演示）": "不定星",
        "过期支部（演示）": "未评",
        "将来支部（演示）": "未评",
        "从未支部（演示）": "未评",
    }
    rows = listed(path, "评星情况", "党组织名称")
    assert {row["党组织名称"]: row["星级"] for row in rows} == {
        "四星支部（演示）": "四星",
        "不定支部（演示）": "不定星",
    }
    assert {str(row["有效期至"])[:10] for row in rows} == {"2028-10-30", "None"}
    total = issued.written.total
    assert [total[f"stars_{n}"] for n in (5, 4, 3, 2, 1, "none")] == [0, 1, 0, 0, 0, 4]
    assert total["party_organizations"] == 5


def test_an_old_workbook_is_built_again_without_stars(cast, tmp_path):
    party = factories.make_party(unit="610103")
    starred(party, 4, date(2026, 10, 1))
    issued = commands.issue(cast.bo, scopes.top(cast.bo), OCTOBER, tmp_path / "m.xlsx")
    record = db.session.scalars(
        visible(cast.bo, IssueRecord).where(IssueRecord.serial == issued.serial)
    ).one()
    kept = {column.key: getattr(record, column.key) for column in IssueRecord.__table__.c}
    starred(party, 5, date(2026, 10, 2))
    again = rebuild(SimpleNamespace(**kept), tmp_path / "again.xlsx")
    assert {name: digest(rows) for name, rows in again.items()} == kept["sheets"]
    older = SimpleNamespace(**kept | {"layout_version": 3})
    old = rebuild(older, tmp_path / "old.xlsx")
    assert "评星情况" not in old
    assert "四星" not in str(old["党组织名单"])
