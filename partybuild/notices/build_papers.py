"""Writes papers/*.docx: python -m partybuild.notices.build_papers (for developers).

One template a kind of kinds.toml, in the layout of GB/T 9704-2012; forms that are given out blank
get a second file without fields.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from partybuild.notices import page_layout as page
from partybuild.notices.kinds import KINDS, Field, FieldType, NoticeKind

FOLDER = Path(__file__).with_name("papers")
BLANK_ROWS = 8
_NAME = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_CONDITION = re.compile(r"\?(\w+): (.*)", re.DOTALL)


class Draft:
    """One document in the making; `blank` leaves room for a pen where fields would stand."""

    def __init__(self, kind: NoticeKind, *, blank: bool) -> None:
        self.kind, self.blank = kind, blank
        self.document = page.new_document()

    def write(self) -> None:
        """Everything from the head of the paper to its date."""
        if self.kind.layout == "letter":
            self._head()
        self._title()
        if self.kind.addressed:
            page.paragraph(self.document, "{{ addressed }}：", indent=False)
        for line in self.kind.body:
            self._line(line)
        if self.kind.layout == "letter":
            self._close()

    def _head(self) -> None:
        """发文机关标志, 发文字号 and the red line below them."""
        mark = page.paragraph(self.document, "", indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
        page.free_line(mark, before=20)
        run = page.run(mark, "{{ office }}", font=page.TITLE_SONG, size=Pt(30))
        run.font.color.rgb = RGBColor(0xE0, 0x10, 0x10)
        number = page.paragraph(
            self.document, "{{ number }}", indent=False, align=WD_ALIGN_PARAGRAPH.CENTER
        )
        number.paragraph_format.space_before = Pt(24)
        page.red_line(number)
        page.paragraph(self.document, "", indent=False)

    def _title(self) -> None:
        text = self.kind.title if self.blank or self.kind.layout != "letter" else "{{ title }}"
        title = page.paragraph(self.document, "", indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
        page.free_line(title, exactly=34, after=14 if self.kind.layout == "form" else 28)
        page.run(title, text, font=page.TITLE_SONG, size=Pt(22))

    def _line(self, line: str) -> None:
        conditional = _CONDITION.fullmatch(line)
        if conditional:
            self._shown_with(conditional[1], conditional[2])
        elif line.startswith("# "):
            page.paragraph(self.document, self._text(line[2:]), font=page.HEI)
        elif line.startswith("*"):
            self._each(line[1:])
        elif line == "@form":
            self._form()
        elif line.startswith("@"):
            self._rows(line[1:])
        elif line.startswith(">"):
            signature = page.paragraph(self.document, self._text(line[1:]), indent=False)
            signature.paragraph_format.left_indent = Pt(32 * 5)
        else:
            page.paragraph(self.document, self._text(line))

    def _text(self, text: str) -> str:
        return _NAME.sub(lambda found: self._room(found[1]), text) if self.blank else text

    def _room(self, key: str) -> str:
        if key == "basis":
            return self.kind.basis
        field = self.kind.field(key)
        day = field is not None and field.type is FieldType.DAY
        return "　　　年　　月　　日" if day else "＿＿＿＿＿＿＿＿＿＿"

    def _shown_with(self, key: str, text: str) -> None:
        page.paragraph(self.document, f"{{%p if {key} %}}")
        page.paragraph(self.document, text)
        page.paragraph(self.document, "{%p endif %}")

    def _each(self, key: str, *, indent: bool = True) -> None:
        page.paragraph(self.document, f"{{%p for line in {key} %}}")
        page.paragraph(self.document, "{{ line }}", indent=indent)
        page.paragraph(self.document, "{%p endfor %}")

    def _rows(self, key: str) -> None:
        """A table of the field's rows; an optional one only where it has any."""
        field = self.kind.field(key)
        if field is None:
            raise KeyError(key)
        optional = not field.required and not self.blank and self.kind.layout != "form"
        if optional:
            page.paragraph(self.document, f"{{%p if {key} %}}")
        self._table_of(field)
        if optional:
            page.paragraph(self.document, "{%p endif %}")

    def _table_of(self, field: Field) -> None:
        lines = list(self._lines_of(field))
        shares = [2, *(8 if key in {"name", "branch"} else 6 for key in field.columns)]
        table = page.table(self.document, len(lines), shares)
        for number, cells in enumerate(lines):
            for place, text in enumerate(cells):
                page.cell(table.cell(number, place), text, head=number == 0)
        page.repeat_head(table)

    def _lines_of(self, field: Field) -> Iterator[Sequence[str]]:
        width = len(field.columns)
        yield ["序号", *field.columns.values()]
        if self.blank:
            yield from ([str(n), *[""] * width] for n in range(1, BLANK_ROWS + 1))
            return
        yield [f"{{%tr for row in {field.key} %}}", *[""] * width]
        yield ["{{ loop.index }}", *(f"{{{{ row.{key} }}}}" for key in field.columns)]
        yield ["{%tr endfor %}", *[""] * width]

    def _form(self) -> None:
        table = page.table(self.document, len(self.kind.form), [3, 4, 3, 4])
        for number, row in enumerate(self.kind.form):
            cells: list[Any] = [table.cell(number, place) for place in range(4)]
            if len(row) == 2:
                cells = [cells[0], cells[1].merge(cells[3])]
            for place, text in enumerate(row):
                page.cell(cells[place], self._cell(text), head=place % 2 == 0)
            page.row_height(table.rows[number], 70 if "text" in row[-1] or "\n" in row[-1] else 34)

    def _cell(self, text: str) -> str:
        if not self.blank:
            return text
        return _NAME.sub(lambda found: "　年　月　日" if found[1].endswith("_on") else "", text)

    def _close(self) -> None:
        """附件, 发文机关署名 and 成文日期, with room for the seal above them."""
        self._shown_blank_line("attachments")
        self._each("attachments")
        page.paragraph(self.document, "", indent=False)
        page.paragraph(self.document, "", indent=False)
        for text in ("{{ office }}", "{{ day }}"):
            page.signed(self.document, text)

    def _shown_blank_line(self, key: str) -> None:
        page.paragraph(self.document, f"{{%p if {key} %}}")
        page.paragraph(self.document, "", indent=False)
        page.paragraph(self.document, "{%p endif %}")


def main() -> None:
    """Write every template anew."""
    FOLDER.mkdir(exist_ok=True)
    for kind in KINDS.values():
        for blank in (False, True) if kind.blank else (False,):
            draft = Draft(kind, blank=blank)
            draft.write()
            draft.document.save(str(FOLDER / f"{kind.key}{'.blank' if blank else ''}.docx"))


if __name__ == "__main__":
    main()
