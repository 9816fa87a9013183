"""GB/T 9704-2012 in python-docx: the sheet, its fonts and lines, tables, page numbers.

The fonts are named, not embedded: offices have 方正小标宋, 仿宋_GB2312 and the others installed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE_SONG, FANG, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
SIZE = Pt(16)
LINE = Pt(28.95)
"""22 lines on 225 mm."""
INDENT = Pt(32)
TEXT_WIDTH = Mm(156)
_MADE = datetime(2026, 1, 1)


def new_document() -> Any:
    """An empty sheet: A4, margins 37/35/28/26 mm, — 1 — on the outer side, 22 lines of 28."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    _grid(section)
    _normal(document.styles["Normal"])
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = _MADE
    return document


def _grid(section: Any) -> None:
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")


def _normal(style: Any) -> None:
    style.font.size = SIZE
    properties = style.element.get_or_add_rPr()
    _fonts(properties, FANG)
    closer = OxmlElement("w:spacing")  # 28 characters on 156 mm
    closer.set(qn("w:val"), "-5")
    properties.append(closer)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    form.widow_control = False


def _fonts(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), font)


def run(paragraph: Any, text: str, *, font: str = FANG, size: Any = SIZE) -> Any:
    """A piece of text in one font; line feeds become line breaks."""
    piece = paragraph.add_run(text)
    piece.font.size = size
    _fonts(piece._r.get_or_add_rPr(), font)
    return piece


def paragraph(
    holder: Any,
    text: str,
    *,
    font: str = FANG,
    indent: bool = True,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
) -> Any:
    """A paragraph of the body: 3号, two characters in."""
    made = holder.add_paragraph()
    made.alignment = align
    if indent:
        made.paragraph_format.first_line_indent = INDENT
    run(made, text, font=font)
    return made


def free_line(made: Any, *, exactly: float = 0, before: float = 0, after: float = 0) -> None:
    """Take a paragraph out of the body's line height: its own, or as high as its letters."""
    form = made.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if exactly:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exactly)
    else:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE


def red_line(made: Any) -> None:
    """The red line of the head, as wide as the text, 4 mm below the number."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "16"), ("space", "8"), ("color", "E01010")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    made._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")


def signed(document: Any, text: str) -> None:
    """署名 or 成文日期: centred upon each other in the right half, where the seal goes."""
    made = paragraph(document, text, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    made.paragraph_format.left_indent = Mm(62)
    made.paragraph_format.keep_together = True


def table(document: Any, rows: int, shares: Sequence[int]) -> Any:
    """A ruled table as wide as the text, its columns by shares."""
    made = document.add_table(rows, len(shares), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    whole = sum(shares)
    for place, share in enumerate(shares):
        width = int(TEXT_WIDTH * share / whole)
        made.columns[place].width = width
        for cell_ in made.columns[place].cells:
            cell_.width = width
    return made


def cell(holder: Any, text: str, *, head: bool = False) -> None:
    """Text of a cell in 小四; heads in 黑体, centred."""
    made = holder.paragraphs[0]
    holder.vertical_alignment = 1
    short = head or text.startswith(("{{ row", "{{ loop"))
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER if short else WD_ALIGN_PARAGRAPH.LEFT
    free_line(made, exactly=20, before=3, after=3)
    run(made, text, font=HEI if head else FANG, size=Pt(12))


def row_height(row: Any, points: float) -> None:
    """At least so high."""
    row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Pt(points)


def repeat_head(made: Any) -> None:
    """The first row stands again on each sheet."""
    mark = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(mark)


def _page_number(footer: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 4号宋体, one character in from the edge."""
    footer.is_linked_to_previous = False
    made = footer.paragraphs[0]
    made.alignment = align
    made.paragraph_format.left_indent = made.paragraph_format.right_indent = Pt(14)
    run(made, "— ", font=SONG, size=Pt(14))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    piece = run(made, "1", font=SONG, size=Pt(14))
    field.append(piece._r)
    made._p.append(field)
    run(made, " —", font=SONG, size=Pt(14))
