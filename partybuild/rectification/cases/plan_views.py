"""一支部一策 is drafted: outline, problems, measures; and added to while it runs."""

from collections.abc import Callable
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.rectification.cases import plan_page, planning, showing
from partybuild.rectification.cases.feature import BASE, KEEP, rectification
from partybuild.rectification.cases.forms import MeasureForm, StepForm, numbers
from partybuild.rectification.cases.planning import Outline, Undertaking, Wanting
from partybuild.rectification.cases.submitting import submitted
from partybuild.web import respond
from partybuild.web.forms import perform


@rectification.page("/<int:case_id>/plan", needs=KEEP)
def plan(actor: Actor, case_id: int) -> ResponseReturnValue:
    """The plan with its lists, ready to be written."""
    return _page(actor, case_id, {})


def _page(
    actor: Actor, case_id: int, typed: dict[str, Any], status: int = 200
) -> ResponseReturnValue:
    found = showing.shown(actor, case_id)
    return respond.page(
        "rectification/cases/plan.html",
        status=status,
        found=found,
        file=found.file,
        forms=plan_page.forms(found, typed),
        opened=next(iter(typed), ""),
        drafting=found.may("draft"),
        adding=found.may("draft") or found.may("amend"),
        why=found.why_not("draft", "amend"),
        keys=plan_page,
    )


def _kept(
    actor: Actor, case_id: int, key: str, command: Callable[[Actor, Any], Any], said: str
) -> ResponseReturnValue:
    """The form of a key is taken, or comes back with what was typed."""
    form: StepForm = plan_page.form(key, request.form)
    done, status = submitted(form, actor, (), lambda who, papers: command(who, form))
    if not done:
        return _page(actor, case_id, {key: form}, status)
    flash(said, "fine")
    return respond.done(f"{BASE}/{case_id}/plan#lists")


@rectification.action("/<int:case_id>/plan", needs=KEEP)
def outline(actor: Actor, case_id: int) -> ResponseReturnValue:
    """Cause, leader and instructor."""

    def keep(who: Actor, form: Any) -> Any:
        said = Outline(form.cause.data, form.leader.data, form.instructor.data)
        return planning.outline(who, case_id, form.seen(), said)

    return _kept(actor, case_id, plan_page.OUTLINE, keep, "已保存原因分析和包联领导。")


@rectification.action("/<int:case_id>/plan/problems", needs=KEEP)
def add_problem(actor: Actor, case_id: int) -> ResponseReturnValue:
    """A problem is added."""

    def keep(who: Actor, form: Any) -> Any:
        said = Wanting(form.words.data)
        return planning.put_problem(who, case_id, form.seen(), said, note=form.note.data)

    return _kept(actor, case_id, plan_page.PROBLEM, keep, "已加入问题清单，请接着写整顿措施。")


@rectification.action("/<int:case_id>/plan/problems/<int:problem_id>", needs=KEEP)
def reword(actor: Actor, case_id: int, problem_id: int) -> ResponseReturnValue:
    """A problem says this instead."""
    key = _own(actor, case_id, plan_page.of_problem(problem_id))

    def keep(who: Actor, form: Any) -> Any:
        said = Wanting(form.words.data)
        return planning.put_problem(who, case_id, form.seen(), said, problem_id)

    return _kept(actor, case_id, key, keep, "已改写问题。")


@rectification.action("/<int:case_id>/plan/problems/<int:problem_id>/removal", needs=KEEP)
def drop_problem(actor: Actor, case_id: int, problem_id: int) -> ResponseReturnValue:
    """A problem is struck from the draft."""
    seen = _seen()
    perform(actor, lambda who: planning.drop_problem(who, case_id, seen, problem_id))
    flash("已从问题清单删除，连同它的措施。", "fine")
    return respond.done(f"{BASE}/{case_id}/plan#lists")


@rectification.action("/<int:case_id>/plan/problems/<int:problem_id>/measures", needs=KEEP)
def add_measure(actor: Actor, case_id: int, problem_id: int) -> ResponseReturnValue:
    """A measure is added to a problem."""
    key = _own(actor, case_id, plan_page.new_measure(problem_id))

    def keep(who: Actor, form: Any) -> Any:
        said = _undertaking(form, problem_id)
        return planning.put_measure(who, case_id, form.seen(), said, note=form.note.data)

    return _kept(actor, case_id, key, keep, "已加入措施清单。")


@rectification.action("/<int:case_id>/plan/measures/<int:measure_id>", needs=KEEP)
def change(actor: Actor, case_id: int, measure_id: int) -> ResponseReturnValue:
    """A measure says this instead."""
    key = _own(actor, case_id, plan_page.of_measure(measure_id))
    placed = showing.measure_of(showing.shown(actor, case_id), measure_id)
    problem_id = placed[0].id if placed else 0

    def keep(who: Actor, form: Any) -> Any:
        said = _undertaking(form, problem_id)
        return planning.put_measure(who, case_id, form.seen(), said, measure_id)

    return _kept(actor, case_id, key, keep, "已改写措施。")


@rectification.action("/<int:case_id>/plan/measures/<int:measure_id>/removal", needs=KEEP)
def drop_measure(actor: Actor, case_id: int, measure_id: int) -> ResponseReturnValue:
    """A measure is struck from the draft."""
    seen = _seen()
    perform(actor, lambda who: planning.drop_measure(who, case_id, seen, measure_id))
    flash("已从措施清单删除。", "fine")
    return respond.done(f"{BASE}/{case_id}/plan#lists")


def _seen() -> int:
    return next(iter(numbers([request.form.get("version")])), 0)


def _undertaking(form: MeasureForm, problem_id: int) -> Undertaking:
    return Undertaking(
        problem_id,
        form.words.data or "",
        form.person.data or "",
        form.due_on.data,
        form.proof.data or "",
    )


def _own(actor: Actor, case_id: int, key: str) -> str:
    """The key, where the case has such a problem or measure; OutOfReach else."""
    if key not in plan_page.forms(showing.shown(actor, case_id), {}):
        raise OutOfReach
    return key
