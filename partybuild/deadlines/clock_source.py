"""To-dos from running clocks: a room names the kind of clock and the page that answers it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import clocks, drawing
from partybuild.deadlines.models import CaseClock
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted


def clock_source(
    kind: str,
    label: str,
    words: str,
    advice: str,
    needs: Permission,
    endpoint: str,
    arguments: Callable[[CaseClock], Mapping[str, Any]],
    soon: int = 3,
) -> Source:
    """A source of every running clock of `kind`; `arguments` lead from a clock to its page."""

    def asked(actor: Actor) -> Select[Any]:
        return visible(actor, CaseClock).where(CaseClock.kind == kind, CaseClock.state == "running")

    def count(actor: Actor) -> Tally:
        return drawing.tally(asked(actor), CaseClock.due_on, soon)

    def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
        query = drawing.drawn(asked(actor), CaseClock.due_on, CaseClock.id, wanted, soon)
        found: Sequence[CaseClock] = db.session.scalars(query).all()
        pauses = clocks.pauses_of(actor, [row.id for row in found])
        return [
            OpenItem(
                row.id,
                row.title,
                label,
                row.due_on,
                endpoint,
                arguments(row),
                clocks.computing(row, pauses.get(row.id, ())),
            )
            for row in found
        ]

    return Source(kind, label, words, advice, needs, count, rows, soon=soon, working=True)
