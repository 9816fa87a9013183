"""Cases, files and papers follow what they are about when it moves in one of the trees."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, update

from partybuild.access.scope import system, under
from partybuild.db import db
from partybuild.organizations.models import Organization
from partybuild.party.models import PartyOrganization
from partybuild.regions.following import filed
from partybuild.regions.placing import PLACING

FEW = 20


def follow(organizations: Collection[int], party: Collection[int], _first_day: date) -> None:
    """Let every row about these, or about what stands below them, stand where they stand now.

    Runs after kept columns were brought up to the facts; a former unit loses every door (R09).
    """
    with system("随组织归属迁移"):
        of_organizations, of_party = _moved(organizations, party)
        for model in filed():
            _replace(model, model.organization_id, Organization, of_organizations)
            _replace(model, model.party_organization_id, PartyOrganization, of_party)
            _rehang(model, of_party)


def _rehang(model: Any, moved: ColumnElement[bool]) -> None:
    """What is about neither stands under the path that its body has now."""
    query = (
        select(model.id.label("row"), PartyOrganization.body_path)
        .join(PartyOrganization, PartyOrganization.id == model.body_id)
        .where(
            moved,
            model.organization_id.is_(None),
            model.party_organization_id.is_(None),
            model.body_path != PartyOrganization.body_path,
        )
    )
    wrong = [dict(row) for row in db.session.execute(query).mappings()]
    if wrong:
        table = model.__table__
        db.session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("row"))
            .values(body_path=bindparam("body_path")),
            wrong,
        )


def _moved(
    organizations: Collection[int], party: Collection[int]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions on the two registers: these, and all below these Party organizations."""
    paths: list[str] = []
    if 0 < len(party) <= FEW:
        query = select(PartyOrganization.body_path).where(PartyOrganization.id.in_(sorted(party)))
        paths = list(filter(None, db.session.scalars(query)))
    everything = len(party) > FEW or len(organizations) > FEW
    if everything:
        return Organization.id > 0, PartyOrganization.id > 0
    return (
        or_(
            Organization.id.in_(sorted(organizations)),
            *(under(Organization.body_path, path) for path in paths),
        ),
        or_(
            PartyOrganization.id.in_(sorted(party)),
            *(under(PartyOrganization.body_path, path) for path in paths),
        ),
    )


def _replace(model: Any, column: Any, source: Any, moved: ColumnElement[bool]) -> None:
    differs = or_(
        *(getattr(model, name).is_distinct_from(getattr(source, name)) for name in PLACING)
    )
    query = (
        select(model.id.label("row"), *(getattr(source, name) for name in PLACING))
        .join(source, source.id == column)
        .where(moved, differs)
    )
    wrong = [dict(row) for row in db.session.execute(query).mappings()]
    if wrong:
        table = model.__table__
        db.session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("row"))
            .values({name: bindparam(name) for name in PLACING}),
            wrong,
        )
