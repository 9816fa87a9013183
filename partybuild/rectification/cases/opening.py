"""Opening a case: a Party organization is found weak and listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.clock.days import months_later
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.organizations.models import Organization
from partybuild.party import beyond
from partybuild.party import rules as party_rules
from partybuild.party.models import CoverageLink, PartyOrganization, PartyProfile
from partybuild.rectification import process
from partybuild.rectification.cases import guards, levels, repeating
from partybuild.rectification.cases.queries import open_cases
from partybuild.rectification.cases.terms import Terms, terms
from partybuild.rectification.kinds import Stage
from partybuild.rectification.models import Problem, Rectification
from partybuild.regions.placing import copied
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow.commands import Opening


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found and accepted. `grounds`: rule, label, words, since (ISO day or None), source."""

    party_organization_id: int
    grounds: Sequence[Mapping[str, Any]]
    why: str
    proposal_id: int | None = None
    found_on: date | None = None
    """认定日期; today where not given."""
    working_unit_id: int | None = None
    """Whose officers put it right, on the way from the branch up to the actor's own unit; that
    unit itself where not given."""


def open_case(actor: Actor, finding: Finding) -> int:
    """The id of the case that stands from now on, its problems those of the grounds.

    Inside the caller's command. OutOfReach for a branch that is not the actor's; RuleBroken where
    one case of it is open, where it has ended, or without a reason or a ground.
    """
    party = _party(actor, finding.party_organization_id)
    day, held = finding.found_on or clock.today(), terms()
    _check(actor, party, finding, day)
    row = _row(actor, party, finding, day, held)
    case = workflow.start(actor, _opening(actor, party, finding, row, day, held))
    row.case_id = case.id
    db.session.add(row)
    db.session.add_all(_problems(case.id, finding))
    db.session.flush()
    return case.id


def _party(actor: Actor, number: int) -> PartyOrganization:
    query = visible(actor, PartyOrganization).where(PartyOrganization.id == number)
    found: PartyOrganization | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def _check(actor: Actor, party: PartyOrganization, finding: Finding, day: date) -> None:
    guards.check_said(认定理由=finding.why)
    guards.check_past(day, party.founded_on, clock.today(), "认定日期")
    party_rules.check_exists(party.name, party.founded_on, party.dissolved_on, clock.today())
    if not finding.grounds:
        raise RuleBroken("请至少写明一种软弱涣散的情形。")
    standing = open_cases(actor, [party.id])
    if standing:
        raise RuleBroken(
            f"“{party.name}”已有一件没有办结的软弱涣散整顿（第 {standing[party.id]} 号），"
            "不能重复立案；销号以后又出现问题的，请在该件认定反弹。"
        )


def _row(
    actor: Actor, party: PartyOrganization, finding: Finding, day: date, held: Terms
) -> Rectification:
    rules = {each["rule"]: each["label"] for each in finding.grounds}
    first = repeating.since(day, held.repeat_years)
    again = repeating.repeated(actor, party.id, rules, first)
    working = levels.working_unit(actor, party, finding.working_unit_id)
    body = actor.reach.body
    by_body = body is not None and actor.reach.unit is None and finding.working_unit_id is None
    until = months_later(day, held.months)
    return Rectification(
        found_on=day,
        grounds=[dict(each) for each in finding.grounds],
        why=finding.why.strip(),
        working_unit_id=working.id,
        working_body_id=body.id if body and by_body else None,
        deciding_unit_id=levels.deciding_unit(working, raised=bool(again)).id,
        first_term_to=until,
        term_to=until,
        repeated=again,
    )


def _opening(
    actor: Actor,
    party: PartyOrganization,
    finding: Finding,
    row: Rectification,
    day: date,
    held: Terms,
) -> Opening:
    return Opening(
        kind=process.KIND,
        title=f"{party.name}软弱涣散整顿"[:240],
        placing=copied(party),
        organization_id=leading(actor, party.id),
        party_organization_id=party.id,
        due_on=max(day, clock.today()) + timedelta(days=held.plan_days),
        opened_on=day,
        note=finding.why.strip(),
        facts={"grounds": row.grounds, "repeated": row.repeated, "proposal": finding.proposal_id},
        **levels.desk(row, Stage.PLANNING.value),
    )


def leading(actor: Actor, party_id: int) -> int | None:
    """The organization in whose name the secretary sees the case.

    The leading one; else, of those covered, one that counts in the branch's own unit, so that the
    case stands with both; the one covered the longest first.
    """
    today = clock.today()
    profile = visible(actor, PartyProfile, PartyProfile.lead_organization_id).where(
        PartyProfile.party_organization_id == party_id, *beyond.on(PartyProfile, today)
    )
    lead: int | None = db.session.scalar(profile)
    if lead is not None:
        return lead
    links = (
        visible(actor, CoverageLink, CoverageLink.organization_id)
        .join(Organization, Organization.id == CoverageLink.organization_id)
        .join(PartyOrganization, PartyOrganization.id == CoverageLink.party_organization_id)
        .where(
            scope_of(actor, Organization),
            scope_of(actor, PartyOrganization),
            CoverageLink.party_organization_id == party_id,
            *beyond.on(CoverageLink, today),
        )
    )
    away = Organization.unit_id != PartyOrganization.unit_id
    order = (away, CoverageLink.valid_from, Organization.id)
    longest: int | None = db.session.scalar(links.order_by(*order).limit(1))
    return longest


def _problems(case_id: int, finding: Finding) -> list[Problem]:
    return [
        Problem(case_id=case_id, number=number, rule=each["rule"], words=said(each))
        for number, each in enumerate(finding.grounds, start=1)
    ]


def said(ground: Mapping[str, Any]) -> str:
    """A ground as a problem: the facts, its label where there are none."""
    return str(ground.get("words") or ground["label"])[:1000]
