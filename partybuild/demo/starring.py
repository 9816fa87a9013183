"""Stars of the demo world's last year: decided as the rules give them, with two years of history."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.clock.days import months_later
from partybuild.db import db
from partybuild.db.many import ready
from partybuild.db.staging import change_many
from partybuild.db.work import audit_detail, bulk, needs
from partybuild.deadlines import calendar
from partybuild.demo.rated import Entry
from partybuild.facts.histories import Because, Said, say
from partybuild.ratings import acting
from partybuild.ratings.kinds import NO_STAR, RoundState, StarMove
from partybuild.ratings.models import Assessment, RatingRound, VetoPut
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.rules import Scheme, score
from partybuild.ratings.standing import facts
from partybuild.ratings.standing.facts import Subject
from partybuild.ratings.standing.rules import Standing
from partybuild.ratings.stars import rules
from partybuild.ratings.stars.deciding import STAR
from partybuild.ratings.stars.holding import previous_stars
from partybuild.ratings.stars.models import PartyStar, Publicity
from partybuild.ratings.stars.rules import Award, Bar, Rated
from partybuild.regions import queries as regions
from partybuild.workflow.many import Step, standings
from partybuild.workflow.models import WorkflowCase

LATER = ("penalised", "on_abnormal_list", "on_dishonest_list", "order_overdue")
"""What the demo world's register came to know only after last year's stars were decided."""
VETOED = 90
"""One in so many had a veto last year."""
SHARES = ((5, 0.09), (4, 0.38), (3, 0.8), (2, 0.94), (1, 0.985), (NO_STAR, 1.0))
"""Of the year before, by rank: up to which share who held which star."""


@needs(Permission.RATINGS_MANAGE, "建立演示往年星级")
def enter_history(actor: Actor, found: Sequence[Entry], day: date, document: str) -> None:
    """Stars of the year before last stand, as a list of that year would be taken in."""
    ranked = sorted(found, key=lambda each: (-each.rng.gauss(_of(each), 60), each.id))
    values = []
    for place, each in enumerate(ranked):
        share = (place + 1) / len(ranked)
        star = next(star for star, upto in SHARES if share <= upto)
        values.append((each.party_id, star, StarMove.FIRST, None))
    _say(actor, values, day, document, ("评定星级", "补录往年星级"))
    audit_detail(stars=len(values))


def _of(each: Entry) -> int:
    return sum(each.carried().values())


@needs(Permission.RATINGS_MANAGE, "建立演示评星结果")
def conclude(actor: Actor, row: RatingRound, found: Sequence[Entry], document: str) -> None:
    """Last year's stars of a round were shown, decided, and are facts since that winter."""
    scheme = schemes.scheme(row.scheme_id)
    opened = date(row.year + 1, 1, 7)
    decided = calendar.due(opened, row.publicity_days, working=True) + timedelta(days=4)
    vetoes = _veto(actor, scheme, found, date(row.year, 12, 10))
    subjects = [Subject(each.party_id, each.organization_id) for each in found]
    known = facts.standings(actor, scheme, subjects, row.year, row.founded_by, decided)
    held = previous_stars(actor, [each.party_id for each in found], decided)
    awards = _awards(scheme, found, known, vetoes, held)
    shown = _show(actor, row, opened, document, decided)
    cases = standings(actor, [each.case_id for each in found])
    steps = [Step("publish", opened), Step("decide", decided, document=document)]
    for kind in sorted({each.kind for each in found}):
        some = [(cases[each.case_id], steps) for each in found if each.kind == kind]
        acting.act_many(actor, kind, some)
    _keep(actor, found, awards, known, held, (shown, decided))
    values = [
        (each.party_id, star, rules.move(held.get(each.party_id), star), each.id)
        for each in found
        for star in [awards[each.id].star]
    ]
    _say(actor, values, decided, document, ("评定星级", row.title))
    row.state, row.closed_on = RoundState.CLOSED, decided
    audit_detail(object=("rating_round", row.id), decided=len(found))
    db.session.flush()


def _veto(
    actor: Actor, scheme: Scheme, found: Sequence[Entry], day: date
) -> Mapping[int, list[Bar]]:
    """A few may have no star at all, by a document."""
    veto = next(each for each in scheme.vetoes if each.effect == NO_STAR)
    bars: dict[int, list[Bar]] = defaultdict(list)
    for place, each in enumerate(found[VETOED // 2 :: VETOED], start=1):
        paper = f"演纪〔{day.year}〕{each.id}号"
        row = VetoPut(case_id=each.case_id, veto=veto.key, label=veto.label, effect=veto.effect)
        row.document, row.note = paper, "按处分决定认定"
        row.put_on, row.put_by = day - timedelta(days=place % 9), actor.label
        db.session.add(row)
        bars[each.id].append(Bar(NO_STAR, f"一票否决：{veto.label}（{paper}）"))
    db.session.flush()
    return bars


def _awards(
    scheme: Scheme,
    found: Sequence[Entry],
    known: Mapping[int, Standing],
    vetoes: Mapping[int, list[Bar]],
    held: Mapping[int, int],
) -> dict[int, Award]:
    groups: dict[str, list[Rated]] = defaultdict(list)
    for each in found:
        bars = [
            Bar(barred.open_star, barred.fact.words)
            for barred in known[each.party_id].barred
            if barred.gate.fact not in LATER
        ]
        total = score(scheme, each.carried()).total
        before = held.get(each.party_id)
        groups[each.category].append(
            Rated(each.id, total, [*bars, *vetoes.get(each.id, ())], before)
        )
    awards: dict[int, Award] = {}
    for rated in groups.values():
        awards.update(_settled(rated, scheme))
    return awards


def _settled(rated: Sequence[Rated], scheme: Scheme) -> Mapping[int, Award]:
    """The awards, those of a tie who come first on the list chosen by people."""
    picks: dict[int, int] = {}
    outcome = rules.award(rated, scheme, picks)
    while outcome.ties:
        tie = outcome.ties[0]
        picks |= dict.fromkeys(tie.ids[: tie.places], tie.star)
        outcome = rules.award(rated, scheme, picks)
    return outcome.awards


def _show(actor: Actor, row: RatingRound, opened: date, document: str, decided: date) -> int:
    last = calendar.due(opened, row.publicity_days, working=True)
    shown = Publicity(
        round_id=row.id,
        opens_on=opened,
        closes_on=last,
        first_closes_on=last,
        announcement=document,
        opened_by=actor.label,
        decided_on=decided,
        decided_by=actor.label,
        body_path="",
        **regions.place(regions.region(row.unit_id)),
    )
    db.session.add(shown)
    db.session.flush()
    return shown.id


def _keep(
    actor: Actor,
    found: Sequence[Entry],
    awards: Mapping[int, Award],
    known: Mapping[int, Standing],
    held: Mapping[int, int],
    shown: tuple[int, date],
) -> None:
    number, decided = shown
    lines: list[dict[str, Any]] = []
    for each in found:
        award, standing = awards[each.id], known[each.party_id]
        words = [
            [fact.fact.value, fact.held, fact.words]
            for fact in standing.facts
            if fact.fact.value not in LATER
        ]
        read = {"day": decided.isoformat(), "facts": words}
        lines.append(
            {
                "id": each.id,
                "facts": {"computed": read, "decided": read},
                "previous": held.get(each.party_id),
                "candidate": award.candidate,
                "ceiling": award.ceiling,
                "computed": award.star,
                "why": list(award.why),
                "star": award.star,
                "publicity_id": number,
                "decided_on": decided,
            }
        )
    table: Any = Assessment.__table__
    with bulk(actor, WorkflowCase, [each.case_id for each in found]):
        change_many(ready(table, lines))


def _say(
    actor: Actor,
    stars: Sequence[tuple[int, int, StarMove, int | None]],
    day: date,
    document: str,
    because: tuple[str, str],
) -> None:
    """Each star is a fact for two years from the day on."""
    said = [
        Said(
            PartyStar,
            (party,),
            {
                "star": star,
                "move": move,
                "assessment_id": assessment,
                "decided_on": day,
                "document": document,
            },
            day,
            months_later(day, 24),
        )
        for party, star, move, assessment in stars
    ]
    say(actor, STAR, said, Because(*because, document))
