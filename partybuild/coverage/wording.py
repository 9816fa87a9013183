"""What happened to an organization, in the words of a movement table. Pure."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from partybuild.coverage.basis import Basis, cover_under
from partybuild.coverage.span import CoverageSpan


def happened(
    before: CoverageSpan | None, after: CoverageSpan | None, basis: Basis, named: str | None
) -> str:
    """The event of one step; `named` is what the records call it, if they do."""
    if before is None or after is None:
        return named or ("终止" if after is None else "登记或备案")
    changes = changed(before, after, basis)
    return f"{named}；{changes}" if named else changes


def corrected(before: CoverageSpan | None, after: CoverageSpan | None, basis: Basis) -> str:
    """The event of a correction of what was reported before."""
    if before is None:
        return "更正：上期漏计"
    if after is None:
        return "更正：上期误计"
    return f"更正：{changed(before, after, basis)}"


def changed(before: CoverageSpan, after: CoverageSpan, basis: Basis) -> str:
    """Each counted thing that differs, old→new."""
    was, now = before.standing, after.standing
    parts = ["统计归属变更"] if was.unit_id != now.unit_id else []
    parts += ["党建工作机构变更"] if was.body_id != now.body_id else []
    covers = cover_under(before, basis).label, cover_under(after, basis).label
    shown = [("覆盖", *covers), ("登记年限", age_words(before, basis), age_words(after, basis))]
    shown += [
        (name, say(old), say(new))
        for name, of, say in _SHOWN
        if (old := of(before)) != (new := of(after))
    ]
    parts += [f"{name}：{old}→{new}" for name, old, new in shown if old != new]
    return "；".join(parts) or "其他情况变更"


def age_words(span: CoverageSpan, basis: Basis) -> str:
    """Whether it is too young or too old for the basis when the span begins; else empty."""
    registered, younger, older = (
        span.standing.registered_on,
        basis.exclude_younger,
        basis.exclude_older,
    )
    if registered is None:
        return ""
    if older is not None and older.reached(registered) < span.valid_from:
        return f"超过{older.words}"
    if younger is None:
        return f"未超过{older.words}" if older is not None else ""
    young = younger.reached(registered) > span.valid_from
    return f"{'未满' if young else '已满'}{younger.words}"


def _number(count: int | None) -> str:
    return "未填" if count is None else str(count)


def _yes(flag: bool) -> str:
    return "是" if flag else "否"


def _label(kind: Any) -> str:
    return str(kind.label)


def _industry(name: str | None) -> str:
    return name or "未明确"


_SHOWN: Sequence[tuple[str, Callable[[CoverageSpan], Any], Callable[[Any], str]]] = (
    ("组织类型", attrgetter("standing.kind"), _label),
    ("组织状态", attrgetter("standing.state"), _label),
    ("正式党员", attrgetter("full"), _number),
    ("预备党员", attrgetter("probationary"), _number),
    ("组织关系在本组织党员", attrgetter("affiliated"), _number),
    ("行业类别", attrgetter("standing.industry"), _industry),
    ("行业协会商会", attrgetter("standing.trade"), _yes),
    ("慈善组织", attrgetter("standing.charity"), _yes),
    ("社区社会组织", attrgetter("standing.community"), _yes),
    ("僵尸型", attrgetter("standing.zombie"), _yes),
)
