"""R68: text encrypted at rest."""

import base64
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select, text

from partybuild.db import encrypted
from partybuild.db.encrypted import (
    EncryptedText,
    KeyTrouble,
    configure,
    keyed_digest,
    load_or_create_key,
)

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32
PHONE = "13800001234"
people = Table("people", MetaData(), Column("id", Integer), Column("phone", EncryptedText))


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypted, "_ring", encrypted._ring)  # put back afterwards
    configure({"k1": OLD}, "k1")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_r68_what_goes_in_comes_out(value: str) -> None:
    assert encrypted.decrypt(encrypted.encrypt(value)) == value


def test_r68_the_database_holds_no_plain_text_and_no_pattern() -> None:
    engine = create_engine("sqlite://")
    people.create(engine)
    with engine.begin() as connection:
        rows: list[dict[str, object]] = [
            {"id": 1, "phone": PHONE},
            {"id": 2, "phone": PHONE},
            {"id": 3, "phone": None},
        ]
        connection.execute(insert(people), rows)
        stored = connection.scalars(text("SELECT phone FROM people ORDER BY id")).all()
        read = connection.scalars(select(people.c.phone).order_by(people.c.id)).all()
        absent = connection.scalars(select(people.c.id).where(people.c.phone.is_(None))).all()
        also_absent = connection.scalars(select(people.c.id).where(people.c.phone == None)).all()  # noqa: E711
    engine.dispose()
    assert read == [PHONE, PHONE, None]
    assert stored[0] != stored[1]
    assert all(str(s).startswith("k1:") and PHONE not in str(s) for s in stored[:2])
    assert absent == also_absent == [3]


def test_comparing_or_sorting_ciphertext_is_refused() -> None:
    for wrong in (
        lambda: people.c.phone == PHONE,
        lambda: people.c.phone.in_([PHONE]),
        people.c.phone.desc,
        lambda: PHONE + people.c.phone,
    ):
        with pytest.raises(TypeError, match="keyed_digest"):
            wrong()


def test_after_a_rotation_old_values_are_read_and_new_ones_carry_the_new_key() -> None:
    before, digest = encrypted.encrypt(PHONE), keyed_digest(PHONE)
    configure({"k1": OLD, "k2": NEW}, "k2")
    assert encrypted.decrypt(before) == PHONE
    assert encrypted.encrypt(PHONE).startswith("k2:")
    assert keyed_digest(PHONE) == digest


def test_a_wrong_or_missing_key_is_named() -> None:
    stored = encrypted.encrypt(PHONE)
    configure({"k1": OTHER}, "k1")
    with pytest.raises(KeyTrouble, match="密钥 k1 不是加密时所用的那一把"):
        encrypted.decrypt(stored)
    configure({"k2": OLD}, "k2")
    with pytest.raises(KeyTrouble, match="没有密钥 k1"):
        encrypted.decrypt(stored)


def test_a_changed_value_is_not_believed() -> None:
    name, _, body = encrypted.encrypt(PHONE).partition(":")
    raw = bytearray(base64.b64decode(body))
    raw[-1] ^= 1
    for stored in (f"{name}:{base64.b64encode(raw).decode()}", "k1:", "k1:不是", "k1:AAAA"):
        with pytest.raises(KeyTrouble, match="无法解密"):
            encrypted.decrypt(stored)


def test_without_keys_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypted, "_ring", encrypted.KeyRing({}, ""))
    for use in (encrypted.encrypt, keyed_digest):
        with pytest.raises(KeyTrouble, match="尚未载入密钥"):
            use(PHONE)


def test_equal_texts_have_equal_digests_that_depend_on_the_key() -> None:
    digest = keyed_digest(PHONE)
    assert keyed_digest(PHONE) == digest != keyed_digest(PHONE + "5")
    configure({"k1": OTHER}, "k1")
    assert keyed_digest(PHONE) != digest


@pytest.mark.parametrize("keys", [{"k1": b"short"}, {"k:1": OLD}, {"k2": OLD}])
def test_unfit_keys_are_refused(keys: dict[str, bytes]) -> None:
    with pytest.raises(KeyTrouble):
        configure(keys, next(iter(keys)) if "k2" not in keys else "k1")


@pytest.fixture
def key_file(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "keys"
    assert [p.name for p in tmp_path.iterdir()] == ["keys"], "left something beside the key"


def test_r68_the_key_file_is_its_owner_s_alone_and_stays(key_file: Path) -> None:
    ring = load_or_create_key(key_file)
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert load_or_create_key(key_file) == ring
    configure(ring.keys, ring.current)
    assert encrypted.decrypt(encrypted.encrypt(PHONE)) == PHONE


def test_an_appended_line_becomes_the_current_key(key_file: Path) -> None:
    load_or_create_key(key_file)
    with key_file.open("a") as file:
        file.write(f"k2 {base64.b64encode(NEW).decode()}\n")
    ring = load_or_create_key(key_file)
    assert (list(ring.keys), ring.current, ring.keys["k2"]) == (["k1", "k2"], "k2", NEW)


def test_a_readable_or_spoilt_key_file_is_refused(key_file: Path) -> None:
    load_or_create_key(key_file)
    if os.name == "posix":
        key_file.chmod(0o640)
        with pytest.raises(KeyTrouble, match="权限过宽"):
            load_or_create_key(key_file)
        key_file.chmod(0o600)
    for spoilt in ("", "k1\n", "k1 !!\n"):
        key_file.write_text(spoilt)
        with pytest.raises(KeyTrouble, match="无法读取"):
            load_or_create_key(key_file)


def test_processes_that_start_together_share_one_key(key_file: Path) -> None:
    start, rings = threading.Barrier(8), []

    def begin() -> None:
        start.wait()
        rings.append(load_or_create_key(key_file))

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rings) == 8
    assert all(ring == rings[0] for ring in rings)
