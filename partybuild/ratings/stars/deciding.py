"""公布: after the publicity, with the facts read once more; then the stars are facts themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.audit.queries import head_number
from partybuild.clock.days import months_later
from partybuild.db import FOREVER, OPEN, db
from partybuild.db.many import WAS, Ready, ready
from partybuild.db.staging import closing
from partybuild.db.work import Stale, audit_detail, current_work, needs
from partybuild.facts.commands import Statement, known, spliced
from partybuild.facts.histories import Because, Said, Subject, changes_of, told
from partybuild.facts.rules import Row
from partybuild.party.models import PartyEvent, PartyOrganization
from partybuild.ratings import queries
from partybuild.ratings.kinds import Stage, star_label
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.standing import facts
from partybuild.ratings.standing.rules import Standing
from partybuild.ratings.stars import gates, papers, rules
from partybuild.ratings.stars.models import PartyStar, Publicity
from partybuild.ratings.stars.papers import Member
from partybuild.ratings.stars.publicity import MANAGE, members, standing
from partybuild.ratings.stars.together import MEANWHILE, Rows, author, bring_over, steps
from partybuild.rules import RuleBroken


def _shown(_column: str, value: Any) -> str:
    return star_label(value)


STAR = Subject(PartyOrganization, PartyEvent, "party_organization_id", {"star": "星级"}, _shown)
"""The words in which a star stands in a Party organization's history."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A decision as it would be taken now: what it rests on, and everything that it writes."""

    day: date
    author: tuple[Any, ...]
    head: int
    """The last change before anything was read."""
    listed: Mapping[int, tuple[Any, ...]]
    """By assessment the case and the star."""
    whom: Sequence[facts.Subject]
    standings: Mapping[int, Standing]
    document: str
    """The number of the paper."""
    members: Sequence[Member]
    rows: Rows


@needs(MANAGE, "公布星级")
def decide(
    actor: Actor,
    publicity_id: int,
    document: str = "",
    signer: str = "",
    contact: str = "",
    ready: Prepared | None = None,
) -> int:
    """The stars of a publicity hold from today, announced by a numbered paper; how many.

    `document`: the number of another authority's paper; without it this house issues one.
    RuleBroken before the last day has passed, while an objection is open or upheld without being
    judged again, and where a fact of the register has shut a star since it was computed. `ready`:
    made before the lock; Stale where what it rests on has changed since.
    """
    row = over(actor, publicity_id)
    if ready is None:
        ready = prepare(actor, publicity_id, document)
    elif not _holds(actor, row, ready):
        raise Stale(MEANWHILE)
    issued = document.strip()[:120]
    if not issued:
        of = queries.round_of(actor, row.round_id)
        issued = papers.announce(actor, row, of, ready.members, ready.day, (signer, contact))
    if issued != ready.document:
        raise Stale(MEANWHILE)
    row.decided_on, row.decided_by, row.announcement = ready.day, actor.label, issued
    db.session.flush()
    bring_over(actor, ready.rows, [each.party_id for each in ready.members])
    count = len(ready.members)
    audit_detail(object=("rating_publicity", publicity_id), decided=count, document=issued)
    return count


def over(actor: Actor, publicity_id: int) -> Publicity:
    """A publicity of the actor's own unit whose last day has passed; RuleBroken before."""
    row = standing(actor, publicity_id)
    if clock.today() <= row.closes_on:
        raise RuleBroken(f"公示到 {row.closes_on:%Y-%m-%d} 为止，期满后才能公布。")
    return row


def prepare(actor: Actor, publicity_id: int, document: str = "") -> Prepared:
    """The decision as it would be taken now; nothing is written. Raises as `decide`."""
    head, today = head_number(), clock.today()
    row = over(actor, publicity_id)
    of = queries.round_of(actor, row.round_id)
    found = members(actor, publicity_id=row.id)
    if not found:
        raise RuleBroken("这次公示的名单已全部重新审定，没有可以公布的星级。")
    gates.demand_answered(actor, row.id, {each.case_id or 0 for each in found})
    whom = gates.subjects(found)
    now = gates.standings(actor, of, whom, today)
    gates.demand_unchanged(found, now)
    document = document.strip()[:120] or papers.next_symbol(actor, row.unit_id, today)
    cases, events = steps(actor, found, "decide", today)
    told_, added, closed = _stars(actor, of, found, today, document)
    rows = Rows([*cases, _kept(found, now, today)], [*events, told_, added], [closed])
    return Prepared(
        today,
        author(actor),
        head,
        {each.id: (each.case_id, each.star) for each in found},
        whom,
        now,
        document,
        [Member(e.party_organization_id or 0, e.star or 0, e.override_reason) for e in found],
        rows,
    )


def _holds(actor: Actor, row: Publicity, ready: Prepared) -> bool:
    """Whether the same would be decided, on the same facts, if it were prepared now."""
    gates.demand_answered(actor, row.id, {case or 0 for case, _ in ready.listed.values()})
    if (ready.day, ready.author) != (clock.today(), author(actor)):
        return False
    if current_work().change == ready.head + 1:
        return True
    if _listed(actor, row.id) != ready.listed or _said_since(actor, ready.head):
        return False
    of = queries.round_of(actor, row.round_id)
    return gates.standings(actor, of, ready.whom, ready.day) == ready.standings


def _listed(actor: Actor, publicity_id: int) -> Mapping[int, tuple[Any, ...]]:
    each = Assessment
    query = visible(actor, each, each.id, each.case_id, each.star)
    query = query.where(each.publicity_id == publicity_id, each.left_out.is_(None))
    return {number: (case, star) for number, case, star in db.session.execute(query)}


def _said_since(actor: Actor, head: int) -> bool:
    """Whether a star was said or ended since a change: the time lines made ready may be others."""
    star = PartyStar
    ended = (star.known_to > head) & (star.known_to < OPEN)
    query = visible(actor, star, star.id).where((star.known_from > head) | ended)
    return db.session.scalar(query.limit(1)) is not None


def _kept(found: Sequence[Assessment], now: Mapping[int, Standing], day: date) -> Ready:
    """Each is decided, and what the register said at the decision stays with it."""
    rows = []
    for each in found:
        read = now.get(each.party_organization_id or 0)
        words = [[fact.fact.value, fact.held, fact.words] for fact in read.facts] if read else []
        said = {"decided": {"day": day.isoformat(), "facts": words}}
        rows.append(
            {
                "id": each.id,
                f"{WAS}stage": Stage.PUBLICITY,
                "stage": Stage.DECIDED,
                "facts": {**each.facts, **said},
                "decided_on": day,
            }
        )
    return ready(Assessment.__table__, rows)


def _stars(
    actor: Actor, of: RatingRound, found: Sequence[Assessment], day: date, document: str
) -> tuple[Ready, Ready, Ready]:
    """Each star as a fact from the day on, for as long as the scheme says, with its history.

    (lines of the histories, rows of stars that are new, those that are superseded)
    """
    before = known(PartyStar, [(each.party_organization_id,) for each in found])
    months = schemes.scheme(of.scheme_id).validity_months
    until = months_later(day, months) if months else FOREVER
    said = [_said(each, before, (day, until), document) for each in found]
    made = spliced(PartyStar, [Statement(i.key, i.values, i.valid_from, i.valid_to) for i in said])
    lines = [(item.key[0], day, changes_of(STAR, before.get(item.key, []), item)) for item in said]
    because = Because("评定星级", of.title, document)
    rows = told(actor, STAR, because, [line for line in lines if line[2]])
    table: Any = PartyStar.__table__
    return ready(PartyEvent.__table__, rows), ready(table, made.added), closing(table, made.closed)


def _said(
    each: Assessment,
    before: Mapping[tuple[Any, ...], Sequence[Row]],
    days: tuple[date, date],
    document: str,
) -> Said:
    key = (each.party_organization_id,)
    rows = before.get(key, ())
    held = next((r.values["star"] for r in rows if r.valid_from <= days[0] < r.valid_to), None)
    values = {
        "star": each.star,
        "move": rules.move(held, each.star or 0),
        "assessment_id": each.id,
        "decided_on": days[0],
        "document": document,
    }
    return Said(PartyStar, key, values, *days)
