"""One case about a lagging unit: taken up, shown, taken on step by step."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.evidence import forms as evidence
from partybuild.notices.kinds import KINDS
from partybuild.notices.queries import symbol
from partybuild.rectification.areas import asking, commands, opening, showing
from partybuild.rectification.areas.asking import Asked
from partybuild.rectification.areas.feature import BASE, DECIDE, READ, lagging_areas
from partybuild.rectification.areas.forms import LABELS
from partybuild.rectification.areas.rules import MOST_PROMISES
from partybuild.rectification.kinds import AreaMeasure
from partybuild.rectification.process import AREA_TABLE
from partybuild.web import respond


@lagging_areas.page("/new", needs=DECIDE)
def new(actor: Actor) -> ResponseReturnValue:
    """The form that takes a unit up over the figures that fall short."""
    return _new(asking.asked(actor, request.args))


@lagging_areas.action("", needs=DECIDE, files=4)
def create(actor: Actor) -> ResponseReturnValue:
    """Take a unit up; its paper is issued with it."""
    asked = asking.asked(actor, request.form, request.form)
    form, urging = asked.form, asked.urging

    def take(who: Actor, papers: Any) -> int:
        return opening.take_up(who, urging, form.said(papers))

    made = evidence.submit(form, actor, request.files, form.FILES, take)
    if made is None:
        return _new(asked, 422)
    flash("已发出，文书已经编号。", "fine")
    return respond.done(f"{BASE}/{made}")


def _new(asked: Asked, status: int = 200) -> ResponseReturnValue:
    return respond.page(
        "rectification/areas/new.html", status=status, asked=asked, measures=AreaMeasure, base=BASE
    )


@lagging_areas.page("/<int:case_id>", needs=READ)
def show(actor: Actor, case_id: int) -> ResponseReturnValue:
    """One case: figures then and now, promises, papers, what can be done."""
    return _show(showing.shown(actor, case_id))


@lagging_areas.action("/<int:case_id>/<action>", needs=DECIDE, files=6)
def step(actor: Actor, case_id: int, action: str) -> ResponseReturnValue:
    """Take a step of a case."""
    form = showing.form_of(actor, case_id, action, request.form)
    if form is None:
        raise OutOfReach
    label = AREA_TABLE.step(action).label

    def take(who: Actor, papers: Any) -> bool:
        commands.take(who, case_id, action, form.seen(), form.said(papers))
        return True

    if evidence.submit(form, actor, request.files, form.FILES, take) is None:
        return _show(showing.shown(actor, case_id, form, action), 422, action)
    flash(f"已办理“{label}”。", "fine")
    return respond.done(f"{BASE}/{case_id}")


def _show(shown: showing.Shown, status: int = 200, opened: str = "") -> ResponseReturnValue:
    return respond.page(
        "rectification/areas/show.html",
        status=status,
        shown=shown,
        opened=opened,
        labels=LABELS,
        kinds=KINDS,
        symbol=symbol,
        today=clock.today(),
        most=MOST_PROMISES,
        base=BASE,
    )
