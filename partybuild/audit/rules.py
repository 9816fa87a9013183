"""How a link of the chain is digested. Pure."""

import hashlib
import json
from collections.abc import Mapping

FIRST = "0" * 64


def digest(previous: str, values: Mapping[str, object]) -> str:
    """The digest of a link: SHA-256 over the previous digest and the canonical values."""
    text = json.dumps(
        values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
