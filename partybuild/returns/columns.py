"""The lists of the monthly workbook: their sheets and columns, in the order of `rows`."""

from collections.abc import Mapping

from partybuild.coverage.rules import Cover, Lack
from partybuild.organizations.kinds import Coded, OrganizationKind
from partybuild.party.kinds import InstructorKind, PartyKind
from partybuild.ratings.kinds import STAR_LABELS, UNRATED, StarMove
from partybuild.sheets.book import ColumnSpec, Kind

FORM, MOVEMENT, ITEMS, NOTES = "月报表", "变动表", "增减名单", "口径说明"
COVERAGE, PARTIES, INSTRUCTORS = "覆盖名单", "党组织名单", "指导员名单"
SHOULD_BUILD, TERMS, SYNC = "应建未建名单", "换届到期", "三同步"
STARS, STAR = "评星情况", "星级"
STARS_SINCE = 4
"""The layout from which stars are told."""

WEAK = "整顿台账"
WEAK_SINCE = 5
"""The layout from which rectification is told."""
ELECTING_SINCE = 5
"""From here on 临时 and 功能型 ones stand in no list of terms."""

UNIT_ROW = "月报表行"

ELECTED, POSTPONED, OVERDUE, SOON = "已换届", "经批准延期", "逾期未换届", "即将届满"
TERM_STATES = (ELECTED, POSTPONED, OVERDUE, SOON)

_ROW = ColumnSpec(UNIT_ROW, 12)
_CODE = ColumnSpec("统一社会信用代码（备案编号）", 20, Kind.CODE)
_ORGANIZATION = ColumnSpec("社会组织名称", 28, Kind.LONG)
_PARTY_CODE = ColumnSpec("党组织编码", 16, Kind.CODE)
_PARTY = ColumnSpec("党组织名称", 28, Kind.LONG)
_SUPERIOR = ColumnSpec("上级党组织", 22, Kind.LONG)
_SUPERVISOR = ColumnSpec("业务主管单位", 14, Kind.LONG)
_BODY = ColumnSpec("党建工作机构", 20, Kind.LONG)
_FULL = ColumnSpec("正式党员", 6, Kind.NUMBER)
_PROBATIONARY = ColumnSpec("预备党员", 6, Kind.NUMBER)
_PHONE = ColumnSpec("联系电话", 14, Kind.CODE)


def _flag(heading: str, width: float = 6) -> ColumnSpec:
    return ColumnSpec(heading, width, Kind.FLAG)


def _day(heading: str) -> ColumnSpec:
    return ColumnSpec(heading, 11, Kind.DATE)


def _number(heading: str, width: float = 6) -> ColumnSpec:
    return ColumnSpec(heading, width, Kind.NUMBER)


COLUMNS: Mapping[str, tuple[ColumnSpec, ...]] = {
    COVERAGE: (
        _ROW,
        _CODE,
        _ORGANIZATION,
        ColumnSpec("组织类型", 13),
        ColumnSpec("组织状态", 10),
        ColumnSpec("登记层级", 7),
        ColumnSpec("统计归属", 12),
        _SUPERVISOR,
        _BODY,
        ColumnSpec("行业类别", 14, Kind.LONG),
        _flag("行业协会商会"),
        _flag("社区社会组织"),
        _flag("备案"),
        ColumnSpec("覆盖方式", 9),
        _number("从业人员"),
        _FULL,
        _PROBATIONARY,
        _number("组织关系在本组织", 8),
        _flag("具备建立条件"),
        ColumnSpec("未建类别", 16),
        _flag("未摸排"),
        ColumnSpec("党组织", 26, Kind.LONG),
        _day("成立登记日期"),
    ),
    PARTIES: (
        _ROW,
        _PARTY_CODE,
        _PARTY,
        ColumnSpec("党组织类型", 11),
        ColumnSpec("组建方式", 11),
        _flag("联合"),
        _flag("计入党组织数", 7),
        _flag("在册"),
        _SUPERIOR,
        ColumnSpec("统计归属", 12),
        ColumnSpec("牵头单位", 30, Kind.LONG),
        _number("覆盖社会组织数", 10),
        _day("成立日期"),
        ColumnSpec("批准文号", 18),
        _day("撤销日期"),
        _flag("本月新建"),
        _flag("本年新建"),
        _flag("本月撤销"),
        _flag("本年撤销"),
        ColumnSpec("书记姓名", 10),
        _PHONE,
        _day("任期届满日期"),
        _FULL,
        _PROBATIONARY,
        ColumnSpec(STAR, 7),
    ),
    INSTRUCTORS: (
        _ROW,
        ColumnSpec("姓名", 12),
        ColumnSpec("类型", 9),
        ColumnSpec("工作单位", 30, Kind.LONG),
        _PHONE,
        _number("联系社会组织数", 10),
        ColumnSpec("联系社会组织", 60, Kind.LONG),
        _day("派驻日期"),
    ),
    SHOULD_BUILD: (
        _ROW,
        _CODE,
        _ORGANIZATION,
        ColumnSpec("组织类型", 13),
        ColumnSpec("统计归属", 12),
        _SUPERVISOR,
        _BODY,
        _FULL,
        _PROBATIONARY,
        ColumnSpec("未建原因", 24, Kind.LONG),
        ColumnSpec("措施", 24, Kind.LONG),
        _day("拟建日期"),
        ColumnSpec("责任人", 10),
        _PHONE,
    ),
    TERMS: (
        _ROW,
        _PARTY_CODE,
        _PARTY,
        ColumnSpec("党组织类型", 11),
        _SUPERIOR,
        _day("任期届满日期"),
        ColumnSpec("换届情况", 12),
        _day("换届日期"),
        ColumnSpec("批准文号", 18),
        _day("延期至"),
        ColumnSpec("书记姓名", 10),
        _PHONE,
    ),
    MOVEMENT: (
        ColumnSpec("指标", 24),
        _number("上月", 10),
        _number("新增", 10),
        _number("减少", 10),
        _number("划入", 10),
        _number("划出", 10),
        _number("转类", 10),
        _number("更正", 10),
        ColumnSpec("本月", 10, Kind.FORMULA),
    ),
    SYNC: (
        _ROW,
        _CODE,
        _ORGANIZATION,
        ColumnSpec("统计归属", 12),
        ColumnSpec("同步事项", 9),
        _day("事项日期"),
        ColumnSpec("判定", 8),
        _number("迟（天）", 7),
        _day("答复期限"),
        ColumnSpec("党组织一侧", 18),
        _day("办理日期"),
        ColumnSpec("依据文号", 20, Kind.LONG),
        ColumnSpec("豁免或不适用原因", 22, Kind.LONG),
    ),
    WEAK: (
        _ROW,
        _PARTY_CODE,
        _PARTY,
        ColumnSpec("党组织类型", 11),
        _SUPERIOR,
        ColumnSpec("统计归属", 12),
        _day("列入日期"),
        ColumnSpec("软弱涣散主要表现", 40, Kind.LONG),
        ColumnSpec("阶段", 14),
        _day("销号或撤销日期"),
        ColumnSpec("结果", 10),
        _flag("屡改屡犯"),
        _number("反弹次数"),
        _flag("在整顿"),
        _flag("本月销号"),
        _flag("本年销号"),
    ),
    STARS: (
        _ROW,
        _PARTY_CODE,
        _PARTY,
        ColumnSpec("党组织类型", 11),
        ColumnSpec("统计归属", 12),
        ColumnSpec(STAR, 7),
        ColumnSpec("评定结果", 9),
        _day("公布日期"),
        _day("有效期至"),
        ColumnSpec("公布文号", 24, Kind.LONG),
    ),
    NOTES: (ColumnSpec("项目", 30, Kind.LONG), ColumnSpec("内容", 100, Kind.LONG)),
    ITEMS: (
        _ROW,
        ColumnSpec("指标", 18),
        ColumnSpec("变动栏", 10),
        _number("数量", 8),
        ColumnSpec("代码", 21, Kind.CODE),
        ColumnSpec("名称", 36, Kind.LONG),
        ColumnSpec("变动事项", 34, Kind.LONG),
        _day("日期"),
    ),
}


def columns_of(name: str, layout: int) -> tuple[ColumnSpec, ...]:
    """The columns of a sheet in this layout; the newest stand last."""
    found = COLUMNS[name]
    if layout < STARS_SINCE:
        return tuple(column for column in found if column.heading != STAR)
    return found


def short_label(kind: OrganizationKind) -> str:
    """组织类型 as a column has room for it: without what stands in brackets."""
    return kind.label.partition("（")[0]


def _labels(kinds: type[Coded]) -> frozenset[str]:
    return frozenset(member.label for member in kinds)


ALLOWED: Mapping[str, Mapping[str, frozenset[str]]] = {
    COVERAGE: {
        "组织类型": frozenset(short_label(kind) for kind in OrganizationKind),
        "覆盖方式": _labels(Cover),
        "未建类别": _labels(Lack) | {""},
    },
    PARTIES: {
        "党组织类型": _labels(PartyKind),
        STAR: frozenset({*STAR_LABELS.values(), UNRATED, ""}),
    },
    STARS: {STAR: frozenset(STAR_LABELS.values()), "评定结果": _labels(StarMove)},
    INSTRUCTORS: {"类型": _labels(InstructorKind)},
    TERMS: {"换届情况": frozenset(TERM_STATES)},
}
"""Texts that may stand in a counted column; any other would silently be in no figure."""
