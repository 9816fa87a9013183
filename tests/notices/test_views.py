"""The pages of papers, as an officer, a registrar and a security administrator use them."""

import hashlib
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from partybuild.db import db
from partybuild.db.work import work
from partybuild.deadlines.ports import Wanted
from partybuild.notices import commands, queries, rendering, samples
from partybuild.notices.commands import Issue
from partybuild.notices.kinds import KINDS
from partybuild.notices.overdue import RECEIPTS
from tests import factories
from tests.notices.test_templating import ATTACKS, template

pytestmark = pytest.mark.usefixtures("database")


def issue(actor, key="founding-notice", **more):
    with work(actor) as running:
        kind = KINDS[key]
        wanted = Issue(kind.key, samples.given(kind), "某某协会（演示）", **more)
        number = commands.issue(running.actor, wanted).id
    db.session.expunge_all()
    return number


def filled(key, **more):
    """What a browser sends for a kind's form."""
    kind = KINDS[key]
    sent = {
        "addressed_to": "某某协会",
        "basis": kind.basis,
        "signer": "王局（演示）",
        "issued_on": "",
    }
    for field in kind.fields:
        value = samples.given(kind)[field.key]
        if isinstance(value, list):
            rows = [row if isinstance(row, str) else " | ".join(row.values()) for row in value]
            value = "\n".join(rows)
        sent[f"field_{field.key}"] = value
    return sent | more


def test_the_ledger_shows_numbers_and_receipts(cast, as_actor):
    issue(cast.bo, issued_on=date(2026, 11, 2))
    issue(cast.bo)
    page = as_actor(cast.dai).get("/notices").text

    assert page.index("碑林社党〔2026〕2号") < page.index("碑林社党〔2026〕1号")
    assert "回执逾期" in page
    assert "未回执" in page
    assert "出具文书" not in page  # a leader only reads
    assert "碑林社党" not in as_actor(cast.cheng).get("/notices").text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("year=2026", True),
        ("year=2025", False),
        ("kind=founding-notice", True),
        ("kind=delisting", False),
        ("state=waiting", True),
        ("state=void", False),
        ("unit=610103", True),
        ("year=abc&kind=x&state=y", True),
    ],
)
def test_the_ledger_is_filtered(cast, as_actor, query, shown):
    issue(cast.bo)

    assert ("碑林社党〔2026〕1号" in as_actor(cast.bo).get(f"/notices?{query}").text) is shown


def test_a_foreign_unit_is_no_filter(cast, as_actor):
    assert as_actor(cast.bo).get("/notices?unit=610102").status_code == 404


def test_pages_follow_by_cursor_without_loss(cast, as_actor, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for _ in range(5):
        issue(cast.bo, key="service-record")
    query = queries.ledger(cast.bo, queries.Asked(), date(2026, 11, 20))
    seen, cursor = [], None
    while True:
        page = queries.page(query, cursor, back=False)
        seen += [row.id for row in page.rows]
        if not page.next:
            break
        cursor = (page.rows[-1].issued_on, page.rows[-1].id)
    first = queries.page(query, (page.rows[0].issued_on, page.rows[0].id), back=True)

    assert seen == sorted(seen, reverse=True)
    assert len(seen) == page.total == 5
    assert [row.id for row in first.rows] == seen[2:4]
    assert as_actor(cast.bo).get("/notices?after=gestern").status_code == 409


def test_the_ledger_as_a_workbook(cast, as_actor):
    issue(cast.bo)
    answer = as_actor(cast.bo).post("/notices/workbook", data={"year": "2026"})
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]

    assert "碑林社党〔2026〕1号" in cells
    assert "未回执" in cells


def test_the_same_file_each_time(cast, as_actor):
    number = issue(cast.bo)
    client = as_actor(cast.bo)
    first, second = (client.get(f"/notices/{number}/paper.docx") for _ in range(2))

    assert first.data == second.data
    assert hashlib.sha256(first.data).hexdigest() == queries.notice(cast.bo, number).digest
    assert first.headers["Content-Disposition"].startswith("attachment")
    for path in (f"/notices/{number}", f"/notices/{number}/paper.docx"):
        assert as_actor(cast.cheng).get(path).status_code == 404


def test_a_receipt_is_entered_on_the_page(cast, as_actor):
    number = issue(cast.bo)
    client = as_actor(cast.bo)
    wrong = client.post(f"/notices/{number}/receipt", data={"received_on": "", "way": "direct"})
    early = {"received_on": "2026-11-01", "way": "direct", "receiver": "李某"}
    refused = client.post(f"/notices/{number}/receipt", data=early)
    given = {"received_on": "2026-11-20", "way": "left", "receiver": "李某（演示）"}
    entered = client.post(f"/notices/{number}/receipt", data=given)

    assert (wrong.status_code, refused.status_code, entered.status_code) == (422, 422, 303)
    assert "早于成文日期" in refused.text
    page = client.get(f"/notices/{number}").text
    assert "留置" in page
    assert "李某（演示）" in page


def test_voiding_wants_confirmation(cast, as_actor):
    number = issue(cast.bo)
    client = as_actor(cast.bo)
    hasty = client.post(f"/notices/{number}/void", data={"reason": "写错"})
    done = client.post(f"/notices/{number}/void", data={"reason": "写错", "confirmed": "y"})
    again = client.post(f"/notices/{number}/void", data={"reason": "写错", "confirmed": "y"})

    assert (hasty.status_code, done.status_code, again.status_code) == (422, 303, 409)
    assert "作废，文号保留" in client.get(f"/notices/{number}").text
    assert as_actor(cast.dai).post(f"/notices/{number}/void").status_code == 403


@pytest.mark.parametrize("key", ["supervisor-letter", "members-survey", "cancellation-warning"])
def test_a_form_of_each_shape_issues_its_paper(cast, as_actor, key):
    actor = cast.zhu if KINDS[key].side.value == "civil" else cast.bo
    client = as_actor(actor)
    assert client.get(f"/notices/new/{key}").status_code == 200

    answer = client.post(f"/notices/new/{key}", data=filled(key))

    assert answer.status_code == 303, answer.text
    page = client.get(answer.location).text
    for value in samples.given(KINDS[key]).values():
        shown = value[0] if isinstance(value, list) else value
        shown = next(iter(shown.values())) if isinstance(shown, dict) else shown
        assert ("2026年1月8日" if shown == "2026-01-08" else str(shown)) in page


def test_a_form_is_kept_when_something_is_missing(cast, as_actor):
    sent = filled("founding-notice", field_full="三名", field_superior="")
    answer = as_actor(cast.bo).post("/notices/new/founding-notice", data=sent)

    assert answer.status_code == 422
    assert "建议组建方式（样例）" in answer.text
    sent["field_superior"] = "某党委"
    answer = as_actor(cast.bo).post("/notices/new/founding-notice", data=sent)
    assert "要填整数" in answer.text


def test_a_paper_from_an_organizations_page_knows_it(cast, as_actor):
    about = factories.make_organization("曲江书画协会（演示）")
    client = as_actor(cast.bo)
    form = client.get(f"/notices/new/founding-notice?organization={about}").text
    assert 'value="曲江书画协会（演示）"' in form
    assert factories.code_of(about) in form

    answer = client.post(
        "/notices/new/founding-notice", data=filled("founding-notice", organization=about)
    )

    assert answer.status_code == 303
    assert len(queries.notices(cast.bo, organization_id=about)) == 1
    foreign = as_actor(cast.cheng).get(f"/notices/new/founding-notice?organization={about}")
    assert foreign.status_code == 404


def test_the_other_offices_papers_are_not_offered(cast, as_actor):
    assert "撤销登记决定书" not in as_actor(cast.bo).get("/notices/new").text
    assert "撤销登记决定书" in as_actor(cast.zhu).get("/notices/new").text
    assert as_actor(cast.bo).get("/notices/new/delisting").status_code == 403


def test_blank_forms_bear_no_number(cast, as_actor):
    client = as_actor(cast.bo)
    assert "党员情况调查表" in client.get("/notices/blanks").text
    assert client.get("/notices/blanks/commitment.docx").data.startswith(b"PK")
    assert client.get("/notices/blanks/delisting.docx").status_code == 404
    assert "还没有出具过文书" in client.get("/notices").text


def test_overdue_receipts_are_things_to_do(cast):
    late = issue(cast.bo, issued_on=date(2026, 11, 2))
    issue(cast.bo)
    issue(cast.bo, key="reply-secretary")
    tally = RECEIPTS.count(cast.bo)
    items = RECEIPTS.rows(cast.bo, Wanted(limit=5))

    assert (tally.open, tally.late) == (2, 1)
    assert (items[0].id, items[0].due_on, items[0].subject) == (
        late,
        date(2026, 11, 9),
        "某某协会（演示）",
    )
    assert RECEIPTS.count(cast.cheng).open == 0


def upload(client, content, **more):
    data = {"kind": "reply-secretary", "unit_code": "610100", "source": "本市式样"} | more
    data["file"] = (BytesIO(content), "own.docx")
    return client.post("/notices/templates", data=data, content_type="multipart/form-data")


def test_a_template_is_uploaded_checked_and_published(cast, as_actor):
    client = as_actor(cast.an)
    assert upload(client, template("{{ secretary }}")).status_code == 303
    page = client.get("/notices/templates").text
    number = page.split('action="/notices/templates/')[1].split("/")[0]

    assert "草稿" in page
    assert client.post(f"/notices/templates/{number}/publish").status_code == 303
    assert "使用中" in client.get("/notices/templates").text
    assert client.get(f"/notices/templates/{number}.docx").data.startswith(b"PK")


def test_a_hostile_template_is_refused_with_its_reason(cast, as_actor):
    client = as_actor(cast.an)
    answer = upload(client, template(ATTACKS["class"]))

    assert answer.status_code == 422
    assert "模板不能使用" in answer.text
    assert upload(client, b"").status_code == 422
    unknown = upload(client, template("{{ salary }}"))
    assert unknown.status_code == 303
    page = client.get("/notices/templates").text
    assert "salary" in page
    assert "/publish" not in page


def test_shipped_templates_are_there_to_start_from(cast, as_actor):
    client = as_actor(cast.an)
    answer = client.get("/notices/templates/shipped/delisting.docx")

    assert answer.data == rendering.shipped(KINDS["delisting"])
    for actor in (cast.bo, cast.xi):
        assert as_actor(actor).get("/notices/templates").status_code == 403


def test_an_offices_name_is_set(cast, as_actor):
    client = as_actor(cast.an)
    sent = {"unit_code": "610103", "side": "civil", "name": "碑林区行政审批局", "stem": "碑审"}
    assert client.post("/notices/offices", data=sent).status_code == 303
    assert "碑林区行政审批局" in client.get("/notices/templates").text
    assert client.post("/notices/offices", data=sent | {"unit_code": "1"}).status_code == 422

    assert queries.symbol(queries.notice(cast.zhu, issue(cast.zhu, "delisting"))).startswith(
        "碑审民社"
    )
