"""Made-up values of each kind of paper, for checking a template and for looking at it. Pure."""

from datetime import date
from typing import Any

from partybuild.notices import rules
from partybuild.notices.kinds import Field, FieldType, NoticeKind, Side

DAY = date(2026, 1, 8)


def given(kind: NoticeKind) -> dict[str, Any]:
    """A value for every field, those that may be blank too."""
    return {field.key: _sample(field) for field in kind.fields}


def _sample(field: Field) -> Any:
    if field.type is FieldType.LINES:
        return [f"{field.label}之一（样例）", f"{field.label}之二（样例）"]
    if field.type is FieldType.ROWS:
        return [{key: f"{label}{n}" for key, label in field.columns.items()} for n in (1, 2)]
    if field.type is FieldType.DAY:
        return DAY.isoformat()
    return 3 if field.type is FieldType.NUMBER else f"{field.label}（样例）"


def values(kind: NoticeKind) -> dict[str, Any]:
    """What a template receives of the sample."""
    side = Side.PARTY if kind.side is Side.PARTY else Side.CIVIL
    tail = kind.tails.get(side, "")
    return rules.printed(kind, rules.checked(kind, given(kind))) | {
        "office": rules.office_name("碑林区", 3, side),
        "number": rules.symbol(f"碑林{tail}", 2026, 8) if tail else "",
        "addressed": "某某协会（样例）",
        "day": rules.written(DAY),
        "signer": "签发人（样例）",
        "basis": kind.basis,
    }
