"""The policies that ship with the product: version 1, published when a database is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from partybuild import clock
from partybuild.db import db
from partybuild.db.work import audit_detail
from partybuild.policies.models import Policy

SINCE = date(1949, 10, 1)
"""Shipped defaults hold for every day an office may ask about."""


@dataclass(frozen=True, slots=True)
class Default:
    """A policy as shipped; `source` says where it comes from, or that it is a sample."""

    kind: str
    name: str
    label: str
    source: str
    content: dict[str, Any]
    valid_from: date = SINCE


defaults: list[Default] = []
"""Filled in create_app from the rooms that own them."""


def seed_defaults() -> int:
    """Publish version 1 of each shipped policy that has no version yet; how many. Inside `work`."""
    known = {(kind, name) for kind, name in db.session.execute(select(Policy.kind, Policy.name))}
    new = _unknown(known)
    db.session.add_all(
        Policy(
            kind=item.kind,
            name=item.name,
            version=1,
            label=item.label,
            state="published",
            valid_from=item.valid_from,
            source=item.source,
            author="系统随附",
            published_at=clock.local_now(),
            content=item.content,
        )
        for item in new
    )
    db.session.flush()
    audit_detail(policies=[f"{item.kind}:{item.name}" for item in new])
    return len(new)


def _unknown(known: set[tuple[str, str]]) -> Sequence[Default]:
    return [item for item in defaults if (item.kind, item.name) not in known]
