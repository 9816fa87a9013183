"""What the pages of enforcement are asked, and how their forms begin."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.clock.days import months_later
from partybuild.enforcement import opening, rules, showing
from partybuild.enforcement.acting import Said
from partybuild.enforcement.forms import InterviewForm, ListingForm, OrderForm, Saying
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.rules import whole
from partybuild.enforcement.terms import grounds, terms
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.rules import RuleBroken

FORMS: Mapping[Measure, type[Saying]] = {
    Measure.ORDER: OrderForm,
    Measure.INTERVIEW: InterviewForm,
    Measure.LISTING: ListingForm,
    Measure.DISHONEST: ListingForm,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """Which kind of case is to be opened, about whom, and on which ground."""

    kind: Measure
    subject: Organization
    ground: str


def opened(actor: Actor, given: Mapping[str, str]) -> Opened:
    """What the address names; RuleBroken where it names nothing, OutOfReach for a foreign one."""
    kind = given.get("kind", "")
    if kind not in {each.value for each in FORMS}:
        raise RuleBroken("没有这一种处理，请从组织页面或者处置台账上选择。")
    number = whole(given.get("organization", ""))
    if number is None:
        raise RuleBroken("没有指明是哪家组织，请从组织页面或者年检名单上进入。")
    subject = organizations.organization(actor, number)
    return Opened(Measure(kind), subject, given.get("ground", ""))


def form(actor: Actor, asked: Opened, typed: Any = None) -> Saying:
    """The form of a new case, begun with what is known."""
    if asked.kind in (Measure.LISTING, Measure.DISHONEST):
        known = grounds(asked.kind)
        data = {"ground": asked.ground if asked.ground in known else next(iter(known))}
        listing = ListingForm(typed, data=data)
        listing.ground.choices = {key: each.label for key, each in known.items()}
        return listing
    today = clock.today()
    given: dict[str, Any] = {"issued_on": today, **showing.contacts(actor)}
    if asked.kind is Measure.ORDER:
        months = terms().order_months
        given["deadline"] = rules.order_deadline(asked.subject.kind, today, months)
    return FORMS[asked.kind](typed, data=given)


def command(asked: Opened) -> Callable[[Actor, Said], int]:
    """What opens the case."""
    number = asked.subject.id
    if asked.kind is Measure.ORDER:
        return lambda actor, said: opening.order(actor, number, said)
    if asked.kind is Measure.INTERVIEW:
        return lambda actor, said: opening.interview(actor, number, said)
    return lambda actor, said: opening.listing(actor, number, asked.kind, said)


def next_month() -> Any:
    """A month from today: when a proposal set aside comes back."""
    return months_later(clock.today(), 1)
