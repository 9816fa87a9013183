"""What each test sees in the facts: the sentence, since when, the values. Pure.

Days count as a figure's do: the state at the end of the day. 90 days of vacancy are full on the
ninetieth day after the first one without a secretary; "over 90" begins on the next.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from partybuild.clock.days import months_later
from partybuild.organizations.thresholds import COMMITTEE_FROM
from partybuild.party.kinds import PartyKind
from partybuild.ratings.kinds import star_label
from partybuild.rectification.screening.kinds import Test
from partybuild.rectification.screening.known import Known


class Found(NamedTuple):
    """What a test saw."""

    words: str
    since: date | None
    values: Mapping[str, Any]


def full_months(first: date, day: date) -> int:
    """How many whole months have passed from `first` to `day`; 0 before it."""
    count = max((day.year - first.year) * 12 + day.month - first.month, 0)
    return count if count == 0 or months_later(first, count) <= day else count - 1


def _secretary(known: Known, limit: int, day: date) -> Found | None:
    since = known.vacant_since
    if known.secretary or since is None or (day - since).days <= limit:
        return None
    days = (day - since).days
    words = f"书记自{since}空缺{days}天（超过{limit}天）"
    return Found(words, since, {"days": days, "limit": limit})


def _nameless(known: Known, limit: int, day: date) -> Found | None:
    """None was ever entered: not known to be vacant, as life that was never reported."""
    since = max(known.founded_on, known.first_day)
    if known.secretary or known.vacant_since is not None or (day - since).days <= limit:
        return None
    days = (day - since).days
    words = f"自{since}以来没有登记过书记，已{days}天（超过{limit}天）"
    return Found(words, since, {"days": days, "limit": limit})


def _term(known: Known, limit: int, day: date) -> Found | None:
    last = known.term_ends
    if last is None or (day - last).days <= limit:
        return None
    days = (day - last).days
    ended = f"经批准延期至{last}" if known.extended else f"任期{last}届满"
    after = "没有换届" if known.extended else "没有换届，也没有延期批准"
    values = {"days": days, "limit": limit, "extended": known.extended}
    return Found(f"{ended}，已过{days}天，{after}", last, values)


def reported(known: Known) -> bool:
    """Whether any organization life has been entered since the unit began; else it is 未报告."""
    return known.last_life is not None and known.last_life >= known.first_day


def _life(known: Known, limit: int, day: date) -> Found | None:
    last = known.last_life
    if known.kind is not PartyKind.BRANCH or last is None or not reported(known):
        return None
    months = full_months(last, day)
    if months < limit:
        return None
    words = f"最近一次组织生活在{last}，已满{months}个月没有开展（满{limit}个月）"
    return Found(words, last, {"months": months, "limit": limit})


def _unreported(known: Known, limit: int, day: date) -> Found | None:
    if known.kind is not PartyKind.BRANCH or reported(known):
        return None
    since = max(known.founded_on, known.first_day)
    months = full_months(since, day)
    if months < limit:
        return None
    words = f"自{since}以来没有报告过组织生活，已满{months}个月（满{limit}个月）"
    return Found(words, since, {"months": months, "limit": limit})


def _committee(known: Known, limit: int, day: date) -> Found | None:
    said: list[str] = []
    due = known.kind is PartyKind.BRANCH and (known.full or 0) >= COMMITTEE_FROM
    if due and not known.has_committee:
        word = "没有设" if known.has_committee is False else "没有登记"
        said.append(f"正式党员{known.full}人，应设支部委员会，{word}")
    if _missing(known):
        said.append(f"委员应配{known.seats_due}名，实配{known.seats_filled}名")
    values = {"full": known.full, "due": known.seats_due, "filled": known.seats_filled}
    return Found("；".join(said), None, values) if said else None


def _missing(known: Known) -> int:
    """Seats known to be empty; what was never entered is not known."""
    if known.seats_due is None or known.seats_filled is None:
        return 0
    return max(known.seats_due - known.seats_filled, 0)


def _inspection(known: Known, limit: int, day: date) -> Found | None:
    said, since = [], []
    for each in known.inspected:
        if each.failed is not None:
            told = f"（{each.failed_on}公布）" if each.failed_on else ""
            said.append(f"{each.name}{each.failed}年度年检不合格{told}")
            since.append(each.failed_on)
        elif len(each.absent) >= limit:
            years = "、".join(map(str, sorted(each.absent)))
            said.append(f"{each.name}{years}年度连续未参检")
    days = [each for each in since if each is not None]
    values = {"limit": limit, "organizations": [each.name for each in known.inspected]}
    return Found("；".join(said), min(days, default=None), values) if said else None


def _listed(known: Known, limit: int, day: date) -> Found | None:
    if not known.listed:
        return None
    said = [f"{each.name}{each.day}列入{each.list}" for each in known.listed]
    values = {"organizations": [each.name for each in known.listed]}
    return Found("；".join(said), min(each.day for each in known.listed), values)


def _star(known: Known, limit: int, day: date) -> Found | None:
    if known.star is None or known.star > limit:
        return None
    since = f"（{known.star_since}起）" if known.star_since else ""
    values = {"star": known.star, "limit": limit}
    return Found(f"评为{star_label(known.star)}{since}", known.star_since, values)


def _satisfaction(known: Known, limit: int, day: date) -> Found | None:
    if known.satisfaction is None or known.satisfaction >= limit:
        return None
    words = f"{known.asked_on}验收测评满意度{known.satisfaction}%（低于{limit}%）"
    return Found(words, known.asked_on, {"percent": known.satisfaction, "limit": limit})


def _members(known: Known, limit: int, day: date) -> Found | None:
    if known.full is None or known.full >= limit:
        return None
    return Found(f"正式党员{known.full}人（少于{limit}人）", None, {"full": known.full})


def _covered(known: Known, limit: int, day: date) -> Found | None:
    if known.covered >= limit:
        return None
    return Found(
        f"覆盖社会组织{known.covered}家（少于{limit}家）", None, {"covered": known.covered}
    )


def _seats(known: Known, limit: int, day: date) -> Found | None:
    missing = _missing(known)
    if missing < limit:
        return None
    words = f"委员应配{known.seats_due}名，实配{known.seats_filled}名，缺{missing}名"
    return Found(words, None, {"missing": missing, "limit": limit})


TESTS: Mapping[Test, Callable[[Known, int, date], Found | None]] = {
    Test.SECRETARY: _secretary,
    Test.NAMELESS: _nameless,
    Test.TERM: _term,
    Test.LIFE: _life,
    Test.UNREPORTED: _unreported,
    Test.COMMITTEE: _committee,
    Test.INSPECTION: _inspection,
    Test.LISTED: _listed,
    Test.STAR: _star,
    Test.SATISFACTION: _satisfaction,
    Test.MEMBERS: _members,
    Test.COVERED: _covered,
    Test.SEATS: _seats,
}
"""By test what it sees in the facts at a limit on a day; a person's word has none."""
