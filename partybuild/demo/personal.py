"""What the accounts of the demo world have done in this year's round, and what waits for them."""

import io
from collections.abc import Mapping, Sequence
from datetime import timedelta

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.accounts.queries import actor_by_login
from partybuild.db import db
from partybuild.db.work import audit_detail, needs, work
from partybuild.deadlines import calendar
from partybuild.demo import marks, rated, running
from partybuild.demo.marks import Mark
from partybuild.demo.photographs import photograph, pictures
from partybuild.demo.rated import Entry
from partybuild.demo.running import World
from partybuild.evidence.arrivals import Paper, Upload, arrive
from partybuild.ratings.filling import commands as filling
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Stage, Tier
from partybuild.ratings.reviewing import commands as reviewing
from partybuild.ratings.reviewing import noting
from partybuild.ratings.schemes.rules import asked
from partybuild.ratings.stars import objecting, publicity

SECRETARIES = ("shuji", "qushuji")
HALF = 19
"""So many items has the first secretary answered."""
PHOTOGRAPHED = {"meetings": "七月党员大会.jpg", "place": "党员活动室.jpg"}
RETURNED = {
    "meetings": "第三季度只有一次党员大会的记录，请补第三季度党课的签到和照片",
    "money": "请附列入年度预算的理事会决议，支出明细看不清",
}
BACK = 6
"""So many others were returned as well."""


def act(here: World, number: int, own: Mapping[str, Entry]) -> None:
    """One secretary is half way, the other has two items returned by the county."""
    first, second = (own[login] for login in SECRETARIES)
    _half(here, first)
    running.answer(here, [second])
    best = asked(here.scheme, Tier.SELF)
    second.marks[Tier.SELF] = marks.answered(second.rng, best, 0.9)
    with work(actor_by_login(SECRETARIES[1])) as job:
        row = running.row_of(number)
        rated.send(job.actor, row, [second], here.days.today - timedelta(days=9), pictures())
    _return(here, actor_by_login("quxian"), second, RETURNED, "两项材料不全，其余不变")


def _half(here: World, each: Entry) -> None:
    """The items up to the middle are answered, two with photographs."""
    secretary, items = actor_by_login(SECRETARIES[0]), asked(here.scheme, Tier.SELF)[:HALF]
    good = marks.answered(each.rng, items, 0.85)
    with work(secretary) as job:
        filling.fill_in(job.actor, each.id, {key: _answer(mark) for key, mark in good.items()})
    known = {item.key: item for item in asked(here.scheme, Tier.SELF)}
    for key, name in PHOTOGRAPHED.items():
        paper = Paper(key, arrive(Upload(name, io.BytesIO(photograph(key)))))
        said = _answer(marks.levels(known[key])[0], "记录和照片附后")
        with work(secretary) as job:
            filling.save(job.actor, each.id, key, said, [paper])


def _answer(mark: Mark, note: str = "") -> Answer:
    return Answer(None if mark.options else mark.points, mark.options, note)


def _return(
    here: World, reviewer: Actor, each: Entry, items: Mapping[str, str], reason: str
) -> None:
    due = calendar.due(here.days.today, 5, working=True)
    with work(reviewer) as job:
        reviewing.send_back(job.actor, each.id, None, items, reason, due)


def judge(here: World, found: Sequence[Entry], stages: Mapping[int, Stage]) -> None:
    """Reviewers returned a few, were at one branch, and put a veto on another."""
    at_desk = {Stage.FIRST: "quxian", Stage.FINAL: "sheng"}
    for stage, login in at_desk.items():
        reviewer = actor_by_login(login)
        unit = reviewer.reach.unit.id if reviewer.reach.unit else None
        lying = [
            each
            for each in found
            if stages[each.id] is stage and each.seat(Tier(stage.value)).unit_id == unit
        ]
        back = 1 if login == "quxian" else BACK
        for each in lying[:back]:
            words = {"meetings": "会议记录与系统登记的次数对不上，请核对后补正"}
            _return(here, reviewer, each, words, "请核对组织生活次数")
        seen, vetoed = lying[back : back + 2]
        with work(reviewer) as job:
            day = here.days.today - timedelta(days=2)
            noting.visit(
                job.actor, seen.id, day, f"{reviewer.name}等 2 人", "台账齐全，活动室与材料一致"
            )
        if login == "sheng":
            paper = f"演安〔{here.year}〕17号"
            with work(reviewer) as job:
                noting.veto(job.actor, vetoed.id, None, "safety", paper, "较大安全责任事故调查结论")


def object_to(here: World, publicity_id: int, assessment_id: int) -> None:
    """The list has been shown for two working days, and an objection came yesterday."""
    city = actor_by_login("shi")
    with work(city) as job:
        backdate(job.actor, publicity_id, here)
    with work(city) as job:
        objecting.enter_objection(
            job.actor,
            assessment_id,
            "市慈善行业从业人员（演示）",
            here.days.today - timedelta(days=1),
            "公示所列三会一课次数与本单位公告栏公布的不一致，请核实。",
        )


@needs(Permission.RATINGS_MANAGE, "建立演示公示")
def backdate(actor: Actor, publicity_id: int, here: World) -> None:
    """The publicity began some days ago."""
    row = publicity.standing(actor, publicity_id)
    row.opens_on = here.days.today - timedelta(days=3)
    row.closes_on = row.first_closes_on = calendar.due(row.opens_on, 5, working=True)
    audit_detail(object=("rating_publicity", row.id))
    db.session.flush()
