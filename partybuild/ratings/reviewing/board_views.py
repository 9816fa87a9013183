"""The reviewer's page of one assessment: scores item by item, and the steps of the tier."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach, Stale
from partybuild.ratings.kinds import STAR_LABELS
from partybuild.ratings.points import shown
from partybuild.ratings.reviewing import board, commands, marks, queries
from partybuild.ratings.reviewing.commands import ItemsRefused
from partybuild.ratings.reviewing.feature import READ, REVIEW, rating_reviews
from partybuild.ratings.reviewing.marks import Marks
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.forms import perform

DONE = {"pass": "本级评审已完成", "return": "已退回补正", "back": "已退回下级重新评审"}


@rating_reviews.page("/<int:assessment_id>", needs=READ)
def show(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """All scores side by side with the evidence, and what this person may do."""
    return page(actor, assessment_id)


def page(
    actor: Actor,
    assessment_id: int,
    status: int = 200,
    read: Marks | None = None,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> ResponseReturnValue:
    """The page with what was typed, and what was wrong with it."""
    return respond.page(
        "ratings/reviewing/show.html",
        status=status,
        board=board.board(actor, assessment_id),
        typed=read.typed if read else {},
        errors=errors or {},
        back=typed,
        points=shown,
        stars=STAR_LABELS,
        today=clock.today(),
        only_owed=request.args.get("show") == "owed",
    )


@rating_reviews.action("/<int:assessment_id>/scores", needs=REVIEW)
def score(actor: Actor, assessment_id: int) -> ResponseReturnValue:
    """One item, or all marked ones of a group, hold this tier's score."""
    found = queries.desk(actor, assessment_id)
    only = request.form.get("only", "")
    read = marks.read(request.form, found.items(), only)
    if read.errors:
        return page(actor, assessment_id, 422, read, read.errors)

    def command(actor: Actor) -> None:
        commands.put_many(actor, assessment_id, read.given, _version())

    status, errors = tried(actor, command)
    if errors:
        return page(actor, assessment_id, status, read, errors)
    flash(f"已保存 {len(read.given)} 项评分。", "fine")
    anchor = f"item-{only}" if only else f"group-{request.form.get('group', '')[:40]}"
    return respond.done(url_for(".show", assessment_id=assessment_id, _anchor=anchor))


def tried(actor: Actor, command: Callable[[Actor], Any]) -> tuple[int, dict[str, str]]:
    """(status, what was wrong by item or by ""): 200 and nothing where it was written."""
    try:
        perform(actor, command)
    except ItemsRefused as refused:
        return 422, dict(refused.by_item)
    except RuleBroken as broken:
        return 422, {"": str(broken)}
    except Stale as late:
        return 409, {"": str(late)}
    return 200, {}


def _version() -> int | None:
    return request.form.get("version", type=int)


@rating_reviews.action("/<int:assessment_id>/<action>", needs=REVIEW)
def step(actor: Actor, assessment_id: int, action: str) -> ResponseReturnValue:
    """The tier passes on, returns items to the branch, or hands back to the tier before."""
    kind, _, tier = action.partition("_")
    found = queries.desk(actor, assessment_id)
    if kind not in DONE or tier not in {each.value for each in found.chain}:
        raise OutOfReach
    if found.tier is None or found.tier.value != tier:
        state = found.sheet.row.stage.label
        raise Stale(f"这份自评现在是“{state}”，您看到的不是最新情况，这次没有写入。")
    status, errors = tried(actor, _command(kind, assessment_id))
    if errors:
        typed = {
            "action": action,
            "note": request.form.get("note", ""),
            "document": "",
            "sentence": errors[""],
            "words": request.form,
        }
        return page(actor, assessment_id, status, typed=typed)
    flash(f"{DONE[kind]}。", "fine")
    return respond.done(url_for(".show", assessment_id=assessment_id))


def _command(kind: str, assessment_id: int) -> Callable[[Actor], None]:
    note, version = request.form.get("note", ""), _version()
    items = {key: request.form.get(f"words-{key}", "") for key in request.form.getlist("item")}
    due = day(request.form.get("due_on", ""))
    if kind == "pass":
        return lambda actor: commands.pass_on(actor, assessment_id, version, note)
    if kind == "back":
        return lambda actor: commands.hand_back(actor, assessment_id, version, note)
    return lambda actor: commands.send_back(actor, assessment_id, version, items, note, due)


def day(text: str) -> date | None:
    """A day as typed; None where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
