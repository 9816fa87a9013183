"""屡改屡犯: the same situation back within some years of being struck off."""

from collections.abc import Collection, Mapping
from datetime import date

from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.clock.days import years_later
from partybuild.db import db
from partybuild.rectification.kinds import Outcome
from partybuild.rectification.models import Problem, Rectification
from partybuild.workflow.models import WorkflowCase


def since(day: date, years: int) -> date:
    """Whatever was struck off on this day or later counts."""
    return years_later(day, -years)


def repeated(
    actor: Actor, party_id: int, rules: Mapping[str, str], first: date, but: int = 0
) -> list[str]:
    """A sentence for each rule (key → words) that was put right since `first` in another case."""
    struck_off = _struck_off(actor, party_id, rules.keys() - {""}, first, but)
    return [
        f"“{words}”曾于 {struck_off[rule]:%Y-%m-%d} 销号，再次出现"
        for rule, words in rules.items()
        if rule in struck_off
    ]


def _struck_off(
    actor: Actor, party_id: int, rules: Collection[str], first: date, but: int
) -> dict[str, date]:
    if not rules:
        return {}
    query = (
        visible(actor, Problem, Problem.rule, Rectification.outcome_on)
        .join(Rectification, Rectification.case_id == Problem.case_id)
        .join(WorkflowCase, WorkflowCase.id == Problem.case_id)
        .where(
            scope_of(actor, Rectification),
            scope_of(actor, WorkflowCase),
            WorkflowCase.party_organization_id == party_id,
            WorkflowCase.id != but,
            Rectification.outcome == Outcome.TRANSFORMED,
            Rectification.outcome_on >= first,
            Problem.rule.in_(sorted(rules)),
        )
        .order_by(Rectification.outcome_on)
    )
    return {rule: day for rule, day in db.session.execute(query)}
