"""A rule changes by a new version from a day to come; what was judged before stays."""

from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.db import OPEN, db
from partybuild.db.work import NotPermitted, work
from partybuild.gates import gathering, previewing, publishing, rebuilding
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncVerdict
from partybuild.gates.publishing import Draft
from partybuild.jobs.models import Job
from partybuild.policies import seeding
from partybuild.rules import RuleBroken
from tests import factories
from tests.gates.test_recount import held
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
NEXT_MONTH = date(2026, 12, 1)


class Steps:
    """Progress that is only counted."""

    def __init__(self):
        self.seen = []

    def step(self, done, total=0, message=""):
        self.seen.append((done, total))


def said(**changes):
    values = {
        "before": None,
        "after": 0,
        "pending": 10,
        "working": True,
        "review_months": 6,
        "legal_basis": "省委组织部通知",
        "answers": "党建工作机构",
        "enabled": True,
        "valid_from": NEXT_MONTH,
        "source": "陕组通〔2026〕99号",
    }
    return Draft(**(values | changes))


def done(actor, act, *arguments):
    with work(actor) as running:
        return act(running.actor, *arguments)


@pytest.fixture(autouse=True)
def shipped(database):
    with factories.inside():
        seeding.seed_defaults()


def test_ten_days_from_next_month_leave_last_months_verdicts_as_they_were(cast, monkeypatch):
    before = factories.make_organization(registered_on=date(2026, 11, 2))
    today = factories.make_organization(registered_on=date(2026, 11, 20))
    done(cast.an, publishing.draft, "registration", said())
    done(cast.an, publishing.publish, "registration", "按省里新要求")
    rebuilding.rebuild(cast.an, {}, Steps())

    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-12T09:00:00")
    after = factories.make_organization(registered_on=date(2026, 12, 1))
    day = date(2026, 12, 12)

    assert held(cast, before, "registration", date(2026, 11, 20)) == (Verdict.MISSING, 0)
    assert held(cast, today, "registration", date(2026, 11, 28)) == (Verdict.MISSING, 0)
    assert held(cast, after, "registration", day) == (Verdict.PENDING, 0)
    assert versions_of(before) == {1}
    assert versions_of(after) == {2}


def versions_of(number):
    from partybuild.policies.models import Policy

    with system("测试"):
        query = (
            select(Policy.version)
            .join(SyncVerdict, SyncVerdict.policy_id == Policy.id)
            .where(SyncVerdict.organization_id == number, SyncVerdict.known_to == OPEN)
        )
        return set(db.session.scalars(query))


def test_publishing_asks_for_a_recount_of_everything(cast):
    numbers = [factories.make_organization(registered_on=date(2026, 6, 1)) for _ in range(3)]
    done(cast.an, publishing.draft, "registration", said())
    done(cast.an, publishing.publish, "registration", "按省里新要求")
    with system("测试"):
        kinds = list(db.session.scalars(select(Job.kind)))
    steps = Steps()
    found = rebuilding.rebuild(cast.an, {}, steps)

    assert rebuilding.JOB in kinds
    assert steps.seen[0] == (0, 3)
    assert "3 家" in found["message"]
    assert rebuilding.differing(numbers) == set()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_from": date(2026, 11, 20)}, "之后"),
        ({"source": " "}, "来源"),
        ({"after": 11}, "少于"),
        ({"pending": -1}, "负数"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(cast, changes, words):
    with pytest.raises(RuleBroken, match=words):
        done(cast.an, publishing.draft, "registration", said(**changes))


def test_overlapping_validity_is_refused(cast):
    done(cast.an, publishing.draft, "registration", said())
    done(cast.an, publishing.publish, "registration", "按省里新要求")

    with pytest.raises(RuleBroken, match="重叠"):
        done(cast.an, publishing.draft, "registration", said())


def test_a_draft_gone_stale_is_not_published(cast, monkeypatch):
    done(cast.an, publishing.draft, "registration", said())
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-02T09:00:00")

    with pytest.raises(RuleBroken, match="之后"):
        done(cast.an, publishing.publish, "registration", "晚了")


def test_a_reason_is_needed(cast):
    done(cast.an, publishing.draft, "registration", said())

    with pytest.raises(RuleBroken, match="原因"):
        done(cast.an, publishing.publish, "registration", " ")


@pytest.mark.parametrize("who", ["sheng", "bo", "dai", "xi", "ji"])
def test_only_the_security_administrator_publishes(cast, who):
    with pytest.raises(NotPermitted):
        done(getattr(cast, who), publishing.draft, "registration", said())


def test_a_rule_of_2025_can_be_switched_on_and_its_events_entered(cast):
    number = factories.make_organization()
    change = {"before": 30, "after": 30, "pending": 30, "working": False}
    done(cast.an, publishing.draft, "spot_check", said(**change))
    done(cast.an, publishing.publish, "spot_check", "启用")
    from partybuild.gates.answering import Happened
    from partybuild.gates.waiving import enter

    with pytest.raises(RuleBroken, match="没有启用"):
        done(cast.bo, enter, number, Happened("spot_check", date(2026, 11, 1)))


def test_a_shipped_rule_without_facts_takes_events_by_hand_once_it_is_on(cast, monkeypatch):
    from partybuild.gates.answering import Happened
    from partybuild.gates.waiving import enter

    number = factories.make_organization()
    change = {"before": 30, "after": 30, "pending": 30, "working": False}
    done(cast.an, publishing.draft, "spot_check", said(**change))
    done(cast.an, publishing.publish, "spot_check", "启用")
    monkeypatch.setenv("PARTYBUILD_NOW", "2027-02-01T09:00:00")

    def event(day, answered):
        return Happened("spot_check", day, "抽查通知", answered, "党建检查表")

    done(cast.bo, enter, number, event(date(2026, 12, 5), None))
    assert held(cast, number, "spot_check", date(2027, 1, 4)) == (Verdict.PENDING, 0)
    assert held(cast, number, "spot_check", date(2027, 1, 5)) == (Verdict.MISSING, 0)
    done(cast.bo, enter, number, event(date(2027, 1, 10), date(2027, 1, 12)))
    assert held(cast, number, "spot_check", date(2027, 2, 1)) == (Verdict.IN_STEP, 0)


def test_the_pages(cast, as_actor):
    reader, manager = as_actor(cast.bo), as_actor(cast.an)
    form = {
        "valid_from": "2026-12-01",
        "any_before": "y",
        "after": "0",
        "pending": "10",
        "working": "1",
        "review_months": "6",
        "answers": "党建工作机构",
        "legal_basis": "省委组织部通知",
        "source": "陕组通〔2026〕99号",
        "enabled": "y",
    }
    assert "启用" in reader.get("/gates/rules/").text
    assert reader.get("/gates/rules/registration/draft").status_code == 403
    assert manager.get("/gates/rules/registration/draft").status_code == 200
    wrong = manager.post(
        "/gates/rules/registration/draft", data=form | {"valid_from": "2026-11-01"}
    )
    assert wrong.status_code == 422
    assert "生效日期须在今天" in wrong.text
    assert manager.post("/gates/rules/registration/draft", data=form).status_code == 303
    assert "未发布" in manager.get("/gates/rules/registration").text
    asked = manager.post("/gates/rules/registration/publication", data={"reason": ""})
    assert asked.status_code == 422
    published = manager.post("/gates/rules/registration/publication", data={"reason": "新要求"})
    assert published.status_code == 303
    text = reader.get("/gates/rules/registration").text
    assert "第2版" in text
    assert "陕组通〔2026〕99号" in text


def test_a_new_calendar_counts_verdicts_anew(cast):
    factories.make_organization(registered_on=date(2026, 6, 1))

    assert rebuilding.turn(ROOT)
    assert not rebuilding.turn(ROOT)


def test_doctor_finds_what_is_not_as_the_facts_say(cast):
    number = factories.make_organization(registered_on=date(2026, 6, 1))
    assert rebuilding.faults() == []
    with factories.inside(), system("测试"):
        row = db.session.scalars(
            select(SyncVerdict).where(SyncVerdict.organization_id == number)
        ).first()
        row.verdict = Verdict.IN_STEP
        db.session.flush()

    assert f"编号 {number}" in rebuilding.faults()[0]
    rebuilding.rebuild(ROOT, {}, Steps())
    assert rebuilding.faults() == []


def preview_of(cast, **changes):
    policy = done(cast.an, publishing.draft, "registration", said(**changes))
    return previewing.preview(gathering.rule_of(policy), publishing.versions("registration"))


def test_a_preview_says_what_moves_and_what_stays(cast):
    for _ in range(3):
        factories.make_organization(registered_on=date(2026, 11, 10))
    factories.make_organization(registered_on=date(2026, 11, 19))
    factories.make_organization(registered_on=date(2025, 6, 1))

    found = preview_of(cast)

    assert (found.moved.verdicts, found.moved.organizations) == (0, 0)
    assert (found.kept.verdicts, found.kept.organizations) == (5, 5)
    assert (found.tried.verdicts, found.tried.organizations, found.whole) == (4, 4, True)
    assert found.changes == [(Verdict.MISSING, Verdict.PENDING, 3)]
    assert found.same == 1


def test_what_a_preview_says_stays_is_what_stays(cast):
    numbers = [factories.make_organization(registered_on=date(2026, 11, 10)) for _ in range(2)]
    before = [held(cast, each, "registration", date(2026, 11, 20)) for each in numbers]
    found = preview_of(cast)
    done(cast.an, publishing.publish, "registration", "按省里新要求")
    rebuilding.rebuild(cast.an, {}, Steps())

    assert found.kept.verdicts == 2
    assert [held(cast, each, "registration", date(2026, 11, 20)) for each in numbers] == before


def test_events_already_entered_for_days_to_come_are_counted(cast, monkeypatch):
    number = factories.make_organization(registered_on=date(2026, 12, 5))

    found = preview_of(cast)

    assert (found.moved.verdicts, found.moved.organizations) == (1, 1)
    assert versions_of(number) == {1}


def test_switching_a_rule_off_is_previewed(cast):
    factories.make_organization(registered_on=date(2026, 6, 1))

    found = preview_of(cast, enabled=False)

    assert found.changes == [(Verdict.MISSING, Verdict.NOT_APPLICABLE, 1)]


def test_only_some_are_tried_where_there_are_very_many(cast, monkeypatch):
    monkeypatch.setattr(previewing, "MOST", 2)
    for day in (1, 2, 3):
        factories.make_organization(registered_on=date(2026, 11, day))

    found = preview_of(cast)

    assert (found.tried.organizations, found.whole, found.kept.organizations) == (2, False, 3)


def test_the_page_shows_the_effect_before_it_is_confirmed(cast, as_actor):
    factories.make_organization(registered_on=date(2026, 11, 10))
    done(cast.an, publishing.draft, "registration", said())

    text = as_actor(cast.an).get("/gates/rules/registration").text

    assert "自 2026-12-01 起" in text
    assert "影响 0 条" in text
    assert "此前的 1 条判定" in text
    assert "有 1 项不同" in text
    assert text.index("发布后的影响") < text.index("/publication")
    assert "发布后的影响" not in as_actor(cast.bo).get("/gates/rules/registration").text
