"""`partybuild coverage` and `movement` say what the contract promises."""

import csv
import io
import json
from datetime import date

import pytest

from partybuild.cli import main
from partybuild.coverage.figures import FIELDS
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.party.kinds import Formation
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
OCTOBER = date(2026, 10, 12)


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main(arguments)
        found = capsys.readouterr()
        return code, found.out, found.err

    return call


@pytest.fixture
def world():
    """One covered alone, two jointly from October on, one that should build, one filed."""
    first = factories.make_organization(name="甲协会（演示）", full=5)
    second = factories.make_organization(name="乙学会（演示）", unit="610103001", full=1)
    third = factories.make_organization(name="丙中心（演示）", kind=OrganizationKind.PRIVATE_UNIT)
    factories.make_organization(name="丁商会（演示）", full=3, probationary=1)
    factories.make_organization(name="戊舞队（演示）", kind=OrganizationKind.FILED)
    factories.make_party(formation=Formation.SINGLE, covers=[first])
    factories.make_party(founded_on=OCTOBER, formation=Formation.JOINT, covers=[second, third])
    return first, second, third


def figures(out):
    found = json.loads(out)
    return found, found["total"]


def test_json_has_the_rows_of_the_contract(run, world):
    code, out, _ = run("coverage", "--region", "610103", "--format", "json")
    found, total = figures(out)

    assert code == 0
    assert {"as_of", "basis", "scope", "rows", "total"} == found.keys()
    assert tuple(found["rows"][0]) == FIELDS
    assert (found["rows"][0]["code"], found["rows"][0]["own"]) == ("610103", True)
    assert [row["code"] for row in found["rows"][1:]] == sorted(
        r["code"] for r in found["rows"][1:]
    )
    assert (total["organizations"], total["covered"], total["independent"], total["joint"]) == (
        4,
        3,
        1,
        2,
    )
    assert (total["rate_covered"], total["rate_eligible"]) == ("75.0", "50.0")
    assert (total["filed"], total["should_build"], total["party_organizations"]) == (1, 1, 2)


def test_a_past_day_is_as_it_was(run, world):
    _, out, _ = run("coverage", "--as-of", "2026-10-11", "--region", "610103", "--format", "json")
    assert figures(out)[1]["covered"] == 1
    _, out, _ = run("coverage", "--as-of", "2026-10-12", "--region", "610103", "--format", "json")
    assert figures(out)[1]["covered"] == 3


def test_a_list_is_as_long_as_its_number(run, world):
    _, out, _ = run("coverage", "--region", "610103", "--list", "joint", "--format", "json")
    found = json.loads(out)

    assert found["field"] == "joint"
    assert {row["name"] for row in found["rows"]} == {"乙学会（演示）", "丙中心（演示）"}
    assert set(found["rows"][0]) == {
        *("code", "name", "unit", "kind", "state", "cover", "full", "probationary")
    }


def test_csv_and_table_hold_the_same_rows(run, world):
    _, out, _ = run("coverage", "--region", "610103", "--by", "kind", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    _, table, _ = run("coverage", "--region", "610103", "--by", "kind")

    assert [row["code"] for row in rows[:2]] == ["association", "private_unit"]
    assert rows[0]["party_organizations"] == "—"
    assert "社会团体" in table
    assert "合计" in table


def test_a_unit_out_of_reach_is_not_found(run, world):
    code, out, err = run("coverage", "--region", "610103", "--as", "cheng")

    assert (code, out) == (1, "")
    assert "没有找到" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--as-of", "2026-13-01"),
        ("--by", "color"),
        ("--region", "610103", "--body", "DZ0000001"),
        ("--format", "xml"),
    ],
)
def test_misuse_is_answered_with_two(run, arguments):
    assert run("coverage", *arguments)[0] == 2


def test_unknown_lists_and_bases_are_refused_with_what_there_is(run, world):
    assert run("coverage", "--region", "610103", "--list", "nothing")[0] == 1
    code, _, err = run("coverage", "--region", "610103", "--basis", "nothing")
    assert code == 1
    assert "registered" in err


def test_the_movement_of_a_month_balances_and_names_each_one(run, world):
    ended = (OrganizationState.DEREGISTERED, date(2026, 10, 20), "")
    factories.make_organization(name="己会（演示）", ended=ended)
    factories.make_organization(name="庚会（演示）", registered_on=date(2026, 10, 5))
    code, out, _ = run("movement", "--month", "2026-10", "--region", "610103", "--format", "json")
    found = json.loads(out)
    rows = {row["indicator"]: row for row in found["rows"]}

    assert code == 0
    for row in rows.values():
        moved = row["added"] - row["removed"] + row["in"] - row["out"]
        assert row["opening"] + moved + row["reclassified"] + row["corrected"] == row["closing"]
    organizations = rows["organizations"]
    assert [organizations[n] for n in ("opening", "added", "removed", "closing")] == [5, 1, 1, 5]
    assert rows["covered"]["reclassified"] == 2
    named = {(i["indicator"], i["column"], i["name"], i["day"]) for i in found["items"]}
    assert ("organizations", "added", "庚会（演示）", "2026-10-05") in named
    assert ("organizations", "removed", "己会（演示）", "2026-10-20") in named
    assert ("joint", "reclassified", "乙学会（演示）", "2026-10-12") in named


def test_a_move_to_another_county_goes_out_here_and_in_there(run, world):
    number = world[0]
    factories.transfer(number, "610102", date(2026, 10, 15))
    here = json.loads(
        run("movement", "--month", "2026-10", "--region", "610103", "--format", "json")[1]
    )
    city = json.loads(
        run("movement", "--month", "2026-10", "--region", "610100", "--format", "json")[1]
    )
    row = next(r for r in here["rows"] if r["indicator"] == "covered")
    above = next(r for r in city["rows"] if r["indicator"] == "covered")

    assert (row["out"], row["removed"]) == (1, 0)
    assert (above["out"], above["in"]) == (0, 0)


def test_a_month_that_is_none_is_refused(run):
    code, _, err = run("movement", "--month", "2026-13", "--region", "610103")

    assert code == 1
    assert "2026-10" in err
