"""Who may open which page, and that nothing sent breaks one."""

import pytest

from partybuild.access.permissions import Role
from partybuild.accounts import queries as accounts
from partybuild.db.work import work
from partybuild.enforcement.models import Promise
from tests import factories
from tests.enforcement.conftest import ISSUING, rows
from tests.enforcement.test_ledger import PAGES
from tests.support import world
from tests.support.world import ROOT

READERS = ("sheng", "shi", "bo", "dai", "zhu", "bao")
STRANGE = (
    "²",
    "\x00",
    "１２",
    "-1",
    "9" * 40,
    "😀",
    "' or 1=1 --",
    "<b>",
    " ",
    "x" * 5000,
)


@pytest.mark.parametrize("page", PAGES)
def test_who_reads(cast, as_actor, page):
    codes = {who: as_actor(getattr(cast, who)).get(page).status_code for who in READERS}
    closed = {who: as_actor(getattr(cast, who)).get(page).status_code for who in ("xi", "an", "ji")}

    assert codes == dict.fromkeys(READERS, 200)
    assert closed == dict.fromkeys(("xi", "an", "ji"), 403)


def test_only_registrars_write(cast, as_actor, order, private_unit):
    number = order(private_unit)
    posts = (
        "/enforcement",
        f"/enforcement/{number}/serve",
        "/enforcement/proposals",
        "/enforcement/proposals/cases",
        "/enforcement/penalties",
        "/enforcement/penalties/1/withdrawal",
        "/enforcement/batches",
        "/enforcement/batches/1/warn",
    )
    for who in ("sheng", "bo", "jie", "dai", "bao", "xi"):
        client = as_actor(getattr(cast, who))
        assert {client.post(url, data={}).status_code for url in posts} == {403}, who


def test_a_registrar_above_handles_and_one_next_door_does_not(
    database, as_actor, order, private_unit, step
):
    number = order(private_unit)
    with work(ROOT) as running:
        above = world.add_person("cheng2", Role.REGISTRAR, "610100")
        beside = world.add_person("cheng3", Role.REGISTRAR, "610102")
        running.audited = True
        factories.ports.write_audit(ROOT, running.change, "测试", {})
    said = {"day": "2026-11-20", "way": "direct", "receiver": "王（演示）"}

    refused = step(number, "serve", client=as_actor(accounts.actor_of(beside)), **said)
    taken = step(number, "serve", client=as_actor(accounts.actor_of(above)), **said)

    assert (refused.status_code, taken.status_code) == (404, 303)


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_nothing_sent_breaks_an_opening(zhu, association, strange):
    names = "faults measures deadline invited reasons at hour place ground words first_letter"
    data = dict.fromkeys(names.split(), strange)
    for kind in ("order", "interview", "listing", "dishonest"):
        sent = data | ISSUING | {"kind": kind, "organization": str(association)}
        assert zhu.post("/enforcement", data=sent).status_code in {303, 404, 409, 422}, kind
        sent = {"kind": kind, "organization": strange}
        assert zhu.post("/enforcement", data=sent).status_code in {404, 409, 422}, kind


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_nothing_sent_breaks_a_step(step, interview, done, association, listing, strange):
    held = interview(association)
    done(
        held,
        "hold",
        day="2026-11-20",
        host="周（演示）",
        recorder="李（演示）",
        invited="王（演示）",
        points="要点",
        promise1="承诺",
        until1="2026-12-01",
    )
    assert step(held, "keep", promise=strange, version=strange).status_code in {409, 422}
    said = {"closing": strange, "note": strange, "day": "2026-11-20"}
    assert step(held, "keep", promise=strange, **said).status_code == 422
    real = str(rows(Promise)[0].id)
    assert step(held, "keep", promise=real, **said).status_code in {303, 422}
    entry = listing(association)
    said = {"answer": strange, "duties": strange, "note": strange, "day": "2026-11-20"}
    assert step(entry, "enter", **said).status_code in {303, 409, 422}
    assert len(rows(Promise)) == 1


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_nothing_sent_breaks_the_lists(zhu, as_actor, cast, association, strange):
    aside = {"chosen": str(association * 6), "until": "2026-12-20"}
    fine = {"organization": str(association), "kind": "fine", "decided_on": "2026-11-20"}
    sent = [
        ("/enforcement/proposals", aside | {"reason": strange}),
        ("/enforcement/proposals", aside | {"chosen": strange, "reason": "x"}),
        ("/enforcement/penalties", fine | {"document": strange, "note": strange}),
        ("/enforcement/penalties", fine | {"document": "x", "case": strange}),
        ("/enforcement/batches", {"title": strange, "chosen": strange, "note": strange}),
        ("/enforcement/workbook", {"q": strange, "unit": "610103", "kind": strange}),
    ]
    for url, data in sent:
        assert zhu.post(url, data=data).status_code in {200, 303, 404, 409, 422}, url
    letter = {"supervisor": strange, "reply_by": "2026-12-20", "contact": "x", "telephone": "1"}
    code = as_actor(cast.bo).post("/enforcement/supervisors", data=letter).status_code
    assert code in {409, 422}
