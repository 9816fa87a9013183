"""Proposals: filtered, ordered, page by page; the figures of a round count by these conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked, Form, read
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.enforcement.rules import whole
from partybuild.party.models import PartyOrganization
from partybuild.rectification.kinds import Origin, ProposalState, Stage
from partybuild.rectification.models import ScreeningGround, ScreeningProposal
from partybuild.rectification.screening import pages, policy
from partybuild.rectification.screening.judging import elsewhere, grounds_of
from partybuild.regions import queries as regions
from partybuild.workflow.models import WorkflowCase

_P, _O = ScreeningProposal, PartyOrganization
OUTSIDE = "none"
_LABELS = {
    "unit": "统计归属",
    "own": "范围",
    "q": "名称或编码",
    "state": "认定情况",
    "rule": "情形",
    "origin": "来源",
    "round": "排查",
}
SORTS = {"name": "名称", "proposed": "提出日期"}
_SORTS: Mapping[str, tuple[Sequence[Any], Sequence[type]]] = {
    "name": ((_O.sort_key, _P.id), (str, int)),
    "proposed": ((_P.proposed_on, _P.id), (date, int)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal as a list shows it."""

    id: int
    party_id: int
    name: str
    code: str
    unit: str
    row: ScreeningProposal
    grounds: Sequence[ScreeningGround]
    stage: str
    """Where its case stands, blank without one."""
    elsewhere: str
    """Who judges it where this person may not, as a sentence."""

    in_reach: bool = True

    @property
    def open(self) -> bool:
        """Whether it is still to be judged, and here."""
        return self.row.state is ProposalState.OPEN and not self.elsewhere


def asked(actor: Actor, arguments: Mapping[str, str]) -> Asked:
    """What an address asks of the list; OutOfReach for those without an area."""
    policy.demand_area(actor)
    rounds = {str(each.row.id): each.row.title for each in _rounds(actor, arguments)}
    rules = {each.key: each.label for each in policy.today(actor).rules.rules}
    form = Form(
        labels=_LABELS,
        options={
            "own": {"1": "只看本级"},
            "state": {each.value: each.label for each in ProposalState},
            "rule": rules,
            "origin": {each.value: each.label for each in Origin},
            "round": {**rounds, OUTSIDE: "排查以外提出的"},
        },
        sorts=SORTS,
    )
    return read(actor, arguments, form)


def _rounds(actor: Actor, arguments: Mapping[str, str]) -> Sequence[pages.Shown]:
    """The latest rounds, and the one that is asked for though it is not among them."""
    found, number = pages.listed(actor), whole(arguments.get("round", ""))
    if number is None or number in {each.row.id for each in found}:
        return found
    return [*found, pages.shown(actor, number)]


def roll(actor: Actor, wanted: Asked) -> Roll:
    """The list as asked."""
    party = _O.id == _P.party_organization_id
    query = (
        visible(actor, _P)
        .join(_O, party)
        .where(
            ScopeMark(party, _O.__tablename__),
            *conditions(wanted.given, wanted.scope),
        )
    )
    return Roll(query, _P.id, _P.id, _SORTS, lambda rows: shown(actor, rows), pinned=False)


def conditions(given: Mapping[str, str], scope: Scope | None) -> list[ColumnElement[bool]]:
    """What the filters of an address say about proposals."""
    found: list[ColumnElement[bool]] = [] if scope is None else [scope.inside(_P)]
    for name in ("state", "origin"):
        if given.get(name):
            found.append(getattr(_P, name) == given[name])
    if given.get("round"):
        outside = given["round"] == OUTSIDE
        found.append(_P.round_id.is_(None) if outside else _P.round_id == int(given["round"]))
    if given.get("rule"):
        found.append(_rests_on(given["rule"]))
    if given.get("q"):
        words = given["q"]
        found.append(
            _O.name.contains(words, autoescape=True)
            | _O.code.contains(words.upper(), autoescape=True)
        )
    return found


def _rests_on(rule: str) -> ColumnElement[bool]:
    ground = ScreeningGround
    own = ScopeMark(ground.proposal_id == _P.id, ground.__tablename__)
    return exists(ground.id).where(own, ground.rule == rule).correlate(_P)


def shown(actor: Actor, rows: Sequence[ScreeningProposal]) -> list[Row]:
    """Proposals with names, units, grounds and where their cases stand, in the order given."""
    query = visible(actor, _O, _O.id, _O.name, _O.code)
    numbers = sorted({row.party_organization_id or 0 for row in rows})
    names = {row.id: row for row in db.session.execute(query.where(_O.id.in_(numbers)))}
    units = regions.named([row.unit_id for row in rows])
    grounds = grounds_of(actor, [row.id for row in rows])
    others = elsewhere(actor, rows)
    stages = _stages(actor, [row.case_id for row in rows if row.case_id is not None])
    return [
        Row(
            row.id,
            row.party_organization_id or 0,
            names[row.party_organization_id].name,
            names[row.party_organization_id].code,
            units[row.unit_id].name,
            row,
            grounds[row.id],
            stages.get(row.case_id or 0, ""),
            others.get(row.id, ""),
        )
        for row in rows
    ]


def _stages(actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    case = WorkflowCase
    query = visible(actor, case, case.id, case.state).where(case.id.in_(sorted(set(ids))))
    return {number: Stage(state).label for number, state in db.session.execute(query)}


def one(actor: Actor, proposal_id: int) -> Row:
    """One proposal in the actor's area; OutOfReach otherwise."""
    policy.demand_area(actor)
    found = db.session.scalars(visible(actor, _P).where(_P.id == proposal_id)).one_or_none()
    if found is None:
        raise OutOfReach
    return shown(actor, [found])[0]


def before(actor: Actor, row: ScreeningProposal) -> list[Row]:
    """The other proposals of the same Party organization, the latest first."""
    query = visible(actor, _P).where(
        _P.party_organization_id == row.party_organization_id, _P.id != row.id
    )
    found = db.session.scalars(query.order_by(_P.proposed_on.desc(), _P.id.desc())).all()
    return shown(actor, found)


def heading(wanted: Asked) -> str:
    """What the list is called: 待认定整顿建议."""
    words = [wanted.form.options["state"][wanted.get("state")]] if wanted.get("state") else []
    return f"{''.join(words)}整顿建议"
