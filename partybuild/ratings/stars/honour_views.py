"""Pages of 争创双强: the lists, judging both sides, naming, withdrawing."""

from io import BytesIO
from typing import Any

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db.work import OutOfReach
from partybuild.ratings.kinds import HonourKind, Strength
from partybuild.ratings.rounds import pages as rounds
from partybuild.ratings.stars import honour_sheet, honours, results, showing
from partybuild.ratings.stars.feature import MANAGE, READ, rating_stars
from partybuild.ratings.stars.forms import HonourDecideForm, HonourForm, WithdrawForm
from partybuild.ratings.stars.honours import Judged
from partybuild.web import respond
from partybuild.web.forms import submit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@rating_stars.page("/<int:round_id>/honours", needs=READ)
def honours_page(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The two lists of a round."""
    shown = rounds.shown(actor, round_id)
    return respond.page(
        "ratings/stars/honours.html",
        shown=shown,
        rows=honours.listed(actor, round_id),
        standing=honour_sheet.standing,
        manages=results.manages(actor, shown.row),
        today=clock.today(),
    )


@rating_stars.page("/<int:round_id>/honours.xlsx", needs=Permission.EXPORTS_MAKE)
def honours_workbook(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The two lists as a workbook."""
    shown = rounds.shown(actor, round_id)
    content = BytesIO(honour_sheet.made(actor, shown))
    name = f"{shown.area}{shown.row.year}年度双强和典型示范名单{clock.today():%Y%m%d}.xlsx"
    return send_file(content, XLSX, as_attachment=True, download_name=name)


@rating_stars.page("/assessments/<int:assessment_id>/honour", needs=MANAGE)
def new_honour(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """Both sides beside each other, and the form that proposes."""
    return _new(actor, assessment_id, HonourForm())


def _new(
    actor: Actor, assessment_id: int, form: HonourForm, status: int = 200
) -> ResponseReturnValue:
    found = showing.one(actor, assessment_id)
    facts = honours.facts(actor, found.row.row, clock.today())
    return respond.page(
        "ratings/stars/new_honour.html", status=status, found=found, facts=facts, form=form
    )


@rating_stars.action("/assessments/<int:assessment_id>/honour", needs=MANAGE)
def propose_honour(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """It is proposed for one of the lists."""
    form = HonourForm(request.form)

    def run(who: Actor) -> int:
        said = Judged(
            HonourKind(form.kind.data),
            Strength(form.building.data),
            form.building_words.data or "",
            Strength(form.development.data),
            form.development_words.data or "",
        )
        return honours.propose(who, assessment_id, said)

    made = submit(form, actor, run)
    if made is None:
        return _new(actor, assessment_id, form, 422)
    flash("已推荐，命名后生效。", "fine")
    return respond.done(url_for("rating_stars.honour", honour_id=made))


@rating_stars.page("/honours/<int:honour_id>", needs=READ)
def honour(actor: Actor, honour_id: int) -> ResponseReturnValue:
    """One honour with both sides."""
    return _honour(actor, honour_id)


def _honour(actor: Actor, honour_id: int, status: int = 200, **forms: Any) -> ResponseReturnValue:
    row = honours.honour(actor, honour_id)
    line = next(
        (each for each in honours.listed(actor, row.round_id) if each.row.id == row.id), None
    )
    if line is None:
        raise OutOfReach
    shown = rounds.shown(actor, row.round_id)
    ready: dict[str, Any] = {"deciding": HonourDecideForm(), "withdrawing": WithdrawForm()}
    return respond.page(
        "ratings/stars/honour.html",
        status=status,
        line=line,
        shown=shown,
        standing=honour_sheet.standing(line),
        facts=honours.facts(actor, line.rated, row.proposed_on) if line.rated else None,
        manages=results.manages(actor, shown.row),
        **ready | forms,
    )


@rating_stars.action("/honours/<int:honour_id>/decision", needs=MANAGE)
def decide_honour(actor: Actor, honour_id: int) -> ResponseReturnValue:
    """It is named, by a document."""
    form = HonourDecideForm(request.form)

    def run(who: Actor) -> bool:
        honours.decide(who, honour_id, form.document.data or "")
        return True

    if submit(form, actor, run) is None:
        return _honour(actor, honour_id, 422, deciding=form)
    flash("已命名。", "fine")
    return respond.done(url_for("rating_stars.honour", honour_id=honour_id))


@rating_stars.action("/honours/<int:honour_id>/withdrawal", needs=MANAGE)
def withdraw_honour(actor: Actor, honour_id: int) -> ResponseReturnValue:
    """It no longer stands."""
    form = WithdrawForm(request.form)

    def run(who: Actor) -> bool:
        honours.withdraw(who, honour_id, form.reason.data or "")
        return True

    if submit(form, actor, run) is None:
        return _honour(actor, honour_id, 422, withdrawing=form)
    flash("已撤销，记录保留。", "fine")
    return respond.done(url_for("rating_stars.honour", honour_id=honour_id))
