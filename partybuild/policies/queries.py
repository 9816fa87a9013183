"""Which version of a policy holds on a day."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from partybuild.db import db
from partybuild.policies.models import Policy


def holding(kind: str, day: date, by: datetime | None = None) -> Sequence[Policy]:
    """Of every named policy of `kind`, the published version that holds on `day`; with `by`, of
    those that had been published by that moment.
    """
    versions = db.session.scalars(
        select(Policy)
        .where(Policy.kind == kind, Policy.state != "draft", Policy.valid_from <= day)
        .order_by(Policy.name, Policy.valid_from, Policy.version)
    )
    latest = {
        policy.name: policy
        for policy in versions
        if by is None or policy.published_at is None or policy.published_at <= by
    }
    return list(latest.values())


def versions(kind: str) -> Sequence[Policy]:
    """All versions of `kind`, newest first within a name."""
    return db.session.scalars(
        select(Policy).where(Policy.kind == kind).order_by(Policy.name, Policy.version.desc())
    ).all()


def version(policy_id: int) -> Policy:
    """One version; NoResultFound where there is none."""
    return db.session.scalars(select(Policy).where(Policy.id == policy_id)).one()
