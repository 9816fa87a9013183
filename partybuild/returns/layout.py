"""Layout of the monthly workbook: which columns each sheet has and how 月报表 counts them.

A workbook is verified by the layout it was issued in: any change here needs a new LAYOUT_VERSION.
"""

from dataclasses import dataclass

from partybuild.coverage.rules import Cover, Lack
from partybuild.organizations.kinds import OrganizationKind
from partybuild.party.kinds import Formation, InstructorKind, PartyKind
from partybuild.ratings.kinds import NO_STAR, STAR_LABELS, UNRATED
from partybuild.returns.columns import (
    COVERAGE,
    ELECTED,
    INSTRUCTORS,
    OVERDUE,
    PARTIES,
    POSTPONED,
    SHOULD_BUILD,
    STAR,
    STARS_SINCE,
    TERMS,
    WEAK,
    WEAK_SINCE,
    short_label,
)
from partybuild.sheets.tally import Where

LAYOUT_VERSION = 5
"""3: 变动表 and 增减名单 also name Party organizations; 4: stars; 5: rectification."""
PARTY_MOVEMENT_SINCE = 3

NOT_BUILT = "—"

YES, NO = ("是",), ("否",)


@dataclass(frozen=True)
class Count:
    """The rows of a list that agree with `where`."""

    sheet: str
    where: Where


@dataclass(frozen=True)
class Sum:
    """What a column of a list adds up to over the rows that agree with `where`."""

    sheet: str
    column: str
    where: Where


@dataclass(frozen=True)
class Plus:
    """Other columns of the same row, added."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Rate:
    """A column in hundredths of another, half up, one place; — where there is nothing to divide."""

    part: str
    whole: str


@dataclass(frozen=True)
class NotBuilt:
    """A figure that a layout does not have yet."""


@dataclass(frozen=True)
class Remark:
    """The note of the row."""


Rule = Count | Sum | Plus | Rate | NotBuilt | Remark


@dataclass(frozen=True)
class Leaf:
    """One column of 月报表 below its group ("" for none)."""

    key: str
    group: str
    heading: str
    rule: Rule
    since: int = 1
    """The layout from which it is counted; before that it says —."""

    def of(self, layout: int) -> Rule:
        """How it is counted in a layout."""
        return self.rule if layout >= self.since else NotBuilt()


def _legal(**where: tuple[str, ...]) -> Count:
    return Count(COVERAGE, {"备案": NO, **where})


def _kind(kind: OrganizationKind) -> Count:
    return _legal(组织类型=(short_label(kind),))


def _cover(*covers: Cover) -> Count:
    return _legal(覆盖方式=tuple(cover.label for cover in covers))


def _members(column: str) -> Sum:
    return Sum(COVERAGE, column, {"备案": NO})


def _parties(kind: PartyKind, **where: tuple[str, ...]) -> Count:
    counted = {"计入党组织数": YES, "在册": YES}
    return Count(PARTIES, {**counted, "党组织类型": (kind.label,), **where})


def _life(heading: str) -> Count:
    return Count(PARTIES, {"计入党组织数": YES, heading: YES})


def _terms(state: str) -> Count:
    return Count(TERMS, {"换届情况": (state,)})


def _stars(key: str, *stars: str) -> Leaf:
    where = {"计入党组织数": YES, "在册": YES, STAR: stars}
    return Leaf(key, _STARS, stars[0], Count(PARTIES, where), STARS_SINCE)


def _weak(key: str, heading: str, flag: str) -> Leaf:
    return Leaf(key, _WEAK, heading, Count(WEAK, {flag: YES}), WEAK_SINCE)


_ORGANIZATIONS, _PARTY, _COVER = "社会组织总数", "党组织数", "党的组织覆盖"
_WORK, _DUE, _LACK, _MEMBERS = "党的工作覆盖", "应建党组织", "未建党组织", "党员数"
_TERM, _STARS, _WEAK = "换届", "星级", "软弱涣散"
_INSTRUCTORS = Count(INSTRUCTORS, {"类型": (InstructorKind.INSTRUCTOR.label,)})

COVER_LEAVES = (
    Leaf("organizations", _ORGANIZATIONS, "合计", _legal()),
    Leaf("associations", _ORGANIZATIONS, "社会团体", _kind(OrganizationKind.ASSOCIATION)),
    Leaf("private_units", _ORGANIZATIONS, "社会服务机构", _kind(OrganizationKind.PRIVATE_UNIT)),
    Leaf("foundations", _ORGANIZATIONS, "基金会", _kind(OrganizationKind.FOUNDATION)),
    Leaf("trade_associations", "其中行业协会商会", "总数", _legal(行业协会商会=YES)),
    Leaf(
        "trade_covered",
        "其中行业协会商会",
        "已覆盖",
        _legal(行业协会商会=YES, 覆盖方式=(Cover.INDEPENDENT.label, Cover.JOINT.label)),
    ),
    Leaf("filed", "", "另：备案数", Count(COVERAGE, {"备案": YES})),
    Leaf("party_organizations", _PARTY, "合计", Plus(("committees", "generals", "branches"))),
    Leaf("committees", _PARTY, "党委", _parties(PartyKind.COMMITTEE)),
    Leaf("generals", _PARTY, "党总支", _parties(PartyKind.GENERAL_BRANCH)),
    Leaf("branches", _PARTY, "党支部", _parties(PartyKind.BRANCH)),
    Leaf("joint_branches", _PARTY, "其中联合党支部", _parties(PartyKind.BRANCH, 联合=YES)),
    Leaf(
        "functional_branches",
        _PARTY,
        "其中功能型党支部",
        _parties(PartyKind.BRANCH, 组建方式=(Formation.FUNCTIONAL.label,)),
    ),
    Leaf("independent", _COVER, "单独组建覆盖数", _cover(Cover.INDEPENDENT)),
    Leaf("joint", _COVER, "联合组建覆盖数", _cover(Cover.JOINT)),
    Leaf("covered", _COVER, "小计", Plus(("independent", "joint"))),
    Leaf("rate_covered", _COVER, "覆盖率%", Rate("covered", "organizations")),
    Leaf("instructor_only", _WORK, "指导员覆盖数", _cover(Cover.INSTRUCTOR)),
    Leaf("liaison_only", _WORK, "联络员覆盖数", _cover(Cover.LIAISON)),
    Leaf("mass_only", _WORK, "群团覆盖数", _cover(Cover.MASS)),
    Leaf(
        "work_covered",
        _WORK,
        "小计（含组织覆盖）",
        Plus(("covered", "instructor_only", "liaison_only", "mass_only")),
    ),
    Leaf("rate_work", _WORK, "覆盖率%", Rate("work_covered", "organizations")),
    Leaf("eligible", _DUE, "应建数", _legal(具备建立条件=YES)),
    Leaf(
        "eligible_covered",
        _DUE,
        "已建数",
        _legal(具备建立条件=YES, 覆盖方式=(Cover.INDEPENDENT.label, Cover.JOINT.label)),
    ),
    Leaf("rate_eligible", _DUE, "应建已建率%", Rate("eligible_covered", "eligible")),
    Leaf("should_build", _LACK, "应建未建", Count(SHOULD_BUILD, {})),
    Leaf(
        "members_no_condition",
        _LACK,
        "有党员不符合条件",
        _legal(未建类别=(Lack.MEMBERS_NO_CONDITION.label,)),
    ),
    Leaf("no_member", _LACK, "无党员", _legal(未建类别=(Lack.NO_MEMBER.label,))),
    Leaf("unsurveyed", _LACK, "其中未摸排", _legal(未摸排=YES)),
)

TEAM_LEAVES = (
    Leaf("members", _MEMBERS, "合计", Plus(("full_members", "probationary_members"))),
    Leaf("full_members", _MEMBERS, "正式党员", _members("正式党员")),
    Leaf("probationary_members", _MEMBERS, "预备党员", _members("预备党员")),
    Leaf("members_affiliated", _MEMBERS, "组织关系在本组织", _members("组织关系在本组织")),
    Leaf("instructors", "", "指导员数", _INSTRUCTORS),
    Leaf("new_month", "新建党组织", "本月新建", _life("本月新建")),
    Leaf("new_year", "新建党组织", "本年累计", _life("本年新建")),
    Leaf("dissolved_month", "撤销党组织", "本月撤销", _life("本月撤销")),
    Leaf("dissolved_year", "撤销党组织", "本年累计", _life("本年撤销")),
    Leaf("terms_due", _TERM, "应换届", Plus(("terms_elected", "terms_postponed", "terms_overdue"))),
    Leaf("terms_elected", _TERM, ELECTED, _terms(ELECTED)),
    Leaf("terms_postponed", _TERM, POSTPONED, _terms(POSTPONED)),
    Leaf("terms_overdue", _TERM, OVERDUE, _terms(OVERDUE)),
    *(_stars(f"stars_{n}", STAR_LABELS[n]) for n in range(5, NO_STAR, -1)),
    _stars("stars_none", UNRATED, STAR_LABELS[NO_STAR]),
    _weak("weak_open", "在整顿", "在整顿"),
    _weak("weak_closed_month", "本月销号", "本月销号"),
    _weak("weak_closed_total", "累计销号", "本年销号"),
    Leaf("note", "", "备注", Remark()),
)

LEAVES = COVER_LEAVES + TEAM_LEAVES
"""All columns of 月报表 after 序号 and 地区（单位）; the two parts are printed side by side."""
