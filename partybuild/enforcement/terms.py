"""Terms and grounds as policy: what holds on a day, with the shipped values where nothing does."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from partybuild import clock
from partybuild.db import db
from partybuild.enforcement.rules import Terms
from partybuild.policies import queries
from partybuild.policies.seeding import Default
from partybuild.rules import RuleBroken

KIND = "enforcement"
KEPT = "partybuild_enforcement"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why an organization may be listed. `lapses`: nothing can be done, it leaves after months."""

    key: str
    label: str
    basis: str
    duty: str
    lapses: bool = False
    letters: bool = False
    """Needs the days of two letters that came back."""


_RULE = "《社会组织信用信息管理办法》（民政部令第60号）"
GROUNDS = (
    Ground("report", "未按照规定时限和要求报送年度工作报告", _RULE, "补报年度工作报告"),
    Ground("party", "未按照有关规定设立党组织", _RULE, "按规定设立党组织或者落实党的工作覆盖"),
    Ground(
        "rectification",
        "登记管理机关发出整改文书要求限期整改，未按期完成整改",
        _RULE,
        "完成整改并经验收合格",
    ),
    Ground("fundraising", "违反公开募捐的有关规定", _RULE, "停止违法行为并改正"),
    Ground(
        "penalty",
        "受到警告或者不满5万元罚款处罚",
        _RULE,
        "履行处罚决定",
        lapses=True,
    ),
    Ground(
        "unreachable",
        "通过登记的住所无法与社会组织取得联系",
        _RULE,
        "办理住所变更登记或者恢复联系",
        letters=True,
    ),
    Ground("other", "法律、行政法规规定应当列入的其他情形", _RULE, "改正上述情形"),
)
DISHONEST_GROUNDS = (
    Ground("two_years", "被列入活动异常名录满二年仍未移出", _RULE, "履行列入异常名录时的义务"),
    Ground("false", "弄虚作假办理变更登记被撤销变更登记", _RULE, "依法改正"),
    Ground("suspended", "受到限期停止活动处罚", _RULE, "履行处罚决定"),
    Ground("fined", "受到5万元以上罚款处罚", _RULE, "履行处罚决定"),
    Ground("twice", "三年内两次以上受到警告或者不满5万元罚款处罚", _RULE, "履行处罚决定"),
    Ground("debtor", "被人民法院纳入失信被执行人名单", _RULE, "履行生效法律文书"),
    Ground("cancelled", "被吊销登记证书或者撤销登记", _RULE, "依法办理注销"),
    Ground("other", "法律、行政法规规定应当列入的其他情形", _RULE, "改正上述情形"),
)


def _data(grounds: tuple[Ground, ...]) -> list[dict[str, Any]]:
    return [{field.name: getattr(each, field.name) for field in fields(each)} for each in grounds]


DEFAULTS = [
    Default(
        KIND,
        "terms",
        "年检后续处理期限",
        "整改三个月：民办非企业单位年度检查办法第九条；听证：行政处罚法第六十四条；"
        "移出、两年：民政部令第60号；两封信间隔、六个月期满、两年未参检、30天未处理等为样例",
        {field.name: field.default for field in fields(Terms)},
    ),
    Default(
        KIND,
        "grounds",
        "异常名录和失信名单列入事由",
        "民政部令第60号；其中第（4）（5）（7）项文字以本地公布的条文为准（样例）",
        {"listing": _data(GROUNDS), "dishonest": _data(DISHONEST_GROUNDS)},
    ),
]


def terms() -> Terms:
    """The terms in force today; RuleBroken where the published version cannot be read."""
    content = _held().get("terms", {})
    known = {field.name for field in fields(Terms)}
    given = {name: value for name, value in content.items() if name in known}
    if not all(type(value) is int and 0 <= value <= 3660 for value in given.values()):
        raise RuleBroken("“年检后续处理期限”应为一组不小于 0 的整数，请安全管理员更正该项政策。")
    return Terms(**given)


def grounds(kind: str) -> Mapping[str, Ground]:
    """Grounds of `listing` or `dishonest` in force today, by key."""
    shipped = _data(GROUNDS if kind == "listing" else DISHONEST_GROUNDS)
    given = _held().get("grounds", {}).get(kind, shipped)
    try:
        found = [Ground(**each) for each in given]
    except TypeError as error:
        raise RuleBroken("“列入事由”的内容缺少栏目，请安全管理员更正该项政策。") from error
    return {each.key: each for each in found}


def _held() -> Mapping[str, Mapping[str, Any]]:
    """The published contents by name, read once in a transaction."""
    session = db.session()
    kept = session.info.get(KEPT)
    if kept is not None and kept[0] is session.get_transaction():
        found: Mapping[str, Mapping[str, Any]] = kept[1]
        return found
    held = {policy.name: policy.content for policy in queries.holding(KIND, clock.today())}
    session.info[KEPT] = (session.get_transaction(), held)
    return held
