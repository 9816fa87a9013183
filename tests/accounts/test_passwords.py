"""R13, R14, R16: what a password must be, how it is kept, how it is compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.security import check_password_hash

from partybuild.accounts import passwords
from partybuild.accounts.passwords import hash_password, one_time_code, outdated, problem, verify
from partybuild.rules import RuleBroken

FIT = "Kz7!mule-Brook"
SPACED = "三秦 Lantern quietly 9"


@pytest.mark.parametrize("password", [FIT, SPACED, "gT4-" * 4 + "Wq8_pf" * 8, FIT * 60])
def test_r13_a_fit_password_passes_however_long(password: str) -> None:
    assert problem(password, ["zhangwei", "碑林区"]) is None


@pytest.mark.parametrize(
    ("password", "part"),
    [
        ("Kz7!mule-Br", "至少 12 位，现为 11 位"),
        ("kz7mulebrook", "至少三类"),
        ("KZ7MULEBROOK", "至少三类"),
        ("Dangjian@2026", "容易被猜到"),
        ("P@ssw0rd123!", "容易被猜到"),
        ("Qwertyuiop123!", "容易被猜到"),
        ("1qaz2wsx#EDC", "容易被猜到"),
        ("Aaaaaaaaaaa1!", "容易被猜到"),
        ("Woaini13800001234!", "容易被猜到"),
        ("Shaanxi19850612#", "容易被猜到"),
        ("Zhangwei#2025Abc", "容易被猜到"),
        ("碑林区民政局Abcd1234", "容易被猜到"),
        ("Jellybean@2026", "容易被猜到"),
        ("n8zgt5p0shw=", "容易被猜到"),
        ("Aa1!" * 257, "不能超过 1024 字节"),
        ("Kz7!mule-Brook\ud800", "无法识别"),
    ],
)
def test_r13_an_unfit_password_is_refused_with_its_reason(password: str, part: str) -> None:
    assert part in str(problem(password, ["zhangwei", "碑林区民政局", "x"]))


def test_r13_the_last_five_may_not_return() -> None:
    hashes = [hash_password(FIT.replace("7", str(n))) for n in range(6)]
    assert problem(FIT.replace("7", "4"), previous=hashes) == "不能与最近 5 次用过的口令相同。"
    assert problem(FIT.replace("7", "5"), previous=hashes) is None


def test_r14_a_hash_is_scrypt_salted_and_tells_its_cost() -> None:
    first, second = hash_password(FIT), hash_password(FIT)
    assert first != second
    assert first.startswith("scrypt:32768:8:1$")
    assert not outdated(first)
    assert outdated(first.replace("32768", "16384"))
    assert verify(FIT, first)
    assert not verify(FIT + " ", first)


def test_r14_nothing_is_cut_off() -> None:
    long = FIT * 73
    stored = hash_password(long)
    assert verify(long, stored)
    assert not verify(long[:-1], stored)


def test_r14_too_long_input_is_refused_before_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = hash_password(FIT)
    monkeypatch.setattr(passwords, "check_password_hash", None)
    monkeypatch.setattr(passwords, "generate_password_hash", None)
    for unfit in ("长" * 342, "x" * 1025, "\ud800"):
        assert not verify(unfit, stored)
        with pytest.raises(RuleBroken):
            hash_password(unfit)


def test_r16_an_unknown_name_costs_one_hash_of_the_same_shape(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def check(stored: str, password: str) -> bool:
        asked.append(stored)
        return check_password_hash(stored, password)

    monkeypatch.setattr(passwords, "check_password_hash", check)
    stored = hash_password(FIT)
    assert [verify("wrong", stored), verify("wrong", None), verify("wrong", "")] == [False] * 3
    assert len(asked) == 3
    parts = [shape.split("$") for shape in asked]
    assert {(method, len(salt), len(digest)) for method, salt, digest in parts} == {
        (passwords.METHOD, 16, 128)
    }


def test_a_one_time_code_is_long_clear_and_never_the_same() -> None:
    codes = {one_time_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code.replace("-", "")) == 16 for code in codes)
    assert not set("".join(codes)) & set("01ILOilo")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_a_sentence_or_none(password: str) -> None:
    said = problem(password, ["zhangwei"])
    assert said is None or said.endswith("。")
