"""Points are kept as whole tenths and shown with at most one decimal. Pure."""

from decimal import Decimal, InvalidOperation

from partybuild.rules import RuleBroken

MOST = 10_000
"""Tenths of a point that one item may have at most: a typing error is not a score."""


def tenths(text: str, what: str = "分值") -> int:
    """The tenths of a point that `text` says, "12.5" → 125.

    RuleBroken where it is no number, negative, has more than one decimal, or is beyond all sense.
    """
    cleaned = text.strip().replace("．", ".").removesuffix("分").strip()
    try:
        number = Decimal(cleaned)
    except InvalidOperation:
        raise RuleBroken(f"{what}“{text.strip()[:20]}”不是数字，请填写如 8 或 8.5。") from None
    if not number.is_finite() or not 0 <= number * 10 <= MOST:
        raise RuleBroken(f"{what}应在 0 至 {MOST // 10} 之间。")
    if number * 10 != int(number * 10):
        raise RuleBroken(f"{what}最多一位小数，请填写如 8 或 8.5。")
    return int(number * 10)


def shown(points: int | None) -> str:
    """125 → "12.5", 120 → "12", None → "—"."""
    if points is None:
        return "—"
    whole, part = divmod(abs(points), 10)
    sign = "-" if points < 0 else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"
