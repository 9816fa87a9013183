"""The assessments of a round: filtered, ordered, page by page; figures count by these conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func

from partybuild.access.actor import Actor
from partybuild.access.permissions import Role
from partybuild.access.scope import ScopeMark, visible
from partybuild.coverage.rolls import Roll
from partybuild.coverage.roster_asked import Asked, Form, read
from partybuild.coverage.scopes import Scope
from partybuild.db import db
from partybuild.organizations.models import Organization
from partybuild.party.models import PartyOrganization
from partybuild.ratings.kinds import STAR_LABELS, TOLD, LeftOut, Stage
from partybuild.ratings.models import Assessment
from partybuild.ratings.schemes.rules import Scheme
from partybuild.regions import queries as regions

TAKING, NONE = "taking", "none"
STAGES = {TAKING: "应参评", **{stage.value: stage.label for stage in Stage}}
STARS = {str(star): label for star, label in STAR_LABELS.items()}
_LABELS = {
    "unit": "统计归属",
    "own": "范围",
    "q": "名称或编码",
    "stage": "进度",
    "category": "类别",
    "star": "星级",
    "previous": "原星级",
    "left_out": "不参评原因",
}
SORTS = {"name": "名称", "total": "审定得分", "self": "自评得分"}
_SORTS: Mapping[str, tuple[Sequence[Any], Sequence[type]]] = {
    "name": ((PartyOrganization.sort_key, Assessment.id), (str, int)),
    "total": ((func.coalesce(Assessment.final_total, -1), Assessment.id), (int, int)),
    "self": ((func.coalesce(Assessment.self_total, -1), Assessment.id), (int, int)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One assessment as a list shows it."""

    name: str
    code: str
    lead: str
    unit: str
    category: str
    row: Assessment

    in_reach: bool = True
    told: bool = True
    """Whether this person may see its star already."""


def form(scheme: Scheme) -> Form:
    """What the address of a list of a round with this scheme may ask."""
    return Form(
        labels=_LABELS,
        options={
            "own": {"1": "只看本级"},
            "stage": STAGES,
            "category": {each.key: each.label for each in scheme.categories},
            "star": {**STARS, NONE: "未定"},
            "previous": {**STARS, NONE: "首次参评"},
            "left_out": {each.value: each.label for each in LeftOut},
        },
        sorts=SORTS,
    )


def asked(actor: Actor, arguments: Mapping[str, str], scheme: Scheme) -> Asked:
    """What an address asks of the list."""
    return read(actor, arguments, form(scheme))


def roll(actor: Actor, round_id: int, wanted: Asked, scheme: Scheme) -> Roll:
    """The list as asked."""
    party = PartyOrganization.id == Assessment.party_organization_id
    query = (
        visible(actor, Assessment)
        .join(PartyOrganization, party)
        .where(
            ScopeMark(party, PartyOrganization.__tablename__),
            Assessment.round_id == round_id,
            *conditions(wanted.given, wanted.scope),
            *([Assessment.stage.in_(TOLD)] if _asks_star(actor, wanted) else []),
        )
    )
    return Roll(
        query,
        Assessment.id,
        Assessment.id,
        _SORTS,
        lambda rows: shown(actor, rows, scheme),
        pinned=False,
    )


def _asks_star(actor: Actor, wanted: Asked) -> bool:
    """Whether a secretary sifts by a star that she may not have been told yet."""
    return actor.role is Role.SECRETARY and bool(wanted.get("star"))


def conditions(given: Mapping[str, str], scope: Scope | None) -> list[ColumnElement[bool]]:
    """What the filters of an address say about assessments."""
    found: list[ColumnElement[bool]] = [] if scope is None else [scope.inside(Assessment)]
    stage = given.get("stage")
    if stage == TAKING:
        found.append(Assessment.stage != Stage.OUT)
    elif stage:
        found.append(Assessment.stage == stage)
    for name in ("category", "left_out"):
        if given.get(name):
            found.append(getattr(Assessment, name) == given[name])
    for name in ("star", "previous"):
        value, column = given.get(name), getattr(Assessment, name)
        if value:
            found.append(column.is_(None) if value == NONE else column == int(value))
    if given.get("q"):
        words = given["q"]
        found.append(
            PartyOrganization.name.contains(words, autoescape=True)
            | PartyOrganization.code.contains(words.upper(), autoescape=True)
        )
    return found


def shown(actor: Actor, rows: Sequence[Assessment], scheme: Scheme) -> Sequence[Row]:
    """Assessments with names, unit and category, in the order given."""
    party = _named(actor, PartyOrganization, [row.party_organization_id for row in rows])
    leads = _named(actor, Organization, [row.organization_id for row in rows])
    units = regions.named([row.unit_id for row in rows])
    categories = {each.key: each.label for each in scheme.categories}
    nobody = ("", "")
    return [
        Row(
            *party.get(row.party_organization_id or 0, nobody),
            lead=leads.get(row.organization_id or 0, nobody)[0],
            unit=units[row.unit_id].name,
            category=categories.get(row.category, ""),
            row=row,
            told=actor.role is not Role.SECRETARY or row.stage in TOLD,
        )
        for row in rows
    ]


def _named(actor: Actor, model: Any, ids: Sequence[int | None]) -> dict[int, tuple[str, str]]:
    wanted = sorted({number for number in ids if number is not None})
    query = visible(actor, model, model.id, model.name, model.code).where(model.id.in_(wanted))
    return {number: (name, code or "") for number, name, code in db.session.execute(query)}


def heading(wanted: Asked) -> str:
    """What the list is called: 待初评名单."""
    words = [
        wanted.form.options[name][wanted.get(name)]
        for name in ("left_out", "stage", "star")
        if wanted.get(name)
    ]
    return f"{'、'.join(words) or '评星'}名单"
