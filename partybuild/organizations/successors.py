"""Many changed organizations: facts, history and spans made ready before the lock.

Only changes that move nothing are taken: name, kind, unit, body and state, on which kept columns,
the search and other organizations rest, stay what they are.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.audit.queries import head_number
from partybuild.db import OPEN, db
from partybuild.db.many import Ready, ready
from partybuild.db.staging import Staged, closing, stage, switch
from partybuild.db.work import bulk, current_work
from partybuild.facts.commands import spliced
from partybuild.facts.histories import told
from partybuild.facts.rules import Row as Line
from partybuild.organizations.import_changes import Changed, statements
from partybuild.organizations.import_reasons import Reasons
from partybuild.organizations.models import (
    Organization,
    OrganizationEvent,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.organizations.ports import follow_ready, organization_ports
from partybuild.organizations.subject import ORGANIZATION

_MOVING = frozenset({"name", "kind", "unit_id", "body_id"})


def quiet(one: Changed) -> bool:
    """Whether it stays where, what and in what state it is."""
    return not one.mass and not any(
        move.model is OrganizationStanding
        or move.values is None
        or (move.model is OrganizationProfile and _MOVING & move.values.keys())
        for move in one.moves
    )


class Successors:
    """Changed organizations whose rows are ready; each of them `quiet`."""

    def __init__(self, actor: Actor, changed: Sequence[Changed], because: Reasons) -> None:
        assert organization_ports.derive_again is not None
        self.changed = changed
        self.head = head_number()
        """The change by which all here was counted."""
        closed, added, lines = _facts(changed)
        spans = organization_ports.derive_again(lines)
        events = _events(actor, changed, because)
        self._moved, self._follow = spans.moved, spans.follow
        self._parts = stage(
            [*added, ready(spans.table, spans.added), ready(OrganizationEvent.__table__, events)],
            [*closed, closing(spans.table, spans.gone)],
        )

    def hold(self) -> bool:
        """Whether nothing they were counted with has changed since. Inside `work`."""
        return current_work().change == self.head + 1 or not self._moved(self.head)

    def switch(self, actor: Actor) -> None:
        """All rows are in, all they supersede is closed, kept figures follow."""
        ids = [one.organization_id for one in self.changed]
        first_day = min(one.first_day for one in self.changed)
        with bulk(actor, Organization, ids):
            for part in self._parts:
                switch(part, **_numbers(part))
        with system("导入变更"):
            self._follow()
        follow_ready(ids, first_day)
        current_work().touch(first_day)


def _numbers(part: Staged) -> dict[str, int]:
    change = current_work().change
    if part.prepared.table is OrganizationEvent.__table__:
        return {"change": change}
    return {"known_from": change, "known_to": OPEN}


def _facts(
    changed: Sequence[Changed],
) -> tuple[list[Ready], list[Ready], Mapping[Any, Mapping[int, Sequence[Line]]]]:
    """(rows to be closed, rows to be added, the time lines afterwards), model by model."""
    closed: list[Ready] = []
    added: list[Ready] = []
    lines: dict[Any, Mapping[int, Sequence[Line]]] = {}
    for model in dict.fromkeys(move.model for one in changed for move in one.moves):
        made = spliced(model, statements(changed, model))
        closed.append(closing(model.__table__, made.closed))
        added.append(ready(model.__table__, made.added))
        lines[model] = {number: own for (number,), own in made.lines.items()}
    return closed, added, lines


def _events(actor: Actor, changed: Sequence[Changed], because: Reasons) -> list[dict[str, Any]]:
    groups: dict[str, list[Changed]] = defaultdict(list)
    for one in changed:
        groups[because.mark(*one.at)].append(one)
    rows: list[dict[str, Any]] = []
    for mark, group in groups.items():
        told_of = [(one.organization_id, one.first_day, one.lines) for one in group]
        rows += told(actor, ORGANIZATION, because.changed(mark), told_of)
    return rows


def ready_for(
    actor: Actor, changed: Sequence[Changed], because: Reasons, many: int
) -> tuple["Successors | None", list[Changed]]:
    """Those that can be made ready beforehand, if they are many, and the others."""
    still = [one for one in changed if quiet(one)]
    if len(still) < many:
        return None, list(changed)
    db.session.rollback()
    return Successors(actor, still, because), [one for one in changed if not quiet(one)]
