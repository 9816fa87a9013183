"""Start pages: one that suits each role."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.deadlines import rail, todo
from partybuild.home import desk
from partybuild.party import life, people
from partybuild.web import respond
from partybuild.web.feature import Feature

home = Feature("home", __name__)
ELSEWHERE = {
    Role.SYSTEM: "users.index",
    Role.AUDIT: "audit.index",
    Role.SECURITY: "policies.index",
}


@home.page("/", needs=Permission.SIGNED_IN)
def index(actor: Actor) -> ResponseReturnValue:
    """The start page of this person's role."""
    if actor.role in ELSEWHERE:
        return redirect(url_for(ELSEWHERE[actor.role]), 303)
    heaps = todo.open_items(actor)
    rail.keep(actor, sum(heap.tally.open for heap in heaps))
    if actor.role is Role.SECRETARY:
        own = desk.own_organizations(actor)
        party = life.own(actor)
        return respond.page("home/secretary.html", heaps=heaps, organizations=own, party=party)
    if actor.role is Role.INSTRUCTOR:
        mine = people.my_organizations(actor)
        return respond.page("home/instructor.html", heaps=heaps, mine=mine)
    found = desk.desk(actor, heaps)
    if actor.role is Role.LEADER:
        worst = desk.worst(found.board)
        return respond.page("home/leader.html", heaps=heaps, board=found.board, worst=worst)
    return respond.page("home/index.html", board=found.board, tasks=found.tasks)
