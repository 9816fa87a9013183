"""组织生活: the check of a file of meetings and lessons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import insert, update

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.db.work import bulk, current_work
from partybuild.facts.histories import Because, record
from partybuild.imports.columns import KINDS
from partybuild.imports.plans import Options, Outcome, Plan
from partybuild.imports.row import Row
from partybuild.imports.rows import missing
from partybuild.organizations.queries import marks_of
from partybuild.organizations.subject import shown
from partybuild.party import life_rules, rules
from partybuild.party.importing import bodies, entering
from partybuild.party.importing.bodies import Bodies, Body
from partybuild.party.importing.findings import Findings, Told, place
from partybuild.party.importing.given import given, labelled, listed, plain
from partybuild.party.importing.lives import chunks
from partybuild.party.kinds import LifeKind
from partybuild.party.models import OrganizationLife, PartyOrganization
from partybuild.party.subject import PARTY
from partybuild.party.telling import changed

KIND = KINDS["organization-life"]
LABELS = {"due": "应到", "attended": "实到", "topic": "主题"}
Key = tuple[int, date, LifeKind]


class Known(NamedTuple):
    """A line that stands in the register."""

    id: int
    party_organization_id: int
    held_on: date
    kind: LifeKind
    due: int | None
    attended: int | None
    topic: str


@dataclass(slots=True)
class Line:
    """A row as one line of organization life, and the known line it means."""

    row: Row
    body: Body
    held_on: date
    kind: LifeKind
    values: dict[str, Any]
    known: Known | None = None

    @property
    def key(self) -> Key:
        """Party organization, day, kind."""
        return self.body.id, self.held_on, self.kind

    @property
    def after(self) -> dict[str, Any]:
        """What the line says once it is in: the file's values over the known ones."""
        blank = {"due": None, "attended": None, "topic": ""}
        before = {name: getattr(self.known, name) for name in blank} if self.known else blank
        return {**before, **self.values}

    @property
    def changes(self) -> list[dict[str, str]]:
        """What the preview tells: old → new."""
        return [
            changed(label, _shown(getattr(self.known, name, None)), _shown(self.after[name]))
            for name, label in LABELS.items()
            if (getattr(self.known, name, None) or None) != (self.after[name] or None)
        ]

    @property
    def outcome(self) -> Outcome:
        """New, changed, or nothing at all."""
        if self.known is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.changes else Outcome.SAME


def _shown(value: Any) -> str:
    return "" if value is None else shown("", value).replace("—", "")


def check(actor: Actor, rows: Iterable[Row], options: Options, columns: Collection[str]) -> Plan:
    """What a file of 组织生活 would do; a `plans.Checker`."""
    found = Findings(KIND, list(rows))
    codes = {str(code) for row in found.rows if (code := plain(given(row).get("code")))}
    known = bodies.load(actor, codes)
    lines = [line for row in found.rows if (line := _line(known, row, found)) is not None]
    _match(actor, lines)
    for line in lines:
        _check(line, found)
    _refuse_doubles(lines, found)
    told = {place(each.row): _told(each) for each in lines}
    plan = found.plan(told)
    good = [line for line in lines if not found.refused(line.row)]
    why = entering.because("导入组织生活", KIND, options)
    plan.write = lambda writer: _write(writer, good, why)
    return plan


def _told(line: Line) -> Told:
    name = f"{line.body.name} {line.held_on:%Y-%m-%d} {line.kind.label}"
    return Told(line.body.code, name, line.outcome, line.changes)


def _line(known: Bodies, row: Row, found: Findings) -> Line | None:
    values = given(row)
    body = _body(known, row, values, found)
    lacking = missing(KIND, row)
    found.add(row, lacking)
    held_on, kind = plain(values.get("held_on")), plain(values.get("kind"))
    if body is None or held_on is None or kind is None:
        return None
    said = {
        name: plain(values[name], "" if name == "topic" else None)
        for name in LABELS
        if name in values
    }
    return Line(row, body, held_on, labelled(LifeKind, kind), said)


def _body(known: Bodies, row: Row, values: Mapping[str, Any], found: Findings) -> Body | None:
    code, name = plain(values.get("code")), plain(values.get("name"))
    if code is not None:
        body = known.numbered(code)
        if body is None and code in known.foreign:
            found.hide(row)
        elif body is None:
            found.refuse(row, "code", f"没有找到编码是“{code}”的党组织，请核对。")
        return body
    if name is None:
        return None
    same = known.named(name)
    same = [body for body in same if body.dissolved_on is None] or same
    if len(same) == 1:
        return same[0]
    if same:
        several = listed(f"{body.code} {body.name}" for body in same)
        found.refuse(row, "name", f"“{name}”不止一个，请填写党组织编码：{several}。")
    else:
        found.refuse(row, "name", f"没有找到党组织“{name}”，请核对名称或填写编码。")
    return None


def _match(actor: Actor, lines: Sequence[Line]) -> None:
    """Every line has the known one it means: of its topic, else the only one of day and kind."""
    by_key: dict[Key, list[Known]] = defaultdict(list)
    table = OrganizationLife
    columns = [getattr(table, name) for name in Known._fields]
    for part in chunks({line.body.id for line in lines}):
        query = visible(actor, table, *columns).where(
            table.party_organization_id.in_(part),
            table.known_to == OPEN,
            table.held_on >= min(line.held_on for line in lines),
            table.held_on <= max(line.held_on for line in lines),
        )
        for life in map(Known._make, db.session.execute(query.order_by(table.id))):
            by_key[life.party_organization_id, life.held_on, life.kind].append(life)
    shared = _shared(lines)
    for line in lines:
        same = by_key.get(line.key, [])
        topic = line.values.get("topic", "")
        exact = [life for life in same if life.topic == topic]
        open_ = [life for life in same if not topic or (not life.topic and line.key not in shared)]
        line.known = next(iter(exact or open_), None)


def _shared(lines: Iterable[Line]) -> set[Key]:
    """Day and kind of which the file itself has several."""
    seen: set[Key] = set()
    return {line.key for line in lines if line.key in seen or seen.add(line.key)}  # type: ignore[func-returns-value]


def _check(line: Line, found: Findings) -> None:
    body, after = line.body, line.after
    facts = (line.held_on, after["due"], after["attended"], clock.today(), body.founded_on)
    backwards = None not in (after["due"], after["attended"]) and after["attended"] > after["due"]
    if found.holds(line.row, "attended" if backwards else "held_on", life_rules.check_life, *facts):
        days = (body.founded_on, body.dissolved_on, line.held_on)
        found.holds(line.row, "held_on", rules.check_exists, body.name, *days)


def _refuse_doubles(lines: Iterable[Line], found: Findings) -> None:
    """The same line twice, once by code and once by name, is refused in both places."""
    first: dict[object, Line] = {}
    for line in lines:
        other = first.setdefault((line.key, line.after["topic"]), line)
        if other is not line:
            for one, same in ((other, line), (line, other)):
                words = f"与第 {same.row.number} 行是同一次，请保留一行，或填写不同主题。"
                found.refuse(one.row, "held_on", words)


def _write(actor: Actor, lines: Sequence[Line], why: Because) -> None:
    """New lines stand; of changed ones the old is struck out and told in the history."""
    change = current_work().change
    table: Any = OrganizationLife.__table__
    writing = [line for line in lines if line.outcome is not Outcome.SAME]
    struck = [line for line in writing if line.known is not None]
    with bulk(actor, PartyOrganization, {line.body.id for line in writing}):
        for part in chunks({line.known.id for line in struck if line.known is not None}):
            query = update(table).where(table.c.id.in_(part)).values(known_to=change)
            db.session.execute(query)
        if writing:
            db.session.execute(insert(table), [_row(actor, line, change) for line in writing])
        marks = marks_of(actor)
        for line in struck:
            mark = marks(line.body.unit_id, line.body.id)
            record(
                actor, PARTY, replace(why, mark=mark), [(line.body.id, line.held_on, line.changes)]
            )


def _row(actor: Actor, line: Line, change: int) -> dict[str, Any]:
    return {
        "party_organization_id": line.body.id,
        "held_on": line.held_on,
        "kind": line.kind,
        **line.after,
        "recorded_by": actor.label,
        "known_from": change,
        "known_to": OPEN,
    }
