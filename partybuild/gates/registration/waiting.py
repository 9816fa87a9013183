"""Registrations that wait for somebody: for the Party desk's answer, or for the registrar."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.gates.registration.process import ANSWERED, ASKED, DRAFT, KIND, TABLE
from partybuild.workflow.models import WorkflowCase

SOON = 3
_C = WorkflowCase


def _source(key: str, words: str, advice: str, needs: Permission) -> Source:
    def asked(actor: Actor, *columns: Any) -> Select[Any]:
        return visible(actor, _C, *columns).where(_C.kind == KIND, _C.state.in_(_STATES[needs]))

    def count(actor: Actor) -> Tally:
        return drawing.tally(asked(actor, _C.id), _C.due_on, SOON)

    def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
        columns = _C.id, _C.title, _C.state, _C.due_on
        query = drawing.drawn(asked(actor, *columns), _C.due_on, _C.id, wanted, SOON)
        return [
            OpenItem(
                number,
                title,
                TABLE.states[state],
                due_on,
                "registrations.show",
                {"case_id": number},
                "登记或送达之日起五个工作日",
            )
            for number, title, state, due_on in db.session.execute(query)
        ]

    return Source(key, "登记关口", words, advice, needs, count, rows, soon=SOON, working=True)


_STATES = {
    Permission.REGISTRATIONS_ANSWER: (ASKED,),
    Permission.REGISTRATIONS_HANDLE: (DRAFT, ASKED, ANSWERED),
}


def stands(actor: Actor, organization_id: Any) -> ColumnElement[bool]:
    """Whether one of these to-dos is about an organization: its verdict then is not another one."""
    states = {state for needs, found in _STATES.items() if actor.may(needs) for state in found}
    if not states:
        return false()
    query = visible(actor, _C, _C.id).where(
        _C.organization_id == organization_id, _C.kind == KIND, _C.state.in_(sorted(states))
    )
    return query.correlate(organization_id.class_).exists()


SOURCES = [
    _source(
        "registrations_to_answer",
        "件登记等党建答复",
        "同步批准、纳入、派驻指导员、暂不具备或豁免，答复后登记才能办结",
        Permission.REGISTRATIONS_ANSWER,
    ),
    _source(
        "registrations_to_finish",
        "件登记在登记管理机关手中",
        "材料齐全的送党建部门；已有答复的可以办结；补办的请催办",
        Permission.REGISTRATIONS_HANDLE,
    ),
]
