"""The words of rectification, each with the label shown on screen. Pure."""

from partybuild.organizations.kinds import Coded


class RoundState(Coded):
    """A round looks through the register, then people judge what it found, then it is history."""

    RUNNING = "running", "排查中"
    OPEN = "open", "待认定"
    CLOSED = "closed", "已结束"


class Origin(Coded):
    """Where a proposal comes from."""

    ROUND = "round", "排查"
    INSPECTION = "inspection", "年检年报"
    RATING = "rating", "评星定级"
    HAND = "hand", "手工提出"


class ProposalState(Coded):
    """Nothing is listed by itself: a person accepts or dismisses, with the reason."""

    OPEN = "open", "待认定"
    ACCEPTED = "accepted", "列入整顿"
    DISMISSED = "dismissed", "不列入"
    STANDING = "standing", "已在整顿"
    """A case is open: it is shown with that case and not proposed again."""


class Stage(Coded):
    """Where a case stands; the states of its workflow case."""

    PLANNING = "planning", "拟定方案"
    SUBMITTED = "submitted", "方案待审批"
    RUNNING = "running", "整顿中"
    FIRST = "first", "待初验"
    SECOND = "second", "待终验"
    WATCHING = "watching", "已销号，回头看"
    DONE = "done", "转化提升"
    DISSOLVED = "dissolved", "已撤销党组织"
    WITHDRAWN = "withdrawn", "认定有误，已撤回"


OPEN_STAGES = (Stage.PLANNING, Stage.SUBMITTED, Stage.RUNNING, Stage.FIRST, Stage.SECOND)
"""在整顿: not struck off yet."""


class Outcome(Coded):
    """What came of it; None while it goes on."""

    TRANSFORMED = "transformed", "转化提升"
    CONTINUED = "continued", "继续整顿"
    DISSOLVED = "dissolved", "撤销党组织"


class Tier(Coded):
    """The two levels of acceptance."""

    FIRST = "first", "初验"
    FINAL = "final", "终验"


class LookBackResult(Coded):
    """What a look-back found."""

    HOLDING = "holding", "成效巩固"
    RELAPSED = "relapsed", "反弹"


class AreaMeasure(Coded):
    """What is done about a lagging area."""

    CIRCULAR = "circular", "通报"
    INTERVIEW = "interview", "约谈"
    SUPERVISION = "supervision", "挂牌督办"


LOOK_BACK_MONTHS = (3, 6, 12)
"""回头看 after so many months from the day on which the case was struck off."""
