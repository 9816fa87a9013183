"""Papers that go with decisions about stars, numbered by the very act that decides."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import undefer

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark
from partybuild.db import db
from partybuild.db.work import OutOfReach
from partybuild.notices import commands as issuing
from partybuild.notices import queries as issued
from partybuild.notices.commands import Issue
from partybuild.notices.kinds import NoticeState
from partybuild.notices.models import Notice
from partybuild.notices.numbering import next_number
from partybuild.notices.offices import office_of, side_of
from partybuild.notices.rules import MOST_ROWS, symbol, written
from partybuild.party import beyond
from partybuild.ratings.kinds import star_label
from partybuild.ratings.models import RatingRound
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.stars import publicity
from partybuild.ratings.stars.models import Publicity
from partybuild.workflow.models import WorkflowCase

ANNOUNCEMENT, CHANGE = "star-announcement", "star-change"


class Member(NamedTuple):
    """One that is announced."""

    party_id: int
    star: int
    override_reason: str


def next_symbol(actor: Actor, unit_id: int, day: date) -> str:
    """The number that the announcement of a unit would have if it were issued now."""
    kind = issuing.kind_of(actor, ANNOUNCEMENT)
    side = side_of(actor, kind)
    office = office_of(actor, side, unit_id)
    series = kind.tails.get(side, "")
    number = next_number(office.issuer, series, day.year) if series else None
    return symbol(office.word(kind, side), day.year, number)


def announce(
    actor: Actor,
    row: Publicity,
    of: RatingRound,
    found: Sequence[Member],
    day: date,
    said: tuple[str, str] = ("", ""),
) -> str:
    """Issue the paper that announces these stars, and give its number.

    `said`: signer and whom to ask. A list longer than a paper holds goes with it as an enclosure.
    """
    signer, contact = said
    counts = Counter(each.star for each in found)
    short = len(found) <= MOST_ROWS
    fields = {
        "round": of.title,
        "publicity": f"{written(row.opens_on)}至{written(row.closes_on)}",
        "counts": [
            f"{star_label(star)} {counts[star]} 个" for star in sorted(counts, reverse=True)
        ],
        "members": _members(found) if short else [],
        "valid": _valid(of, day),
        "contact": contact,
        "attachments": [] if short else [f"{of.title}星级名单（共 {len(found)} 个）"],
    }
    wanted = Issue(
        ANNOUNCEMENT, fields, about=row, signer=signer, issued_on=day, unit_id=row.unit_id
    )
    return issued.symbol(issuing.make(actor, wanted))


def _members(found: Sequence[Member]) -> list[dict[str, str]]:
    names = beyond.party_names([each.party_id for each in found])
    return [
        {
            "name": names.get(each.party_id, "—"),
            "star": star_label(each.star),
            "note": f"改定：{each.override_reason}" if each.override_reason else "",
        }
        for each in found
    ]


def _valid(of: RatingRound, day: date) -> str:
    months = schemes.scheme(of.scheme_id).validity_months
    return f"{written(day)}起{months}个月" if months else ""


def change(
    actor: Actor, case: WorkflowCase, name: str, fields: dict[str, Any], said: tuple[str, str]
) -> str:
    """Issue the paper that changes a star, and give its number. `said` as in `announce`."""
    signer, contact = said
    wanted = Issue(
        CHANGE,
        {"party_organization": name, "contact": contact} | fields,
        addressed_to=name,
        about=case,
        case_id=case.id,
        signer=signer,
        unit_id=case.desk_unit_id,
    )
    return issued.symbol(issuing.make(actor, wanted))


def announcement(actor: Actor, publicity_id: int) -> tuple[str, bytes]:
    """The announcement of a publicity that this person may see: (its number, the file).

    It is public to all who take part, as the list is. OutOfReach where another authority issued.
    """
    row = publicity.shown(actor, publicity_id)
    found = _issued(row)
    if found is None:
        raise OutOfReach
    return issued.symbol(found), found.content


def issued_here(row: Publicity) -> bool:
    """Whether the announcement of a decided publicity is a paper of this house."""
    return _issued(row) is not None


def _issued(row: Publicity) -> Notice | None:
    """The standing paper with the number that the publicity names; the caller may see that."""
    mark = ScopeMark(
        (Notice.kind == ANNOUNCEMENT)
        & (Notice.unit_id == row.unit_id)
        & (Notice.issued_on == row.decided_on),
        Notice.__tablename__,
    )
    query = select(Notice).where(mark, Notice.state == NoticeState.ISSUED)
    papers = db.session.scalars(query.options(undefer(Notice.content)))
    return next((each for each in papers if issued.symbol(each) == row.announcement), None)
