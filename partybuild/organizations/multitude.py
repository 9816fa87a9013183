"""Many new organizations: every row made ready before the lock, poured in under it.

Their ids count from 0 until the lock is held; what is kept of them (spans, search entries) is
counted beforehand by the rooms that keep it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import system
from partybuild.db import FOREVER, OPEN
from partybuild.db.ids import reserve
from partybuild.db.many import Ready, ready
from partybuild.db.staging import Staged, stage, switch
from partybuild.db.work import current_work
from partybuild.facts.histories import Because, Change, Subject
from partybuild.organizations import writing
from partybuild.organizations.entering import Newcomer
from partybuild.organizations.models import (
    BoardTerm,
    BuildPlan,
    Headcount,
    Organization,
    OrganizationContact,
    OrganizationEvent,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.organizations.ports import MassSaid, organization_ports
from partybuild.organizations.subject import ORGANIZATION
from partybuild.regions.models import Region
from partybuild.regions.queries import named, place
from partybuild.search import text

MANY = 300
_PARTS = (
    ("headcount", Headcount),
    ("contact", OrganizationContact),
    ("board", BoardTerm),
    ("plan", BuildPlan),
)
_OWN = {"organization_id": 1}
Rows = list[dict[str, Any]]


class Multitude:
    """Newcomers whose rows are ready; `whys` says of each why it is entered."""

    def __init__(
        self, actor: Actor, newcomers: Sequence[Newcomer], whys: Sequence[Because]
    ) -> None:
        assert organization_ports.derive is not None
        newcomers, whys = _by_name(newcomers, whys)
        new = [one.organization for one in newcomers]
        units = named([item.profile[n] for item in new for n in ("unit_id", "region_id")])
        rows = [_row(n, one, units) for n, one in enumerate(newcomers)]
        facts = _facts(newcomers)
        derived = organization_ports.derive(rows, facts)
        events = _events(actor, newcomers, whys, writing.told(units, new))
        self.count = len(rows)
        self.first_day = min(item.profile["registered_on"] for item in new)
        self.moved, self.follow = derived.moved, derived.follow
        self.units = [dict(found) for found in {row["unit_id"]: row for row in rows}.values()]
        blocks: list[tuple[Ready, str]] = [
            (ready(Organization.__table__, rows, {"id": 1}), "change"),
            *((ready(model.__table__, lines, _OWN), "known") for model, lines in facts.items()),
            (ready(OrganizationEvent.__table__, events, _OWN), "change"),
            *(
                (ready(table, lines, shifts), "known" if dated else "")
                for table, lines, shifts, dated in derived.blocks
            ),
        ]
        blocks = [(block, carries) for block, carries in blocks if block.rows]
        laid = stage([block for block, _ in blocks])
        self.blocks: list[tuple[Staged, str]] = [
            (one, carries) for one, (_, carries) in zip(laid, blocks, strict=True)
        ]

    def pour(self, actor: Actor) -> bool:
        """All rows are in; False, and nothing is, where their ids do not come in one run."""
        writing.refuse_foreign(actor, self.units)
        ids = reserve(Organization, self.count)
        if ids[-1] - ids[0] + 1 != self.count:
            return False
        change = current_work().change
        constants: Mapping[str, Mapping[str, int]] = {
            "change": {"change": change},
            "known": {"known_from": change, "known_to": OPEN},
            "": {},
        }
        with system("导入入册"):
            for block, carries in self.blocks:
                switch(block, ids[0], **constants[carries])
            self.follow()
        current_work().touch(self.first_day)
        return True


def _by_name(
    newcomers: Sequence[Newcomer], whys: Sequence[Because]
) -> tuple[list[Newcomer], list[Because]]:
    """In the order of lists: their indexes then grow at their ends, not all over."""
    keys = [text.sort_key(one.organization.profile["name"]) for one in newcomers]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return [newcomers[n] for n in order], [whys[n] for n in order]


def _row(number: int, one: Newcomer, units: Mapping[int, Region]) -> dict[str, Any]:
    item, profile, today = one.organization, one.organization.profile, clock.today()
    return {
        "id": number,
        "code": item.code,
        "filing_number": item.filing_number,
        "name": profile["name"],
        "sort_key": text.sort_key(profile["name"]),
        "kind": profile["kind"],
        "state": next(state for state, _, day in reversed(_states(one)) if day <= today),
        "version": 1,
        "body_id": profile.get("body_id"),
        "body_path": "",
        **place(units[profile["unit_id"]]),
    }


def _states(one: Newcomer) -> list[tuple[Any, str, date]]:
    """Each state with its document and first day."""
    item = one.organization
    found = [(item.state, "", item.profile["registered_on"])]
    if one.dated:
        found.append((one.dated[0], "", one.dated[1]))
    if item.ended:
        state, day, document = item.ended
        found.append((state, document, day))
    return found


def _facts(newcomers: Sequence[Newcomer]) -> dict[Any, Rows]:
    """The rows of every dated model, without change numbers."""
    facts: dict[Any, Rows] = {OrganizationProfile: [], OrganizationStanding: []}
    facts |= {model: [] for _, model in _PARTS}
    said: list[MassSaid] = []
    for number, one in enumerate(newcomers):
        item = one.organization
        born = item.profile["registered_on"]
        facts[OrganizationProfile].append(_fact(number, item.profile, born))
        states = _states(one)
        ends = [day for _, _, day in states[1:]] + [FOREVER]
        for (state, document, day), end in zip(states, ends, strict=True):
            values = {"state": state, "document": document}
            facts[OrganizationStanding].append(_fact(number, values, day, end))
        for name, model in _PARTS:
            if values := getattr(item, name):
                facts[model].append(_fact(number, values, born))
        said += [MassSaid(number, label, True, born) for label in sorted(one.mass)]
    if said and organization_ports.mass is not None:
        model, rows = organization_ports.mass.fresh(said)
        facts[model] = rows
    return facts


def _fact(number: int, values: Mapping[str, Any], day: date, end: date = FOREVER) -> dict[str, Any]:
    return {"organization_id": number, **values, "valid_from": day, "valid_to": end}


def _events(
    actor: Actor, newcomers: Sequence[Newcomer], whys: Sequence[Because], subject: Subject
) -> Rows:
    now, label = clock.local_now(), ORGANIZATION.labels["state"]
    rows: Rows = []

    def tell(number: int, why: Because, day: date, changes: list[Change], action: str) -> None:
        rows.append(
            {
                "organization_id": number,
                "effective_on": day,
                "recorded_at": now,
                "action": action,
                "changes": changes,
                "reason": why.reason,
                "document": why.document,
                "mark": why.mark,
                "actor": actor.label,
            }
        )

    for number, (one, why) in enumerate(zip(newcomers, whys, strict=True)):
        item = one.organization
        changes = writing.opening(item, subject)
        tell(number, why, item.profile["registered_on"], changes, why.action)
        for state, _, day in _states(one)[1:]:
            moved = {"label": label, "before": item.state.label, "after": state.label}
            tell(number, why, day, [moved], why.action if state.living else state.label)
    return rows
