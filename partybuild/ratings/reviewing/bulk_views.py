"""Accepting clean assessments together, after a preview of what is left out and why."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.ratings.points import shown
from partybuild.ratings.reviewing import accepting, clean, listing
from partybuild.ratings.reviewing.accepting import MOST_AT_ONCE
from partybuild.ratings.reviewing.feature import REVIEW, rating_reviews
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.forms import perform


@rating_reviews.page("/acceptance", needs=REVIEW)
def acceptance(actor: Actor) -> ResponseReturnValue:
    """Which of those chosen, or of the list as filtered, can be accepted, and why others not."""
    ids = _chosen(actor)
    rows = listing.shown(actor, [each.row for each in clean.candidates(actor, ids[:MOST_AT_ONCE])])
    return respond.page(
        "ratings/reviewing/acceptance.html",
        good=[each for each in rows if not each.reasons],
        exceptions=[each for each in rows if each.reasons],
        more=max(len(ids) - MOST_AT_ONCE, 0),
        most=MOST_AT_ONCE,
        points=shown,
    )


def _chosen(actor: Actor) -> list[int]:
    if "id" in request.args:
        return sorted({int(n) for n in request.args.getlist("id") if n.isdecimal() and len(n) < 10})
    return listing.roll(actor, listing.asked(actor, request.args)).ids()


@rating_reviews.action("/acceptance", needs=REVIEW)
def accept(actor: Actor) -> ResponseReturnValue:
    """Those previewed pass on together."""
    versions = dict(_pair(word) for word in request.form.getlist("pick"))
    count = perform(actor, lambda actor: accepting.accept(actor, list(versions), versions))
    flash(f"已通过 {count} 份，已转下一环节。", "fine")
    return respond.done(url_for(".index"))


def _pair(word: str) -> tuple[int, int]:
    """An assessment and the version of its case as previewed: "12:3"."""
    number, _, version = word.partition(":")
    if not (number.isdecimal() and version.isdecimal() and len(word) < 20):
        raise RuleBroken("所选名单无法识别，请返回列表重新勾选。")
    return int(number), int(version)
