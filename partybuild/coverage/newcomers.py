"""What is kept of many new organizations, counted before they are entered. No party covers them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from partybuild import clock
from partybuild.access.scope import system
from partybuild.coverage import gather, keeping
from partybuild.coverage.commands import rows as span_rows
from partybuild.coverage.keeping import Changes
from partybuild.coverage.models import CoverageSpan
from partybuild.coverage.places import Trees
from partybuild.db import db
from partybuild.organizations.models import (
    Headcount,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.organizations.ports import Derived
from partybuild.party.finding import ORGANIZATIONS
from partybuild.party.models import MassCover, PartyProfile
from partybuild.regions.models import RegionFact
from partybuild.search.commands import row_of
from partybuild.search.models import SearchEntry
from partybuild.search.ports import STEP, Findable

REASON = "预先计算新入册组织"
Rows = Sequence[Mapping[str, Any]]


def derive(rows: Sequence[dict[str, Any]], facts: Mapping[Any, Rows]) -> Derived:
    """Spans and search entries of organizations with ids from 0; fills in their `body_path`."""
    today, changes = clock.today(), Changes()
    with system(REASON):
        trees = Trees()
        for row in rows:
            row["body_path"] = trees.now(row["unit_id"], row["body_id"], today)[1]
        known = _facts(rows, facts)
        histories = gather.histories(known, trees, range(len(rows)))
        spans = [row for history in histories for row in span_rows(trees, history)]
    for span in spans:
        changes.note(1, span)
    entries = [row_of(ORGANIZATIONS, _findable(row)) for row in rows]
    return Derived(
        [
            (CoverageSpan.__table__, spans, {"organization_id": 1}, True),
            (SearchEntry.__table__, entries, {"id": STEP, "thing_id": 1}, False),
        ],
        lambda: keeping.follow(changes, Changes()),
        _moved,
    )


def _facts(rows: Rows, facts: Mapping[Any, Rows]) -> gather.Facts:
    return gather.Facts(
        numbers={row["id"]: row["code"] or row["filing_number"] or "" for row in rows},
        profiles=_by_organization(facts.get(OrganizationProfile, ())),
        standings=_by_organization(facts.get(OrganizationStanding, ())),
        headcounts=_by_organization(facts.get(Headcount, ())),
        mass=_by_organization(facts.get(MassCover, ())),
    )


def _by_organization(rows: Rows) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["organization_id"]].append(SimpleNamespace(**row))
    return found


def _findable(row: Mapping[str, Any]) -> Findable:
    codes = [code for code in (row["code"], row["filing_number"]) if code]
    levels = [row[f"level{n}_id"] for n in range(1, 6)]
    return Findable(
        row["id"],
        row["name"],
        row["sort_key"],
        codes[0] if codes else "",
        codes,
        levels,
        row["body_path"],
        not row["state"].living,
    )


def _moved(head: int) -> bool:
    """Whether either tree has changed since a change number."""
    with system(REASON):
        return any(
            db.session.scalar(select(model.id).where(model.known_from > head).limit(1)) is not None
            for model in (PartyProfile, RegionFact)
        )
