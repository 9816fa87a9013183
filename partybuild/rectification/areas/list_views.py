"""Units beside what is wanted of them, the ledger, the history of a unit, what is overdue."""

from flask import request
from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.rectification.areas import ledger, overdue, queries, standing
from partybuild.rectification.areas.feature import BASE, DECIDE, READ, lagging_areas
from partybuild.rectification.kinds import AreaMeasure
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken
from partybuild.web import respond


def _unit(actor: Actor, code: str) -> Region:
    """The unit asked for, by default the person's own; RuleBroken for a post at no unit."""
    found = regions.in_reach(actor, code) if code else regions.top_of(actor)
    if found is None:
        raise RuleBroken("后进地区按区划单位督促，您的岗位不在区划单位，没有下级地区。")
    return found


@lagging_areas.page("", needs=READ)
def index(actor: Actor) -> ResponseReturnValue:
    """The figures of the units below, those that fall short marked."""
    top = _unit(actor, request.args.get("unit", ""))
    return respond.page(
        "rectification/areas/index.html",
        board=standing.board(actor, top),
        urges=actor.may(DECIDE),
        base=BASE,
    )


@lagging_areas.page("/cases", needs=READ)
def cases(actor: Actor) -> ResponseReturnValue:
    """The ledger."""
    asked = ledger.read(request.args)
    return respond.page(
        "rectification/areas/cases.html",
        asked=asked,
        page=ledger.page(actor, asked),
        measures=[(each.value, each.label) for each in AreaMeasure],
        states=list(ledger.STATES.items()),
        standings=list(ledger.STANDINGS.items()),
        base=BASE,
    )


@lagging_areas.page("/units/<code>", needs=READ)
def unit(actor: Actor, code: str) -> ResponseReturnValue:
    """What was done about one unit, and how it stands."""
    found = regions.in_reach(actor, code)
    return respond.page(
        "rectification/areas/unit.html",
        unit=found,
        figures=standing.of_unit(actor, found),
        rows=ledger.of_unit(actor, found),
        states=ledger.STATES,
        urges=actor.may(DECIDE) and queries.stands_above(actor, found),
        today=clock.today(),
        base=BASE,
    )


@lagging_areas.page("/overdue", needs=READ)
def late(actor: Actor) -> ResponseReturnValue:
    """Cases past their day at the desks of a unit: the list behind its figure."""
    top = _unit(actor, request.args.get("unit", ""))
    page = overdue.page(actor, top, request.args.get("after", ""))
    return respond.page("rectification/areas/late.html", unit=top, page=page, base=BASE)
