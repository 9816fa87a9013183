"""What the registration pages are asked, and how their forms begin."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request

from partybuild.access.actor import Actor
from partybuild.evidence import forms as evidence
from partybuild.evidence.rules import Slot
from partybuild.gates.registration import changing, commands, process, showing
from partybuild.gates.registration.forms import ApplicationForm, ChangeForm, MatterForm, NoteForm
from partybuild.gates.registration.models import RegistrationCase
from partybuild.gates.registration.rules import Matter
from partybuild.organizations import moving, pages, places
from partybuild.organizations import queries as organizations
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.lists import INDUSTRIES
from partybuild.organizations.models import Organization
from partybuild.organizations.rules import RegisterLevel, Way
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken

BASE = "/registrations"
FRAME = -1
"""What passing a matter without an organization of its own gives."""
R = TypeVar("R")
LEVELS = (
    RegisterLevel.NATION,
    RegisterLevel.PROVINCE,
    RegisterLevel.CITY,
    *(RegisterLevel.COUNTY,) * 3,
)
"""登记层级 by the level of the registrar's unit."""
NEW = {Matter.FOUNDING, Matter.FILING}
"""Matters whose organization does not stand in the register yet."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed by."""

    state: str
    matter: str
    words: str
    after: int


def filters(arguments: Mapping[str, str]) -> Filters:
    """The filters in the address; what cannot be one is left out."""
    state, matter = arguments.get("state", ""), arguments.get("matter", "")
    after = arguments.get("after", "")
    return Filters(
        state if state in process.TABLE.states else "",
        matter if matter in list(Matter) else "",
        arguments.get("q", "").strip()[:60],
        int(after) if after.isascii() and after.isdecimal() and len(after) < 12 else 0,
    )


def matter_asked(arguments: Mapping[str, str]) -> tuple[Matter, int | None]:
    """Which matter, and whose; 成立登记 where the address names none."""
    asked = arguments.get("matter", "")
    matter = Matter(asked) if asked in list(Matter) else Matter.FOUNDING
    number = arguments.get("organization", "")
    known = number.isascii() and number.isdecimal() and len(number) < 12
    if matter in NEW or not known:
        return (matter if matter in NEW else Matter.FOUNDING), None
    return matter, int(number)


def opening(actor: Actor, matter: Matter, number: int | None, typed: Any = None) -> Any:
    """The form of a new application; its place starts from the actor's own unit."""
    if number is not None:
        found = organizations.organization(actor, number)
        return MatterForm(typed) if matter is Matter.ENDING else _change_form(found, typed)
    top = regions.top_of(actor)
    form = ApplicationForm(
        typed,
        region=places.written(top) if top else "",
        level=LEVELS[top.level] if top else RegisterLevel.COUNTY,
    )
    form.industry.choices = pages.options(INDUSTRIES)
    if matter is Matter.FILING:
        form.kind.data, form.registration_way.data = OrganizationKind.FILED, Way.FILED
    return form


def _change_form(found: Organization, typed: Any = None, **said: Any) -> ChangeForm:
    """The form of a change, with what an organization of this kind has."""
    form = ChangeForm(typed, **said)
    form.industry.choices = pages.options(INDUSTRIES) | {"": "不变"}
    registered = found.kind.registered
    if not registered:
        del form.registration_way, form.charity
    else:
        form.registration_way.choices = {
            "": "不变",
            **{way.value: way.label for way in Way if way is not Way.FILED},
        }
        del form.community
    if found.kind is not OrganizationKind.ASSOCIATION:
        del form.trade
    return form


def _again(actor: Actor, row: RegistrationCase, version: int, typed: Any) -> Any:
    """The form of a change or an end that was taken in."""
    said: dict[str, Any] = {"summary": row.application.get("summary", ""), "version": str(version)}
    if row.matter is Matter.ENDING:
        return MatterForm(typed, data=said)
    said["other"] = bool(row.application.get("other"))
    said["effective_on"] = changing.effective_on(row.application, None)
    changes = row.application.get("changes", [])
    columns = {change["column"] for change in changes}
    said["follow"] = moving.STAY if columns & changing.UNITS == {"region_id"} else moving.FOLLOW
    for change in changes:
        column = change["column"]
        said["region" if column == "region_id" else column] = changing.written(change)
    number = showing.organization_of(actor, row)
    return _change_form(organizations.organization(actor, number), typed, data=said)


def filled(actor: Actor, row: RegistrationCase, version: int, typed: Any = None) -> Any:
    """The form of an application that was taken in."""
    if row.matter in {Matter.CHANGE, Matter.ENDING}:
        return _again(actor, row, version, typed)
    said = {
        **row.application,
        "name": row.name,
        "full": row.full,
        "probationary": row.probationary,
        "staff": row.staff,
        "version": str(version),
    }
    form = ApplicationForm(typed, data=said)
    form.industry.choices = pages.options(INDUSTRIES)
    return form


def name_of(actor: Actor, form: Any, number: int | None) -> str:
    """The organization's name, or the proposed one."""
    if number is None:
        return str(form.name.data or "")
    return organizations.organization(actor, number).name


def number_of(actor: Actor, row: RegistrationCase) -> int | None:
    """Whose matter it is; None for one whose organization does not stand in the register yet."""
    return None if row.matter in NEW else showing.organization_of(actor, row)


def subject(actor: Actor, number: int | None) -> dict[str, Any]:
    """Whose matter it is, and what the register says of all that may be changed, in words."""
    if number is None:
        return {"organization": None, "standing": {}}
    return {
        "organization": organizations.organization(actor, number),
        "standing": changing.shown(changing.standing(actor, number)),
    }


def offers(actor: Actor) -> dict[str, list[str]]:
    """Units and bodies that the form's fields propose."""
    return pages.offers(actor)


def submit(
    form: Any, actor: Actor, matter: Matter | None, take: Callable[[Actor, Any], R]
) -> R | None:
    """Run the command with the files of the form; None with the sentence in the form else."""
    slots = showing.slots(matter) if matter else [Slot("answer", "答复附件", required=False)]
    return evidence.submit(form, actor, request.files, slots, take)


def unknown(actor: Actor, case_id: int, form: NoteForm) -> None:
    """RuleBroken: no such step."""
    raise RuleBroken("没有这一步，请从页面上的按钮办理。")


NOTES: Mapping[str, Callable[[Actor, int, NoteForm], None]] = {
    "ask": lambda who, n, form: commands.ask(who, n, form.seen(), form.note.data or ""),
    "return": lambda who, n, form: commands.send_back(who, n, form.seen(), form.note.data or ""),
    "reask": lambda who, n, form: commands.ask_again(who, n, form.seen(), form.note.data or ""),
    "refuse": lambda who, n, form: commands.refuse(
        who, n, form.seen(), form.note.data or "", form.document.data or ""
    ),
    "withdraw": lambda who, n, form: commands.withdraw(who, n, form.seen(), form.note.data or ""),
}
