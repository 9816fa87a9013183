"""Pages of 三同步: the matrix, the lists behind its numbers, the lanes of an organization."""

from io import BytesIO

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage import asked
from partybuild.coverage.views import answered
from partybuild.gates import lanes, listing, matrix, sheets, trend
from partybuild.gates.kinds import Verdict
from partybuild.organizations.kinds import OrganizationKind
from partybuild.web import respond
from partybuild.web.feature import Feature

gates = Feature("gates", __name__, url_prefix="/gates")
READ = Permission.GATES_READ


@gates.page("/", needs=READ)
@answered
def index(actor: Actor) -> ResponseReturnValue:
    """Area by item: the counts of each verdict and 同步率, each leading to its list."""
    question = asked.read(actor, request.args)
    found = matrix.matrix(actor, question)
    return respond.page(
        "gates/index.html",
        matrix=found,
        asked=question,
        breakdowns=matrix.BREAKDOWNS,
        verdicts=list(Verdict),
    )


@gates.page("/trend", needs=READ)
@answered
def months(actor: Actor) -> ResponseReturnValue:
    """同步率 of each item over 24 months, by the month of the trigger."""
    question = asked.read(actor, request.args)
    return respond.page("gates/months.html", lines=trend.lines(actor, question), asked=question)


@gates.page("/list", needs=READ)
@answered
def items(actor: Actor) -> ResponseReturnValue:
    """The verdicts behind a number."""
    found = listing.listing(actor, request.args)
    kinds = [(kind.value, kind.label) for kind in OrganizationKind if kind.registered]
    verdicts = [(each.value, each.label) for each in Verdict]
    return respond.page(
        "gates/items.html", listing=found, asked=found.asked, kinds=kinds, verdicts=verdicts
    )


@gates.page("/organizations/<int:organization_id>", needs=READ)
def organization(actor: Actor, organization_id: int) -> ResponseReturnValue:
    """What called for an answer and what answered, on two lanes with the days between."""
    return respond.page("gates/organization.html", found=lanes.lanes(actor, organization_id))


@gates.page("/list/workbook", needs=Permission.EXPORTS_MAKE)
@answered
def download(actor: Actor) -> ResponseReturnValue:
    """The list as a workbook: at once while it is short, else as a job."""
    query = request.query_string.decode()
    if listing.listing(actor, request.args).count > sheets.AT_ONCE:
        sheets.ask(actor, query)
        flash("名单较长，正在后台生成，完成后可在“我的任务”中下载。", "fine")
        return respond.done(url_for("jobs.index"))
    name, content = sheets.made(actor, query)
    return send_file(BytesIO(content), as_attachment=True, download_name=name)
