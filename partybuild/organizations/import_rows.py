"""One row of a register file against the register: what it makes new or changes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from partybuild.facts.histories import Change
from partybuild.facts.rules import Row as Line
from partybuild.imports.row import Row
from partybuild.organizations import boards, codes, comparing, rules
from partybuild.organizations.differences import (
    Difference,
    Model,
    Standing,
    Unmatched,
    standing_of,
)
from partybuild.organizations.entering import Newcomer, newcomer
from partybuild.organizations.given import Given, level_of
from partybuild.organizations.import_changes import Changed
from partybuild.organizations.import_register import Register
from partybuild.organizations.matching import Known
from partybuild.organizations.models import (
    BoardTerm,
    BuildPlan,
    Headcount,
    OrganizationContact,
    OrganizationProfile,
)
from partybuild.organizations.ports import MassSaid
from partybuild.organizations.rules import RegisterLevel
from partybuild.organizations.siting import Place, reaches
from partybuild.rules import RuleBroken


def standing(
    register: Register,
    row: Row,
    said: Given,
    about: Known,
    lines: Mapping[Model, Sequence[Line]],
) -> Changed | None:
    """What a row changes of an organization in reach; None where it is wrong (errors noted)."""
    here = standing_of(lines)
    shown = here.on(OrganizationProfile, max(register.when.effective_on, here.born))
    shown = shown or max(lines[OrganizationProfile], key=lambda line: line.valid_from).values
    _leave_known(row, said, here, max(register.when.effective_on, here.born))
    parts = _parts(register, row, said, shown)
    outside = _unit_outside(register, row, said)
    if outside or parts is None:
        return None
    try:
        _check(about, said, {**shown, **parts[OrganizationProfile]})
        state = (said.state, said.state_on)
        found = comparing.compare(here, parts, state, register.when)
        if said.registered_on is not None:
            comparing.move_birth(here, said.registered_on, register.when, found)
    except Unmatched as wrong:
        register.planner.wrong(row, wrong.field, str(wrong))
        return None
    mass = _mass(register, said, about.id, here)
    register.note_inferred(row)
    at = (shown["unit_id"], shown["body_id"])
    return Changed(about.id, at, found.moves, mass, _lines(register, found, mass, about.id))


def _leave_known(row: Row, said: Given, here: Standing, day: date) -> None:
    """A board election of which only the month or year is written moves no day that is known."""
    elected = said.board.get(boards.ELECTED)
    lines = here.lines.get(BoardTerm, ())
    if elected and boards.ELECTED in row.inferred and boards.repeats(lines, elected, day):
        del said.board[boards.ELECTED]


def _unit_outside(register: Register, row: Row, said: Given) -> bool:
    """Whether the row wants to move the organization to a unit out of reach (noted)."""
    unit = register.unit(row, said)
    if unit is None or reaches(register.actor, unit):
        return False
    words = "不在您的管理范围内；划转到范围以外的，由管理双方的上级单位办理。"
    register.planner.wrong(row, "unit", f"统计归属“{said.unit}”{words}")
    return True


def _parts(
    register: Register, row: Row, said: Given, shown: Mapping[str, Any]
) -> dict[Model, Mapping[str, Any]] | None:
    """The values of each part with places and body found; None where one is wrong."""
    errors = len(row.errors)
    profile = {**said.profile, **register.body(row, said, shown)}
    place, unit = register.place(row, said), register.unit(row, said)
    if place is not None:
        profile["region_id"] = place.id
    if unit is not None:
        profile["unit_id"] = unit.id
    if len(row.errors) > errors:
        return None
    return {
        OrganizationProfile: profile,
        Headcount: said.headcount,
        OrganizationContact: said.contact,
        BoardTerm: said.board,
        BuildPlan: said.plan,
    }


def _check(about: Known, said: Given, profile: Mapping[str, Any]) -> None:
    """The rules between values of an organization that stands. Raises Unmatched."""
    kind = profile["kind"]
    field = "kind"
    try:
        if said.kind is not None and about.kind is not None and said.kind is not about.kind:
            rules.check_kind(about.kind, said.kind)
            if about.code and (fault := codes.malformed(about.code, said.kind)):
                raise Unmatched("kind", fault)
        if "registration_way" in said.profile:
            field = "registration_way"
            rules.check_way(kind, profile["registration_way"])
        if len(said.board) > 1:
            field = "last_day"
            rules.check_terms(said.board["elected_on"], said.board["last_day"])
    except Unmatched:
        raise
    except RuleBroken as broken:
        raise Unmatched(field, str(broken)) from None


def _mass(register: Register, said: Given, number: int, here: Standing) -> list[MassSaid]:
    if said.mass is None:
        return []
    when, present = register.when, register.mass.get(number, {})
    day = here.born if when.correct else max(when.effective_on, here.born)
    gone = [
        MassSaid(number, label, False, begun if when.correct else day)
        for label, begun in present.items()
        if label not in said.mass
    ]
    return gone + [MassSaid(number, n, True, day) for n in sorted(said.mass - present.keys())]


def _lines(
    register: Register, found: Difference, mass: Sequence[MassSaid], number: int
) -> list[Change]:
    labels, shown = register.told.labels, register.told.shown
    lines = [
        {"label": labels[name], "before": shown(name, before), "after": shown(name, after)}
        for name, before, after in found.changed
        if name in labels
    ]
    if mass:
        before = set(register.mass.get(number, {}))
        after = {one.label for one in mass if one.present} | (
            before - {one.label for one in mass if not one.present}
        )
        words = ("、".join(sorted(labels)) or "—" for labels in (before, after))
        lines.append(dict(zip(("label", "before", "after"), ("已建群团", *words), strict=True)))
    return lines


def new(register: Register, row: Row, said: Given) -> Newcomer | None:
    """What a row makes new; None with errors noted, or without any where it lies out of reach."""
    place = register.place(row, said)
    body = register.body(row, said, {})
    place = place or (register.base if said.place.silent else None)
    if place is None:
        return None
    _level(register, said)
    unit = _unit_of(register, row, said, place)
    if unit is None:
        return None
    if not reaches(register.actor, unit):
        row.errors.clear()
        return None
    if said.kind is None or said.registered_on is None or "name" not in said.profile:
        return None
    register.note_inferred(row)
    sited = {"region_id": place.id, "unit_id": unit.id, "body_id": None, "body_name": "", **body}
    try:
        return _made(register, row, said, sited)
    except Unmatched as wrong:
        register.planner.wrong(row, wrong.field, str(wrong))
        return None


def _made(register: Register, row: Row, said: Given, sited: Mapping[str, Any]) -> Newcomer:
    code, filing = row.values.get("code"), row.values.get("filing_number")
    code = codes.clean(code) if isinstance(code, str) else None
    accepted = register.options.accept.get(code or "", "")
    registered = said.kind is not None and said.kind.registered
    filing = filing if isinstance(filing, str) and not registered else None
    return newcomer(code, filing, said, sited, accepted, register.when.today)


def _level(register: Register, said: Given) -> None:
    if not said.profile.get("level"):
        authority = str(said.profile.get("authority", ""))
        said.profile["level"] = level_of(authority, register.county_cities).value


def _unit_of(register: Register, row: Row, said: Given, place: Place) -> Place | None:
    if said.unit:
        return register.unit(row, said)
    level = RegisterLevel(said.profile["level"])
    try:
        return register.places.default_unit(level, place)
    except RuleBroken as broken:
        field = "region" if "region" in row.places else "level"
        register.planner.wrong(row, field, str(broken))
        return None
