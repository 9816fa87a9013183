"""Spans of Party organizations: what they are, where they count, how many they cover."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Row

from partybuild import clock
from partybuild.coverage import gather
from partybuild.coverage.places import Trees
from partybuild.party.kinds import Formation, PartyKind
from partybuild.search import text

LAST = timedelta(days=1)
"""From the first day on which something is gone back to the last on which it stood."""


def rows(facts: gather.Facts, trees: Trees, number: int) -> Iterator[dict[str, Any]]:
    """The rows of `party_span` for one Party organization, maximal stretches in order."""
    last: dict[str, Any] | None = None
    for row in _stretches(facts, trees, number):
        if last is not None and _continues(last, row):
            last["valid_to"] = row["valid_to"]
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def _continues(last: dict[str, Any], row: dict[str, Any]) -> bool:
    days = {"valid_from", "valid_to"}
    same = all(last[name] == value for name, value in row.items() if name not in days)
    return same and bool(last["valid_to"] == row["valid_from"])


def _stretches(facts: gather.Facts, trees: Trees, number: int) -> Iterator[dict[str, Any]]:
    covers = gather.covering(
        gather.Facts(
            standings=facts.standings,
            links={number: facts.links.get(number, [])},
            party=facts.party,
        )
    ).get(number, [])
    code = facts.party_codes[number]
    for profile in facts.party.get(number, ()):
        cuts = _cuts(facts, trees, number, profile, covers)
        for start, end in pairwise(cuts):
            covered = sum(1 for _, begin, stop in covers if begin <= start < stop)
            count = _holding(facts.party_headcounts.get(number, ()), start)
            unit_id, unit_path = trees.party_unit(number, start)
            yield {
                "party_organization_id": number,
                "valid_from": start,
                "valid_to": end,
                "name": profile.name,
                "sort_key": text.sort_key(profile.name),
                "code": code,
                "kind": profile.kind,
                "formation": profile.formation or _derived(profile.kind, covered),
                "inferred": profile.formation is None and profile.kind is PartyKind.BRANCH,
                "social": profile.social,
                "counted": profile.social and profile.kind is not PartyKind.WORK_COMMITTEE,
                "parent_id": profile.parent_id,
                "covered": covered,
                "full": count.full if count else None,
                "probationary": count.probationary if count else None,
                "unit_id": unit_id,
                "body_id": number,
                "body_path": trees.body_path_on(number, start),
                **trees.place(unit_path),
            }


def _derived(kind: PartyKind, covered: int) -> Formation | None:
    """A blank way of setting up, for a branch: 单独 when it covers one, else 联合 (推定)."""
    if kind is not PartyKind.BRANCH:
        return None
    return Formation.JOINT if covered > 1 else Formation.SINGLE


def _cuts(
    facts: gather.Facts,
    trees: Trees,
    number: int,
    profile: Row[Any],
    covers: Collection[tuple[int, date, date]],
) -> list[date]:
    days = {day for _, start, end in covers for day in (start, end)}
    days |= {
        day
        for row in facts.party_headcounts.get(number, ())
        for day in (row.valid_from, row.valid_to)
    }
    days |= trees.party_cuts(number)
    inside = {day for day in days if profile.valid_from < day < profile.valid_to}
    return sorted({profile.valid_from, profile.valid_to, *inside})


def _holding(rows: Collection[Row[Any]], day: date) -> Row[Any] | None:
    return next((row for row in rows if row.valid_from <= day < row.valid_to), None)


def kept(facts: gather.Facts, trees: Trees, ids: Collection[int]) -> list[dict[str, Any]]:
    """The columns that each Party organization keeps as they are today."""
    today = clock.today()
    values = []
    for number in ids:
        profile = gather.row_on(facts.party.get(number, ()), today)
        if profile is None:
            continue
        day = min(max(today, profile.valid_from), profile.valid_to - LAST)
        unit_id, unit_path = trees.party_unit(number, day)
        ended = gather.end_of(facts.party[number])
        values.append(
            {
                "row": number,
                "name": profile.name,
                "sort_key": text.sort_key(profile.name),
                "kind": profile.kind,
                "parent_id": profile.parent_id,
                "founded_on": facts.party[number][0].valid_from,
                "dissolved_on": ended,
                "unit_id": unit_id,
                "body_id": number,
                "body_path": trees.body_path_on(number, day),
                **trees.place(unit_path),
            }
        )
    return values
