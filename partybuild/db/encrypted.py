"""Text encrypted at rest (R68): AES-256-GCM, the key's id kept beside each value.

The keys live in a file outside the database. A new key is a new last line of that file: it encrypts
from then on, the older ones still decrypt. The first line also keys the digests used for equality,
so it must stay until they have been written anew.
"""

import base64
import hmac
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Text
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

KEY_BYTES = 32
NONCE_BYTES = 12
_NULL_TESTS = (operators.is_, operators.is_not)


class KeyTrouble(Exception):
    """A key is missing, wrong or badly kept. The message says which, and what to do."""


@dataclass(frozen=True)
class KeyRing:
    """All keys by id, oldest first, and the id of the one that encrypts."""

    keys: Mapping[str, bytes]
    current: str


_ring = KeyRing(MappingProxyType({}), "")


def configure(keys: Mapping[str, bytes], current: str) -> None:
    """From now on values are encrypted with `current` and read with any of the keys.

    Raises KeyTrouble for a current key that is not there or keys that are not 32 bytes long.
    """
    global _ring  # noqa: PLW0603 - column types are made before any settings are read
    if current not in keys:
        raise KeyTrouble(f"密钥文件中没有当前密钥 {current}。")
    for name, key in keys.items():
        if len(key) != KEY_BYTES or not name.isalnum():
            raise KeyTrouble(f"密钥 {name} 应为 32 字节，编号只用字母和数字。")
    _ring = KeyRing(MappingProxyType(dict(keys)), current)


def encrypt(text: str) -> str:
    """The text as it is stored: `k1:` and base64 of nonce and ciphertext; never the same twice."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key(_ring.current)).encrypt(nonce, text.encode(), None)
    return f"{_ring.current}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    """The text that was encrypted. KeyTrouble if the key is missing or wrong, or it was altered."""
    name, _, body = stored.partition(":")
    key = _key(name)
    try:
        raw = base64.b64decode(body, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except (InvalidTag, ValueError) as error:
        raise KeyTrouble(
            f"无法解密：内容被改动过，或密钥 {name} 不是加密时所用的那一把。"
            "请放回与数据库一同备份的密钥文件。"
        ) from error


def keyed_digest(text: str) -> str:
    """For a column that finds equal texts without showing them: `k1:` and HMAC-SHA-256 in hex."""
    name = next(iter(_ring.keys), "")
    key = hmac.digest(_key(name), b"partybuild equality", "sha256")
    return f"{name}:{hmac.digest(key, text.encode(), 'sha256').hex()}"


def _key(name: str) -> bytes:
    if not _ring.keys:
        raise KeyTrouble("尚未载入密钥：请检查密钥文件的位置。")
    if name not in _ring.keys:
        raise KeyTrouble(f"密钥文件中没有密钥 {name}，请放回与数据库一同备份的密钥文件。")
    return _ring.keys[name]


class EncryptedText(TypeDecorator[str]):
    """A text column whose values are encrypted in the database. Only NULL can be asked for."""

    impl = Text
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[str]):
        """Refuses to compare or sort: equal texts have different ciphertexts."""

        def operate(self, op: operators.OperatorType, *other: Any, **kwargs: Any) -> Any:
            """Let tests for NULL through."""
            if op in _NULL_TESTS or other == (None,):
                return super().operate(op, *other, **kwargs)
            return _refuse()

        def reverse_operate(self, op: operators.OperatorType, other: Any, **kwargs: Any) -> Any:
            """Refuse a comparison from the other side."""
            return _refuse()

    comparator_factory = Comparator

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt on the way in."""
        return None if value is None else encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else decrypt(value)


def _refuse() -> NoReturn:
    raise TypeError("Encrypted columns cannot be compared or sorted; keep a keyed_digest column.")


def load_or_create_key(path: Path) -> KeyRing:
    """The keys in the file, made with one new key for its owner alone (0600) if it is not there.

    Each line is an id and the key in base64, oldest first; the last one is current.
    Raises KeyTrouble for a file that others may read, or that holds something else.
    """
    if not path.exists():
        _create(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyTrouble(f"密钥文件 {path} 的权限过宽，请执行 chmod 600 {path}。")
    try:
        lines = [line.split() for line in path.read_text("ascii").splitlines() if line.strip()]
        keys = {name: base64.b64decode(key, validate=True) for name, key in lines}
        return KeyRing(keys, lines[-1][0])
    except (ValueError, IndexError) as error:
        raise KeyTrouble(f"密钥文件 {path} 无法读取，请放回备份的密钥文件。") from error


def _create(path: Path) -> None:
    # Written whole under another name, then linked: of two processes starting at once one wins,
    # and neither sees half a key.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"k1 {base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(name, path)
    except FileExistsError:
        return
    finally:
        os.unlink(name)
