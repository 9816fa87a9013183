"""What a Party organization is, how it was set up, and who else carries Party work. Pure."""

from partybuild.organizations.kinds import Coded


class PartyKind(Coded):
    """党组织类型."""

    WORK_COMMITTEE = "work_committee", "工作委员会"
    COMMITTEE = "committee", "党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"


class Formation(Coded):
    """组建方式."""

    SINGLE = "single", "单独组建"
    JOINT = "joint", "联合组建"
    ATTACHED = "attached", "挂靠组建"
    REGIONAL = "regional", "区域统建"
    INDUSTRY = "industry", "行业统建"
    FUNCTIONAL = "functional", "功能型"
    TEMPORARY = "temporary", "临时"


PASSING = (Formation.TEMPORARY, Formation.FUNCTIONAL)
"""Neither is counted in 应换届: one ends with its body, the other elects only if it holds a term."""


class InstructorKind(Coded):
    """党建工作指导员名册的类型."""

    INSTRUCTOR = "instructor", "指导员"
    LIAISON = "liaison", "联络员"


class MassKind(Coded):
    """群团组织."""

    UNION = "union", "工会"
    YOUTH = "youth", "共青团"
    WOMEN = "women", "妇联"


class LifeKind(Coded):
    """组织生活的类别."""

    GENERAL_MEETING = "general_meeting", "党员大会"
    COMMITTEE_MEETING = "committee_meeting", "支委会"
    GROUP_MEETING = "group_meeting", "党小组会"
    LESSON = "lesson", "党课"
    THEME_DAY = "theme_day", "主题党日"
    LIFE_MEETING = "life_meeting", "组织生活会"
    APPRAISAL = "appraisal", "民主评议"
