"""A branch of 碑林区 found weak, and the people who put it right and accept it."""

import os
from dataclasses import dataclass
from datetime import date

import pytest

from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.accounts import queries as accounts
from partybuild.db.work import work
from partybuild.evidence.arrivals import Paper, Upload, arrive
from partybuild.rectification.cases import accepting, planning, queries, working
from partybuild.rectification.cases.accepting import Judgement
from partybuild.rectification.cases.opening import Finding, open_case
from partybuild.rectification.cases.planning import Outline, Undertaking
from partybuild.rectification.cases.working import Closing
from tests import factories
from tests.evidence.papers import picture
from tests.support import world
from tests.support.world import ROOT

VACANT = {
    "rule": "vacant",
    "label": "书记长期空缺",
    "words": "书记自 2026-05-01 起空缺 203 天（超过 90 天）",
    "since": "2026-05-01",
    "source": "样例",
}
IDLE = {
    "rule": "idle",
    "label": "不开展组织生活",
    "words": "最近六个月没有组织生活记录",
    "since": "2026-05-20",
    "source": "样例",
}
DUE = date(2027, 2, 28)
PHOTO = picture()


@dataclass(frozen=True)
class People:
    """Two officers at the county, two at the city, the secretary, and those above and beside."""

    bo: Actor
    ke: Actor
    shi: Actor
    wen: Actor
    sheng: Actor
    cheng: Actor
    jie: Actor
    shu: Actor


@dataclass(frozen=True)
class Branch:
    """The weak branch, what it covers, and the branch next door."""

    id: int
    organization: int
    other: int
    next: int


@pytest.fixture
def branch(database):
    first = factories.make_organization("薄弱协会（演示）", "610103001")
    second = factories.make_organization("共建协会（演示）", "610103001")
    third = factories.make_organization("隔壁协会（演示）", "610103001")
    weak = factories.make_party("薄弱协会联合党支部（演示）", "610103001", covers=[first, second])
    strong = factories.make_party("隔壁协会党支部（演示）", "610103001", covers=[third])
    return Branch(weak, first, second, strong)


@pytest.fixture
def people(cast, branch, secretary):
    with work(ROOT) as running:
        world.add_person("ke", Role.OFFICER, "610103")
        world.add_person("wen", Role.OFFICER, "610100")
        running.audited = True
    ke, wen = accounts.actor_by_login("ke"), accounts.actor_by_login("wen")
    shu = secretary(branch.organization, branch.other)
    return People(cast.bo, ke, cast.shi, wen, cast.sheng, cast.cheng, cast.jie, shu)


@pytest.fixture
def at(monkeypatch):
    """Go to a day."""

    def go(day):
        monkeypatch.setenv("PARTYBUILD_NOW", f"{day}T09:30:00")

    return go


@pytest.fixture
def do(database):
    """Run a command as somebody."""

    def run(actor, command, *arguments, **options):
        with work(actor) as running:
            return command(running.actor, *arguments, **options)

    return run


@pytest.fixture
def find(people, branch):
    """List the branch; the id of its case."""

    def make(actor=None, grounds=(VACANT,), why="集体研究认定", party=None, **said):
        finding = Finding(party or branch.id, grounds, why, **said)
        with work(actor or people.bo) as running:
            running.audited = True
            return open_case(running.actor, finding)

    return make


@pytest.fixture
def case(find):
    """A case in which nothing has been done yet."""
    return find()


def file_of(number):
    return queries.file_of(ROOT, number)


def paper(name="会议.jpg", slot="any"):
    return Paper(slot, arrive(Upload(name, _stream())))


def _stream():
    import io

    return io.BytesIO(PHOTO)


def problem(number, at=0):
    return file_of(number).problems[at].id


def measures(number):
    return [each for rows in file_of(number).measures.values() for each in rows]


def version(number):
    return file_of(number).case.version


def today():
    return date.fromisoformat(os.environ["PARTYBUILD_NOW"][:10])


@pytest.fixture
def planned(case, do, people):
    """A plan that can be submitted."""
    plan(do, people.bo, case)
    return case


def plan(do, actor, number, due=DUE):
    """Write the plan: a measure for every open problem without one."""
    do(actor, planning.outline, number, None, Outline("书记离职后没有选配", "王主任（演示）"))
    for each in file_of(number).problems:
        said = Undertaking(each.id, "选配书记", "李书记（演示）", due, "任职批复")
        if each.closed_on is None:
            do(actor, planning.put_measure, number, None, said)


@pytest.fixture
def running(planned, do, people):
    """A plan that was approved."""
    do(people.bo, planning.submit, planned, None)
    do(people.shi, planning.approve, planned, None, "市社党〔2026〕8号")
    return planned


def close_all(do, actor, number):
    for each in measures(number):
        if each.closed_on is None:
            do(actor, working.close_item, number, None, Closing(each.id, "已选配", (), [paper()]))


@pytest.fixture
def applied(running, do, people):
    """All items closed, acceptance applied for."""
    close_all(do, people.bo, running)
    do(people.bo, working.apply, running, None)
    return running


def judgement(**said):
    values = {"day": today(), "people": "验收组三人", "words": "整改到位", "satisfaction": 92}
    return Judgement(**values | said)


@pytest.fixture
def struck_off(applied, do, people):
    """Accepted by both levels."""
    do(people.ke, accepting.accept, applied, None, judgement())
    do(people.shi, accepting.accept, applied, None, judgement())
    return applied
