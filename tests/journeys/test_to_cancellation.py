"""Two campaigns missed: warning, notice, defence and hearing, decision, public notice, the end."""

import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner
from docx import Document

from partybuild.access.scope import visible
from partybuild.cli import cli
from partybuild.db import db
from partybuild.db.work import work
from partybuild.enforcement.models import DormantBatch, DormantCase
from partybuild.inspections import closing, commands, deciding
from partybuild.inspections.kinds import Conclusion
from partybuild.inspections.models import Inspection, InspectionCampaign
from partybuild.notices.models import Notice
from partybuild.notices.queries import symbol
from partybuild.organizations.kinds import OrganizationState as State
from tests import factories
from tests.enforcement.conftest import rows, state_of
from tests.enforcement.test_dormant import DECIDE, NOTIFY, TOLD, WARN
from tests.inspections.conftest import PLANNED, case_of, concluding, evaluating
from tests.support.world import ROOT

NAMES = [f"{word}行业协会（演示）" for word in ("晨光", "南湖", "长乐", "永宁")]
PRESENT, SPARED, HEARD, PUBLIC = NAMES


@pytest.fixture
def at(monkeypatch):
    """Move to a day."""
    return lambda day: monkeypatch.setenv("PARTYBUILD_NOW", f"{day}T09:30:00+08:00")


@pytest.fixture
def made(at):
    """Four associations of 碑林区; one of them is covered by a branch."""
    at("2025-03-10")
    numbers = {name: factories.make_organization(name, unit="610103") for name in NAMES}
    factories.make_party("中共永宁行业协会支部（演示）", covers=[numbers[PUBLIC]])
    return numbers


def act(actor, command, *said):
    with work(actor) as running:
        made = command(running.actor, *said)
    db.session.expire_all()
    return made


def inspection(organization, year):
    query = visible(ROOT, Inspection).where(
        Inspection.organization_id == organization, Inspection.year == year
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def campaign(cast, at, made, year):
    """The campaign of a year as both offices hold it: only one organization takes part."""
    opens, filed, closed = f"{year + 1}-03-10", f"{year + 1}-04-10", f"{year + 1}-06-03"
    at(opens)
    window = {"opens_on": date(year + 1, 3, 1), "closes_on": date(year + 1, 5, 31)}
    number = act(cast.zhu, commands.draft, replace(PLANNED, year=year, **window))
    assert act(cast.zhu, commands.open_campaign, number, 1) == len(NAMES)
    at(filed)
    one, day = inspection(made[PRESENT], year).id, date.fromisoformat(filed)
    days = {"filed_on": day}
    act(cast.zhu, deciding.conclude, one, 1, concluding(concluded_on=day, **days))
    act(cast.bo, deciding.evaluate, one, 2, evaluating(evaluated_on=day, **days))
    act(cast.zhu, deciding.publish, one, 3)
    at(closed)
    version = db.session.get(InspectionCampaign, number, populate_existing=True).version
    assert act(cast.zhu, closing.close_campaign, number, version) == len(NAMES) - 1
    assert case_of(inspection(made[SPARED], year).id).state == "absent"


@pytest.fixture
def missed(cast, at, made):
    """Three of four took part in neither year; it is June of 2026."""
    for year in (2024, 2025):
        campaign(cast, at, made, year)
    return made


@pytest.fixture
def step(as_actor, cast):
    """The registrar takes a step of an organization's cancellation on a day."""

    def take(organization, action, **said):
        (case,) = [r.case_id for r in rows(DormantCase) if r.organization_id == organization]
        from tests.enforcement.conftest import case as found

        data = {f"{action}-{name}": value for name, value in said.items()}
        data[f"{action}-version"] = str(found(case).version)
        return as_actor(cast.zhu).post(f"/enforcement/{case}/{action}", data=data)

    return take


@pytest.fixture
def done(step):
    def take(organization, action, **said):
        answer = step(organization, action, **said)
        assert answer.status_code == 303, answer.text

    return take


def asked(*words):
    """What the command line answers, as JSON."""
    told = CliRunner().invoke(cli, [*words, "--region", "610103", "--format", "json"])
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def total(day):
    return asked("coverage", "--as-of", day)["total"]


def plain(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.text))


def chosen(missed, as_actor, cast):
    """A batch of those who missed both years; the page that proposes them names nobody else."""
    client = as_actor(cast.zhu)
    page = plain(client.get("/enforcement/batches/new"))
    assert [name for name in NAMES if name in page] == [SPARED, HEARD, PUBLIC]
    assert "连续未参检（3）" in plain(client.get("/enforcement/proposals"))
    present = client.post(
        "/enforcement/batches", data={"title": "x", "chosen": str(missed[PRESENT])}
    )
    assert present.status_code == 422
    numbers = [str(missed[name]) for name in (SPARED, HEARD, PUBLIC)]
    done = client.post("/enforcement/batches", data={"title": "2026年第一批", "chosen": numbers})
    assert done.status_code == 303, done.text
    assert [each.years for each in rows(DormantCase)] == [[2024, 2025]] * 3


def served(missed, done, at):
    """Warned on 4 June, told on 6 July, the notices handed over on Monday 13 July 2026."""
    at("2026-06-04")
    for name in (SPARED, HEARD, PUBLIC):
        done(missed[name], "warn", **{**WARN, "until": "2026-07-03"})
    at("2026-07-06")
    for name in (SPARED, HEARD, PUBLIC):
        done(missed[name], "notify", **NOTIFY)
    at("2026-07-13")
    for name in (SPARED, HEARD, PUBLIC):
        done(missed[name], "serve", day="2026-07-13", way="direct", receiver="门卫（演示）")


def printed(client):
    """Every paper opens and carries its own number; numbers of a series have no gap."""
    series = {}
    for each in rows(Notice):
        paper = client.get(f"/notices/{each.id}/paper.docx")
        assert paper.status_code == 200
        words = "\n".join(p.text for p in Document(io.BytesIO(paper.data)).paragraphs)
        assert symbol(each) in words
        assert "{{" not in words
        series.setdefault(symbol(each).split("〔")[0], []).append(each.number)
    for numbers in series.values():
        assert numbers == list(range(1, len(numbers) + 1))
    return [each.kind for each in rows(Notice)]


def test_from_two_missed_years_to_the_end(missed, done, step, at, as_actor, cast):
    at("2026-06-04")
    chosen(missed, as_actor, cast)
    before = total("2026-06-04")
    served(missed, done, at)

    early = step(missed[PUBLIC], "decide", **DECIDE | {"discussed": "2026-07-13"})
    assert "期限到 2026-07-20，期满后才能决定" in early.text
    at("2026-07-16")
    done(missed[SPARED], "defend", day="2026-07-16", note="已补报两年材料")
    done(missed[SPARED], "spare", day="2026-07-16", note="申辩成立")
    done(missed[HEARD], "hear", day="2026-07-16")
    done(missed[HEARD], "schedule", hearing="2026-07-29", **TOLD)
    at("2026-07-21")
    done(missed[PUBLIC], "decide", **DECIDE | {"discussed": "2026-07-21"})
    done(missed[PUBLIC], "publish", day="2026-07-21", where="区政府网站")
    at("2026-07-29")
    done(missed[HEARD], "heard", day="2026-07-29", note="当事人提出异议")
    done(missed[HEARD], "decide", **DECIDE | {"discussed": "2026-07-29"})
    done(missed[HEARD], "finish", day="2026-07-29", way="direct", receiver="赵会长（演示）")
    waiting = step(missed[PUBLIC], "finish", way="public")
    assert "（2026-08-20）视为送达，还没有满" in waiting.text
    at("2026-08-20")
    done(missed[PUBLIC], "finish", way="public")

    assert {name: state_of(number) for name, number in missed.items()} == {
        PRESENT: State.NORMAL,
        SPARED: State.NORMAL,
        HEARD: State.CANCELLED,
        PUBLIC: State.CANCELLED,
    }
    gone_from_figures_and_named_in_the_movement(before)
    numbers_of_the_batch(as_actor(cast.zhu))
    kinds = printed(as_actor(cast.zhu))
    assert kinds == ["dormant-warning"] * 3 + ["cancellation-warning"] * 3 + [
        "hearing-notice", "cancellation-decision", "cancellation-announcement",
        "cancellation-decision",
    ]  # fmt: skip
    page = plain(as_actor(cast.bo).get(f"/organizations/{missed[PUBLIC]}"))
    assert "撤销" in page


def gone_from_figures_and_named_in_the_movement(before):
    """Each month's figures and movement name whom they lost, on its day and not before."""
    assert (before["organizations"], before["covered"]) == (4, 1)
    for day, count, covered in [
        ("2026-07-28", 4, 1),
        ("2026-07-29", 3, 1),
        ("2026-08-19", 3, 1),
        ("2026-08-20", 2, 0),
    ]:
        found = total(day)
        assert (found["organizations"], found["covered"]) == (count, covered), day
    for month, name, day in [("2026-07", HEARD, "2026-07-29"), ("2026-08", PUBLIC, "2026-08-20")]:
        moved = asked("movement", "--month", month)
        (row,) = [each for each in moved["rows"] if each["indicator"] == "organizations"]
        assert (row["opening"] - row["closing"], row["removed"]) == (1, 1)
        left = [
            (each["name"], each["day"]) for each in moved["items"]
            if each["indicator"] == "organizations" and each["column"] == "removed"
        ]  # fmt: skip
        assert left == [(name, day)]


def numbers_of_the_batch(client):
    """44 → 36 in small: three proposed, two heard out and one of them spared, two cancelled."""
    batch = rows(DormantBatch)[0].id
    counts = {
        name: client.get(f"/enforcement/batches/{batch}?list={name}").text.count(
            "行业协会（演示）</a>"
        )
        for name in ("proposed", "defended", "spared", "decided", "cancelled")
    }
    assert counts == {"proposed": 3, "defended": 2, "spared": 1, "decided": 2, "cancelled": 2}


def test_an_inspection_caught_up_breaks_the_row_of_years(missed, at, as_actor, cast):
    at("2026-06-10")
    one, day = inspection(missed[SPARED], 2025), date(2026, 6, 10)
    version = case_of(one.id).version
    act(cast.zhu, deciding.conclude, one.id, version,
        concluding(Conclusion.BASIC, concluded_on=day, filed_on=day))  # fmt: skip

    assert inspection(missed[SPARED], 2025).late
    page = plain(as_actor(cast.zhu).get("/enforcement/batches/new"))
    assert [name for name in NAMES if name in page] == [HEARD, PUBLIC]
