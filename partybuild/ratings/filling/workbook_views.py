"""A self-assessment as a workbook: downloaded, filled in elsewhere, brought back."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.ratings.filling import commands, queries, sheet_reading, sheets
from partybuild.ratings.filling.feature import FILL, rating_filling
from partybuild.ratings.filling.forms import SheetForm
from partybuild.ratings.filling.queries import Sheet
from partybuild.ratings.filling.sheet_reading import Taken
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.forms import submit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_FILE = "请选择填好的自评表。"
NOTHING = "自评表里没有要写入的内容：“自评分”都是空白，或者与系统里的相同。"


@rating_filling.page("/<int:assessment_id>/workbook.xlsx", needs=FILL)
def workbook(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """The items with what has been answered, to be filled in."""
    found = queries.sheet(actor, assessment_id)
    with TemporaryDirectory() as folder:
        path = Path(folder, "sheet.xlsx")
        sheets.write(found, path, clock.today())
        content = BytesIO(path.read_bytes())
    name = f"{found.case.title}自评表.xlsx"
    return send_file(content, XLSX, as_attachment=True, download_name=name)


@rating_filling.page("/<int:assessment_id>/workbook", needs=FILL)
def ask_workbook(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """Download, and bring back."""
    return _asked(queries.sheet(actor, assessment_id), SheetForm(), Taken())


def _asked(found: Sheet, form: SheetForm, read: Taken, status: int = 200) -> ResponseReturnValue:
    return respond.page(
        "ratings/filling/workbook.html", status=status, sheet=found, form=form, read=read
    )


@rating_filling.action("/<int:assessment_id>/workbook/answers", needs=FILL, files=1)
def take_workbook(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """Every answer of the workbook is written, or every fault is shown and none is."""
    found, form, read = queries.sheet(actor, assessment_id), SheetForm(request.form), Taken()
    try:
        read = _read(request.files.get("file"), found)
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
    count = None
    if not read.faults and not form.form_errors:
        count = submit(
            form, actor, lambda actor: commands.fill_in(actor, assessment_id, read.answers)
        )
    if count is None:
        return _asked(queries.sheet(actor, assessment_id), form, read, 422)
    flash(f"已由自评表写入 {count} 项，请在页面上核对并补传佐证材料。", "fine")
    return respond.done(url_for(".show", assessment_id=assessment_id))


def _read(file: FileStorage | None, found: Sheet) -> Taken:
    if file is None or not file.filename:
        raise RuleBroken(NO_FILE)
    with TemporaryDirectory() as folder:
        name = Path(file.filename.replace("\\", "/")).name[-200:]
        path = Path(folder, "upload")
        file.save(path)
        read = sheet_reading.taken(path, name, found)
    if not read.answers and not read.faults:
        raise RuleBroken(NOTHING)
    return read
