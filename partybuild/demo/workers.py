"""Work cover of a demo world: instructors, liaison officers and mass organizations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from partybuild.db import FOREVER
from partybuild.demo.days import between
from partybuild.demo.draft import Assignment, Draft, Setting
from partybuild.demo.names import MARK, bare, person, telephone
from partybuild.demo.shares import Share
from partybuild.party.kinds import InstructorKind, MassKind

A_PERSON_LOOKS_AFTER = 6


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who can be sent: name, workplace and telephone."""

    name: str
    workplace: str
    telephone: str


def send(
    setting: Setting,
    draft: Draft,
    share: Share,
    covered: Sequence[int],
    uncovered: Sequence[int],
) -> list[Worker]:
    """Send instructors to most uncovered organizations and to a few covered ones; who there is.

    Those registered last (`share.fresh`) have nobody yet.
    """
    rng = setting.rng
    workers = _workers(rng, share, len(uncovered) // A_PERSON_LOOKS_AFTER + 1)
    for organization in uncovered[: len(uncovered) - len(share.fresh)]:
        way = rng.choices(("instructor", "liaison", "mass", "none"), (58, 14, 8, 20))[0]
        if way == "mass" or rng.random() < 0.04:
            _found(setting, draft, organization)
        if way in {"instructor", "liaison"}:
            _send(setting, draft, organization, InstructorKind(way), rng.choice(workers))
    for organization in covered:
        if rng.random() < 0.05:
            _send(setting, draft, organization, InstructorKind.INSTRUCTOR, rng.choice(workers))
        if rng.random() < 0.15:
            _found(setting, draft, organization)
    return workers


def _workers(rng: Random, share: Share, number: int) -> list[Worker]:
    offices = ("民政局", "工商业联合会", "教育局", "社会工作部", "行政审批局")
    place = bare(share.unit.name)
    return [
        Worker(person(rng), f"{place}{rng.choice(offices)}{MARK}", telephone(rng))
        for _ in range(number)
    ]


def _send(
    setting: Setting, draft: Draft, organization: int, kind: InstructorKind, worker: Worker
) -> None:
    start = _since(setting, draft, organization)
    end = FOREVER
    if setting.rng.random() < 0.05 and start < setting.days.first:
        end = setting.days.recent(setting.rng)
    sent = (worker.name, worker.workplace, worker.telephone)
    draft.assignments.append(Assignment(organization, kind, *sent, (start, end)))


def _found(setting: Setting, draft: Draft, organization: int) -> None:
    kind = setting.rng.choices(list(MassKind), (7, 2, 2))[0]
    start = _since(setting, draft, organization)
    if all(line[:2] != (organization, kind) for line in draft.mass[-3:]):
        draft.mass.append((organization, kind, start))


def _since(setting: Setting, draft: Draft, organization: int) -> date:
    """Since some time before 启用日, or, for a third, since some day after it."""
    rng, days = setting.rng, setting.days
    registered = draft.registered_on(organization)
    if registered >= days.first or rng.random() < 0.33:
        return days.recent(rng, registered)
    return between(rng, max(registered, date(days.first.year - 4, 1, 1)), days.first)
