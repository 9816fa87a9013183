"""Every kind of paper, rendered: complete, clean, openable; what a hostile value cannot do."""

import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.notices import rendering, rules, samples
from partybuild.notices.kinds import KINDS, FieldType, Side
from partybuild.rules import RuleBroken
from tests.support.absent import absent

ALL = list(KINDS)


def texts(content):
    """Every text of the paper: paragraphs, cells, footers."""
    document = Document(BytesIO(content))
    found = [p.text for p in document.paragraphs]
    for table in document.tables:
        found += [cell.text for row in table.rows for cell in row.cells]
    footers = (document.sections[0].footer, document.sections[0].even_page_footer)
    return "\n".join(found + [p.text for footer in footers for p in footer.paragraphs])


def made(key, **more):
    kind = KINDS[key]
    return rendering.render(kind, rendering.shipped(kind), samples.values(kind) | more)


def test_the_kinds_that_offices_ask_for_are_there():
    assert {
        "founding-notice", "rectification-order", "interview-notice", "interview-record",
        "election-reminder", "listing-warning", "listing-decision", "delisting",
        "cancellation-warning", "cancellation-decision", "cancellation-announcement",
        "service-record", "announcement",
        "reply-founding", "reply-permit", "reply-election", "reply-result", "reply-secretary",
        "reply-extension",
        "reply-dissolution", "instructor-letter", "commitment", "members-survey",
        "supervisor-letter", "listing-correction", "dishonest-warning", "dishonest-decision",
        "dishonest-removal", "order-withdrawal", "dormant-warning", "hearing-notice",
        "star-announcement", "star-change",
        "area-circular", "area-interview", "area-supervision", "area-closing",
    } == set(KINDS)  # fmt: skip


@pytest.mark.parametrize("key", ALL)
def test_the_template_and_the_kind_know_the_same_fields(key):
    kind = KINDS[key]

    assert rendering.unknown_fields(kind, rendering.shipped(kind)) == []


@pytest.mark.parametrize("key", ALL)
def test_a_paper_holds_every_value_and_no_trace_of_its_template(key):
    text = texts(made(key))

    for field in KINDS[key].fields:
        value = samples.given(KINDS[key])[field.key]
        if field.type is FieldType.ROWS:
            assert all(cell in text for row in value for cell in row.values())
        elif field.type is FieldType.LINES:
            assert all(line in text for line in value)
        elif field.type is FieldType.DAY:
            assert "2026年1月8日" in text
        else:
            assert str(value) in text, field.label
    for trace in ("{{", "}}", "{%", "%}", "None", "{ ", "namespace"):
        assert trace not in text


@pytest.mark.parametrize("key", [key for key in ALL if KINDS[key].layout == "letter"])
def test_a_letter_has_the_parts_of_an_official_paper(key):
    kind = KINDS[key]
    text = texts(made(key))
    side = Side.PARTY if kind.side is Side.PARTY else Side.CIVIL

    assert f"碑林{kind.tails[side]}〔2026〕8号" in text
    assert text.count(rules.office_name("碑林区", 3, side)) >= 2  # 发文机关标志 and 署名
    assert ("某某协会（样例）：" in text) == kind.addressed
    assert "附件：1. 附件名称之一（样例）" in text


@pytest.mark.parametrize("key", ALL)
def test_only_optional_fields_may_be_left_out(key):
    kind = KINDS[key]
    given = {k: v for k, v in samples.given(kind).items() if kind.field(k).required}
    values = samples.values(kind) | rules.printed(kind, rules.checked(kind, given))
    text = texts(rendering.render(kind, rendering.shipped(kind), values))

    assert "None" not in text
    assert "{{" not in text
    assert "附件" not in text


def test_the_sheet_is_that_of_the_standard():
    document = Document(BytesIO(made("founding-notice")))
    section = document.sections[0]
    title = next(p for p in document.paragraphs if p.text == "筹建党组织告知书")
    body = next(p for p in document.paragraphs if p.text.startswith("请于"))

    assert abs(section.top_margin - Mm(37)) < Mm(0.1)
    assert abs(section.left_margin - Mm(28)) < Mm(0.1)
    assert (title.runs[-1].font.size, body.runs[-1].font.size) == (Pt(22), Pt(16))
    assert 'w:instr="PAGE"' in section.footer._element.xml
    assert Pt(28.5) <= document.styles["Normal"].paragraph_format.line_spacing <= Pt(30)


@pytest.mark.parametrize("key", [key for key in ALL if KINDS[key].blank])
def test_a_blank_form_leaves_room_and_shows_no_field(key):
    text = texts(rendering.shipped(KINDS[key], blank=True))

    assert "{" not in text
    assert KINDS[key].title in text
    assert "民函〔2016〕257号" in text or KINDS[key].layout == "form"


@pytest.mark.parametrize(
    "value",
    ["{{ ''.__class__ }}", "{% for x in range(9) %}", "{# 注 #}", "<w:p/>&amp;", "]]>", "${7*7}"],
)
def test_a_value_that_looks_like_a_template_stays_text(value):
    assert value in texts(made("founding-notice", organization=value))


def test_control_characters_do_not_reach_the_file():
    kind = KINDS["founding-notice"]
    given = samples.given(kind) | {"organization": "某\x00某\x0b协\ud800会\uffff\x1b[31m"}

    kept = rules.checked(kind, given)

    assert kept["organization"] == "某某协会[31m"
    assert "某某协会[31m" in texts(made("founding-notice", **rules.printed(kind, kept)))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_makes_an_openable_paper(text):
    kind = KINDS["reply-secretary"]
    try:
        kept = rules.checked(kind, samples.given(kind) | {"former": text})
    except UnicodeEncodeError:
        pytest.fail("a value was not cleaned")
    content = made("reply-secretary", **rules.printed(kind, kept))

    assert (kept["former"] or "") in texts(content)


def test_a_list_of_two_hundred_rows_fits_and_one_more_is_refused():
    kind = KINDS["supervisor-letter"]
    rows = [{"name": f"第{n}协会", "code": "", "full": "3", "since": ""} for n in range(201)]
    given = samples.given(kind) | {"organizations": rows[:200]}

    assert "第199协会" in texts(made(kind.key, **rules.printed(kind, rules.checked(kind, given))))
    with pytest.raises(RuleBroken, match="超过 200 行"):
        rules.checked(kind, given | {"organizations": rows})


def test_a_paper_prints_as_pages(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        absent("没有 LibreOffice（apt install libreoffice-writer）")
    source = tmp_path / "paper.docx"
    source.write_bytes(made("cancellation-warning"))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), source],
        check=False,
        timeout=120,
        capture_output=True,
    )
    if not (tmp_path / "paper.pdf").exists():
        absent("LibreOffice 没有文字处理组件（apt install libreoffice-writer）")

    pdf = (tmp_path / "paper.pdf").read_bytes()
    assert pdf.count(b"/Type/Page") - pdf.count(b"/Type/Pages") >= 1
