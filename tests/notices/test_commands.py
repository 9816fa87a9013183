"""Issuing papers: numbers without gaps, receipts, voiding, who may."""

import hashlib
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from partybuild.access.scope import visible
from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.notices import commands, queries, samples
from partybuild.notices.commands import Issue, Receipt
from partybuild.notices.kinds import KINDS, NoticeState, Way
from partybuild.notices.models import Notice
from partybuild.organizations.models import Organization
from partybuild.rules import RuleBroken
from tests import factories
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")


def paper(key="founding-notice", **more):
    kind = KINDS[key]
    return Issue(**{"kind": key, "fields": samples.given(kind), "addressed_to": "某某协会"} | more)


def issue(actor, about=None, **more):
    with work(actor) as running:
        more["about"] = organization(about) if about else None
        made = commands.issue(running.actor, paper(**more))
    db.session.expunge(made)
    return made


def organization(number):
    return db.session.scalars(visible(ROOT, Organization).where(Organization.id == number)).one()


def test_numbers_follow_each_other_by_series(cast):
    first, second = issue(cast.bo), issue(cast.bo)
    letter = issue(cast.bo, key="supervisor-letter")

    assert queries.symbol(first) == "碑林社党〔2026〕1号"
    assert queries.symbol(second) == "碑林社党〔2026〕2号"
    assert queries.symbol(letter) == "碑林社党函〔2026〕1号"


def test_each_office_counts_for_itself(cast):
    issue(cast.bo)

    assert issue(cast.cheng).number == 1
    assert issue(cast.shi).number == 1
    assert queries.symbol(issue(cast.zhu, key="delisting")) == "碑林民社〔2026〕1号"


def test_a_number_that_was_not_committed_is_given_again(cast):
    with pytest.raises(ZeroDivisionError), work(cast.bo) as running:
        assert commands.issue(running.actor, paper()).number == 1
        raise ZeroDivisionError

    assert issue(cast.bo).number == 1


def test_a_new_year_begins_at_one(cast, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-31T23:59:00")
    assert (issue(cast.bo).number, issue(cast.bo).number) == (1, 2)
    monkeypatch.setenv("PARTYBUILD_NOW", "2027-01-01T00:01:00")

    assert queries.symbol(issue(cast.bo)) == "碑林社党〔2027〕1号"
    assert issue(cast.bo, issued_on=date(2026, 12, 31)).number == 3


def test_a_voided_paper_keeps_its_number(cast):
    first = issue(cast.bo)
    with work(cast.bo) as running:
        commands.void(running.actor, first.id, "文字有误")

    assert issue(cast.bo).number == 2
    kept = queries.notice(cast.bo, first.id)
    assert (kept.number, kept.state, kept.void_reason) == (1, NoticeState.VOID, "文字有误")
    with pytest.raises(Stale, match="文字有误"), work(cast.bo) as running:
        commands.void(running.actor, first.id, "再来一次")


def test_voiding_wants_a_reason(cast):
    number = issue(cast.bo).id
    with pytest.raises(RuleBroken, match="作废原因"), work(cast.bo) as running:
        commands.void(running.actor, number, "  ")


def test_the_database_refuses_a_number_twice(cast):
    issue(cast.bo)
    with pytest.raises(IntegrityError), work(cast.bo) as running:
        twin = commands.issue(running.actor, paper())
        twin.number = 1
        db.session.flush()


def test_a_number_stays_given_when_the_paper_follows_its_organization(cast):
    about = factories.make_organization()
    issue(cast.bo, about=about)
    factories.transfer(about, "610102", date(2026, 11, 1))

    assert issue(cast.bo).number == 2


def test_a_paper_about_an_organization_is_in_reach_with_it(cast):
    about = factories.make_organization()
    made = issue(cast.shi, about=about, case_id=7)

    assert [n.id for n in queries.notices(cast.bo, organization_id=about)] == [made.id]
    assert [n.id for n in queries.notices(cast.bo, case_id=7)] == [made.id]
    assert queries.notices(cast.cheng, organization_id=about) == []
    with pytest.raises(OutOfReach):
        queries.content(cast.cheng, made.id)


def test_about_a_foreign_organization_nothing_is_issued(cast):
    about = factories.make_organization()
    with pytest.raises(OutOfReach):
        issue(cast.cheng, about=about)

    assert issue(cast.cheng).number == 1


def test_the_same_bytes_later(cast):
    made = issue(cast.bo)
    again = queries.content(cast.bo, made.id)

    assert hashlib.sha256(again).hexdigest() == made.digest
    assert "碑林社党〔2026〕1号" in [p.text for p in Document(BytesIO(again)).paragraphs]


def test_every_missing_field_is_named(cast):
    with pytest.raises(RuleBroken, match=r"“社会组织名称”没有填写；“正式党员数”没有填写"):
        issue(cast.bo, fields={})
    assert db.session.scalars(visible(ROOT, Notice)).all() == []


def test_a_letter_wants_its_addressee_and_no_future_day(cast):
    with pytest.raises(RuleBroken, match="主送单位"):
        issue(cast.bo, addressed_to=" ")
    with pytest.raises(RuleBroken, match="晚于今天"):
        issue(cast.bo, issued_on=date(2026, 11, 21))


@pytest.mark.parametrize(
    ("who", "key"), [("zhu", "founding-notice"), ("bo", "delisting"), ("dai", "announcement")]
)
def test_each_office_issues_its_own_papers_only(cast, who, key):
    with pytest.raises(NotPermitted):
        issue(getattr(cast, who), key=key)


def test_both_offices_call_in_for_a_talk_each_under_its_own_word(cast):
    assert queries.symbol(issue(cast.bo, key="interview-notice")) == "碑林社党〔2026〕1号"
    assert queries.symbol(issue(cast.zhu, key="interview-notice")) == "碑林民社〔2026〕1号"


def test_a_record_bears_no_number(cast):
    first, second = (issue(cast.bo, key="interview-record") for _ in range(2))

    assert (first.number, second.number, queries.symbol(second)) == (None, None, "")


def test_the_receipt_is_due_in_working_days(cast):
    made = issue(cast.bo, issued_on=date(2026, 9, 30))

    assert made.receipt_due == date(2026, 10, 13)  # 国庆 rests, 10-10 is worked in exchange


def test_a_receipt_is_entered_and_corrected(cast):
    made = issue(cast.bo, issued_on=date(2026, 11, 18))
    with work(cast.bo) as running:
        commands.receipt(running.actor, made.id, Receipt(date(2026, 11, 19), Way.DIRECT, "王某某"))
    with work(cast.bo) as running:
        commands.receipt(running.actor, made.id, Receipt(date(2026, 11, 20), Way.POST, "王某某"))

    kept = queries.notice(cast.bo, made.id)
    assert (kept.received_on, kept.way, kept.receiver) == (date(2026, 11, 20), Way.POST, "王某某")
    rows = db.session.scalars(select(AuditRow).where(AuditRow.action == "登记送达回执")).all()
    assert [row.detail["before"] for row in rows] == ["", "2026-11-19"]


@pytest.mark.parametrize(
    ("day", "receiver", "words"),
    [
        (date(2026, 11, 17), "王某某", "早于成文日期"),
        (date(2026, 11, 21), "王某某", "晚于今天"),
        (date(2026, 11, 19), " ", "收件人"),
    ],
)
def test_an_impossible_receipt_is_refused(cast, day, receiver, words):
    number = issue(cast.bo, issued_on=date(2026, 11, 18)).id
    with pytest.raises(RuleBroken, match=words), work(cast.bo) as running:
        commands.receipt(running.actor, number, Receipt(day, Way.DIRECT, receiver))


def test_the_command_line_says_for_which_unit(cast):
    with pytest.raises(RuleBroken, match="哪个单位"):
        issue(ROOT)

    made = issue(ROOT, unit_id=factories.region_id("610103"))
    assert queries.symbol(made) == "碑林社党〔2026〕1号"
