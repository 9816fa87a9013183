"""What a case holds, as lines of its page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from partybuild.enforcement import rules
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.terms import grounds, terms
from partybuild.web.filters import day as in_words


def facts(kind: str, row: Any) -> list[tuple[str, str]]:
    """(label, words) of what the case holds, blanks left out."""
    pairs = [(label, _word(getattr(row, name))) for name, label in FACTS[kind]]
    if kind in (Measure.LISTING, Measure.DISHONEST):
        ground = grounds(kind).get(row.ground)
        pairs.insert(0, ("列入事由", ground.label if ground else row.ground))
        if row.listed_on is not None and row.removed_on is None:
            years = terms().listing_years if kind == Measure.LISTING else terms().dishonest_years
            pairs.append((f"满{years}年", in_words(rules.two_years(row.listed_on, years))))
    return [(label, value) for label, value in pairs if value]


def _word(value: Any) -> str:
    if isinstance(value, date):
        return in_words(value)
    if isinstance(value, list):
        return "、".join(f"{each}年度" for each in value)
    return getattr(value, "label", None) or str(value or "")


_LISTED = (
    ("words", "具体情形"),
    ("basis", "依据"),
    ("first_letter", "第一封信"),
    ("second_letter", "第二封信"),
    ("warned_on", "告知日"),
    ("warning", "告知书文号"),
    ("answer_due", "陈述申辩期限"),
    ("objected_on", "收到意见"),
    ("listed_on", "列入日"),
    ("decision", "决定书文号"),
    ("applied_on", "申请移出日"),
    ("removed_on", "移出日"),
    ("removal", "移出文号"),
)
FACTS: Mapping[str, Sequence[tuple[str, str]]] = {
    Measure.ORDER: (
        ("number", "通知书文号"),
        ("faults", "存在的问题"),
        ("measures", "整改要求"),
        ("first_due", "原定期限"),
        ("deadline", "整改期限"),
        ("served_on", "送达日"),
        ("reported_on", "收到整改报告"),
        ("result", "验收结果"),
        ("result_on", "验收日"),
    ),
    Measure.INTERVIEW: (
        ("number", "通知书文号"),
        ("invited", "被约谈人"),
        ("reasons", "约谈事由"),
        ("at", "约谈日期"),
        ("hour", "时间"),
        ("place", "地点"),
        ("host", "约谈人"),
        ("held_on", "实际约谈日"),
        ("points", "约谈要点"),
    ),
    Measure.LISTING: _LISTED,
    Measure.DISHONEST: _LISTED,
    Measure.DORMANT: (
        ("years", "未参检年度"),
        ("warned_on", "警示日"),
        ("number", "告知书文号"),
        ("served_on", "告知书送达日"),
        ("defended_on", "陈述申辩日"),
        ("defence", "陈述申辩意见"),
        ("asked_on", "申请听证日"),
        ("hearing_on", "听证日"),
        ("heard_on", "举行听证"),
        ("decided_on", "决定日"),
        ("decision", "决定书文号"),
        ("published_on", "公告日"),
        ("ended_on", "撤销登记生效日"),
        ("spared_on", "不予撤销日"),
    ),
}
