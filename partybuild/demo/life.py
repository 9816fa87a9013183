"""Organization life of this year in a demo world: who met when, and who did not. Pure."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from partybuild.clock.days import month_end, months_later
from partybuild.demo.days import between, weekday
from partybuild.demo.draft import Group, Setting
from partybuild.party.kinds import LifeKind, PartyKind
from partybuild.party.life_rules import USUAL

TOPICS = {
    LifeKind.THEME_DAY: ("学习党章党规", "走访困难群众", "重温入党誓词", "志愿服务进社区"),
    LifeKind.GENERAL_MEETING: ("传达上级会议精神", "讨论发展党员", "通报半年工作", "讨论年度计划"),
    LifeKind.COMMITTEE_MEETING: ("研究近期工作", "讨论党费收缴", "安排主题党日"),
    LifeKind.LESSON: ("书记讲党课", "行业自律与廉洁", "社会组织的责任"),
    LifeKind.LIFE_MEETING: ("年度组织生活会",),
    LifeKind.APPRAISAL: ("民主评议党员",),
}
DILIGENCE = ((1.0, 5), (0.85, 3), (0.5, 1), (0.0, 1))
"""How many of the due meetings are held, and how many branches hold so many."""


def year_of(setting: Setting, group: Group) -> Iterator[dict[str, Any]]:
    """The meetings of a Party organization this year, each with its attendance."""
    profile = group.party.profile
    if profile["kind"] is not PartyKind.BRANCH or not profile["social"]:
        return
    rng, today = setting.rng, setting.days.today
    share = rng.choices([how for how, _ in DILIGENCE], [many for _, many in DILIGENCE])[0]
    due = group.headcounts[-1].values["full"]
    for kind, topics in TOPICS.items():
        if kind is LifeKind.COMMITTEE_MEETING and not profile["has_committee"]:
            continue
        for start, end in _periods(today, USUAL[kind].months):
            first = max(start, group.party.founded_on)
            last = min(end, today, group.party.dissolved_on or today)
            if first < last and rng.random() < share:
                asked = 3 if kind is LifeKind.COMMITTEE_MEETING else due
                yield {
                    "held_on": weekday(between(rng, first, last), first),
                    "kind": kind,
                    "due": asked,
                    "attended": asked - min(asked - 1, rng.choices((0, 1, 2), (6, 3, 1))[0]),
                    "topic": rng.choice(topics),
                }


@cache
def _periods(today: date, months: int) -> tuple[tuple[date, date], ...]:
    """The months, quarters or year of this year that have begun."""
    starts = [date(today.year, month, 1) for month in range(1, today.month + 1, months)]
    return tuple((start, month_end(months_later(start, months - 1))) for start in starts)
