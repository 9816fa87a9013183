"""Verdicts of many organizations entered at once: counted by a job right after the import.

Their rows are poured in without recount; to keep the write lock short their verdicts follow.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from partybuild.access.actor import command_line
from partybuild.coverage import newcomers as coverage
from partybuild.db.work import current_work
from partybuild.gates import commands, ports
from partybuild.gates.rebuilding import JOB, TITLE
from partybuild.jobs.commands import enqueue, enqueue_once
from partybuild.organizations.ports import Derived

MANY = 10_000
"""From so many organizations on verdicts are counted by the job."""


def derive(rows: Sequence[dict[str, Any]], facts: Mapping[Any, Any]) -> Derived:
    """As coverage derives it; following it also asks for the verdicts."""
    derived = coverage.derive(rows, facts)

    def follow() -> None:
        derived.follow()
        since = {"since": current_work().change}
        enqueue(command_line("导入"), JOB, "新入册组织的同步判定", since)

    return replace(derived, follow=follow)


def follow(organizations: Collection[int], party: Collection[int], first_day: date) -> None:
    """Verdicts, and what follows from them, agree with the facts of these. As `facts_changed`.

    Of very many the job counts them, as for newcomers: the lock is not held for it.
    """
    ids = commands.affected(organizations, party)
    if len(ids) > MANY:
        enqueue_once(command_line("导入"), JOB, TITLE, {})
        return
    commands.derive(ids)
    for follower in ports.followers:
        follower(ids)
