"""Terms of office through their pages: what stands in which window, reminders, letters, mismatches."""

import re
from datetime import date, timedelta

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import todo
from partybuild.deadlines.models import Reminder
from partybuild.facts.commands import Statement, put
from partybuild.gates.terms import listing, windows
from partybuild.gates.terms.listing import Asked
from partybuild.notices.models import Notice
from partybuild.organizations.models import BoardTerm
from partybuild.party.kinds import Formation
from partybuild.party.models import PartyTerm
from tests import factories
from tests.gates.terms.conftest import COUNTY, set_term
from tests.support.world import ROOT

TODAY = date(2026, 11, 20)


def elect_board(organization_id, day, last=None):
    """A board that was elected on a day."""
    with factories.inside() as running:
        values = {"elected_on": day, "last_day": last}
        put(BoardTerm, [Statement((organization_id,), values, day)])
        running.touch(day, organizations=[organization_id])


def with_term(ends, name=None, extended=None, started=None, **profile):
    """A branch of the county whose term ends on a day."""
    number = factories.make_party(name=name, unit=COUNTY, **profile)
    set_term(number, started or date(2022, 1, 1), ends, extended)
    return number


def names(page):
    return re.findall(
        r'<th scope="row">(?:<input [^>]*> )?<a href="/party/\d+">([^<]+)</a>', page.text
    )


class TestList:
    def test_it_holds_what_ends_within_the_ladder_or_has_ended(self, cast, as_actor):
        with_term(TODAY - timedelta(days=1), "已逾期支部")
        with_term(TODAY, "今天届满支部")
        with_term(TODAY + timedelta(days=180), "半年届满支部")
        with_term(TODAY + timedelta(days=181), "半年以后支部")
        with_term(TODAY, "临时支部", formation=Formation.TEMPORARY)
        with_term(TODAY + timedelta(days=9), "功能型支部", formation=Formation.FUNCTIONAL)

        page = as_actor(cast.bo).get("/terms")

        assert names(page) == ["已逾期支部", "今天届满支部", "功能型支部", "半年届满支部"]

    def test_every_window_counts_what_it_lists(self, cast):
        for days in (-40, -1, 0, 1, 30, 31, 60, 61, 90, 91, 180):
            with_term(TODAY + timedelta(days=days))

        counts = listing.counts(cast.bo, Asked())

        steps = {key: counts[key] for key in ("overdue", "0", "30", "60", "90", "180")}
        assert steps == {"overdue": 2, "0": 1, "30": 2, "60": 2, "90": 2, "180": 2}
        for window, number in counts.items():
            assert listing.page(cast.bo, Asked(window)).total == number

    def test_due_this_year_is_elected_and_postponed_and_missed(self, cast):
        """应换届 = 已换届 + 经批准延期 + 逾期未换届 (contract)."""
        elected = with_term(date(2026, 3, 1), "已换届")
        set_term(elected, date(2026, 2, 20), date(2029, 2, 19))
        with_term(date(2026, 4, 1), "延期", extended=date(2027, 3, 1))
        with_term(date(2026, 5, 1), "未换届")
        with_term(date(2025, 6, 1), "去年就逾期")
        before = with_term(date(2025, 7, 1), "去年已换")
        set_term(before, date(2025, 7, 1), date(2028, 6, 30))
        with_term(date(2026, 12, 1), "还没到期")
        with_term(date(2026, 5, 1), "临时", formation=Formation.TEMPORARY)
        with_term(date(2026, 5, 1), "功能型", formation=Formation.FUNCTIONAL)

        found = {
            window: {row.name for row in listing.page(cast.bo, Asked(window)).rows}
            for window in windows.OF_YEAR
        }

        assert found["elected"] == {"已换届"}
        assert found["postponed"] == {"延期"}
        assert found["missed"] == {"未换届", "去年就逾期"}
        assert found["year"] == found["elected"] | found["postponed"] | found["missed"]

    def test_the_board_of_the_lead_stands_beside(self, cast, as_actor):
        organization = factories.make_organization(name="牵头协会（演示）")
        elect_board(organization, date(2024, 5, 6), date(2028, 5, 5))
        with_term(TODAY, lead_organization_id=organization, covers=[organization])

        page = as_actor(cast.bo).get("/terms")

        assert "牵头协会（演示）" in page.text
        assert "2028-05-05 届满" in page.text

    def test_next_door_sees_none_of_it_and_a_foreign_unit_is_not_found(self, cast, as_actor):
        with_term(TODAY, "本区支部")

        assert "本区支部" not in as_actor(cast.cheng).get("/terms").text
        assert as_actor(cast.cheng).get("/terms?unit=610103").status_code == 404

    def test_pages_follow_each_other_without_gap(self, cast):
        made = {with_term(TODAY + timedelta(days=n % 7)) for n in range(60)}

        first = listing.page(cast.bo, Asked())
        second = listing.page(cast.bo, Asked(after=first.after))

        shown = [row.id for row in (*first.rows, *second.rows)]
        assert len(shown) == len(set(shown)) == 60
        assert set(shown) == made
        assert first.before == second.after == ""

    def test_twice_the_rows_cost_no_more_statements(self, cast, queries):
        def cost():
            with queries() as sent:
                listing.page(cast.bo, Asked())
            return len(sent)

        for _ in range(4):
            organization = factories.make_organization()
            with_term(TODAY, covers=[organization])
        before = cost()
        for _ in range(4):
            organization = factories.make_organization()
            with_term(TODAY, covers=[organization])

        assert cost() == before

    def test_the_workbook_is_a_workbook(self, cast, as_actor):
        with_term(TODAY)

        answer = as_actor(cast.bo).get("/terms/sheet")

        assert answer.status_code == 200
        assert answer.data[:2] == b"PK"

    @pytest.mark.parametrize("query", ["window=x", "sort=x", "formation=x", "after=!!"])
    def test_what_is_no_filter_is_refused(self, cast, as_actor, query):
        assert as_actor(cast.bo).get(f"/terms?{query}").status_code in {409, 422}


class TestReminders:
    def test_the_whole_list_is_logged_once_previewed(self, cast, as_actor):
        for _ in range(3):
            with_term(TODAY + timedelta(days=5))
        client = as_actor(cast.bo)
        assert "将登记 3 个党组织" in client.get("/terms/reminders?window=30").text

        data = {"expected": "3", "channel": "telephone", "sent_on": "2026-11-20"}
        done = client.post("/terms/reminders?window=30", data=data)

        assert done.status_code == 303, done.text
        rows = db.session.scalars(visible(ROOT, Reminder)).all()
        assert [(row.channel.value, row.rung) for row in rows] == [("telephone", 30)] * 3
        assert "电话" in client.get("/terms").text

    def test_a_list_that_has_moved_is_not_logged(self, cast, as_actor):
        with_term(TODAY)

        data = {"expected": "3", "channel": "letter", "sent_on": "2026-11-20"}
        answer = as_actor(cast.bo).post("/terms/reminders", data=data)

        assert answer.status_code == 409
        assert "预览时 3 条，现在 1 条" in answer.text
        assert db.session.scalars(visible(ROOT, Reminder)).all() == []

    def test_a_letter_is_numbered_and_stands_in_the_log(self, cast, as_actor):
        number = with_term(date(2027, 3, 1), "提示支部", started=date(2024, 3, 2))

        data = {"contact": "张干事", "telephone": "029-00000000"}
        done = as_actor(cast.bo).post(f"/terms/{number}/letter", data=data)

        assert done.status_code == 303, done.text
        paper = db.session.scalars(visible(ROOT, Notice)).one()
        row = db.session.scalars(visible(ROOT, Reminder)).one()
        assert (paper.kind, paper.number) == ("election-reminder", 1)
        assert paper.fields["years"] == 3
        assert row.channel.value == "letter"
        assert row.note.endswith("1号")

    def test_next_door_may_not_write_one(self, cast, as_actor):
        number = with_term(TODAY)
        client = as_actor(cast.cheng)

        assert client.get(f"/terms/{number}/letter").status_code == 404
        assert client.post(f"/terms/{number}/letter", data={}).status_code == 404
        assert as_actor(cast.dai).get(f"/terms/{number}/letter").status_code == 403


class TestPostponement:
    DATA = {"until": "2027-11-20", "reason": "理事会同年换届"}

    def test_by_a_year_at_most(self, cast, as_actor):
        number = with_term(TODAY)

        refused = as_actor(cast.bo).post(
            f"/terms/{number}/postponement", data=self.DATA | {"until": "2027-11-21"}
        )

        assert refused.status_code == 422
        assert "延期一般不超过一年" in refused.text

    def test_the_reply_is_issued_with_it(self, cast, as_actor):
        number = with_term(TODAY)

        done = as_actor(cast.bo).post(f"/terms/{number}/postponement", data=self.DATA)

        assert done.status_code == 303, done.text
        paper = db.session.scalars(visible(ROOT, Notice)).one()
        term = db.session.scalars(
            visible(ROOT, PartyTerm).where(
                PartyTerm.party_organization_id == number, PartyTerm.valid_from == TODAY
            )
        ).one()
        assert paper.kind == "reply-extension"
        assert term.extended_to == date(2027, 11, 20)
        assert term.document.endswith("1号")

    def test_only_the_level_that_approves_does(self, cast, as_actor, branch):
        refused = as_actor(cast.jie).post(f"/terms/{branch}/postponement", data=self.DATA)

        assert refused.status_code == 403


class TestMismatches:
    def test_a_board_elected_alone_is_listed_until_the_party_follows(self, cast, as_actor):
        organization = factories.make_organization(name="先换届协会（演示）")
        branch = factories.make_party(covers=[organization])
        elect_board(organization, date(2026, 10, 1))
        client = as_actor(cast.bo)
        assert "先换届协会（演示）" in client.get("/terms/mismatches").text

        set_term(branch, date(2026, 11, 10), date(2029, 11, 9))

        assert "先换届协会（演示）" not in client.get("/terms/mismatches").text

    def test_uncovered_ones_are_asked_for_a_count(self, cast, as_actor):
        elect_board(factories.make_organization(name="未覆盖协会（演示）"), date(2026, 10, 1))

        assert (
            "换届时没有党组织：重新摸排并登记党员数"
            in as_actor(cast.bo).get("/terms/mismatches").text
        )

    def test_joint_ones_are_not_applicable(self, cast, as_actor):
        several = [factories.make_organization() for _ in range(2)]
        factories.make_party(covers=several)
        elect_board(several[0], date(2026, 10, 1))

        page = as_actor(cast.bo).get("/terms/mismatches")

        assert "另有 1 家由联合党组织覆盖" in page.text
        assert "没有不同步的" in page.text

    @pytest.mark.parametrize(
        ("board", "listed"),
        [
            (None, True),
            (date(2026, 10, 20), False),
            (date(2026, 11, 30), False),
            (date(2026, 12, 1), True),
            (date(2026, 8, 2), False),
            (date(2026, 8, 1), True),
        ],
    )
    def test_a_party_election_expects_the_board(self, cast, as_actor, board, listed):
        organization = factories.make_organization(name="党组织先换协会（演示）")
        branch = factories.make_party(covers=[organization])
        set_term(branch, date(2026, 10, 1), date(2029, 9, 30))
        if board:
            elect_board(organization, board)

        page = as_actor(cast.bo).get("/terms/mismatches?way=party")

        assert ("党组织先换协会（演示）" in page.text) is listed

    def test_next_door_sees_none_of_it(self, cast, as_actor):
        organization = factories.make_organization(name="本区协会（演示）")
        elect_board(organization, date(2026, 10, 1))
        client = as_actor(cast.cheng)

        assert "本区协会（演示）" not in client.get("/terms/mismatches").text


class TestToDos:
    def heap(self, actor, key):
        found = [heap.tally.open for heap in todo.open_items(actor) if heap.source.key == key]
        return found[0] if found else 0

    def test_a_temporary_branch_stands_among_them_and_not_among_elections(self, cast):
        with_term(TODAY + timedelta(days=20), formation=Formation.TEMPORARY)
        with_term(date(2028, 1, 1), formation=Formation.TEMPORARY, covers=[])

        assert self.heap(cast.bo, "temporary") == 2
        assert self.heap(cast.bo, "terms") == 0

    def test_a_procedure_waits_at_the_desk_whose_turn_it_is(self, cast, begin, take):
        url = begin()
        assert self.heap(cast.jie, "procedures") == 1
        assert self.heap(cast.bo, "procedures") == 0

        take(url, "request", 1, cast.jie, document="1号")

        assert self.heap(cast.jie, "procedures") == 0
        assert self.heap(cast.bo, "procedures") == 1
