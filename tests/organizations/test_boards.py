"""A board election before the last one, by rule, page and import."""

from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.db import OPEN, db
from partybuild.facts.rules import Row
from partybuild.organizations import boards
from partybuild.organizations.models import BoardTerm
from partybuild.rules import RuleBroken
from tests.factories import code_of, make_organization
from tests.imports.bringing import bring, check, messages

HEAD = ["统一社会信用代码", "最近换届日期"]
FIRST, SECOND = date(2021, 3, 1), date(2025, 3, 1)
LINES = [
    Row(1, FIRST, SECOND, {"elected_on": FIRST}),
    Row(2, SECOND, date.max, {"elected_on": SECOND}),
]


def elections(number):
    with system("test"):
        query = select(BoardTerm.valid_from, BoardTerm.elected_on)
        kept = query.where(BoardTerm.organization_id == number, BoardTerm.known_to == OPEN)
        return [tuple(row) for row in db.session.execute(kept.order_by(BoardTerm.valid_from))]


class TestRule:
    @pytest.mark.parametrize(
        ("elected", "day", "correct", "said"),
        [
            (date(2025, 2, 28), date(2026, 1, 1), False, "早于上一次换届 2025-03-01"),
            (SECOND, date(2026, 1, 1), False, ""),
            (date(2026, 1, 1), date(2026, 1, 1), False, ""),
            (date(2026, 1, 1), date(2022, 1, 1), False, "晚于后一次换届 2025-03-01"),
            (date(2022, 1, 1), date(2022, 1, 1), False, ""),
            (date(2025, 2, 28), date(2026, 1, 1), True, ""),
            (date(2021, 2, 28), date(2026, 1, 1), True, "早于上一次换届 2021-03-01"),
            (date(2025, 3, 2), date(2022, 1, 1), True, "晚于后一次换届 2025-03-01"),
            (None, date(2026, 1, 1), False, ""),
        ],
    )
    def test_elections_follow_each_other(self, elected, day, correct, said):
        if not said:
            boards.check_order(LINES, elected, day, correct=correct)
            return
        with pytest.raises(RuleBroken, match=said):
            boards.check_order(LINES, elected, day, correct=correct)


def test_the_page_refuses_an_election_before_the_last_and_keeps_the_form(as_actor, cast):
    number = make_organization()
    client, url = as_actor(cast.bo), f"/organizations/{number}/board-term"
    first = {"version": "1", "elected_on": "2026-06-01", "effective_on": "2026-06-01"}
    assert client.post(url, data=first).status_code == 303

    later = {"version": "2", "elected_on": "2026-05-31", "effective_on": "2026-07-01"}
    answer = client.post(url, data=later)

    assert answer.status_code == 422
    assert "换届日期 2026-05-31 早于上一次换届 2026-06-01" in answer.text
    assert 'value="2026-05-31"' in answer.text
    assert elections(number) == [(date(2026, 6, 1), date(2026, 6, 1))]


def test_an_import_refuses_it_at_its_cell_unless_it_corrects(cast, tmp_path):
    number = make_organization()
    code = code_of(number)
    bring(cast.bo, tmp_path, [HEAD, [code, "2025-06-01"]])

    earlier = [HEAD, [code, "2025-05-31"]]
    (said,) = messages(check(cast.bo, tmp_path, earlier))
    assert "换届日期 2025-05-31 早于上一次换届 2025-06-01" in said
    bring(cast.bo, tmp_path, earlier, correct=True)
    assert [elected for _, elected in elections(number)] == [date(2025, 5, 31)]


def test_only_the_year_written_leaves_the_known_day(cast, tmp_path):
    number = make_organization()
    for written in ("2025-06-01", "2025年"):
        bring(cast.bo, tmp_path, [HEAD, [code_of(number), written]])

    assert [elected for _, elected in elections(number)] == [date(2025, 6, 1)]
