"""A registration of changes: several values hold from one day on, told in one line of history."""

from collections.abc import Mapping
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.facts.histories import Because, Said
from partybuild.organizations import queries, rules, timelines
from partybuild.organizations.commands import MODELS
from partybuild.organizations.keeping import Asked, lines, marked, opened, save
from partybuild.organizations.models import Organization
from partybuild.organizations.rules import Part
from partybuild.rules import RuleBroken

ACTION = "变更登记"


def alter(
    actor: Actor, organization_id: int, changes: Mapping[Part, Mapping[str, Any]], asked: Asked
) -> str:
    """These columns hold new values from `asked.day` on, inside a command; what was done, in words.

    Everything else stays. Raises RuleBroken for a day that cannot be or where nothing changes,
    Stale as `opened`, OutOfReach.
    """
    if asked.day is None:
        raise RuleBroken("变更登记须有生效日期。")
    subject = opened(actor, organization_id, asked)
    mark = marked(actor, subject.unit_id, subject.body_id, asked.reason)
    registered_on, ended_on = queries.life(actor, organization_id)
    rules.check_day(asked.day, registered_on, ended_on, clock.today())
    said = [
        each
        for part, typed in changes.items()
        for each in _said(actor, subject, part, typed, asked)
    ]
    return save(actor, subject, said, Because(ACTION, asked.reason, asked.document, mark))


def _said(
    actor: Actor, subject: Organization, part: Part, typed: Mapping[str, Any], asked: Asked
) -> list[Said]:
    model, day = MODELS[part], asked.day
    rows = lines(actor, model, subject.id)
    here = timelines.row_on(rows, day) if day else None
    before = here.values if here else dict.fromkeys(model.values(), "")
    if part is Part.PROFILE and "registration_way" in typed:
        rules.check_way(subject.kind, typed["registration_way"])
    stretches = timelines.changed_from(rows, {**before, **typed}, list(typed), day or clock.today())
    return [Said(model, (subject.id,), s.values, s.valid_from, s.valid_to) for s in stretches]
