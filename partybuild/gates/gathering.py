"""What verdicts are derived from, for many organizations at once. Read inside `system`."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import select

from partybuild.coverage.models import CoverageSpan as S
from partybuild.db import OPEN, db
from partybuild.deadlines import calendar
from partybuild.gates import ports, ruling
from partybuild.gates.among import among, parts
from partybuild.gates.by_hand import entered
from partybuild.gates.defaults import DEFAULTS
from partybuild.gates.models import SyncAnswer, Waiver
from partybuild.gates.rules import FOREVER, Answer, Trigger, Waived
from partybuild.gates.ruling import SyncRule
from partybuild.policies import queries as policies
from partybuild.policies.models import Policy
from partybuild.policies.seeding import Default
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.regions.placing import PLACING

NAMED = ("name", "sort_key", "code", "kind")
FRAME = (*NAMED, *PLACING)
_KEPT = "partybuild_sync_rules"


class Frame(NamedTuple):
    """Days [start, end) on which an organization lived, called and placed the same."""

    start: date
    end: date
    values: tuple[Any, ...]
    """In the order of FRAME."""


@dataclass
class Ground:
    """Everything that decides verdicts, by organization."""

    rules: Mapping[str, Sequence[SyncRule]]
    frames: Mapping[int, Sequence[Frame]]
    first_days: Mapping[int, date]
    """启用日 of units that have their own; 0: of the database."""
    triggers: Mapping[str, Mapping[int, Sequence[Trigger]]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[int, Sequence[Answer]]] = field(default_factory=dict)
    waivers: Mapping[tuple[int, str], Sequence[tuple[Waived, str]]] = field(default_factory=dict)

    def first_day(self, number: int, day: date) -> date:
        """启用日 of the unit in which an organization counted on a day."""
        if len(self.first_days) == 1:  # No unit has its own: asked hundreds of thousands of times.
            return self.first_days[0]
        frames = self.frames.get(number) or ()
        held = [frame for frame in frames if frame.start <= day] or frames[:1]
        if held:
            values = dict(zip(FRAME, held[-1].values, strict=True))
            for name in ("level5_id", "level4_id", "level3_id", "level2_id", "level1_id"):
                if values[name] in self.first_days:
                    return self.first_days[values[name]]
        return self.first_days[0]


def rules() -> dict[str, list[SyncRule]]:
    """Every published version of every rule that was ever in force, in order of days."""
    return {
        name: versions
        for name, versions in published().items()
        if any(each.enabled for each in versions)
    }


def published() -> dict[str, list[SyncRule]]:
    """Every published version of every rule, in order of days; the shipped ones are always there."""
    found: dict[str, list[SyncRule]] = {item.name: [] for item in DEFAULTS}
    for policy in policies.versions(ruling.KIND):
        if policy.state != "draft":
            found.setdefault(policy.name, []).append(rule_of(policy))
    for item in DEFAULTS:
        found[item.name] = found[item.name] or [_shipped(item)]
    for versions in found.values():
        versions.sort(key=lambda rule: (rule.valid_from, rule.version))
    return found


def _shipped(item: Default) -> SyncRule:
    return ruling.from_policy(
        item.content,
        name=item.name,
        label=item.label,
        valid_from=item.valid_from,
        source=item.source,
    )


def rule_of(policy: Policy) -> SyncRule:
    """A version of a policy as a rule."""
    return ruling.from_policy(
        policy.content,
        name=policy.name,
        label=policy.label,
        valid_from=policy.valid_from,
        version=policy.version,
        policy_id=policy.id,
        source=policy.source,
    )


def load(ids: Collection[int], said: Mapping[str, Sequence[SyncRule]] | None = None) -> Ground:
    """The ground of these organizations; answers only where an answer can matter.

    By the rules `said`, else by every one that was ever in force.
    """
    ground = Ground(rules() if said is None else said, frames(ids), first_days())
    ground.triggers = {name: _by(sources(name)[0](ids)) for name in ground.rules}
    ground.answers = {name: _answers(ground, name) for name in ground.rules}
    _recorded(ground)
    ground.waivers = _waivers(ids)
    return ground


def sources(name: str) -> tuple[ports.Triggers, ports.Answers]:
    """Where triggers and answers of a rule come from; without a room of its own, from hand."""
    by_hand = entered(name)
    return ports.triggers.get(name, by_hand[0]), ports.answers.get(name, by_hand[1])


def _by(found: Any) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for each in found:
        grouped[each.organization_id].append(each)
    return grouped


def _answers(ground: Ground, name: str) -> dict[int, list[Answer]]:
    asked = [
        number
        for number, triggers in ground.triggers[name].items()
        if any(not t.excused and t.on >= ground.first_day(number, t.on) for t in triggers)
    ]
    return _by(sources(name)[1](asked)) if asked else defaultdict(list)


def _recorded(ground: Ground) -> None:
    """Add the answers that are no facts elsewhere."""
    for part in parts(ground.frames):
        query = select(SyncAnswer).where(
            among(SyncAnswer.organization_id, part), SyncAnswer.withdrawn.is_(False)
        )
        for row in db.session.scalars(query):
            if row.rule in ground.answers and row.organization_id is not None:
                found: Any = ground.answers[row.rule]
                found[row.organization_id].append(
                    Answer(row.organization_id, row.kind, row.day, row.document, row.review_on)
                )


def _waivers(ids: Collection[int]) -> dict[tuple[int, str], list[tuple[Waived, str]]]:
    found: dict[tuple[int, str], list[tuple[Waived, str]]] = defaultdict(list)
    for part in parts(ids):
        for row in db.session.scalars(select(Waiver).where(among(Waiver.organization_id, part))):
            waived = Waived(row.id, row.granted_on, end_of(row))
            if row.organization_id is not None and waived.start < waived.end:
                found[row.organization_id, row.rule].append((waived, row.reason))
    return found


def end_of(row: Waiver) -> date:
    """First day on which a waiver no longer holds."""
    beyond = calendar.due(row.expires_on, 1, False)
    return min(row.revoked_on, beyond) if row.revoked_on else beyond


def frames(ids: Collection[int]) -> dict[int, list[Frame]]:
    """The living time of each organization, cut where its place or name changed."""
    columns = [getattr(S, name) for name in FRAME]
    rows: list[Any] = []
    for part in parts(ids):
        query = select(S.organization_id, S.valid_from, S.valid_to, *columns).where(
            among(S.organization_id, part), S.known_to == OPEN
        )
        rows += db.session.execute(query.order_by(S.organization_id, S.valid_from))
    grouped = groupby(rows, key=attrgetter("organization_id"))
    return {number: joined([tuple(row)[1:] for row in found]) for number, found in grouped}


def joined(rows: Sequence[tuple[Any, ...]]) -> list[Frame]:
    """Rows (from, to, *values of FRAME) in order of days as frames; equal neighbours become one."""
    found: list[Frame] = []
    for start, end, *values in rows:
        if found and found[-1].end == start and found[-1].values == tuple(values):
            found[-1] = found[-1]._replace(end=end)
        else:
            found.append(Frame(start, end, tuple(values)))
    return found


def first_days() -> dict[int, date]:
    """启用日 of units that have their own, and under 0 that of the database."""
    query = select(Region.id, Region.first_day).where(Region.first_day.is_not(None))
    rows = db.session.execute(query)
    found = {number: day for number, day in rows if day is not None}
    kept = regions.setting("first_day")
    return {**found, 0: date.fromisoformat(kept) if kept else date.min}


__all__ = ["FOREVER", "FRAME", "Frame", "Ground", "first_days", "frames", "joined", "load", "rules"]
