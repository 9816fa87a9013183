"""Pages of coverage: figures, the lists behind them, worklists, the register."""

import functools
from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage import asked, dashboard, listings, queries, register, worklist
from partybuild.rules import RuleBroken
from partybuild.web import respond
from partybuild.web.feature import Feature

coverage = Feature("coverage", __name__, url_prefix="/coverage")
View = Callable[[Actor], ResponseReturnValue]


def answered(view: View) -> View:
    """A page that says in a sentence (422) why it cannot answer what its address asks."""

    @functools.wraps(view)
    def answer(actor: Actor) -> ResponseReturnValue:
        try:
            return view(actor)
        except RuleBroken as broken:
            return respond.problem(str(broken), status=422)

    return answer


@coverage.page("/", needs=Permission.COVERAGE_READ)
@answered
def index(actor: Actor) -> ResponseReturnValue:
    """Figures of an area or a body on a day, each leading to its list."""
    question = asked.read(actor, request.args)
    return respond.page(
        "coverage/index.html",
        board=dashboard.board(actor, question),
        asked=question,
        breakdowns=asked.BREAKDOWNS,
        bases=_choices(question),
    )


@coverage.page("/list", needs=Permission.COVERAGE_READ)
@answered
def listing(actor: Actor) -> ResponseReturnValue:
    """The list behind a number; for a rate, both numbers it was divided from."""
    if request.args.get("field") in listings.RATES:
        opened = listings.rate(actor, request.args)
        return respond.page("coverage/rate.html", rate=opened, asked=opened.asked)
    found = listings.listing(actor, request.args)
    template = "coverage/party_list.html" if found.party else "coverage/listing.html"
    return respond.page(template, listing=found, asked=found.asked, choices=listings.CHOICES)


@coverage.page("/worklist", needs=Permission.COVERAGE_READ)
@answered
def work(actor: Actor) -> ResponseReturnValue:
    """Organizations that should have a branch or could share one, and who could found it."""
    found = worklist.worklist(actor, request.args)
    kinds = {kind: title for kind, (_, title) in worklist.KINDS.items()}
    return respond.page(
        "coverage/work.html",
        work=found,
        listing=found.listing,
        asked=found.listing.asked,
        kinds=kinds,
    )


@coverage.page("/register", needs=Permission.COVERAGE_READ)
@answered
def register_figures(actor: Actor) -> ResponseReturnValue:
    """The register by kind, level and flag, and its growth over five years."""
    question = asked.read(actor, request.args)
    found = register.register(actor, question)
    return respond.page(
        "coverage/register_figures.html",
        register=found,
        asked=question,
        heads=register.HEADS,
        bases=_choices(question),
    )


def _choices(question: asked.Asked) -> list[tuple[str, str]]:
    """The bases of the day, for choosing."""
    return [(basis.name, basis.label) for basis in queries.bases(question.day).values()]
