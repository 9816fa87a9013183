"""Names as they are searched and sorted."""

from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, text

from partybuild.search.build_initials import readings
from partybuild.search.text import (
    INITIALS_FILE,
    Term,
    bigrams,
    by_hand,
    fold,
    fts5,
    initials,
    query_terms,
    sort_key,
    tokens,
    tsquery,
)

CODE = "51110000MJ0101505U"
NAMES = st.text(st.sampled_from("阳泉市家具协会重庆长治音乐ab1２（）·"), min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("阳泉市家具协会", "yqsjjxh"),
        ("重庆市会计学会", "cqskjxh"),
        ("长治市长者服务中心", "czszzfwzx"),
        ("单县行业协会", "sxhyxh"),
        ("解州镇音乐协会", "hzzyyxh"),
        ("乐清市、六安市、台州市", "yqslastzs"),
        ("吴堡县瑜伽协会（演示）", "wbxyjxhys"),
        ("ＭＢＡ联合会２０２６", "mbalhh2026"),
        ("", ""),
    ],
)
def test_initials_are_those_people_type(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_bigrams_run_over_punctuation_but_not_over_letters() -> None:
    assert bigrams("阳泉（市）") == ["阳泉", "泉市", "市"]
    assert bigrams("西安MBA协会") == ["西安", "安", "协会", "会"]
    assert bigrams("会") == ["会"]


def test_names_sort_by_reading_not_by_code_point() -> None:
    names = ["长治市", "重庆市", "安康市", "西安市", "下关区", "先锋区", "2026年会", "MBA学会"]
    assert sorted(names, key=sort_key) == [
        "2026年会", "安康市", "长治市", "重庆市", "MBA学会", "西安市", "下关区", "先锋区",
    ]  # fmt: skip


def test_syllables_are_compared_one_by_one_with_their_tones() -> None:
    assert sort_key("西安") == "xi1an1" < sort_key("先") == "xian1"
    assert sort_key("妈") < sort_key("麻") < sort_key("马") < sort_key("骂")


def test_what_has_no_reading_sorts_last_and_is_never_missing() -> None:
    assert sort_key("") == ""
    assert sort_key("左") < sort_key("𠮷")


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("家具协会", [Term(("家具", "具协", "协会"))]),
        ("泉", [Term(("泉",), prefix=True)]),
        ("JJXH", [Term(("πjjxh",), prefix=True)]),
        ("mj0101", [Term(("κmj0101",), prefix=True)]),
        ("１５０５", [Term(("κ1505",), prefix=True)]),
        ("阳泉 家具，阳泉", [Term(("阳泉",)), Term(("家具",))]),
        ("阳泉jj", [Term(("阳泉",)), Term(("πjj",), prefix=True)]),
        (' *"" -- ', []),
    ],
)
def test_a_query_is_split_into_what_to_look_up(query: str, terms: list[Term]) -> None:
    assert query_terms(query) == terms


def test_a_long_query_is_cut() -> None:
    assert len(query_terms("阳 泉 " * 100_000)) == 2
    assert sum(len(term.tokens) for term in query_terms("阳" * 100_000)) == 59


def test_terms_are_written_for_both_databases() -> None:
    terms = query_terms("阳泉市 jjxh")
    assert fts5(terms) == '"阳泉 泉市" "πjjxh"*'
    assert tsquery(terms) == "(阳泉 <-> 泉市) & (πjjxh:*)"


@pytest.fixture(scope="module")
def index() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(text("CREATE VIRTUAL TABLE entry USING fts5(terms)"))
        yield connection
    engine.dispose()


def found(index: Connection, indexed: str, query: str) -> bool:
    index.execute(text("DELETE FROM entry"))
    index.execute(text("INSERT INTO entry VALUES (:terms)"), {"terms": indexed})
    sought = text("SELECT count(*) FROM entry WHERE entry MATCH :query")
    return bool(index.scalar(sought, {"query": fts5(query_terms(query))}))


@settings(max_examples=150, deadline=None)
@given(NAMES, st.data())
def test_any_part_of_a_name_finds_it(index: Connection, name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    folded = fold(part)
    assume(folded and not any(char.isascii() for char in folded))
    assert found(index, tokens(name), part)


@pytest.mark.parametrize(
    "query",
    [
        "重庆市MBA家具协会", "市MBA", "具", "会", "cqsmba", "MBAjj", "重庆 家具", "阳泉旧名",
        "yqjm", CODE, "110000mj", "MJ0101505U", "0101", "01505u", "505U", "2024", "社备字",
        "cqsmbajjxhys",
    ],
)  # fmt: skip
def test_a_row_is_found_by(index: Connection, query: str) -> None:
    indexed = tokens("重庆市MBA家具协会（演示）", [CODE, "陕社备字〔2024〕12号", "阳泉旧名"])
    assert found(index, indexed, query)


@pytest.mark.parametrize(
    "query", ["家协", "庆家", "协会家具", "泉", "zqs", "0101505X", "阳泉 陇县"]
)
def test_a_row_is_not_found_by(index: Connection, query: str) -> None:
    assert not found(index, tokens("重庆市MBA家具协会", [CODE]), query)


@pytest.mark.parametrize("query", ["sxsxas", "xas", "blqjj", "jjxh"])
def test_initials_are_found_from_after_each_place(index: Connection, query: str) -> None:
    assert found(index, tokens("陕西省西安市碑林区家具协会"), query)


def test_each_reading_by_hand_has_a_syllable_a_character() -> None:
    wrong = {chars for chars, syllables in by_hand().items() if len(chars) != len(syllables)}
    assert wrong == set()
    assert all(s[:-1].isalpha() and s[-1] in "12345" for row in by_hand().values() for s in row)


def test_the_shipped_table_is_what_the_script_builds() -> None:
    lines = [line.split() for line in INITIALS_FILE.read_text("utf-8").splitlines()[1:]]
    shipped = {char: syllable for syllable, chars in lines for char in chars}
    assert shipped == readings()
    assert len(shipped) > 26_000
