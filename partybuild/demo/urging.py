"""What officers of the demo world do today: a round to be judged, a county under 挂牌督办."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.work import work
from partybuild.enforcement.acting import Said
from partybuild.rectification.areas import commands, opening, standing
from partybuild.rectification.areas.opening import Urging
from partybuild.rectification.areas.rules import Named
from partybuild.rectification.kinds import AreaMeasure
from partybuild.rectification.screening import policy, preparing, rounds
from partybuild.regions import queries as regions

MOST = 3
"""So many figures are named."""
OFFICE = {"contact": "王演示", "telephone": "029-00000000", "signer": "王演示"}


def screen(actor: Actor) -> None:
    """A round of the actor's unit is to be judged."""
    unit, day = policy.unit_of(actor), clock.today()
    held = policy.holding(unit, day)
    ready = preparing.prepared(actor, unit, (held.id, held.rules), day)
    with work(actor) as running:
        rounds.begin(running.actor, f"{day.year}年软弱涣散党组织排查", ready)


def urge(actor: Actor) -> None:
    """The county that falls short most is under 挂牌督办, two promises open; the next is invited
    to an interview.
    """
    unit = regions.top_of(actor)
    assert unit is not None
    rows = sorted(standing.board(actor, unit).rows, key=lambda row: (-row.short, row.code))
    first, second = rows[:2]
    number = _taken(actor, AreaMeasure.SUPERVISION, first.code, first.figures, {})
    _promised(actor, number)
    asked = {"invited": "分管负责人（演示）", "hour": "上午九时", "place": "市委三楼会议室"}
    _taken(actor, AreaMeasure.INTERVIEW, second.code, second.figures, asked)


def _taken(
    actor: Actor,
    measure: AreaMeasure,
    code: str,
    figures: Sequence[Named],
    more: Mapping[str, str],
) -> int:
    today = clock.today()
    short = [each for each in figures if each.short][:MOST]
    said = Said(
        {
            "reasons": "应建未建底数不清，责任没有落实到街道",
            "answer_by": today + timedelta(days=10),
            "deadline": today + timedelta(days=90),
            **OFFICE,
            **more,
        }
    )
    urging = Urging(measure, code, {each.key: each.wanted for each in short})
    with work(actor) as running:
        return opening.take_up(running.actor, urging, said)


def _promised(actor: Actor, number: int) -> None:
    today = clock.today()
    said = Said(
        {
            "day": today,
            "words1": "逐家摸排应建未建组织，排出组建时间表",
            "person1": "刘科长（演示）",
            "until1": today + timedelta(days=30),
            "words2": "清理逾期未办事项",
            "person2": "杨干事（演示）",
            "until2": today + timedelta(days=14),
        }
    )
    with work(actor) as running:
        commands.take(running.actor, number, "promise", 1, said)
