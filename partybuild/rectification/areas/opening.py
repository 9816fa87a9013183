"""A unit that lags is taken up: the case, its figures, its paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import scope_of, visible
from partybuild.db import db
from partybuild.db.work import OutOfReach, audit_detail, needs
from partybuild.enforcement import acting
from partybuild.enforcement.acting import Said
from partybuild.evidence.commands import Subject, keep_all
from partybuild.notices.kinds import Side
from partybuild.notices.offices import of_unit
from partybuild.rectification.areas import papers, queries, rules, standing
from partybuild.rectification.areas.feature import DECIDE
from partybuild.rectification.areas.models import LaggingArea
from partybuild.rectification.kinds import AreaMeasure
from partybuild.rectification.process import AREA
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken
from partybuild.workflow import commands as workflow
from partybuild.workflow.commands import Opening
from partybuild.workflow.models import WorkflowCase

FILES = "case"


@dataclass(frozen=True, slots=True)
class Urging:
    """What is done about a unit, over which figures: key → what is wanted."""

    measure: AreaMeasure
    unit: str
    wanted: Mapping[str, str]


def below(actor: Actor, code: str) -> Region:
    """A unit below the person's own; OutOfReach for any other, RuleBroken for their own."""
    found = regions.in_reach(actor, code)
    if not queries.stands_above(actor, found):
        raise RuleBroken("只能督促下级单位；本单位的情况由上级督促。")
    if found.ended_on is not None:
        raise OutOfReach
    return found


@needs(DECIDE, "督促后进地区")
def take_up(actor: Actor, urging: Urging, said: Said) -> int:
    """A case stands with its numbered paper; its id.

    RuleBroken where no figure falls short, days contradict, or the same is open already.
    """
    unit, today = below(actor, urging.unit), clock.today()
    figures = rules.chosen(standing.of_unit(actor, unit), urging.wanted)
    answer_by, last = said.day("answer_by"), said.day("deadline")
    rules.check_days(answer_by, last, today, urging.measure)
    _check_said(urging.measure, said)
    _check_once(actor, urging.measure, unit)
    case = workflow.start(actor, _opening(actor, urging.measure, unit, answer_by))
    fields = papers.fields(urging.measure, unit, figures, said)
    addressed = of_unit(unit, Side.PARTY).name
    notice = acting.issue(actor, case, addressed, papers.KIND[urging.measure], fields, said)
    db.session.add(
        LaggingArea(
            case_id=case.id,
            measure=urging.measure,
            unit_id=unit.id,
            figures=[each.kept() for each in figures],
            reasons=said.text("reasons"),
            number=acting.number(notice),
            people=said.text("invited"),
            place=said.text("place"),
            held_on=None,
            first_due=last,
        )
    )
    db.session.flush()
    if said.papers:
        keep_all(actor, Subject.of(FILES, case.id, case), said.papers)
    audit_detail(object=("case", case.id), name=case.title, document=acting.number(notice))
    return case.id


def _opening(actor: Actor, measure: AreaMeasure, unit: Region, due_on: date) -> Opening:
    own = actor.reach.unit
    place = regions.place(unit) | {"body_id": None, "body_path": ""}
    return Opening(
        kind=AREA,
        title=f"{unit.name}{measure.label}",
        placing=place,
        desk_unit_id=own.id if own else unit.parent_id,
        due_on=due_on,
    )


def _check_said(measure: AreaMeasure, said: Said) -> None:
    if measure is not AreaMeasure.INTERVIEW:
        return
    asked = (("invited", "被约谈人"), ("hour", "约谈时间"), ("place", "约谈地点"))
    missing = [label for name, label in asked if not said.text(name)]
    if missing:
        raise RuleBroken(f"约谈请写明{'、'.join(missing)}。")


def _check_once(actor: Actor, measure: AreaMeasure, unit: Region) -> None:
    query = (
        visible(actor, LaggingArea, WorkflowCase.opened_on)
        .join(WorkflowCase, WorkflowCase.id == LaggingArea.case_id)
        .where(
            scope_of(actor, WorkflowCase),
            WorkflowCase.closed_on.is_(None),
            LaggingArea.unit_id == unit.id,
            LaggingArea.measure == measure,
        )
    )
    opened_on = db.session.scalars(query).first()
    if opened_on is not None:
        raise RuleBroken(
            f"{unit.name}已有未办结的{measure.label}（{opened_on:%Y-%m-%d}发出），"
            "请在原件上继续办理。"
        )
