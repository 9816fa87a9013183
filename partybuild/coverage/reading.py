"""From rows of `coverage_span` back to the spans that the pure rules speak of."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Result

from partybuild.coverage.span import CoverageSpan, Standing, ways_from


def plain(found: Result[Any]) -> Iterator[Any]:
    """The rows with their values by name, read much faster than from the rows of a result."""
    names = tuple(found.keys())
    return (SimpleNamespace(**dict(zip(names, row, strict=True))) for row in found)


def as_span(row: Any) -> CoverageSpan:
    """The span of a row (or a result row with the columns of the table)."""
    independent, joint = ways_from(row.formations)
    return CoverageSpan(
        organization_id=row.organization_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        standing=Standing(
            name=row.name,
            sort_key=row.sort_key,
            code=row.code,
            kind=row.kind,
            state=row.state,
            unit_id=row.unit_id,
            unit_path=unit_path(row),
            body_id=row.body_id,
            body_path=row.body_path,
            industry=row.industry,
            supervisor=row.supervisor,
            registration_way=row.registration_way,
            level=row.level,
            trade=row.trade,
            charity=row.charity,
            community=row.community,
            zombie=row.zombie,
            region_id=row.region_id,
            registered_on=row.registered_on,
        ),
        cover=row.cover,
        party_organization_ids=tuple(row.party_ids),
        double=row.double,
        inferred=row.inferred,
        independent_ways=independent,
        joint_ways=joint,
        has_instructor=row.has_instructor,
        has_liaison=row.has_liaison,
        has_mass=row.has_mass,
        staff=row.staff,
        full=row.full,
        probationary=row.probationary,
        affiliated=row.affiliated,
    )


def unit_path(row: Any) -> str:
    """The ancestors by level as a path without the top: `/61/6101/610103/`."""
    ids = [getattr(row, f"level{n}_id") for n in range(1, 6)]
    return "/" + "".join(f"{number}/" for number in ids if number is not None)
