"""To-dos of the deciding side: ties, publicities that are over, objections, changes of star."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Date, Select, cast, exists, null, select

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.deadlines import drawing
from partybuild.deadlines.ports import OpenItem, Source, Tally, Wanted
from partybuild.party.models import PartyOrganization
from partybuild.ratings.kinds import Stage
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.process import CHANGE
from partybuild.ratings.stars.models import Objection, Publicity
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase

SOON = 7
_A: Any = Assessment
_NEVER = cast(null(), Date)


def _own(actor: Actor, column: Any) -> Any:
    """Rounds that this person's own unit decides."""
    if actor.reach.everything:
        return column.is_not(None)
    return column == (actor.reach.unit.id if actor.reach.unit else None)


def _ties(actor: Actor) -> Any:
    mark = ScopeMark(_A.round_id == RatingRound.id, _A.__tablename__)
    tied = exists(_A.id).where(mark, _A.tied, _A.stage == Stage.SCORED).correlate(RatingRound)
    columns = (RatingRound.id.label("key"), RatingRound.title, _NEVER.label("due"))
    query: Any = select(*columns)
    return query.where(_own(actor, RatingRound.unit_id), tied)


def _over(actor: Actor) -> Select[Any]:
    row = Publicity
    columns = (row.id.label("key"), RatingRound.title, row.closes_on.label("due"))
    query = visible(actor, row, *columns).join(RatingRound, RatingRound.id == row.round_id)
    still = exists(_A.id).where(
        ScopeMark(_A.publicity_id == row.id, _A.__tablename__), _A.stage == Stage.PUBLICITY
    )
    return query.where(
        _own(actor, RatingRound.unit_id),
        row.decided_on.is_(None),
        row.closes_on < clock.today(),
        still.correlate(row),
    )


def _objections(actor: Actor) -> Select[Any]:
    row, shown, party = Objection, Publicity, PartyOrganization
    columns = (row.id.label("key"), party.name.label("title"), shown.closes_on.label("due"))
    return (
        visible(actor, row, *columns)
        .join(shown, shown.id == row.publicity_id)
        .join(RatingRound, RatingRound.id == shown.round_id)
        .join(_A, _A.case_id == row.case_id)
        .join(party, party.id == _A.party_organization_id)
        .where(
            ScopeMark(shown.id == row.publicity_id, shown.__tablename__),
            ScopeMark(_A.case_id == row.case_id, _A.__tablename__),
            ScopeMark(party.id == _A.party_organization_id, party.__tablename__),
            _own(actor, RatingRound.unit_id),
            row.finding.is_(None),
        )
    )


def _changes(actor: Actor) -> Any:
    case = WorkflowCase
    query: Any = cases.running(actor, CHANGE).where(_own(actor, case.desk_unit_id))
    return query.with_only_columns(
        case.id.label("key"),
        case.title,
        case.due_on.label("due"),
        maintain_column_froms=True,
    )


def _source(
    key: str,
    words: tuple[str, str, str],
    query: Callable[[Actor], Select[Any]],
    where: tuple[str, str],
) -> Source:
    label, counted, advice = words
    endpoint, argument = where

    def count(actor: Actor) -> Tally:
        asked = query(actor)
        return drawing.tally(asked, asked.selected_columns.due, SOON)

    def rows(actor: Actor, wanted: Wanted) -> Sequence[OpenItem]:
        asked = query(actor)
        due, number = asked.selected_columns.due, asked.selected_columns.key
        found = db.session.execute(drawing.drawn(asked, due, number, wanted, SOON))
        return [
            OpenItem(row.key, row.title, label, row.due, endpoint, {argument: row.key})
            for row in found
        ]

    return Source(key, label, counted, advice, Permission.RATINGS_MANAGE, count, rows, soon=SOON)


SOURCES = (
    _source(
        "stars-ties",
        ("并列待确定", "轮评星有并列名次要确定", "比较同分的党组织，写明取舍理由后重新计算"),
        _ties,
        ("rating_stars.show", "round_id"),
    ),
    _source(
        "stars-publicity",
        ("公示期满待公布", "次公示期满，等待公布", "重新核对参评条件，没有未答复的异议即可公布"),
        _over,
        ("rating_stars.decision", "publicity_id"),
    ),
    _source(
        "stars-objections",
        ("异议待答复", "条公示异议要答复", "核查后书面答复；成立的重新审定"),
        _objections,
        ("rating_stars.objection", "objection_id"),
    ),
    _source(
        "stars-changes",
        (
            "星级调整待研究",
            "个党组织的星级因后来的情况要研究",
            "决定降星、摘星，或写明理由不予调整",
        ),
        _changes,
        ("rating_stars.change", "case_id"),
    ),
)
