"""The reviewers' report: persons, the list behind each number, the workbook."""

from io import BytesIO

from flask import request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import OutOfReach
from partybuild.ratings.kinds import Tier
from partybuild.ratings.points import shown
from partybuild.ratings.reviewing import report as reports
from partybuild.ratings.reviewing import report_sheets
from partybuild.ratings.reviewing.feature import EXPORT, READ, rating_reviews
from partybuild.web import respond

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZE = 100


@rating_reviews.page("/report", needs=READ)
def report(actor: Actor) -> ResponseReturnValue:
    """By reviewer how many, how many without any deduction, and the average gaps."""
    rounds, found = reports.chosen(actor, request.args.get("round", type=int))
    people = reports.reviewers(reports.lines(actor, found)) if found else []
    return respond.page(
        "ratings/reviewing/report.html",
        titles=[(each.id, each.title) for each in rounds],
        found=found,
        people=people,
        exports=actor.may(EXPORT),
    )


@rating_reviews.page("/report/<int:round_id>/list", needs=READ)
def reviewed(actor: Actor, round_id: int) -> ResponseReturnValue:
    """Exactly those that a number of the report counts."""
    _, found = reports.chosen(actor, round_id)
    figure, tier = request.args.get("figure", "all"), request.args.get("tier", "")
    if found is None or figure not in reports.FIGURES or tier not in {t.value for t in Tier}:
        raise OutOfReach
    user, after = request.args.get("user", 0, type=int), request.args.get("after", 0, type=int)
    lines = [
        line
        for line in reports.lines(actor, found)
        if (line.tier.value, line.user_id) == (tier, user) and line.counts(figure)
    ]
    rows = [line for line in lines if line.id > after]
    here = url_for(".reviewed", round_id=round_id, figure=figure, tier=tier, user=user)
    return respond.page(
        "ratings/reviewing/reviewed.html",
        found=found,
        rows=rows[:SIZE],
        total=len(lines),
        next=f"{here}&after={rows[SIZE - 1].id}" if len(rows) > SIZE else "",
        figure=reports.FIGURES[figure],
        points=shown,
    )


@rating_reviews.page("/report/<int:round_id>/workbook", needs=EXPORT)
def workbook(actor: Actor, round_id: int) -> ResponseReturnValue:
    """The report as a workbook."""
    _, found = reports.chosen(actor, round_id)
    if found is None:
        raise OutOfReach
    content = BytesIO(report_sheets.workbook(actor, found))
    name = f"评审人员情况{clock.today():%Y%m%d}.xlsx"
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=name)
