"""The pages of imports: send a file, see what it would do, confirm, look back."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import OutOfReach
from partybuild.imports import engine, showing, uploading
from partybuild.imports.columns import KINDS
from partybuild.imports.engine import Asked
from partybuild.imports.forms import AcceptForm, ConfirmForm, UploadForm
from partybuild.imports.plans import Options
from partybuild.imports.storage import Store
from partybuild.imports.template import write_template
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.feature import Feature
from partybuild.web.forms import perform, submit

imports = Feature("imports", __name__, url_prefix="/imports")
MAKE = Permission.IMPORTS_MAKE
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _index(actor: Actor, form: UploadForm, status: int = 200) -> ResponseReturnValue:
    return respond.page(
        "imports/index.html",
        status=status,
        form=form,
        rows=showing.latest(actor),
        units=showing.units(actor),
        kinds=form.kind.choices,
    )


@imports.page("/", needs=MAKE)
def index(actor: Actor) -> ResponseReturnValue:
    """What was imported, and the form for the next file."""
    form = UploadForm()
    form.offer(actor)
    return _index(actor, form)


@imports.page("/templates/<kind>", needs=MAKE)
def template(actor: Actor, kind: str) -> ResponseReturnValue:
    """The empty workbook of a kind."""
    if kind not in KINDS:
        raise OutOfReach
    found = engine.kind_today(kind)
    with TemporaryDirectory() as folder:
        path = Path(folder, "template.xlsx")
        write_template(found, path)
        content = BytesIO(path.read_bytes())
    name = f"{found.label}导入模板.xlsx"
    return send_file(content, XLSX, as_attachment=True, download_name=name)


@imports.action("/files", needs=MAKE, files=1)
def upload(actor: Actor) -> ResponseReturnValue:
    """Take a file in and have it checked."""
    form = UploadForm(request.form, data={"file": request.files.get("file")})
    form.file.data = request.files.get("file")
    form.offer(actor)
    if not form.validate():
        return _index(actor, form, 422)
    store = Store.new()
    try:
        asked = _asked(actor, form, store)
        number = submit(form, actor, lambda actor: uploading.upload(actor, asked, store))
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
        number = None
    if number is None:
        store.remove()
        return _index(actor, form, 422)
    return respond.done(url_for(".show", batch_id=number))


def _asked(actor: Actor, form: UploadForm, store: Store) -> Asked:
    file = form.file.data
    filename = Path(file.filename.replace("\\", "/")).name[-200:]
    options = Options(
        effective_on=form.effective.data or clock.today(),
        unit_id=showing.unit_of(actor, form.unit.data or ""),
        correct=form.correct.data,
        partial=form.partial.data,
        document=filename,
    )
    return Asked(form.kind.data, filename, store.take(file.stream, filename), options)


@imports.page("/<int:batch_id>", needs=MAKE, quiet=True)
def show(actor: Actor, batch_id: int) -> ResponseReturnValue:
    """Where an import stands: at work, asking, checked, refused or done."""
    seen = showing.seen(actor, batch_id)
    if seen.under_way:
        job, state = showing.job_of(actor, seen)
        fragment = "imports/_progress.html"
        page = "imports/progress.html"
        return respond.page(page, fragment=fragment, seen=seen, job=job, state=state)
    if respond.is_htmx():
        return respond.done(url_for(".show", batch_id=batch_id))
    if seen.state == "asking":
        return respond.page("imports/questions.html", seen=seen)
    return _preview(seen)


def _preview(seen: showing.Seen, status: int = 200, **forms: Any) -> ResponseReturnValue:
    key = request.args.get("list", "")
    tab = next((t for t in seen.tabs if t.key == key), None) or showing.first_tab(seen)
    start = max(request.args.get("from", 0, type=int), 0)
    given: dict[str, Any] = {
        "confirm": ConfirmForm(data=seen.confirmable),
        "accept": AcceptForm(),
    }
    return respond.page(
        "imports/show.html",
        status=status,
        seen=seen,
        tab=tab,
        start=start,
        rows=showing.page_of(seen, tab.key, start),
        size=showing.PAGE,
        register=showing.LISTS[seen.batch.kind],
        **{**given, **forms},
    )


@imports.page("/<int:batch_id>/errors", needs=MAKE)
def errors(actor: Actor, batch_id: int) -> ResponseReturnValue:
    """The error workbook, to be mended and sent again."""
    seen = showing.seen(actor, batch_id)
    if not seen.marked:
        raise OutOfReach
    name = f"{Path(seen.batch.filename).stem}（待改正）.xlsx"
    path = Store(seen.batch.folder).marked
    return send_file(path, XLSX, as_attachment=True, download_name=name)


@imports.action("/<int:batch_id>/answers", needs=MAKE)
def answer(actor: Actor, batch_id: int) -> ResponseReturnValue:
    """What ambiguous columns are."""
    take = {
        name.removeprefix("column-"): value
        for name, value in request.form.items()
        if name.startswith("column-") and value
    }
    perform(actor, lambda actor: uploading.answer(actor, batch_id, take))
    return respond.done(url_for(".show", batch_id=batch_id))


@imports.action("/<int:batch_id>/acceptances", needs=MAKE)
def accept(actor: Actor, batch_id: int) -> ResponseReturnValue:
    """Let a failing check character pass."""
    form = AcceptForm(request.form)

    def command(actor: Actor) -> bool:
        uploading.accept(actor, batch_id, form.code.data or "", form.reason.data or "")
        return True

    if submit(form, actor, command) is None:
        return _preview(showing.seen(actor, batch_id), 422, accept=form)
    return respond.done(url_for(".show", batch_id=batch_id))


@imports.action("/<int:batch_id>/checks", needs=MAKE)
def check(actor: Actor, batch_id: int) -> ResponseReturnValue:
    """Check the kept file again."""
    perform(actor, lambda actor: uploading.check_again(actor, batch_id))
    return respond.done(url_for(".show", batch_id=batch_id))


@imports.action("/<int:batch_id>/confirmations", needs=MAKE)
def confirm(actor: Actor, batch_id: int) -> ResponseReturnValue:
    """Write what the preview shows."""
    form = ConfirmForm(request.form)

    def command(actor: Actor) -> bool:
        uploading.confirm(actor, batch_id, form.digest.data or "", form.partial.data)
        return True

    if submit(form, actor, command) is None:
        return _preview(showing.seen(actor, batch_id), 422, confirm=form)
    return respond.done(url_for(".show", batch_id=batch_id))


@imports.action("/<int:batch_id>/withdrawals", needs=MAKE)
def withdraw(actor: Actor, batch_id: int) -> ResponseReturnValue:
    """Keep nothing of the file."""
    Store(perform(actor, lambda actor: uploading.withdraw(actor, batch_id))).remove()
    return respond.done(url_for(".index"))
