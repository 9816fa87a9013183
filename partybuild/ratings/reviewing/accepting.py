"""Accepting clean assessments together: the points of the tier before stand for this tier too."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, update

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.many import insert_many
from partybuild.db.work import OutOfReach, Stale, audit_detail, bulk, needs
from partybuild.party.models import PartyOrganization
from partybuild.ratings import acting
from partybuild.ratings.kinds import Tier
from partybuild.ratings.models import Assessment, Score
from partybuild.ratings.reviewing import clean, queries
from partybuild.ratings.reviewing.clean import Candidate
from partybuild.ratings.reviewing.commands import REVIEW, TOTALS
from partybuild.ratings.schemes.rules import score
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken
from partybuild.workflow import many
from partybuild.workflow.models import WorkflowCase

MOST_AT_ONCE = 200
_SCORE: Any = Score.__table__
_ROW: Any = Assessment.__table__


@needs(REVIEW, "批量通过评星评审")
def accept(actor: Actor, ids: Sequence[int], versions: Mapping[int, int] | None = None) -> int:
    """Clean assessments keep the points of the tier before and pass on together; how many.

    RuleBroken, and nothing done, where one of them has an exception: it is judged by hand. Stale
    where one has moved since it had the version given.
    """
    if not ids:
        raise RuleBroken("请至少勾选一份。")
    if len(set(ids)) > MOST_AT_ONCE:
        raise RuleBroken(f"一次最多通过 {MOST_AT_ONCE} 份，请分批办理。")
    found = clean.candidates(actor, set(ids))
    if len(found) != len(set(ids)):
        raise OutOfReach
    for each in found:
        if versions is not None and versions.get(each.row.id) != each.case.version:
            raise Stale(f"“{each.case.title}”{many.MEANWHILE}")
        if each.reasons:
            raise RuleBroken(f"“{each.case.title}”{'；'.join(each.reasons)}，请单独评审。")
    _write_scores(actor, found)
    _pass_all(actor, found)
    audit_detail(assessments=sorted(set(ids)))
    return len(found)


def _write_scores(actor: Actor, found: Sequence[Candidate]) -> None:
    """What each tier still owes holds the points of the tier before, with its reason."""
    rows = [line for each in found for line in _lines(actor, each)]
    with bulk(actor, WorkflowCase, [each.case.id for each in found]):
        insert_many(_SCORE, rows)


def _lines(actor: Actor, each: Candidate) -> list[dict[str, Any]]:
    before, now = each.carried(), clock.local_now()
    return [
        {
            "case_id": each.case.id,
            "indicator": item.key,
            "tier": each.tier,
            "attempt": 1,
            "current": True,
            "points": before[item.key].points,
            "options": [],
            "deductions": [],
            "note": _reason(each, item.key),
            "files": [[file.id, file.version] for file in each.files.get(item.key, ())],
            "known": False,
            "user_id": actor.user_id,
            "actor": actor.label,
            "at": now,
        }
        for item in each.owed()
    ]


def _reason(each: Candidate, key: str) -> str:
    """The reason of the tier before stands where it had deducted."""
    own = each.scores[Tier.SELF].get(key)
    held = each.carried()[key]
    return held.note if own is not None and held.points < own.points else ""


def _pass_all(actor: Actor, found: Sequence[Candidate]) -> None:
    """Each passes on to its next desk, set-based, and its tier's total stands."""
    parents = _parents(actor, found)
    tops = {n: regions.region(n) for n in {each.round.unit_id for each in found}}
    standings = many.standings(actor, [each.case.id for each in found])
    groups: dict[tuple[Any, ...], list[tuple[many.Standing, list[many.Step]]]] = defaultdict(list)
    totals: dict[str, list[dict[str, int]]] = defaultdict(list)
    for each in found:
        assert each.tier is not None
        points = {key: held.points for key, held in each.carried().items()}
        total = score(each.scheme, points).total
        facts = {"total": total, "lower": _lower(each)}
        step = many.Step(f"pass_{each.tier.value}", clock.today(), facts=facts)
        key = (each.case.kind, *_next(each, parents, tops))
        groups[key].append((standings[each.case.id], [step]))
        totals[TOTALS[each.tier]].append({"key": each.row.id, "value_": total})
    for (kind, unit, body, due), courses in groups.items():
        moves = {"due_on": due}
        if (unit, body) != (None, None):
            moves |= {"desk_unit_id": unit, "desk_body_id": body}
        acting.act_many(actor, kind, courses, moves)
    with bulk(actor, PartyOrganization, _parties(found)):
        for column, rows in totals.items():
            statement = update(_ROW).where(_ROW.c.id == bindparam("key"))
            db.session.connection().execute(statement.values({column: bindparam("value_")}), rows)
    db.session.expire_all()


def _next(
    each: Candidate, parents: Mapping[int, int | None], tops: Mapping[int, Region]
) -> tuple[int | None, int | None, date | None]:
    """(unit, body) of the next desk and until when; nothing after the last tier."""
    assert each.tier is not None
    place = list(each.chain).index(each.tier)
    if place + 1 == len(each.chain):
        return None, None, None
    after = each.chain[place + 1]
    parent = parents.get(each.row.party_organization_id or 0)
    top = tops[each.round.unit_id]
    seat = queries.seats_at(each.row, top, each.scheme, parent, each.chain)[after]
    day = each.round.review_to.get(after.value)
    return seat.unit_id, seat.body_id, max(date.fromisoformat(day), clock.today()) if day else None


def _lower(each: Candidate) -> int:
    own = each.scores[Tier.SELF]
    carried = each.carried()
    return sum(key in carried and carried[key].points < held.points for key, held in own.items())


def _parents(actor: Actor, found: Sequence[Candidate]) -> dict[int, int | None]:
    columns = (PartyOrganization.id, PartyOrganization.parent_id)
    query = visible(actor, PartyOrganization, *columns)
    rows = db.session.execute(query.where(PartyOrganization.id.in_(_parties(found))))
    return {number: parent for number, parent in rows}


def _parties(found: Sequence[Candidate]) -> list[int]:
    return sorted(n for each in found if (n := each.row.party_organization_id) is not None)
