"""A weak branch over pages: screened, put right, accepted by others, relapsed, dissolved, counted."""

import io
import re
from datetime import date
from types import SimpleNamespace

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.party.models import PartyOrganization
from partybuild.rectification.cases import checking
from partybuild.rectification.kinds import Outcome, ProposalState, Stage
from partybuild.rectification.models import ScreeningProposal
from partybuild.workflow import checking as folding
from partybuild.workflow.models import WorkflowCase
from tests.evidence.papers import picture
from tests.rectification.conftest import file_of, measures, version
from tests.rectification.screening.conftest import secretary_of
from tests.support.world import ROOT

JUDGED = "/rectification/screening/proposals"


def photo(name):
    return (io.BytesIO(picture()), name)


def stage(number):
    return Stage(file_of(number).case.state)


def proposals():
    """By Party organization the proposal of the round."""
    query = visible(ROOT, ScreeningProposal).execution_options(populate_existing=True)
    return {row.party_organization_id: row for row in db.session.scalars(query)}


@pytest.fixture
def browsers(people, as_actor, at):
    """Everybody at a browser, signed in anew on a later day."""

    def signed_in():
        names = ("bo", "ke", "shi", "wen", "sheng", "shu")
        return SimpleNamespace(**{name: as_actor(getattr(people, name)) for name in names})

    def on(day=None):
        if day is not None:
            at(day)
        return signed_in()

    return on


def screened(bo, branch):
    """A round proposes both branches; one is dismissed, the other listed: its case."""
    for number in (branch.id, branch.next):
        secretary_of(number, until=date(2026, 5, 1))
    answer = bo.post("/rectification/screening/rounds", data={"title": "2026年排查（演示）"})
    assert answer.status_code == 303, answer.text
    shown = bo.get(answer.headers["Location"]).text
    assert "2026年排查（演示）" in shown
    assert "5%" in shown
    found = proposals()
    assert {branch.id, branch.next} <= found.keys()
    why = bo.get(f"{JUDGED}/{found[branch.id].id}").text
    assert "书记" in why
    assert "超过90天" in why

    silent = bo.post(f"{JUDGED}/dismissals", data={"chosen": found[branch.next].id, "reason": ""})
    assert silent.status_code == 422
    assert proposals()[branch.next].state is ProposalState.OPEN
    said = {"chosen": found[branch.next].id, "reason": "新书记已经选出，待批复"}
    assert bo.post(f"{JUDGED}/dismissals", data=said).status_code == 303
    assert proposals()[branch.next].state is ProposalState.DISMISSED

    said = {"chosen": found[branch.id].id, "reason": "集体研究，列入整顿"}
    one = f"?single={found[branch.id].id}"
    answer = bo.post(f"{JUDGED}/acceptances{one}", data=said)
    assert answer.status_code == 303, answer.text
    return int(re.fullmatch(r"/rectification/(\d+)", answer.headers["Location"])[1])


def planned(client, number, due):
    """Cause, leader, a measure for each open problem without one; sent to the level above."""
    data = {"cause": "书记离任后没有选配", "leader": "王主任（演示）", "version": version(number)}
    data = {f"outline-{name}": value for name, value in data.items()}
    assert client.post(f"/rectification/{number}/plan", data=data).status_code == 303
    for problem in file_of(number).problems:
        if problem.closed_on is not None:
            continue
        said = {"words": "选配书记", "person": "李书记（演示）", "due_on": due}
        said["version"] = version(number)
        data = {f"new-{problem.id}-{name}": value for name, value in said.items()}
        url = f"/rectification/{number}/plan/problems/{problem.id}/measures"
        assert client.post(url, data=data).status_code == 303
    taken(client, number, "submit")
    assert stage(number) is Stage.SUBMITTED


def taken(client, case_id, action, **said):
    data = {"version": version(case_id), **said}
    answer = client.post(f"/rectification/{case_id}/steps/{action}", data=data)
    assert answer.status_code == 303, answer.text


def proven(phone, number):
    """The secretary's photo beside every open measure."""
    for each in measures(number):
        data = {"proof-version": version(number), "paper-proof": [photo("批复.jpg")]}
        url = f"/rectification/{number}/measures/{each.id}/papers"
        assert phone.post(url, data=data).status_code == 303


def closed(client, number):
    for each in measures(number):
        kept = file_of(number).proof(each.id)
        data = {
            "close-version": version(number),
            "close-words": "书记已经到任",
            "close-files": [str(file.id) for file in kept],
        }
        url = f"/rectification/{number}/measures/{each.id}/closing"
        assert client.post(url, data=data).status_code == 303


def accepted(client, number, day):
    said = {"day": day, "people": "验收组三人", "words": "整改到位", "satisfaction": 92}
    data = {f"accept-{name}": value for name, value in said.items()}
    data["accept-version"] = version(number)
    return client.post(f"/rectification/{number}/acceptance", data=data)


def put_right(browsers, number):
    """From the plan to 销号, each step by somebody who may take it."""
    now = browsers()
    planned(now.bo, number, "2026-12-20")
    own = now.bo.post(f"/rectification/{number}/steps/approve", data={"version": version(number)})
    assert own.status_code in (403, 409, 422)
    taken(now.shi, number, "approve", number="市社党〔2026〕8号")

    now = browsers("2026-12-03")
    month = {"version": version(number), "month": "2026-11", "words": "召开党员大会，选出书记"}
    month["paper-progress"] = [photo("会议.jpg")]
    assert now.shu.post(f"/rectification/{number}/progress", data=month).status_code == 303
    early = now.bo.post(f"/rectification/{number}/steps/apply", data={"version": version(number)})
    assert early.status_code in (409, 422)
    assert stage(number) is Stage.RUNNING
    proven(now.shu, number)
    closed(now.bo, number)
    taken(now.bo, number, "apply")

    now = browsers("2026-12-15")
    assert accepted(now.bo, number, "2026-12-15").status_code in (409, 422)
    assert accepted(now.ke, number, "2026-12-15").status_code == 303
    assert accepted(now.ke, number, "2026-12-15").status_code in (409, 422)
    assert stage(number) is Stage.SECOND
    assert accepted(now.shi, number, "2026-12-15").status_code == 303
    assert stage(number) is Stage.WATCHING
    assert file_of(number).row.outcome is Outcome.TRANSFORMED


def relapsed(browsers, number):
    """Three months later the look-back finds the post vacant again: the same case, one level up."""
    now = browsers("2027-03-16")
    first = file_of(number).look_backs[0]
    data = {
        "version": version(number),
        "look_back": first.id,
        "day": "2027-03-16",
        "result": "relapsed",
        "problems": [str(each.id) for each in file_of(number).problems],
        "words": "书记又离任，无人主持",
    }
    answer = now.shi.post(f"/rectification/{number}/look-back", data=data)
    assert answer.status_code == 303, answer.text
    file = file_of(number)
    assert (stage(number), file.row.relapses, file.row.outcome) == (Stage.PLANNING, 1, None)
    assert all(each.void for each in file.look_backs if each.done_on is None)
    assert file.deciding.code == "610000"
    assert "屡改屡犯" in now.bo.get(f"/rectification/{number}").text


def dissolved(browsers, number, branch):
    """The province dissolves it: one organization goes to the branch next door, one to none."""
    now = browsers("2027-04-08")
    said = {
        "version": version(number),
        "day": "2027-04-08",
        "document": "陕社党〔2027〕12号",
        "reason": "反复整顿无效",
        "members": "三名党员转入隔壁协会党支部",
        f"way-{branch.organization}": "one",
        f"heir-{branch.organization}": "隔壁协会党支部（演示）",
        f"way-{branch.other}": "none",
        "confirmed": "y",
    }
    refused = now.shi.post(f"/rectification/{number}/dissolution", data=said)
    assert refused.status_code in (403, 409, 422)
    unsaid = said | {f"way-{branch.other}": ""}
    refused = now.sheng.post(f"/rectification/{number}/dissolution", data=unsaid)
    assert refused.status_code == 422
    assert stage(number) is Stage.PLANNING
    answer = now.sheng.post(f"/rectification/{number}/dissolution", data=said)
    assert answer.status_code == 303, answer.text
    assert stage(number) is Stage.DISSOLVED
    return now


def test_from_screening_to_dissolution(browsers, branch):
    number = screened(browsers().bo, branch)
    put_right(browsers, number)
    relapsed(browsers, number)
    now = dissolved(browsers, number, branch)

    query = visible(ROOT, PartyOrganization).where(PartyOrganization.id == branch.id)
    gone = db.session.scalars(query.execution_options(populate_existing=True)).one()
    assert str(gone.dissolved_on) == "2027-04-08"
    page = "/coverage/movement?region=610103&day=2027-04-08&indicator="
    lost = now.bo.get(f"{page}covered").text
    items = lost[lost.index("每一笔") :]
    assert "共建协会（演示）" in items
    assert "薄弱协会（演示）" not in items
    assert "薄弱协会联合党支部（演示）" in now.bo.get(f"{page}party_organizations").text
    panel = now.bo.get(f"/party/{branch.id}").text
    assert "软弱涣散整顿" in panel
    assert f"/rectification/{number}" in panel
    assert folding.faults(ROOT) == []
    assert checking.faults(ROOT) == []


def test_the_panel_follows_the_branch_and_the_proposal(browsers, branch):
    now = browsers()
    assert "软弱涣散整顿" not in _main(now.bo.get(f"/party/{branch.id}").text)
    number = screened(now.bo, branch)
    for page in (f"/party/{branch.id}", f"/organizations/{branch.other}"):
        text = _main(now.bo.get(page).text)
        assert f'href="/rectification/{number}"' in text, page
    assert "软弱涣散整顿" not in _main(now.bo.get(f"/party/{branch.next}").text)
    assert db.session.scalars(visible(ROOT, WorkflowCase, WorkflowCase.id)).all() == [number]


def _main(text):
    """The page without its rail."""
    return text[text.index("<main") :]
