"""Counting every verdict anew: the job after a rule was published, and the check of `doctor`."""

import gc
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import system
from partybuild.db import OPEN, db, statistics
from partybuild.db.work import audit_detail, needs, work
from partybuild.deadlines import calendar
from partybuild.gates import commands, deriving, gathering, keeping, ports
from partybuild.gates.among import parts
from partybuild.gates.models import SyncVerdict
from partybuild.jobs.commands import enqueue
from partybuild.jobs.models import Job
from partybuild.jobs.ports import Progress
from partybuild.jobs.rules import OPEN_STATES
from partybuild.organizations.models import Organization
from partybuild.regions import queries as regions
from partybuild.regions.commands import set_setting

JOB = "gates.rebuild"
FIGURES = "gates.figures"
TITLE, COUNTING = "重算同步判定", "汇总同步判定"
PART = 3000
"""So many organizations a transaction: the write lock is held for less than a second."""
COUNTED_WITH = "verdicts_counted_with"
KEPT_FROM = "verdicts_kept_from"


def rebuild(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The verdicts of all organizations, or of those entered since the change `since`, are those
    of the facts and rules of today.
    """
    ids, since = _ids(int(arguments.get("since", 0))), bool(arguments.get("since"))
    many = len(ids) > PART
    if many:
        _forget(actor)
    for done in range(0, len(ids), PART):
        progress.step(done, len(ids), TITLE)
        with unswept(), work(actor) as running:
            _count(running.actor, ids[done : done + PART], counted=not many)
    if many:
        statistics.refresh()
    if many or not since:
        for province in _provinces():
            _fill(actor, province)
        _filled(actor)
    if not since:
        with work(actor):
            set_setting(COUNTED_WITH, _ground())
    return {"message": f"已重算 {len(ids)} 家社会组织的同步判定。"}


def fill(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Counts of verdicts are kept for the months of today's window, of every province."""
    found = _provinces()
    for done, province in enumerate(found):
        progress.step(done, len(found), COUNTING)
        _fill(actor, province)
    _filled(actor)
    return {"message": f"已汇总 {len(found)} 个省份的同步判定。"}


def _forget(actor: Actor) -> None:
    """Nothing is kept until all is filled anew: pages count, and no part moves every month's row."""
    with work(actor), system(COUNTING):
        keeping.forget()
        set_setting(KEPT_FROM, "")


def _provinces() -> Sequence[int]:
    with system(COUNTING):
        found = keeping.provinces()
    db.session.rollback()
    return found


def _fill(actor: Actor, province: int) -> None:
    with unswept(), work(actor), system(COUNTING):
        keeping.fill(province, keeping.window(clock.today()))


def _filled(actor: Actor) -> None:
    with work(actor):
        set_setting(KEPT_FROM, keeping.window(clock.today())[0].isoformat())


@contextmanager
def unswept() -> Iterator[None]:
    """No garbage is looked for meanwhile: there are very many small objects and hardly a cycle."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@needs(Permission.SIGNED_IN, "重算同步判定")
def _count(actor: Actor, ids: Sequence[int], *, counted: bool) -> None:
    commands.derive(ids, counted=counted)
    for follower in ports.followers:
        follower(ids)
    audit_detail(organizations=len(ids))


def _ids(since: int) -> Sequence[int]:
    with system(TITLE):
        query = select(Organization.id).where(Organization.change >= since)
        found = db.session.scalars(query.order_by(Organization.id)).all()
    db.session.rollback()
    return found


def turn(actor: Actor) -> bool:
    """Count anew where working days or 启用日 are no longer those that verdicts were counted with;
    whether they were others. Called often.
    """
    now = _ground()
    if regions.setting(COUNTED_WITH) == now:
        return False
    with work(actor):
        set_setting(COUNTED_WITH, now)
        enqueue(actor, JOB, TITLE, {})
    return True


def turn_month(actor: Actor) -> bool:
    """Keep counts of the months of today's window; whether they were others. Called often."""
    first = keeping.window(clock.today())[0].isoformat()
    if regions.setting(KEPT_FROM) == first:
        return False
    with work(actor):
        set_setting(KEPT_FROM, first)
        enqueue(actor, FIGURES, COUNTING, {})
    return True


def _ground() -> str:
    """A digest of what verdicts depend on besides facts and rules."""
    own = calendar.own()
    days = sorted((str(day), worked) for day, worked in own.days.items())
    firsts = sorted((unit, str(day)) for unit, day in gathering.first_days().items())
    said = json.dumps([days, sorted(own.years), firsts])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def waiting() -> bool:
    """Whether a recount is queued or running."""
    with system(TITLE):
        query = select(Job.id).where(Job.kind == JOB, Job.state.in_(OPEN_STATES)).limit(1)
        return db.session.scalar(query) is not None


def faults() -> list[str]:
    """Where kept verdicts are not what the facts give, as a sentence."""
    ids = _ids(0)
    wrong = sorted(
        number
        for start in range(0, len(ids), PART)
        for number in differing(ids[start : start + PART])
    )
    db.session.rollback()
    with system(TITLE):
        counts = keeping.differences()
    if not wrong:
        return counts
    few = "、".join(map(str, wrong[:5]))
    return [f"社会组织 {len(wrong)} 家的同步判定与事实不符，如编号 {few}。", *counts]


def differing(ids: Collection[int]) -> set[int]:
    """Whose kept verdicts differ from those derived now."""
    names = commands.NAMES
    with system(TITLE):
        found = gathering.load(ids)
        wanted = Counter(
            tuple(row[name] for name in names)
            for row in deriving.rows(found, sorted(ids), calendar.exceptions())
        )
        kept = Counter(_kept(ids, names))
    place = names.index("organization_id")
    return {row[place] for row in (wanted - kept) + (kept - wanted)}


def _kept(ids: Collection[int], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    table = SyncVerdict.__table__
    for part in parts(ids):
        query = select(*(table.c[name] for name in names)).where(
            table.c.organization_id.in_(part), table.c.known_to == OPEN
        )
        yield from (tuple(row) for row in db.session.execute(query))
