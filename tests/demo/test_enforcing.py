"""What follows the latest inspection: the published numbers, and something in every list."""

from datetime import timedelta

import pytest

from partybuild import clock
from partybuild.access.scope import visible
from partybuild.accounts.queries import actor_by_login
from partybuild.db import db
from partybuild.deadlines import todo
from partybuild.deadlines.models import Reminder
from partybuild.enforcement import batches, ledger, overview
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.ledger import PENALTY, Asked
from partybuild.enforcement.models import Listing, Promise
from partybuild.gates import lanes, waiving
from partybuild.gates import queries as gates
from partybuild.gates.kinds import AnswerKind, Verdict
from partybuild.gates.models import SyncVerdict
from partybuild.notices.models import Notice
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.models import Organization
from partybuild.regions.models import Region
from partybuild.workflow.models import WorkflowCase
from tests.support.client import sign_in

WORKING = {
    "sheng": {"sync", "registrations_to_answer", "procedures", "terms"},
    "dangwei": {"sync", "registrations_to_answer", "procedures", "inspections-evaluate"},
    "quxian": {"sync", "registrations_to_answer", "procedures"},
    "dengji": {
        *("registrations_to_finish", "enforcement", "promises", "proposals", "failures"),
        *("inspections-conclude", "sync"),
    },
    "qudengji": {"registrations_to_finish", "enforcement", "proposals", "sync"},
    "shuji": {"inspections-fill", "ratings-fill"},
    "qushuji": {"ratings-fill"},
    "shi": {"registrations_to_answer", "sync"},
    "jiedao": set(),
    "yuebao": {"sync"},
    "zhidao": set(),
    "lingdao": {"sync"},
}


@pytest.mark.parametrize("login", WORKING)
def test_something_waits_for_every_account_that_works(shown, login):
    actor = actor_by_login(login)
    heaps = {heap.source.key: heap.tally for heap in todo.open_items(actor)}

    assert heaps
    assert heaps.keys() >= WORKING[login]
    assert todo.page(actor, todo.read({})).total == sum(tally.open for tally in heaps.values())


def test_every_account_is_asked_for(shown):
    administrators = {"xitong", "anquan", "shenji"}
    assert {account.login for account in shown.accounts} == WORKING.keys() | administrators


def own(shown):
    registrar = actor_by_login("dengji")
    return registrar, overview.overview(registrar, {"unit": "610000"})


def test_the_provincial_committee_s_own_are_the_published_set_of_2020(shown):
    _, found = own(shown)
    line = next(area for area in found.areas if area.own)

    names = (Measure.ORDER, Measure.LISTING, PENALTY, Measure.INTERVIEW)
    assert [line.counts[name] for name in names] == [101, 51, 114, 97]


def test_who_is_listed_is_abnormal_in_the_register_and_nobody_else(shown):
    listed = set(db.session.scalars(visible(shown.actor, Listing, Listing.organization_id)))
    query = visible(shown.actor, Organization, Organization.id).join(
        Region, Region.id == Organization.unit_id
    )
    abnormal = query.where(
        Region.code == "610000", Organization.state == OrganizationState.ABNORMAL
    )
    assert set(db.session.scalars(abnormal)) == listed


def states(shown, kind):
    query = visible(shown.actor, WorkflowCase, WorkflowCase.state, WorkflowCase.due_on)
    return db.session.execute(query.where(WorkflowCase.kind == kind)).all()


def test_two_orders_are_overdue_and_one_awaits_its_result(shown):
    found = states(shown, Measure.ORDER)
    late = [row for row in found if row.due_on and row.due_on < clock.today()]
    registrar = actor_by_login("dengji")

    assert len(late) == 2
    assert [row.state for row in found].count("reported") == 1
    asked = Asked(kind=Measure.ORDER.value, standing="late")
    assert len(ledger.page(registrar, asked).rows) == 2


def test_promises_are_open_and_closed_and_few_failures_are_left(shown):
    days = db.session.scalars(visible(shown.actor, Promise, Promise.closed_on)).all()
    _, found = own(shown)

    assert 5 < days.count(None) < 20
    assert len(days) > 90
    assert 0 < found.failures < 10
    assert all(found.proposed.values())


def test_what_followed_happened_after_publication_and_not_in_the_future(shown):
    query = visible(shown.actor, WorkflowCase).where(
        WorkflowCase.kind.in_([each.value for each in Measure])
    )
    rows = db.session.scalars(query).all()
    assert {row.opened_on.year for row in rows} == {2026}
    assert max(row.opened_on for row in rows) <= clock.today()
    assert all(row.closed_on is None or row.closed_on <= clock.today() for row in rows)
    assert all(row.closed_on is None or row.due_on is None for row in rows)


def test_papers_are_numbered_for_a_few(shown):
    numbers = db.session.scalars(visible(shown.actor, Notice, Notice.kind)).all()
    kinds = {"rectification-order", "interview-notice", "listing-decision"}
    assert set(numbers) >= kinds | {"cancellation-warning", "election-reminder"}
    assert len(numbers) < 20


def test_a_batch_of_a_county_is_half_way(shown):
    ((row, numbers),) = batches.batches(actor_by_login("qudengji"))
    query = visible(shown.actor, WorkflowCase, WorkflowCase.state)
    found = db.session.scalars(query.where(WorkflowCase.kind == Measure.DORMANT)).all()

    assert row.title.endswith("清理")
    assert (numbers.proposed, numbers.decided, numbers.spared, numbers.pending) == (4, 1, 1, 2)
    assert set(found) == {"decided", "spared", "served", "warned"}


def browser(shown, login):
    """A signed-in client; nothing may have been read before in the same transaction."""
    actor = actor_by_login(login)
    db.session.remove()
    return sign_in(shown.app, actor)


def registrations(actor, *columns):
    query = visible(actor, SyncVerdict, *columns)
    return query.where(SyncVerdict.rule == "registration", gates.current(clock.today()))


def test_about_a_dozen_registrations_are_late_and_a_few_have_days_left(shown):
    rows = db.session.scalars(registrations(shown.actor)).all()
    verdicts = [row.verdict for row in rows]
    late = [row for row in rows if row.verdict is Verdict.MISSING]

    assert 8 <= len(late) <= 16
    assert min(row.trigger_on for row in late) > clock.today() - timedelta(days=90)
    assert 3 <= verdicts.count(Verdict.PENDING) <= 9
    assert verdicts.count(Verdict.WAIVED) == 1
    assert 10 < verdicts.count(Verdict.LATE) < verdicts.count(Verdict.IN_STEP) / 4


def test_a_review_day_has_passed_a_waiver_runs_out_and_one_is_late_by_days(shown):
    party = actor_by_login("dangwei")
    waiting = registrations(party).where(SyncVerdict.verdict == Verdict.PENDING)
    passed = [
        row
        for row in db.session.scalars(waiting)
        if row.answer_kind is AnswerKind.NOT_YET and row.review_on <= clock.today()
    ]
    (waiver,) = waiving.page(party, False, "").lines
    late = db.session.scalars(registrations(party).where(SyncVerdict.late_days > 5)).first()

    assert len(passed) == 1
    assert waiver.left < 10
    assert lanes.lanes(party, late.organization_id).steps


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("dengji", ("秦岭生态摄影协会", "丝路青年志愿服务中心", "补办")),
        ("dangwei", ("渭水书法研究院", "补办")),
        ("quxian", ("文艺路邻里互助中心", "补办")),
        ("qudengji", ("书院门篆刻学会", "补办")),
    ],
)
def test_registrations_wait_at_each_desk(shown, login, words):
    text = browser(shown, login).get("/registrations").text
    for word in words:
        assert word in text, word


def test_a_registration_is_ready_and_one_lacks_its_papers(shown):
    found = {row.state for row in states(shown, "registration")}
    assert {"draft", "asked", "answered"} <= found


def test_elections_stand_at_two_steps_and_terms_were_reminded_of(shown):
    found = [row.state for row in states(shown, "procedure-election")]
    channels = set(db.session.scalars(visible(shown.actor, Reminder, Reminder.channel)))

    assert set(found) == {"studying", "requested"}
    assert {channel.value for channel in channels} >= {"letter", "telephone"}


@pytest.mark.parametrize(
    ("login", "address"),
    [
        ("dengji", "/enforcement"),
        ("dengji", "/enforcement/cases?standing=late"),
        ("dengji", "/enforcement/proposals"),
        ("dengji", "/enforcement/penalties"),
        ("dangwei", "/gates/"),
        ("qudengji", "/enforcement/batches"),
        ("quxian", "/procedures"),
        ("lingdao", "/todo"),
    ],
)
def test_the_pages_of_the_demo_open(shown, login, address):
    answer = browser(shown, login).get(address)
    assert answer.status_code == 200, answer.text[:400]
