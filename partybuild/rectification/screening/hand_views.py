"""Pages on which proposals are made outside a round: by hand, from inspections, from ratings."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.coverage import rolls, roster_asked
from partybuild.db.work import OutOfReach
from partybuild.enforcement.rules import whole
from partybuild.party.answers import tried
from partybuild.rectification.kinds import Origin
from partybuild.rectification.screening import found, policy, proposing
from partybuild.rectification.screening.feature import BASE, KEEP, READ, screening
from partybuild.rectification.screening.forms import HandForm
from partybuild.web import respond
from partybuild.web.forms import perform

TITLES = {Origin.INSPECTION: "年检不合格或者连续未参检", Origin.RATING: "一星和不定星"}


@screening.page("/by-hand", needs=KEEP)
def hand(actor: Actor) -> ResponseReturnValue:
    """Which Party organization, which situation, what was seen."""
    form = HandForm(code=request.args.get("code", ""))
    return _hand(actor, form.offer(policy.today(actor).rules))


def _hand(actor: Actor, form: HandForm, status: int = 200) -> ResponseReturnValue:
    return respond.page("rectification/screening/hand.html", status=status, form=form)


@screening.action("/by-hand", needs=KEEP)
def propose(actor: Actor) -> ResponseReturnValue:
    """An open proposal stands."""
    form = HandForm(request.form).offer(policy.today(actor).rules)
    code = form.code.data or ""
    made, status = tried(form, actor, lambda who: proposing.propose(who, code, form.said()))
    if made is None:
        return _hand(actor, form, status)
    flash("已提出，等待认定。", "fine")
    return respond.done(url_for(".show_proposal", proposal_id=made))


@screening.page("/found/<word>", needs=READ)
def candidates(actor: Actor, word: str) -> ResponseReturnValue:
    """Party organizations that the inspections, or the ratings, speak against."""
    origin = _origin(word)
    wanted, rule = found.asked(actor, request.args), proposing.rule_of(actor, origin)
    cursor = request.args.get("before") or request.args.get("after") or ""
    roll = found.roll(actor, origin, rule, wanted)
    page = rolls.page(roll, "name", cursor, "before" in request.args, wanted.size)
    here = f"{BASE}/found/{word}"
    return respond.page(
        "rectification/screening/candidates.html",
        asked=wanted,
        page=page,
        rule=rule,
        here=here,
        heading=TITLES[origin],
        units=roster_asked.units(actor, wanted),
        previous=f"{here}?{wanted.address(before=page.previous)}" if page.previous else "",
        next=f"{here}?{wanted.address(after=page.next)}" if page.next else "",
        active=[(words, f"{here}?{rest}") for words, rest in wanted.in_force()],
        keeps=actor.may(KEEP),
        all="all" in request.args,
    )


@screening.action("/found/<word>", needs=KEEP)
def propose_found(actor: Actor, word: str) -> ResponseReturnValue:
    """Open proposals stand for those that are ticked."""
    origin = _origin(word)
    ids = [whole(text) or 0 for text in request.form.getlist("chosen")]
    number = perform(actor, lambda who: proposing.propose_found(who, origin, ids))
    flash(f"已提出 {number} 条建议，等待认定。", "fine")
    return respond.done(f"{BASE}/proposals?state=open&origin={origin.value}")


def _origin(word: str) -> Origin:
    origin = {each.value: each for each in TITLES}.get(word)
    if origin is None:
        raise OutOfReach
    return origin
