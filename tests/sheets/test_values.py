"""What a cell says, whoever saved it, and the digests of what rows say."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.sheets.values import Row, RowDigests, canonical, canonical_rows, marked, row_digest


class TestCanonical:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            (3.0, 3),
            (61.7, 61.7),
            (0.1 + 0.2, 0.3),
            (True, "TRUE"),
            ("", None),
            ("cafe\u0301", "café"),
            ("甲\r\n乙", "甲\n乙"),
            (datetime(2026, 1, 8), date(2026, 1, 8)),
            (datetime(2026, 1, 8, 9, 30), "2026-01-08T09:30:00"),
            (float("inf"), "inf"),
            ("_x005F_x0041_", "A"),
            ("_x0041_", "A"),
            ("甲_x000D_\n乙", "甲\n乙"),
            ("甲\x1f乙", "甲乙"),
        ],
    )
    def test_one_value(self, given: object, kept: object) -> None:
        assert canonical(given) == kept
        assert type(canonical(given)) is type(kept)

    def test_kinds_are_told_apart(self) -> None:
        rows: list[Row] = [(3,), ("3",), (date(2026, 1, 8),), ("2026-01-08",), (None, 3), ()]
        assert len({row_digest(row) for row in rows}) == len(rows)

    def test_nothing_behind_the_last_value_counts(self) -> None:
        assert canonical_rows([[1, None, ""], [None], [2], [None, ""], []]) == [(1,), (), (2,)]


VALUES = st.one_of(st.none(), st.integers(-9, 9), st.sampled_from("甲乙"), st.dates())


@settings(deadline=None)
@given(st.lists(st.lists(VALUES, max_size=4), max_size=6))
def test_digests_made_cell_by_cell_are_those_of_the_rows(rows: list[list[object]]) -> None:
    said = RowDigests()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                said.add(at, column, marked(canonical(value)))
    assert said.whole() == b"".join(map(row_digest, canonical_rows(rows)))


def test_rows_are_taken_from_top_to_bottom() -> None:
    said = RowDigests()
    said.add(3, 0, "t甲")
    with pytest.raises(ValueError, match="row 1"):
        said.add(1, 0, "t乙")
