"""Triggers and answers of rules whose events are entered by hand. Read inside `system`."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select

from partybuild.db import db
from partybuild.gates.among import among, parts
from partybuild.gates.kinds import AnswerKind
from partybuild.gates.models import SyncEvent
from partybuild.gates.rules import Answer, Trigger
from partybuild.gates.sources import Ids


def entered(rule: str) -> tuple[Callable[[Ids], Any], Callable[[Ids], Any]]:
    """Triggers and answers of a rule whose events are entered by hand."""

    def rows(ids: Ids) -> Iterator[Any]:
        return (
            row
            for part in parts(ids)
            for row in db.session.scalars(
                select(SyncEvent).where(
                    among(SyncEvent.organization_id, part),
                    SyncEvent.rule == rule,
                    SyncEvent.withdrawn.is_(False),
                )
            )
        )

    def triggers(ids: Ids) -> Iterator[Trigger]:
        for row in rows(ids):
            yield Trigger(row.organization_id, row.day, row.document, str(row.id))

    def answers(ids: Ids) -> Iterator[Answer]:
        for row in rows(ids):
            if row.answered_on is not None:
                yield Answer(
                    row.organization_id,
                    AnswerKind.DONE,
                    row.answered_on,
                    row.answered_document,
                    key=str(row.id),
                )

    return triggers, answers
