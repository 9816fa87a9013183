"""Any scheme of the right shape, faulty or not, for round trips."""

from hypothesis import strategies as st

from partybuild.ratings.schemes.rules import (
    Band,
    Cap,
    Category,
    Deduction,
    Gate,
    Indicator,
    Link,
    Option,
    Scheme,
    Veto,
    Windows,
)

WORDS = st.text("abc_领导班子（）1", min_size=1, max_size=8)
NUMBERS = st.integers(0, 1200)
BOOLS = st.booleans()


def _tuples(each, most=3):
    return st.lists(each, max_size=most).map(tuple)


OPTIONS = st.builds(Option, WORDS, WORDS, NUMBERS)
DEDUCTIONS = st.builds(Deduction, WORDS, WORDS, NUMBERS)
ITEMS = st.builds(
    Indicator,
    key=WORDS,
    label=WORDS,
    points=NUMBERS,
    explanation=WORDS,
    options=_tuples(OPTIONS),
    multiple=BOOLS,
    deductions=_tuples(DEDUCTIONS),
    evidence=BOOLS,
    bonus=BOOLS,
    scored_by=st.sampled_from(["", "final"]),
)
TREES = st.recursive(
    ITEMS,
    lambda below: st.builds(Indicator, WORDS, WORDS, NUMBERS, children=_tuples(below)),
    max_leaves=6,
)
SCHEMES = st.builds(
    Scheme,
    name=WORDS,
    label=WORDS,
    sample=BOOLS,
    categories=_tuples(st.builds(Category, WORDS, WORDS, _tuples(WORDS), BOOLS)),
    indicators=_tuples(TREES),
    bands=_tuples(st.builds(Band, NUMBERS, NUMBERS)),
    caps=_tuples(st.builds(Cap, NUMBERS, NUMBERS, BOOLS, BOOLS)),
    vetoes=_tuples(st.builds(Veto, WORDS, WORDS, NUMBERS)),
    gates=_tuples(st.builds(Gate, WORDS, WORDS, WORDS, NUMBERS, WORDS)),
    chain=_tuples(st.builds(Link, WORDS, WORDS)),
    windows=st.builds(Windows, NUMBERS, st.dictionaries(WORDS, NUMBERS, max_size=3), NUMBERS),
    validity_months=NUMBERS,
    total=NUMBERS,
    bonus_cap=NUMBERS,
    exceeds=BOOLS,
    ledger=BOOLS,
    joint=WORDS,
    note=WORDS,
)
