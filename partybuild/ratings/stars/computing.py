"""Computing the stars of a round from scores, facts, vetoes and caps; ties and overrides by people."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func, update

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, bulk, needs
from partybuild.party.models import PartyOrganization
from partybuild.ratings.kinds import Stage
from partybuild.ratings.models import Assessment, VetoPut
from partybuild.ratings.rounds.commands import own_round
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.standing.rules import Standing
from partybuild.ratings.stars import gates, rules
from partybuild.ratings.stars.holding import previous_stars
from partybuild.ratings.stars.rules import Bar, Before, Outcome, Rated, Tie
from partybuild.rules import RuleBroken

MANAGE = Permission.RATINGS_MANAGE
_TABLE: Any = Assessment.__table__
_UNDER_WAY = (Stage.FILLING, Stage.RETURNED, Stage.FIRST, Stage.SECOND, Stage.FINAL)
_STANDING = (Stage.PUBLICITY, Stage.DECIDED)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Prepared:
    """The stars of a round as read before the lock, and what they rest on."""

    ids: Sequence[int]
    """Assessments."""
    parties: Sequence[int]
    lines: Sequence[dict[str, Any]]
    rests_on: Sequence[tuple[Any, ...]]


@needs(MANAGE, "计算星级")
def compute(
    actor: Actor, round_id: int, leave_open: bool = False, ready: Prepared | None = None
) -> int:
    """Every finished score of the round has its star, with what held it; how many have.

    Nothing typed is read. RuleBroken while others are still under way, unless `leave_open` says
    that they will follow: then they compete for the places that are left. `ready`: computed
    before the lock; Stale where scores or choices have changed since.
    """
    if ready is None:
        ready = prepare(actor, round_id, leave_open)
    elif not holds(actor, round_id, ready):
        raise Stale("计算期间评分或并列取舍有变化，请重新计算。")
    _write(actor, ready)
    audit_detail(object=("rating_round", round_id), computed=len(ready.lines))
    return len(ready.lines)


def prepare(actor: Actor, round_id: int, leave_open: bool = False) -> Prepared:
    """The stars of a round by what is known now; nothing is written. RuleBroken as `compute`."""
    row = own_round(actor, round_id)
    found = rows_of(actor, row.id, Stage.SCORED)
    if not found:
        raise RuleBroken("还没有已评分的自评，评审完成后再计算星级。")
    waiting = under_way(actor, row.id)
    if waiting and not leave_open:
        raise RuleBroken(f"还有 {waiting} 份没有完成评审。名额按同批党组织计算，请全部评完再算。")
    scheme, today = schemes.scheme(row.scheme_id), clock.today()
    standings = gates.standings(actor, row, gates.subjects(found), today)
    rated = _rated(actor, found, standings, today)
    lines: list[dict[str, Any]] = []
    before = _before(actor, row.id)
    for group, ids in _groups(found).items():
        picks = {each.id: each.facts["pick"]["star"] for each in ids if each.facts.get("pick")}
        ones = [rated[each.id] for each in ids]
        outcome = rules.award(ones, scheme, picks, before.get(group))
        tied = {number: tie for tie in outcome.ties for number in tie.ids}
        lines += [_line(each, outcome, tied.get(each.id), rated, standings) for each in ids]
    parties = [each.party_organization_id or 0 for each in found]
    return Prepared([each.id for each in found], parties, lines, _rests_on(actor, row.id))


def holds(actor: Actor, round_id: int, ready: Prepared) -> bool:
    """Whether the scores, vetoes and choices are still those that the stars rest on.

    Facts of the register are read again before the decision, so a change there does not matter.
    """
    own_round(actor, round_id)
    return _rests_on(actor, round_id) == ready.rests_on


def under_way(actor: Actor, round_id: int) -> int:
    """How many of a round have not passed every tier yet."""
    return _count(actor, round_id, _UNDER_WAY)


def finished(actor: Actor, round_id: int) -> int:
    """How many of a round wait for a star or for publicity."""
    return _count(actor, round_id, (Stage.SCORED,))


def _count(actor: Actor, round_id: int, stages: Sequence[Stage]) -> int:
    query = of_round(visible(actor, Assessment, func.count()), round_id, stages)
    return db.session.scalar(query) or 0


def _rests_on(actor: Actor, round_id: int) -> Sequence[tuple[Any, ...]]:
    each, stages = Assessment, (Stage.SCORED, *_STANDING)
    columns = (each.id, each.stage, each.final_total, each.facts, each.star, each.override_reason)
    query = of_round(visible(actor, Assessment, *columns), round_id, stages)
    rows = [tuple(row) for row in db.session.execute(query.order_by(each.id))]
    mark = ScopeMark(each.case_id == VetoPut.case_id, each.__tablename__)
    vetoes = visible(actor, VetoPut, VetoPut.id, VetoPut.withdrawn_on)
    vetoes = vetoes.join(each, each.case_id == VetoPut.case_id).where(each.round_id == round_id)
    return [*rows, *(tuple(row) for row in db.session.execute(vetoes.where(mark)))]


def of_round(query: Select[Any], round_id: int, stages: Sequence[Stage]) -> Select[Any]:
    """The query narrowed to those of a round that take part and stand in these stages."""
    return query.where(
        Assessment.round_id == round_id,
        Assessment.stage.in_(stages),
        Assessment.left_out.is_(None),
    )


def rows_of(actor: Actor, round_id: int, *stages: Stage) -> Sequence[Assessment]:
    """Assessments of a round that take part, in these stages, by their id."""
    query = of_round(visible(actor, Assessment), round_id, stages)
    return db.session.scalars(query.order_by(Assessment.id)).all()


def _groups(found: Sequence[Assessment]) -> Mapping[tuple[int, str], list[Assessment]]:
    groups: dict[tuple[int, str], list[Assessment]] = defaultdict(list)
    for each in found:
        groups[each.rating_unit_id, each.category].append(each)
    return groups


def _rated(
    actor: Actor, found: Sequence[Assessment], standings: Mapping[int, Standing], day: date
) -> dict[int, Rated]:
    vetoes = _vetoes(actor, [each.case_id for each in found if each.case_id is not None])
    held = previous_stars(
        actor, [n for each in found if (n := each.party_organization_id) is not None], day
    )
    rated = {}
    for each in found:
        party = each.party_organization_id or 0
        standing = standings.get(party)
        bars = standing.bars() if standing else [Bar(0, "党组织已不在本地，无法核对参评条件。")]
        bars += vetoes.get(each.case_id or 0, [])
        rated[each.id] = Rated(each.id, each.final_total or 0, bars, held.get(party))
    return rated


def _vetoes(actor: Actor, case_ids: Sequence[int]) -> dict[int, list[Bar]]:
    found: dict[int, list[Bar]] = defaultdict(list)
    for part in _parts(sorted(case_ids)):
        query = visible(actor, VetoPut).where(
            VetoPut.case_id.in_(part), VetoPut.withdrawn_on.is_(None)
        )
        for row in db.session.scalars(query):
            words = f"一票否决：{row.label}（{row.document}）"
            found[row.case_id].append(Bar(max(row.effect - 1, 0), words))
    return found


def _before(actor: Actor, round_id: int) -> dict[tuple[int, str], Before]:
    stars: dict[tuple[int, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for each in rows_of(actor, round_id, *_STANDING):
        stars[each.rating_unit_id, each.category][each.star or 0] += 1
    return {group: Before(sum(held.values()), held) for group, held in stars.items()}


def _line(
    each: Assessment,
    outcome: Outcome,
    tie: Tie | None,
    rated: Mapping[int, Rated],
    standings: Mapping[int, Standing],
) -> dict[str, Any]:
    award = outcome.awards[each.id]
    standing = standings.get(each.party_organization_id or 0)
    read = [[fact.fact.value, fact.held, fact.words] for fact in standing.facts] if standing else []
    said: dict[str, Any] = {"computed": {"day": clock.today().isoformat(), "facts": read}}
    if standing and standing.for_decision:
        said["computed"]["beside"] = [fact.words for fact in standing.for_decision]
    if tie is not None:
        said["tie"] = {"star": tie.star, "places": tie.places}
    kept = {key: value for key, value in each.facts.items() if key != "tie"}
    overridden = each.override_reason and each.computed == award.star
    return {
        "key": each.id,
        "facts_": {**kept, **said},
        "previous_": rated[each.id].previous,
        "candidate_": award.candidate,
        "ceiling_": award.ceiling,
        "tied_": tie is not None,
        "computed_": award.star,
        "why_": list(award.why),
        "star_": each.star if overridden else award.star,
        "reason_": each.override_reason if overridden else "",
        "by_": each.override_by if overridden else "",
    }


def _write(actor: Actor, ready: Prepared) -> None:
    columns = ["facts", "previous", "candidate", "ceiling", "tied", "computed", "why", "star"]
    values: dict[str, Any] = {name: bindparam(f"{name}_") for name in columns}
    values |= {"override_reason": bindparam("reason_"), "override_by": bindparam("by_")}
    with bulk(actor, PartyOrganization, ready.parties):
        db.session.connection().execute(
            update(_TABLE).where(_TABLE.c.id == bindparam("key")).values(values), ready.lines
        )
    db.session.expire_all()


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
