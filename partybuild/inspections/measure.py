"""What a campaign counts: each figure as one condition, which its list uses too."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, true

from partybuild.inspections import rules
from partybuild.inspections.kinds import PRESENT, Conclusion, Regime
from partybuild.inspections.models import Inspection

Condition = ColumnElement[bool]
_C, _E = Inspection.conclusion, Inspection.evaluation


def _bool(condition: Any) -> Condition:
    found: Condition = condition
    return found


_INSPECTED = _C.in_(PRESENT)
CONDITIONS: Mapping[str, Condition] = {
    "expected": true(),
    "inspected": _INSPECTED,
    **{each.value: _bool(_C == each) for each in PRESENT},
    "absent": _C.is_(None) | _C.not_in(PRESENT),
    "submitted": Inspection.submitted_on.is_not(None),
    "returned": _bool(Inspection.returned.is_(True)),
    "wants_conclusion": (_C.is_(None) | _C.not_in(PRESENT)) & _E.is_not(None),
    "wants_evaluation": _INSPECTED & _E.is_(None),
    "ready": _INSPECTED & _E.is_not(None) & Inspection.published_on.is_(None),
    "published": Inspection.published_on.is_not(None),
    "late": _bool(Inspection.late.is_(True)),
    "rectify": _bool(Inspection.rectify.is_(True)),
    "interviewed": _bool(Inspection.interviewed.is_(True)),
    "penalised": _bool(Inspection.penalised.is_(True)),
    "listed": _bool(Inspection.listed.is_(True)),
}
"""Over inspections of a campaign that are expected; 应检 = 已检 + 未参检."""

LABELS: Mapping[str, str] = {
    "expected": "应检",
    "inspected": "已检",
    **{each.value: each.label for each in PRESENT},
    "absent": "未参检",
    "submitted": "已报党建部分",
    "returned": "退回补正",
    "wants_conclusion": "待结论",
    "wants_evaluation": "待党建评价",
    "ready": "待公布",
    "published": "已公布",
    "late": "补检",
    "rectify": "责令整改",
    "interviewed": "约谈",
    "penalised": "行政处罚",
    "listed": "列入异常名录",
}
_REPORT = {"expected": "应报", "inspected": "已报送年报", "absent": "未报送", "late": "补报"}


def label(name: str, regime: Regime) -> str:
    """The figure's word under a regime."""
    return _REPORT.get(name, LABELS[name]) if regime is Regime.REPORT else LABELS[name]


def shown(regime: Regime) -> list[str]:
    """The figures of a table, in order; conclusions of the other regime are left out."""
    other = {each.value for each in Conclusion if each.regime is not regime}
    return [name for name in LABELS if name not in other]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: a unit with its counts. `code` with `own`: only at the unit itself."""

    code: str
    name: str
    own: bool
    counts: Mapping[str, int]

    @property
    def rate(self) -> Decimal | None:
        """Inspected ÷ expected."""
        return rules.rate(self.counts["inspected"], self.counts["expected"])
