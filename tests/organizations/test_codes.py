"""Unified social credit codes: vectors of domain.md §7.3 and codes made here."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.organizations import codes
from partybuild.organizations.kinds import OrganizationKind

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ASSOCIATION = OrganizationKind.ASSOCIATION
GOOD = [
    "53100000500021676K",
    "53100000500021326D",
    "53330000501874064B",
    "51100000500009247D",
    "51100000500012681T",
    "51110000MJ0101505U",
    "52110000MJ0163191U",
    "52110000MJ0166456X",
    "53100000500019795A",
    "53100000500009167K",
    "51100000500002862F",
    "52440300MJL186084F",
    "51440300MJL1712376",
]
BAD = {
    "53100000500020462H": "K",
    "51100000500000024G": "M",
    "52110101MJ0018899X": "T",
    "51440300MJL18627XQ": "A",
}
KINDS = {prefix: kind for kind, prefix in codes.PREFIXES.items()}


def computed(first17: str) -> str:
    """The standard's own formula, apart from the library that the product uses."""
    total = sum(ALPHABET.index(c) * 3**i for i, c in enumerate(first17))
    return ALPHABET[-total % 31]


@pytest.mark.parametrize("code", GOOD)
def test_published_codes_pass(code: str) -> None:
    assert codes.problem(code, KINDS[code[:2]]) is None
    assert codes.problem(code, None) is None


@pytest.mark.parametrize(("code", "right"), BAD.items())
def test_made_up_codes_fail_by_their_check_character_alone(code: str, right: str) -> None:
    said = codes.problem(code, KINDS[code[:2]])
    assert said is not None
    assert f"应为 {right}，现为 {code[17]}" in said
    assert codes.malformed(code, KINDS[code[:2]]) is None


@pytest.mark.parametrize("code", ["91110000101623741K", "911101066976941872"])
def test_a_company_s_code_is_sound_but_no_social_organization_s(code: str) -> None:
    assert codes.miscomputed(code) is None
    assert "51、52 或 53" in str(codes.problem(code, None))


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("", "18 位，现为 0 位"),
        ("51110000MJ0101505", "现为 17 位"),
        ("51110000MJ01015O5U", "不应含有 O"),
        ("51110000MZ0S01505I", "不应含有 Z、S、I"),
        ("5111000AMJ0101505U", "前 8 位应全是数字"),
        ("52110000MJ0163191U", "社会团体的统一社会信用代码应以 51 开头，现为 52"),
        ("5.1110000500009E+17", "设为文本"),
    ],
)
def test_each_fault_has_its_sentence(code: str, part: str) -> None:
    assert part in str(codes.malformed(code, ASSOCIATION))


@pytest.mark.parametrize(
    "typed",
    [
        " 51110000mj0101505u\n",
        "５１１１００００ＭＪ０１０１５０５Ｕ",
        "511100 00MJ-0101505U",
        "'51110000MJ0101505U",
    ],
)
def test_what_people_type_is_cleaned(typed: str) -> None:
    assert codes.clean(typed) == "51110000MJ0101505U"


def test_the_remainder_zero_gives_the_character_zero() -> None:
    assert codes.check_character("0" * 17) == "0"


@settings(max_examples=100, deadline=None)
@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_the_check_character_is_the_standard_s(first17: str) -> None:
    assert codes.check_character(first17) == computed(first17)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(110000, 659999), st.integers(0, 999_999))
def test_made_codes_are_sound_and_one_slip_is_seen(prefix: str, region: int, serial: int) -> None:
    code = codes.make(prefix, str(region), serial)
    assert code[8:16] == f"MJ{serial:06d}"
    assert codes.problem(code, KINDS[prefix]) is None
    slipped = code[:15] + str((int(code[15]) + 1) % 10) + code[16:]
    assert codes.miscomputed(slipped) is not None


def test_the_inner_check_of_a_published_code_is_reproduced() -> None:
    assert codes.make("51", "110000", 10150) == "51110000MJ0101505U"
    assert codes.make("52", "110000", 16319) == "52110000MJ0163191U"
