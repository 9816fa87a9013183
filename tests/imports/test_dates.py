"""Days as offices write them, and the days nobody can have meant."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.imports.cells import Cell
from partybuild.imports.columns import Type
from partybuild.imports.dates import Inferred
from tests.imports.test_values import read, words


class TestDay:
    @pytest.mark.parametrize(
        "cell",
        [
            *("2024-03-05", "2024/3/5", "2024.3.5", "2024年3月5日", "20240305", "２０２４-3-5"),
            *("2024年03月05日 ", "2024-03-05 00:00:00", "2024-03-05T08:30", "2024 年 3 月 5 日"),
            *(45356, "45356", 20240305, 45356.5, date(2024, 3, 5), datetime(2024, 3, 5, 8)),
        ],
    )
    def test_whole_days(self, cell: Cell) -> None:
        assert read(Type.DATE, cell) == date(2024, 3, 5)

    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            *((form, date(2024, 3, 1)) for form in ("2024-03", "2024年3月", "2024.3", "202403")),
            *((form, date(2024, 1, 1)) for form in ("2024年", "2024", 2024)),
        ],
    )
    def test_months_and_years_give_their_first_day(self, cell: Cell, day: date) -> None:
        assert read(Type.DATE, cell) == Inferred(day)

    @pytest.mark.parametrize(
        ("cell", "trouble"),
        [
            ("1900-01-01", "落在 1900 年"),
            (0, "落在 1900 年"),
            (1, "落在 1900 年"),
            (datetime(1899, 12, 31), "落在 1900 年"),
            ("9999-12-31", "长期有效请留空"),
            (date(9999, 12, 31), "长期有效请留空"),
            ("3024-03-05", "3024 年不合理"),
            ("1024年", "1024 年不合理"),
            ("2024-02-30", "日历上没有"),
            ("2024-13", "日历上没有"),
            ("20240231", "日历上没有"),
            ("24.3.5", "年份只有两位"),
            ("99年3月", "年份只有两位"),
            (2024.1, "分不清月份"),
            ("去年三月", "不是日期"),
            (-5, "不是日期"),
            (True, "真假值"),
        ],
    )
    def test_refused(self, cell: Cell, trouble: str) -> None:
        assert trouble in words(read(Type.DATE, cell))

    @settings(max_examples=100, deadline=None)
    @given(st.dates(date(1901, 1, 1), date(2100, 12, 31)))
    def test_every_form_of_a_day_is_that_day(self, day: date) -> None:
        serial = (day - date(1899, 12, 30)).days
        forms: list[Cell] = [day, day.isoformat(), f"{day.year}年{day.month}月{day.day}日"]
        forms += [day.strftime("%Y%m%d"), f"{day.year}/{day.month}/{day.day}"]
        forms += [serial] if serial >= 10_000 else []
        assert {read(Type.DATE, form) for form in forms} == {day}
