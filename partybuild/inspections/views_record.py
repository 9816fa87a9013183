"""One inspection: both sides of it, and what this person may do."""

from collections.abc import Callable
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.inspections import commands, deciding, filling, pages, questions, reopening, rules
from partybuild.inspections.deciding import Concluding, Evaluating
from partybuild.inspections.feature import inspections
from partybuild.inspections.forms import ConclusionForm, EvaluationForm, filled
from partybuild.inspections.kinds import MEASURES, Conclusion, Evaluation, Regime, SpotCheck
from partybuild.party.answers import tried
from partybuild.web import respond
from partybuild.web.forms import ChineseForm

READ = Permission.INSPECTIONS_READ
KEEP, EVALUATE = Permission.INSPECTIONS_KEEP, Permission.INSPECTIONS_EVALUATE
DONE = {
    "publish": "已公布结论和党建评价",
    "reopen": "已重新办理结论，首次结论保留",
    "reopen_evaluation": "已重新办理党建评价，首次评价保留",
    "mark_absent": "已记为未参检",
    "withdraw": "已移出名单",
    "restore": "已恢复列入名单",
    "return": "已退回党建部分",
}


@inspections.page("/records/<int:inspection_id>", needs=READ)
def record(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """Conclusion, evaluation, Party section, course and papers of one inspection."""
    return _page(actor, inspection_id)


def _page(
    actor: Actor,
    inspection_id: int,
    status: int = 200,
    conclusion: ConclusionForm | None = None,
    evaluation: EvaluationForm | None = None,
    typed: Any = None,
) -> ResponseReturnValue:
    shown = pages.record(actor, inspection_id)
    today = clock.today()
    regime = Regime(shown.row.regime)
    mine = conclusion or filled(
        ConclusionForm(),
        shown.row,
        concluded_on=shown.row.concluded_on or today,
        measures=[name for name in MEASURES if getattr(shown.row, name)],
    )
    mine.offer(regime)
    theirs = evaluation or filled(
        EvaluationForm(), shown.row, score=shown.score, evaluated_on=shown.row.evaluated_on or today
    )
    return respond.page(
        "inspections/record.html",
        status=status,
        shown=shown,
        regime=regime,
        conclusion=mine,
        evaluation=theirs,
        blocks=questions.BLOCKS,
        asked=questions.asked,
        typed=typed,
        refused=bool(conclusion or evaluation),
        may=actor.may,
    )


def _version() -> int | None:
    return request.form.get("version", type=int)


@inspections.action("/records/<int:inspection_id>/conclusion", needs=KEEP)
def conclude(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """The registrar's answer stands."""
    form = ConclusionForm(request.form)
    form.offer(Regime(pages.record(actor, inspection_id).row.regime))
    made, status = tried(
        form,
        actor,
        lambda who: deciding.conclude(who, inspection_id, _version(), _concluding(form)),
    )
    if made is None:
        return _page(actor, inspection_id, status, conclusion=form)
    flash("已保存年检结论，两项都有后再公布。", "fine")
    return respond.done(url_for("inspections.record", inspection_id=inspection_id))


def _concluding(form: ConclusionForm) -> Concluding:
    return Concluding(
        Conclusion(form.conclusion.data),
        form.concluded_on.data,
        form.filed_on.data,
        frozenset(form.measures.data or ()),
        form.document.data or "",
        form.rectify_by.data,
        SpotCheck(form.spot_check.data) if form.spot_check.data else None,
        form.note.data or "",
        form.reason.data or "",
    )


@inspections.action("/records/<int:inspection_id>/evaluation", needs=EVALUATE)
def evaluate(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """The Party side's answer stands."""
    form = EvaluationForm(request.form)

    def command(who: Actor) -> None:
        said = Evaluating(
            Evaluation(form.evaluation.data),
            form.evaluated_on.data,
            rules.score(form.score.data) if form.score.data else None,
            form.filed_on.data,
            form.reason.data or "",
        )
        deciding.evaluate(who, inspection_id, _version(), said)

    made, status = tried(form, actor, command)
    if made is None:
        return _page(actor, inspection_id, status, evaluation=form)
    flash("已保存党建评价，两项都有后再公布。", "fine")
    return respond.done(url_for("inspections.record", inspection_id=inspection_id))


def _step(
    actor: Actor, inspection_id: int, action: str, command: Callable[[Actor], Any]
) -> ResponseReturnValue:
    """A step with a reason; refused, the page says why beside what was typed."""
    form = ChineseForm()
    made, status = tried(form, actor, command)
    if made is None:
        typed = {
            "action": action,
            "note": request.form.get("note", ""),
            "document": "",
            "sentence": " ".join(str(each) for each in form.form_errors),
        }
        return _page(actor, inspection_id, status, typed=typed)
    flash(f"{DONE[action]}。", "fine")
    return respond.done(url_for("inspections.record", inspection_id=inspection_id))


@inspections.action("/records/<int:inspection_id>/publish", needs=KEEP)
def publish(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """Both answers are published together."""
    return _step(
        actor,
        inspection_id,
        "publish",
        lambda who: deciding.publish(who, inspection_id, _version()),
    )


@inspections.action("/records/<int:inspection_id>/reopen", needs=KEEP)
def reopen(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """The conclusion is taken up again."""
    return _again(actor, inspection_id, "reopen", evaluation=False)


@inspections.action("/records/<int:inspection_id>/reopen_evaluation", needs=EVALUATE)
def reopen_evaluation(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """The evaluation is taken up again."""
    return _again(actor, inspection_id, "reopen_evaluation", evaluation=True)


def _again(
    actor: Actor, inspection_id: int, action: str, *, evaluation: bool
) -> ResponseReturnValue:
    note = request.form.get("note", "")

    def command(who: Actor) -> None:
        reopening.reopen(who, inspection_id, _version(), note, evaluation=evaluation)

    return _step(actor, inspection_id, action, command)


@inspections.action("/records/<int:inspection_id>/mark_absent", needs=KEEP)
def mark_absent(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """The organization has not taken part."""
    note = request.form.get("note", "")
    return _step(
        actor,
        inspection_id,
        "mark_absent",
        lambda who: reopening.mark_absent(who, inspection_id, _version(), note),
    )


@inspections.action("/records/<int:inspection_id>/withdraw", needs=KEEP)
def withdraw(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """The organization is taken off the list."""
    note, version = request.form.get("note", ""), _version() or 0
    return _step(
        actor,
        inspection_id,
        "withdraw",
        lambda who: commands.take_off(who, inspection_id, version, note),
    )


@inspections.action("/records/<int:inspection_id>/restore", needs=KEEP)
def restore(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """The organization is put back on the list."""
    note, version = request.form.get("note", ""), _version() or 0
    return _step(
        actor,
        inspection_id,
        "restore",
        lambda who: commands.put_back(who, inspection_id, version, note),
    )


@inspections.action("/records/<int:inspection_id>/return", needs=EVALUATE)
def send_back(actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """Blocks of the Party section are returned, to be mended by a day."""
    items = {
        key: request.form.get(f"words-{key}", "").strip()
        for key in request.form.getlist("item")
        if questions.block(key) is not None
    }
    note, due = request.form.get("note", ""), request.form.get("due_on", type=pages.day)
    return _step(
        actor,
        inspection_id,
        "return",
        lambda who: filling.send_back(who, inspection_id, _version(), items, note, due),
    )
