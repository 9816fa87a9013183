"""No text leaves as a live formula, and none is lost."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.sheets.text import clean, plain_csv, safe_csv, write_csv

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", "＝1", "＋1", "－1", "＠A"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_text_is_guarded(text: str) -> None:
    assert safe_csv(text) == "'" + text


@pytest.mark.parametrize("text", ["", "碑林区", "1-2", "—", "'引号'", "a=b"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe_csv(text) == text


@settings(deadline=None)
@given(st.text(alphabet="'=+-@\t\r＝党a", max_size=6))
def test_import_takes_off_exactly_what_export_put_on(text: str) -> None:
    assert plain_csv(safe_csv(text)) == text
    assert safe_csv(text)[:1] not in set("=+-@\t\r＝")


@settings(deadline=None)
@given(st.text(max_size=30))
def test_clean_text_is_legal_xml(text: str) -> None:
    kept = clean(text)
    assert all(c in "\t\n" or ord(c) >= 0x20 for c in kept)
    assert not any(0xD800 <= ord(c) <= 0xDFFF or ord(c) in (0xFFFE, 0xFFFF) for c in kept)
    kept.encode()


def test_clean_keeps_what_is_legal() -> None:
    assert clean("甲\u3000乙\r\n丙\r丁\x07") == "甲\u3000乙\n丙\n丁"


def test_csv_guards_texts_and_leaves_values() -> None:
    out = io.StringIO(newline="")
    write_csv(
        out,
        ["名称", "数"],
        [["=cmd|' /C calc'!A0", -3], ["甲\r乙", None], [True, date(2026, 1, 8)]],
    )
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert rows == [
        ["名称", "数"],
        ["'=cmd|' /C calc'!A0", "-3"],
        ["甲\r乙", ""],
        ["是", "2026-01-08"],
    ]
