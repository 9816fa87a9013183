"""The reviewers' report: who never deducts, the gaps, each number with its list."""

import io
import re

import openpyxl
import pytest

from partybuild.db.work import NotPermitted
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.reviewing import accepting, commands, report
from partybuild.ratings.reviewing.commands import Given
from tests import factories
from tests.ratings.conftest import assessment, assessments, paper


@pytest.fixture
def reviewed(first_done, cast, do):
    """The street deducted nothing, the county five points of one item."""
    do(cast.bo, commands.put, first_done, "life", Given(500, "两次没有记录"))
    for key, points in (("term", 400), ("extra", 20)):
        do(cast.bo, commands.put, first_done, key, Given(points))
    do(cast.bo, commands.pass_on, first_done, None)
    return first_done


def test_who_deducts_and_how_far_it_is(reviewed, cast):
    found = report.rounds(cast.bo)[0]
    people = report.reviewers(report.lines(cast.bo, found))

    said = [(p.tier.label, p.who[:3], len(p.lines), p.never, p.gap, p.final_gap) for p in people]
    assert said == [("初评", "jie", 1, 1, 0.0, 5.0), ("审定", "bo（", 1, 0, 5.0, 5.0)]
    assert [p.share for p in people] == ["100.0", "0.0"]


def test_every_number_opens_its_list(reviewed, as_actor, cast):
    client = as_actor(cast.bo)
    text = client.get("/ratings/review/report").text
    links = re.findall(r'href="(/ratings/review/report/\d+/list\?[^"]+)">([\d,]+)<', text)

    assert "从不扣分" in text
    assert len(links) == 6
    for link, count in links:
        rows = client.get(link.replace("&amp;", "&")).text.count('<tr><th scope="row">')
        assert rows == int(count), link


def test_a_later_pass_of_the_same_tier_counts_once(first_done, cast, do):
    do(cast.bo, commands.hand_back, first_done, None, "依据不清")
    do(cast.jie, commands.put, first_done, "life", Given(520, "按记录核减"))
    do(cast.jie, commands.pass_on, first_done, None)

    lines = report.lines(cast.bo, report.rounds(cast.bo)[0])
    assert [(line.given, line.lower) for line in lines] == [(940, 1)]


def test_acceptance_carries_the_deduction_and_its_reason(sent, cast, do):
    """The tier above accepts what the tier below had deducted with a reason."""
    do(cast.jie, commands.put, sent, "life", Given(500, "缺两次记录"))
    for key, points in (("term", 400), ("extra", 20)):
        do(cast.jie, commands.put, sent, key, Given(points))
    do(cast.jie, commands.pass_on, sent, None)

    assert do(cast.bo, accepting.accept, [sent]) == 1

    row = assessment(sent)
    assert (row.first_total, row.final_total) == (920, 920)
    lines = report.lines(cast.bo, report.rounds(cast.bo)[0])
    assert [line.lower for line in lines] == [1, 1]


def test_the_workbook_says_the_same(reviewed, as_actor, cast):
    number = report.rounds(cast.bo)[0].id
    answer = as_actor(cast.bo).get(f"/ratings/review/report/{number}/workbook")

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    cells = [cell for row in book["评审人员情况"].iter_rows(values_only=True) for cell in row]
    assert "100.0" in {str(cell) for cell in cells}
    assert "逐份" in book.sheetnames


def test_who_reads_the_report(reviewed, as_actor, cast, shu):
    number = report.rounds(cast.bo)[0].id
    assert as_actor(cast.shi).get(f"/ratings/review/report?round={number}").status_code == 200
    assert as_actor(cast.dai).get(f"/ratings/review/report?round={number}").status_code == 200
    for who, status in ((cast.jie, 404), (cast.cheng, 404), (cast.xi, 403), (shu, 403)):
        here = as_actor(who).get(f"/ratings/review/report?round={number}")
        assert here.status_code == status, who.login
    with pytest.raises(NotPermitted):
        report.rounds(shu)
    lists = f"/ratings/review/report/{number}/list"
    assert as_actor(cast.bo).get(f"{lists}?figure=nonsense&tier=first").status_code == 404
    assert as_actor(cast.bo).get(f"{lists}?tier=nonsense").status_code == 404


@pytest.fixture
def sent_by(plan, open_up, secretary, cast, do):
    """So many branches of one round that have sent, and the street has passed on."""

    def make(count):
        made = [
            factories.make_organization(f"第{n}参评会（演示）", "610103001") for n in range(count)
        ]
        for n, one in enumerate(made):
            factories.make_party(f"第{n}支部（演示）", "610103001", covers=[one])
        number = plan()
        open_up(number)
        found = {row.id: row.organization_id for row in assessments(number)}
        for one, organization in found.items():
            actor = secretary(organization, login=f"shu{one}")
            do(actor, filling.save, one, "term", Answer(options=("yes",)))
            do(actor, filling.save, one, "life", Answer(550), [paper()])
            do(actor, filling.save, one, "extra", Answer(20))
            do(actor, filling.send, one, None)
        return sorted(found)

    return make


def test_twice_as_many_are_asked_as_often(sent_by, cast, do, as_actor, queries):
    ids = sent_by(4)
    client = as_actor(cast.jie)
    client.get("/ratings/review/")
    told = []
    for some in (ids[:2], ids):
        with queries() as asked:
            client.get(f"/ratings/review/acceptance?{'&'.join(f'id={n}' for n in some)}")
        told.append(len(asked))

    assert told[0] == told[1]
    with queries() as one:
        do(cast.jie, accepting.accept, ids[:1])
    with queries() as three:
        do(cast.jie, accepting.accept, ids[1:])
    assert len(three) == len(one)
    assert [assessment(each).first_total for each in ids] == [970] * 4
    assert len(report.lines(cast.bo, report.rounds(cast.bo)[0])) == 4
