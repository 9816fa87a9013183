"""How values are written on a page: days, counts, rates, telephones. Pure; Jinja gets `FILTERS`."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from types import MappingProxyType

NOTHING = "—"
CHINA = timezone(timedelta(hours=8))
DIGIT_RUN = re.compile(r"\+?\d[\d\- ()（）]*\d|\d")

Number = int | float | Decimal


def day(value: date | None) -> str:
    """The day as a letter writes it: 2026年10月31日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else NOTHING


def short_day(value: date | None) -> str:
    """The day as a table writes it: 2026-10-31."""
    return f"{value:%Y-%m-%d}" if value else NOTHING


def moment(value: datetime | None) -> str:
    """Day and minute in China's time: 2026-10-31 14:05. Without a zone a time is China's."""
    if value is None:
        return NOTHING
    local = value.astimezone(CHINA) if value.tzinfo else value
    return f"{local:%Y-%m-%d %H:%M}"


def month(value: date | str | None) -> str:
    """The month, from any day in it or from `2026-10`: 2026年10月."""
    if not value:
        return NOTHING
    year, of_year = (value.year, value.month) if isinstance(value, date) else _year_month(value)
    return f"{year}年{of_year}月"


def _year_month(text: str) -> tuple[int, int]:
    year, of_year = text.split("-")[:2]
    return int(year), int(of_year)


def number(value: Number | None) -> str:
    """The count with thousands separators: 1,684."""
    return NOTHING if value is None else f"{value:,}"


def signed(value: Number | None) -> str:
    """The change with its full-width sign: ＋6, －3, 0."""
    if value is None:
        return NOTHING
    sign = "＋" if value > 0 else "－" if value < 0 else ""
    return f"{sign}{abs(value):,}"


def _one_place(value: Number | str) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def rate(value: Number | str | None) -> str:
    """The rate in percent with one place, half up: 61.7%; a dash where nothing could be divided."""
    return NOTHING if value is None or value == "" else f"{_one_place(value)}%"


def points(value: Number | str | None) -> str:
    """The difference of two rates: ＋0.4 个百分点; 持平 where there is none."""
    if value is None or value == "":
        return NOTHING
    difference = _one_place(value)
    return f"{signed(difference)} 个百分点" if difference else "持平"


def masked(value: str | None) -> str:
    """Telephone numbers with their middle hidden: 138****1234; of short ones still less is left."""
    return DIGIT_RUN.sub(_mask_run, value) if value else NOTHING


def _mask_run(run: re.Match[str]) -> str:
    digits = [character for character in run.group() if character.isdigit()]
    if len(digits) >= 11:
        return f"{''.join(digits[:3])}****{''.join(digits[-4:])}"
    return f"****{''.join(digits[-2:])}" if len(digits) >= 7 else "****"


def dash(value: object) -> object:
    """The value itself, or — where there is none; nought is a value."""
    return NOTHING if value is None or value == "" else value


def ticks(values: Sequence[Number | None]) -> list[Decimal]:
    """Three to six round marks of an axis, evenly rising, with every value between its ends."""
    known = [Decimal(str(value)) for value in values if value is not None] or [Decimal(0)]
    low, high = min(known), max(known)
    step = _round_step((high - low) / 4 or Decimal(1))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    last = max(last, first + 2)
    return [step * mark for mark in range(int(first), int(last) + 1)]


def _round_step(at_least: Decimal) -> Decimal:
    unit = Decimal(10) ** at_least.adjusted()
    return next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= at_least)


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        filter_.__name__: filter_
        for filter_ in (
            day,
            short_day,
            moment,
            month,
            number,
            signed,
            rate,
            points,
            masked,
            dash,
            ticks,
        )
    }
)
