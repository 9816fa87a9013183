"""How registrations since 启用日 were answered in a demo world: mostly in step, a few not yet."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from partybuild.clock.days import years_later
from partybuild.db import FOREVER
from partybuild.demo.days import weekday
from partybuild.demo.draft import Assignment, Draft, Setting
from partybuild.demo.shares import Share
from partybuild.demo.workers import Worker
from partybuild.party.kinds import InstructorKind

LATE_ONE_IN = 4
"""Of the registrations answered by facts every fourth was answered late."""


def last(setting: Setting, draft: Draft, share: Share, living: Sequence[int]) -> list[int]:
    """The newest organizations stand last, registered so many days ago as the share says."""
    newest = sorted(living, key=lambda place: (draft.registered_on(place), place))
    fresh = newest[len(newest) - len(share.fresh) :]
    for place, back in zip(fresh, share.fresh, strict=True):
        day = setting.days.today - timedelta(days=back)
        _registered(draft, place, weekday(day, date.min))
    return [place for place in living if place not in fresh] + fresh


def _registered(draft: Draft, place: int, day: date) -> None:
    item = draft.organizations[place]
    board = {"elected_on": day, "last_day": years_later(day, 5) - timedelta(days=1)}
    draft.organizations[place] = replace(
        item, profile={**item.profile, "registered_on": day}, board=board if item.board else {}
    )


def answer(
    setting: Setting, draft: Draft, share: Share, living: Collection[int], workers: Sequence[Worker]
) -> None:
    """Whoever registered since 启用日 has an instructor from that day on until it is covered.

    The last ones, `share.fresh`, are left without an answer.
    """
    since = setting.days.first
    new = [n for n in living if draft.registered_on(n) > since]
    covered = _covered(draft, new)
    sent = {one.organization: at for at, one in enumerate(draft.assignments)}
    for count, place in enumerate(new[: len(new) - len(share.fresh)]):
        day, begins = draft.registered_on(place), covered.get(place)
        if count % LATE_ONE_IN == LATE_ONE_IN - 1 and (begins or place in sent):
            continue
        if begins is not None and begins <= day:
            continue
        if place in sent and begins is None:
            one = draft.assignments[sent[place]]
            draft.assignments[sent[place]] = replace(one, days=(day, one.days[1]))
        elif place not in sent:
            worker = workers[count % len(workers)]
            words = (worker.name, worker.workplace, worker.telephone)
            end = begins or FOREVER
            draft.assignments.append(
                Assignment(place, InstructorKind.INSTRUCTOR, *words, (day, end))
            )


def _covered(draft: Draft, places: Collection[int]) -> dict[int, date]:
    """By organization the first day of its cover by a Party organization."""
    wanted, found = set(places), dict[int, date]()
    for group in draft.groups:
        for place, start, _ in group.links:
            if place in wanted:
                found[place] = min(start, found.get(place, start))
    return found
