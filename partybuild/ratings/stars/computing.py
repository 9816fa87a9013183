"""Computing the stars of a round from scores, facts, vetoes and caps; ties and overrides by people."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, update

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.db.work import audit_detail, bulk, needs
from partybuild.party.models import PartyOrganization
from partybuild.ratings.kinds import STAR_LABELS, Stage, star_label
from partybuild.ratings.models import Assessment, RatingRound, VetoPut
from partybuild.ratings.queries import assessment
from partybuild.ratings.rounds.commands import own_round
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Scheme
from partybuild.ratings.standing import facts
from partybuild.ratings.standing.facts import Subject
from partybuild.ratings.standing.rules import Standing
from partybuild.ratings.stars import rules
from partybuild.ratings.stars.models import PartyStar
from partybuild.ratings.stars.rules import Bar, Before, Outcome, Rated, Tie
from partybuild.rules import RuleBroken

MANAGE = Permission.RATINGS_MANAGE
_TABLE: Any = Assessment.__table__
_UNDER_WAY = (Stage.FILLING, Stage.RETURNED, Stage.FIRST, Stage.SECOND, Stage.FINAL)
_STANDING = (Stage.PUBLICITY, Stage.DECIDED)
CHUNK = 500


@needs(MANAGE, "计算星级")
def compute(actor: Actor, round_id: int, leave_open: bool = False) -> int:
    """Every finished score of the round has its star, with what held it; how many have.

    Nothing typed is read. RuleBroken while others are still under way, unless `leave_open` says
    that they will follow: then they compete for the places that are left.
    """
    row = own_round(actor, round_id)
    found = _rows(actor, row.id, Stage.SCORED)
    if not found:
        raise RuleBroken("还没有已评分的自评，评审完成后再计算星级。")
    waiting = sum(1 for _ in _rows(actor, row.id, *_UNDER_WAY))
    if waiting and not leave_open:
        raise RuleBroken(f"还有 {waiting} 份没有完成评审。名额按同批党组织计算，请全部评完再算。")
    scheme, today = schemes.scheme(row.scheme_id), clock.today()
    standings = _standings(actor, scheme, row, found, today)
    rated = _rated(actor, found, standings, today)
    lines: list[dict[str, Any]] = []
    before = _before(actor, row.id)
    for group, ids in _groups(found).items():
        picks = {each.id: each.facts["pick"]["star"] for each in ids if each.facts.get("pick")}
        ones = [rated[each.id] for each in ids]
        outcome = rules.award(ones, scheme, picks, before.get(group))
        lines += [_line(each, outcome, rated[each.id], standings) for each in ids]
    _write(actor, found, lines)
    audit_detail(object=("rating_round", row.id), computed=len(lines))
    return len(lines)


def ties(actor: Actor, round_id: int) -> list[Tie]:
    """The ties of a round that people have still to decide, the highest star first."""
    found = [each for each in _rows(actor, round_id, Stage.SCORED) if each.tied]
    groups: dict[tuple[int, str, int], list[Assessment]] = defaultdict(list)
    for each in found:
        groups[each.rating_unit_id, each.category, each.facts["tie"]["star"]].append(each)
    return [
        Tie(star, rows[0].facts["tie"]["places"], tuple(row.id for row in rows))
        for (_, _, star), rows in sorted(groups.items(), key=lambda item: -item[0][2])
    ]


@needs(MANAGE, "确定并列名次")
def pick(actor: Actor, round_id: int, ids: Sequence[int], reason: str) -> None:
    """Of a tie these have the star, with the reason; the stars are to be computed again.

    RuleBroken without a reason, for more than there are places, or for one that is not tied.
    """
    row = own_round(actor, round_id)
    if not reason.strip():
        raise RuleBroken("请写明并列取舍的理由。")
    tie = next((each for each in ties(actor, row.id) if set(ids) <= set(each.ids)), None)
    if tie is None or not ids:
        raise RuleBroken("所选党组织不在同一组并列名单中，请刷新后再选。")
    if len(ids) > tie.places:
        raise RuleBroken(f"{star_label(tie.star)}还有 {tie.places} 个名额，选了 {len(ids)} 个。")
    for number in ids:
        chosen = assessment(actor, number)
        said = {"star": tie.star, "reason": reason.strip(), "by": actor.label}
        chosen.facts = {**chosen.facts, "pick": said}
    audit_detail(object=("rating_round", row.id), picked=list(ids), star=tie.star, reason=reason)
    db.session.flush()


@needs(MANAGE, "改定星级")
def override(actor: Actor, assessment_id: int, star: int, reason: str) -> None:
    """The star is other than computed, with the reason; it stands on the publicity list.

    RuleBroken unless the stars have been computed and publicity has not begun.
    """
    row = assessment(actor, assessment_id)
    own_round(actor, row.round_id)
    if row.stage is not Stage.SCORED or row.computed is None:
        raise RuleBroken("计算星级之后、公示之前才能改定，请刷新页面看最新情况。")
    if star not in STAR_LABELS:
        raise RuleBroken("星级只能是一星到五星或不定星。")
    if star != row.computed and not reason.strip():
        raise RuleBroken("改定星级须写明理由，理由随公示名单一并公布。")
    row.star = star
    changed = star != row.computed
    row.override_reason = reason.strip()[:500] if changed else ""
    row.override_by = actor.label if changed else ""
    audit_detail(
        object=("rating_assessment", row.id), computed=row.computed, star=star, reason=reason
    )
    db.session.flush()


def previous_stars(actor: Actor, party_ids: Sequence[int], day: date) -> dict[int, int]:
    """By Party organization the star that it holds on `day`."""
    found: dict[int, int] = {}
    star = PartyStar
    for part in _parts(sorted(set(party_ids))):
        query = visible(actor, star, star.party_organization_id, star.star).where(
            star.party_organization_id.in_(part),
            star.known_to == OPEN,
            star.valid_from <= day,
            star.valid_to > day,
        )
        found.update({number: held for number, held in db.session.execute(query)})
    return found


def _rows(actor: Actor, round_id: int, *stages: Stage) -> Sequence[Assessment]:
    query = visible(actor, Assessment).where(
        Assessment.round_id == round_id,
        Assessment.stage.in_(stages),
        Assessment.left_out.is_(None),
    )
    return db.session.scalars(query.order_by(Assessment.id)).all()


def _groups(found: Sequence[Assessment]) -> Mapping[tuple[int, str], list[Assessment]]:
    groups: dict[tuple[int, str], list[Assessment]] = defaultdict(list)
    for each in found:
        groups[each.rating_unit_id, each.category].append(each)
    return groups


def _standings(
    actor: Actor, scheme: Scheme, row: RatingRound, found: Sequence[Assessment], day: date
) -> Mapping[int, Standing]:
    subjects = [
        Subject(each.party_organization_id, each.organization_id)
        for each in found
        if each.party_organization_id is not None
    ]
    return facts.standings(actor, scheme, subjects, row.year, row.founded_by, day)


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
    for each in _rows(actor, round_id, *_STANDING):
        stars[each.rating_unit_id, each.category][each.star or 0] += 1
    return {group: Before(sum(held.values()), held) for group, held in stars.items()}


def _line(
    each: Assessment, outcome: Outcome, rated: Rated, standings: Mapping[int, Standing]
) -> dict[str, Any]:
    award = outcome.awards[each.id]
    tie = next((tie for tie in outcome.ties if each.id in tie.ids), None)
    standing = standings.get(each.party_organization_id or 0)
    read = [[fact.fact.value, fact.held, fact.words] for fact in standing.facts] if standing else []
    said: dict[str, Any] = {"computed": {"day": clock.today().isoformat(), "facts": read}}
    if tie is not None:
        said["tie"] = {"star": tie.star, "places": tie.places}
    kept = {key: value for key, value in each.facts.items() if key != "tie"}
    overridden = each.override_reason and each.computed == award.star
    return {
        "key": each.id,
        "facts_": {**kept, **said},
        "previous_": rated.previous,
        "candidate_": award.candidate,
        "ceiling_": award.ceiling,
        "tied_": tie is not None,
        "computed_": award.star,
        "why_": list(award.why),
        "star_": each.star if overridden else award.star,
        "reason_": each.override_reason if overridden else "",
        "by_": each.override_by if overridden else "",
    }


def _write(actor: Actor, found: Sequence[Assessment], lines: list[dict[str, Any]]) -> None:
    ids = [each.party_organization_id for each in found if each.party_organization_id is not None]
    columns = ["facts", "previous", "candidate", "ceiling", "tied", "computed", "why", "star"]
    values: dict[str, Any] = {name: bindparam(f"{name}_") for name in columns}
    values |= {"override_reason": bindparam("reason_"), "override_by": bindparam("by_")}
    with bulk(actor, PartyOrganization, ids):
        db.session.connection().execute(
            update(_TABLE).where(_TABLE.c.id == bindparam("key")).values(values), lines
        )
    db.session.expire_all()


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
