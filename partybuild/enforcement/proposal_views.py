"""What the system proposes: filtered, taken up or set aside, one or many at once."""

from urllib.parse import urlencode

from flask import flash, request
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.enforcement import asking, proposals, proposing, rules, standing
from partybuild.enforcement.feature import BASE, enforcement
from partybuild.enforcement.forms import AsideForm
from partybuild.enforcement.kinds import ProposalKind
from partybuild.web import respond
from partybuild.web.forms import perform, submit

READ, HANDLE = Permission.ENFORCEMENT_READ, Permission.ENFORCEMENT_HANDLE
HERE = f"{BASE}/proposals"


@enforcement.page("/proposals", needs=READ)
def suggestions(actor: Actor) -> ResponseReturnValue:
    """What the system proposes, of one ground or of all, by name."""
    return _suggestions(actor)


def _suggestions(actor: Actor, form: AsideForm | None = None) -> ResponseReturnValue:
    kind, name = request.args.get("kind", ""), request.args.get("name", "").strip()[:60]
    kinds = [each for each in ProposalKind if each.value == kind] or list(ProposalKind)
    after = rules.whole(request.args.get("after", "")) or 0
    rows = standing.listed(actor, kinds, after, proposals.PAGE + 1, name)
    more = proposals.key_of(rows[proposals.PAGE - 1]) if len(rows) > proposals.PAGE else 0
    found = standing.counts(actor, name=name)
    kept = {key: value for key, value in (("kind", kind), ("name", name)) if value}
    return respond.page(
        "enforcement/suggestions.html",
        status=422 if form else 200,
        rows=[(proposals.key_of(row), row) for row in rows[: proposals.PAGE]],
        total=sum(found.get(each, 0) for each in kinds),
        kinds=[(each.value, f"{each.label}（{found.get(each, 0)}）") for each in ProposalKind],
        given=kept,
        here=f"{HERE}?{urlencode(kept)}",
        next=f"{HERE}?{urlencode(kept | {'after': more})}" if more else "",
        form=form or AsideForm(until=asking.next_month()),
        chosen=_chosen() if form else frozenset(),
    )


def _chosen() -> frozenset[int]:
    """The keys that are ticked; what is no key counts as none that stands."""
    return frozenset(rules.whole(text) or 0 for text in request.form.getlist("chosen"))


@enforcement.action("/proposals/cases", needs=HANDLE)
def accept(actor: Actor) -> ResponseReturnValue:
    """Open the cases of those that are ticked."""
    keys = _chosen()
    made = perform(actor, lambda who: proposing.accept(who, keys))
    said = "、".join(f"{measure.label} {number} 件" for measure, number in made.items())
    flash(f"已立案：{said}。尚未列入任何名录，请逐件办理告知。", "fine")
    return respond.done(_back())


@enforcement.action("/proposals", needs=HANDLE)
def aside(actor: Actor) -> ResponseReturnValue:
    """Set those that are ticked aside for now, with the reason."""
    form, keys = AsideForm(request.form), _chosen()

    def take(who: Actor) -> int:
        return proposing.set_aside(who, keys, form.reason.data or "", form.until.data)

    number = submit(form, actor, take)
    if number is None:
        return _suggestions(actor, form)
    flash(f"已记录 {number} 条，到期再提示。", "fine")
    return respond.done(_back())


def _back() -> str:
    """The list with the filters under which the choice was made."""
    kept = {key: request.args[key] for key in ("kind", "name") if request.args.get(key)}
    return f"{HERE}?{urlencode(kept)}" if kept else HERE
