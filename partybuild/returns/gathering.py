"""From the database to the rows of the monthly workbook: organizations and movement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of, system, visible
from partybuild.coverage import kept
from partybuild.coverage import queries as coverage
from partybuild.coverage.basis import Basis
from partybuild.coverage.lines import Line
from partybuild.coverage.models import CoverageSpan, PartySpan
from partybuild.coverage.reading import as_span
from partybuild.coverage.scopes import Scope, known, on
from partybuild.db import OPEN, db
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import BuildPlan, OrganizationContact
from partybuild.party.models import PartyProfile
from partybuild.regions.models import Region, RegionFact
from partybuild.returns.columns import short_label
from partybuild.returns.judging import JUDGED, Judgement, judge
from partybuild.returns.layout import LAYOUT_VERSION
from partybuild.returns.rows import OrganizationRow, ShouldBuildRow, UnitRow
from partybuild.web.filters import masked

BATCH = 2000
_SPAN = [c for c in CoverageSpan.__table__.columns if c.name not in {"is_first", "is_last", "id"}]


@dataclass
class Gathering:
    """One scope on the last day of a month, read by one actor as known at one change."""

    actor: Actor
    scope: Scope
    day: date
    basis: Basis
    change: int = OPEN
    masked: bool | None = None
    """Whether telephone numbers are masked; by default as the actor may see them."""
    title: str = ""
    """What the scope was called, where that is not its name of today."""
    layout: int = LAYOUT_VERSION

    @property
    def name(self) -> str:
        """What the scope is called."""
        return self.title or self.scope.name

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows of 月报表: the unit's own first, then its children."""
        if self.change == OPEN and (
            found := kept.table(self.actor, self.scope, self.day, self.basis)
        ):
            return found.lines
        by = "region" if self.scope.region is not None else "body"
        return coverage.figures(self.actor, self.scope, by, self.day, self.basis, self.change).lines

    @cached_property
    def units(self) -> list[UnitRow]:
        """The same as rows of the workbook."""
        return [UnitRow(line.code or "", line.name, line.own) for line in self.lines]

    @cached_property
    def _row_by_key(self) -> dict[Any, str]:
        return {line.key: line.code or "" for line in self.lines}

    def row_of(self, placed: Any) -> str:
        """The code of the unit row in which a span (or anything placed) counts."""
        if self.scope.region is None:
            # A Party organization leads itself; it counts in the row of the one above it.
            above = placed.parent_id if hasattr(placed, "parent_id") else placed.body_id
            return self._row_by_key.get(above, "")
        level = self.scope.region.level
        deeper = (getattr(placed, f"level{n}_id") for n in range(level + 1, 6))
        key = next((number for number in deeper if number is not None), None)
        return self._row_by_key.get(key, self.scope.region.code)

    @cached_property
    def unit_names(self) -> Mapping[int, str]:
        """Names of all units on the day, as known then."""
        names = dict(db.session.execute(select(Region.id, Region.name)).all())
        return names | self._named(RegionFact, RegionFact.region_id)

    @cached_property
    def party_names(self) -> Mapping[int, str]:
        """Names of all Party organizations on the day, for the columns that name a superior or a
        cover.
        """
        return self._named(PartyProfile, PartyProfile.party_organization_id)

    def _named(self, model: Any, key: Any) -> dict[int, str]:
        """By id the name on the day or the last before it, as known at the change."""
        with system("月报中的名称"):
            query = select(key, model.name).where(
                known(model, self.change), model.valid_from <= self.day
            )
            rows: dict[int, str] = dict(db.session.execute(query.order_by(model.valid_from)).all())
            return rows

    def telephone(self, number: str | None) -> str:
        """A work telephone number as this actor's workbook prints it."""
        if not number:
            return ""
        return str(masked(number)) if self.masks else number

    @property
    def masks(self) -> bool:
        """Whether the workbook masks telephone numbers."""
        if self.masked is not None:
            return self.masked
        return not self.actor.may(Permission.TELEPHONES_REVEAL)

    def spans(self) -> Iterator[Any]:
        """Rows of the spans of the day, in order of names."""
        query = (
            visible(self.actor, CoverageSpan, *_SPAN)
            .where(self.scope.inside(CoverageSpan), on(CoverageSpan, self.day, self.change))
            .order_by(CoverageSpan.sort_key, CoverageSpan.organization_id)
            .execution_options(yield_per=BATCH)
        )
        yield from db.session.execute(query)

    def organizations(self) -> Iterator[OrganizationRow]:
        """Every living organization that the basis counts, registered or filed."""
        asked = attrgetter(*JUDGED, *(("registered_on",) if self.basis.aged else ()))
        judged: dict[tuple[Any, ...], Judgement | None] = {}
        for row in self.spans():
            alike = asked(row)
            if alike not in judged:
                judged[alike] = judge(as_span(row), self.basis)
            judgement = judged[alike]
            if judgement is not None:
                yield self._organization(row, judgement)

    def _organization(self, row: Any, judgement: Judgement) -> OrganizationRow:
        return OrganizationRow(
            unit_row=self.row_of(row),
            code=row.code,
            name=row.name,
            kind=judgement.kind,
            state=judgement.state,
            level=row.level,
            unit=self.unit_names.get(row.unit_id, ""),
            supervisor=row.supervisor,
            body=self.party_names.get(row.body_id, ""),
            industry=row.industry,
            trade=row.trade,
            community=row.community,
            filed=row.kind is OrganizationKind.FILED,
            cover=judgement.cover,
            staff=row.staff,
            full=row.full,
            probationary=row.probationary,
            affiliated=row.affiliated,
            eligible=judgement.eligible,
            lack=judgement.lack,
            unsurveyed=judgement.unsurveyed,
            party_organizations="、".join(
                self.party_names.get(number, "") for number in row.party_ids
            ),
            registered_on=row.registered_on,
        )

    def should_build(self) -> Iterator[ShouldBuildRow]:
        """The 应建未建 organizations with what is planned for them."""
        query = coverage.listed(
            self.actor, self.scope, "should_build", self.day, self.basis, self.change
        )
        rows = db.session.scalars(query).all()
        ids = [row.organization_id for row in rows]
        plans = self._facts(BuildPlan, ids)
        contacts = self._facts(OrganizationContact, ids)
        for row in rows:
            plan = plans.get(row.organization_id)
            contact = contacts.get(row.organization_id)
            yield ShouldBuildRow(
                unit_row=self.row_of(row),
                code=row.code,
                name=row.name,
                kind=short_label(row.kind),
                unit=self.unit_names.get(row.unit_id, ""),
                supervisor=row.supervisor,
                body=self.party_names.get(row.body_id, ""),
                full=row.full,
                probationary=row.probationary,
                reason=plan.reason if plan else "",
                measure=plan.measure if plan else "",
                planned_on=plan.planned_on if plan else None,
                responsible=plan.responsible if plan else "",
                phone=self.telephone(contact.telephone if contact else ""),
            )

    def _facts(self, model: Any, ids: list[int]) -> dict[int, Any]:
        """The fact of the day of each organization, as far as it is still in reach."""
        found: dict[int, Any] = {}
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            query = (
                select(model)
                .where(scope_of(self.actor, model))
                .where(model.organization_id.in_(part), on(model, self.day, self.change))
            )
            found |= {row.organization_id: row for row in db.session.scalars(query)}
        return found

    def party_spans(self) -> list[Any]:
        """Rows of the spans of Party organizations of the day, in order of names."""
        return self._party_spans

    @cached_property
    def _party_spans(self) -> list[Any]:
        query = (
            visible(self.actor, PartySpan, *PartySpan.__table__.columns)
            .where(self.scope.inside(PartySpan), on(PartySpan, self.day, self.change))
            .order_by(PartySpan.sort_key, PartySpan.party_organization_id)
        )
        return list(db.session.execute(query))
