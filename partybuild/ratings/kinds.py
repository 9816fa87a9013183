"""The words of star rating, each with the label shown on screen. Pure."""

from partybuild.organizations.kinds import Coded


class RoundState(Coded):
    """A draft may be edited; opening freezes who takes part; a closed round is history."""

    DRAFT = "draft", "拟开展"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"


class Tier(Coded):
    """Whose score it is: four stand side by side, none overwrites another."""

    SELF = "self", "自评"
    FIRST = "first", "初评"
    SECOND = "second", "复核"
    FINAL = "final", "审定"


class LeftOut(Coded):
    """Why a Party organization takes no part in a round; none of them is a bad result."""

    NEW = "new", "新成立，不满参评时间"
    NO_ORGANIZATION = "no_organization", "没有覆盖的社会组织（空壳）"
    TEMPORARY = "temporary", "临时或功能型党组织"
    OTHER_CATEGORY = "other_category", "不在本轮参评类别"
    UNABLE = "unable", "经批准不参评"


class Stage(Coded):
    """Where an assessment stands; the states of its case."""

    FILLING = "filling", "填报中"
    RETURNED = "returned", "退回补正"
    FIRST = "first", "待初评"
    SECOND = "second", "待复核"
    FINAL = "final", "待审定"
    SCORED = "scored", "已评分"
    PUBLICITY = "publicity", "公示中"
    DECIDED = "decided", "已公布"
    OUT = "out", "不参评"


TOLD = (Stage.PUBLICITY, Stage.DECIDED)
"""From these stages on the branch itself learns its star: not before others may object to it."""


class StarMove(Coded):
    """What a decision did to the star."""

    FIRST = "first", "首次评定"
    UP = "up", "升星"
    SAME = "same", "保持"
    DOWN = "down", "降星"
    REMOVED = "removed", "摘星"


class Finding(Coded):
    """What came of an objection."""

    UPHELD = "upheld", "异议成立"
    PARTLY = "partly", "部分成立"
    DISMISSED = "dismissed", "异议不成立"


class HonourKind(Coded):
    """The two lists of 争创双强."""

    DOUBLE = "double", "双强党组织"
    EXAMPLE = "example", "典型示范"


class Strength(Coded):
    """How strong one of the two sides is judged to be."""

    STRONG = "strong", "强"
    FAIR = "fair", "较强"
    AVERAGE = "average", "一般"


NO_STAR = 0
STAR_LABELS = {5: "五星", 4: "四星", 3: "三星", 2: "二星", 1: "一星", NO_STAR: "不定星"}
UNRATED = "未评"


def star_label(star: int | None) -> str:
    """五星 … 一星, 不定星, or 未评 where there never was a rating."""
    return UNRATED if star is None else STAR_LABELS[star]
