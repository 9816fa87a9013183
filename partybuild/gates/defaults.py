"""The sync rules as shipped: the three of Shaanxi in force, those of 2025 without facts switched off.

Of the six items of 2025, 成立登记 is the registration of the three and 年检年报 its annual inspection:
each is one rule, so nothing is counted twice.
"""

from typing import Any

from partybuild.gates.kinds import AnswerKind
from partybuild.gates.ruling import KIND
from partybuild.policies.seeding import Default
from partybuild.policies.shapes import Item, Shape

REGISTRATION, INSPECTION, ELECTION = "registration", "inspection", "election"
_SHAANXI = "陕西“两关口三同步”要求（2021年）"
_SIX = "“六同步”（2025年）"
_SAMPLE = "；天数为样例，请按本地规定发布新版本"


def _rule(name: str, label: str, source: str, **content: Any) -> Default:
    own = {
        "by_hand": False,
        "before": 0,
        "after": 0,
        "pending": 0,
        "working": False,
        "review_months": 6,
        "enabled": True,
        **content,
    }
    own["expected"] = sorted(own["expected"])
    return Default(KIND, name, label, source, own)


def _by_hand(name: str, label: str, trigger: str, legal_basis: str) -> Default:
    return _rule(
        name,
        label,
        f"{_SIX}{_SAMPLE}",
        trigger=trigger,
        by_hand=True,
        expected=[AnswerKind.DONE],
        before=30,
        after=30,
        pending=30,
        legal_basis=legal_basis,
        answers="党建工作机构",
        enabled=False,
    )


DEFAULTS = [
    _rule(
        REGISTRATION,
        "登记",
        f"{_SHAANXI}；5个工作日取自登记后提交材料的期限{_SAMPLE}",
        trigger="成立登记",
        expected=[AnswerKind.APPROVED, AnswerKind.INSTRUCTOR, AnswerKind.NOT_YET],
        before=None,
        pending=5,
        working=True,
        legal_basis="中办发〔2015〕51号；民函〔2016〕257号",
        answers="党建工作机构",
    ),
    _rule(
        INSPECTION,
        "年检",
        f"{_SHAANXI}{_SAMPLE}",
        trigger="年检（年报）结论公布",
        expected=[AnswerKind.EVALUATION],
        legal_basis="中办发〔2016〕46号",
        answers="党建领导机关",
    ),
    _rule(
        ELECTION,
        "换届",
        f"{_SHAANXI}{_SAMPLE}",
        trigger="理事会换届",
        expected=[
            AnswerKind.PARTY_ELECTION,
            AnswerKind.SECRETARY,
            AnswerKind.COMMITTEE,
            AnswerKind.NO_CHANGE,
            AnswerKind.COUNT,
        ],
        before=60,
        after=60,
        pending=60,
        legal_basis="《中国共产党基层组织选举工作条例》；中办《关于党的基层组织任期的意见》",
        answers="上级党组织",
    ),
    _by_hand("charter", "章程核准", "章程核准", "民函〔2018〕78号；民函〔2019〕54号"),
    _by_hand("spot_check", "专项抽查", "专项抽查", "中办发〔2016〕46号"),
    _by_hand("rating", "等级评估", "等级评估结论公布", "中办发〔2016〕46号"),
    _by_hand("training", "教育培训", "教育培训", "中办发〔2015〕51号"),
]
WAIVER_MONTHS = 12
WAIVERS = Default(
    "waiver",
    "waiver",
    "豁免期限",
    "系统随附，样例",
    {"months": WAIVER_MONTHS},
)
WAIVER_SHAPE = Shape(
    WAIVERS,
    [Item("months", "豁免最长期限", "个月", least=1, most=60)],
    "自生效日起新准予的豁免按新的期限；已经准予的豁免到期日不变。"
    "“暂不具备”的复查期限在各条同步规则里。",
)
