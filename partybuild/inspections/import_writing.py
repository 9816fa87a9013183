"""Writing a file of 年检结果: cases, inspections and history, set-based."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, update

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.many import insert_many
from partybuild.db.work import bulk
from partybuild.imports.plans import Options
from partybuild.inspections import freezing
from partybuild.inspections.deciding import touched
from partybuild.inspections.kinds import Conclusion
from partybuild.inspections.models import Inspection
from partybuild.inspections.process import KIND
from partybuild.organizations.models import Organization
from partybuild.regions.placing import PLACING
from partybuild.workflow.many import CHUNK, Step, act_many

if TYPE_CHECKING:
    from partybuild.inspections.importing import Line


def write(actor: Actor, lines: Sequence["Line"], options: Options) -> None:
    """Every good row of the file is true: its steps taken, its values kept, its history entered."""
    _take_steps(actor, lines, options)
    standing = [line for line in lines if line.inspection is not None]
    update_many(actor, [(line.inspection.id, _signed(actor, line)) for line in standing])  # type: ignore[union-attr]
    _insert(actor, [line for line in lines if line.inspection is None])
    db.session.flush()
    touched({line.about.id for line in lines if line.course.steps})


def _take_steps(actor: Actor, lines: Sequence["Line"], options: Options) -> None:
    courses = []
    for line in lines:
        if line.standing is not None and line.course.steps:
            said = {name: _plain(value) for name, value in line.course.values.items()}
            steps = [
                Step(
                    action,
                    options.effective_on,
                    f"导入年检结果：{options.document}",
                    str(line.course.values.get("document") or ""),
                    said,
                )
                for action in line.course.steps
            ]
            courses.append((line.standing, steps))
    act_many(actor, KIND, courses)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _signed(actor: Actor, line: "Line") -> dict[str, Any]:
    values = dict(line.course.values)
    if "conclusion" in values:
        values["concluded_by"] = actor.label
    if "evaluation" in values:
        values["evaluated_by"] = actor.label
    return values


def update_many(actor: Actor, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Inspections by id have these values: one statement for each set of columns."""
    table: Any = Inspection.__table__
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for number, values in rows:
        named = {f"to_{name}": value for name, value in values.items()}
        alike[tuple(sorted(values))].append({"row": number, **named})
    with bulk(actor, Inspection, [number for number, _ in rows]):
        for names, each in alike.items():
            statement = (
                update(table)
                .where(table.c.id == bindparam("row"))
                .values({name: bindparam(f"to_{name}") for name in names})
            )
            db.session.connection().execute(statement, each)


def _insert(actor: Actor, lines: Sequence["Line"]) -> None:
    """Years before the rule, as history without a process."""
    placings = _placings(actor, [line.about.id for line in lines])
    rows = []
    for line in lines:
        conclusion: Conclusion = line.course.values["conclusion"]
        row = freezing.blank(line.about.id, placings[line.about.id], line.year, conclusion.regime)
        rows.append(row | _signed(actor, line) | {"history": True})
    if rows:
        with bulk(actor, Organization, placings):
            insert_many(Inspection.__table__, rows)


def _placings(actor: Actor, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    columns = [getattr(Organization, name) for name in PLACING]
    ordered, found = sorted(set(ids)), {}
    for part in (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)):
        query = visible(actor, Organization, Organization.id, *columns)
        for number, *at in db.session.execute(query.where(Organization.id.in_(part))):
            found[number] = dict(zip(PLACING, at, strict=True))
    return found
