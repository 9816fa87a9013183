"""Entering and changing organizations. Each command leaves one line of history and of audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import audit_detail, bulk, current_work, needs
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because, Said, record
from partybuild.facts.rules import Row
from partybuild.organizations import (
    boards,
    codes,
    moving,
    numbering,
    places,
    queries,
    rules,
    timelines,
)
from partybuild.organizations.keeping import KEEP, Asked, lines, marked, noted, opened, save
from partybuild.organizations.models import (
    BoardTerm,
    BuildPlan,
    Headcount,
    Organization,
    OrganizationContact,
    OrganizationProfile,
    OrganizationStanding,
)
from partybuild.organizations.rules import Part
from partybuild.organizations.subject import ORGANIZATION
from partybuild.rules import RuleBroken
from partybuild.web.filters import masked

MODELS: Mapping[Part, Any] = {
    Part.PROFILE: OrganizationProfile,
    Part.CONTACT: OrganizationContact,
    Part.HEADCOUNT: Headcount,
    Part.BOARD: BoardTerm,
    Part.PLAN: BuildPlan,
}


@needs(KEEP, "变更社会组织")
def change(
    actor: Actor, organization_id: int, part: Part, typed: Mapping[str, Any], asked: Asked
) -> str:
    """Make what was typed into a part's form true, from a day on or (更正) from its start.

    What was done, in words. Of the profile `region` and `body` are given as words.
    Raises RuleBroken, Stale, OutOfReach.
    """
    subject = opened(actor, organization_id, asked)
    mark = marked(actor, subject.unit_id, subject.body_id, asked.reason)
    rows = lines(actor, MODELS[part], organization_id)
    here = timelines.row_on(rows, asked.shown_on)
    shown = here.values if here else {}
    typed = _resolved(actor, part, typed, shown)
    if part is Part.PROFILE:
        found = moving.removal(actor, shown, typed)
        typed |= moving.decided(found, asked.follow, asked.reason)
    names = list(timelines.touched(shown, typed)) if here else list(typed)
    if part is Part.BOARD:
        rules.check_terms(typed["elected_on"], typed["last_day"])
        _check_board(rows, typed, asked)
    if part is Part.PROFILE:
        _check_profile(subject, shown, typed, asked)
        if "registered_on" in names:
            _move_birth(actor, subject.id, typed["registered_on"], asked)
    stretches = _stretches(actor, subject, MODELS[part], Filled(typed, names, asked))
    said = [
        Said(MODELS[part], (subject.id,), one.values, one.valid_from, one.valid_to)
        for one in stretches
    ]
    return save(actor, subject, said, _because(part, asked, mark))


@dataclass(frozen=True, slots=True)
class Filled:
    """A form's values, the names of those that were touched, and what it asked."""

    typed: Mapping[str, Any]
    names: list[str]
    asked: Asked


def _stretches(
    actor: Actor, subject: Organization, model: Any, filled: Filled
) -> list[timelines.Stretch]:
    """The days on which the touched values are to hold; RuleBroken for a day that cannot be."""
    rows = lines(actor, model, subject.id)
    registered_on, ended_on = queries.life(actor, subject.id)
    typed, names, asked = filled.typed, filled.names, filled.asked
    if asked.day is None:
        return timelines.corrected(rows, typed, names, asked.shown_on, registered_on)
    rules.check_day(asked.day, registered_on, ended_on, clock.today())
    return timelines.changed_from(rows, typed, names, asked.day)


def _because(part: Part, asked: Asked, mark: str) -> Because:
    verb = "更正" if asked.day is None else "变更"
    reason = "；".join(text for text in (asked.reason, asked.accepted) if text)
    return Because(f"{verb}{part.label}", reason, asked.document, mark)


def _resolved(
    actor: Actor, part: Part, typed: Mapping[str, Any], shown: Mapping[str, Any]
) -> dict[str, Any]:
    """What was typed, with places and bodies found and a masked telephone taken as unchanged."""
    values = dict(typed)
    if part is Part.CONTACT and values["telephone"] == masked(shown.get("telephone") or ""):
        values["telephone"] = shown.get("telephone") or ""
    if part is Part.PROFILE:
        values["region_id"] = places.place(actor, values.pop("region")).id
        values |= _body(actor, values.pop("body"), shown)
    return values


def _body(actor: Actor, words: str, shown: Mapping[str, Any]) -> dict[str, Any]:
    """A body out of the actor's reach stays when its name was left as it was shown."""
    kept = shown.get("body_id")
    if kept is not None and words.strip() == places.body_names([kept]).get(kept):
        return {"body_id": kept, "body_name": ""}
    number, name = places.body(actor, words)
    return {"body_id": number, "body_name": name}


def _check_profile(
    subject: Organization, shown: Mapping[str, Any], typed: Mapping[str, Any], asked: Asked
) -> None:
    rules.check_kind(shown["kind"], typed["kind"])
    rules.check_way(typed["kind"], typed["registration_way"])
    if shown["kind"] is not typed["kind"] and subject.code:
        rules.check_code(subject.code, typed["kind"], asked.accepted)


def _check_board(rows: Sequence[Row], typed: Mapping[str, Any], asked: Asked) -> None:
    day = asked.shown_on if asked.day is None else asked.day
    boards.check_order(rows, typed["elected_on"], day, correct=asked.day is None)


def _move_birth(actor: Actor, number: int, new: date, asked: Asked) -> None:
    """Let the organization exist from `new` on; its facts of the days before it are no more."""
    if asked.day is not None:
        raise RuleBroken("成立登记日期不会变更，只会记错：请选“更正”后再改。")
    old, ended_on = queries.life(actor, number)
    rules.check_registration(new, ended_on, clock.today())
    with bulk(actor, Organization, [number]):
        for model in (OrganizationProfile, OrganizationStanding):
            first = lines(actor, model, number)[0].values
            if new < old:
                put(model, [Statement((number,), first, new, old)])
            else:
                put(model, [Statement((number,), None, old, new)])
    current_work().touch(min(old, new), organizations=[number])


@needs(KEEP, "划转统计归属")
def transfer(actor: Actor, organization_id: int, words: str, asked: Asked) -> str:
    """Let the organization count in another unit in reach from a day on.

    Raises RuleBroken without a reason, or where the actor is not above both units.
    """
    subject = opened(actor, organization_id, asked)
    unit = places.unit(actor, words)
    if not asked.reason.strip():
        raise RuleBroken("划转统计归属须写明理由。")
    mark = marked(actor, subject.unit_id, subject.body_id, asked.reason)
    filled = Filled({"unit_id": unit.id}, ["unit_id"], asked)
    said = [
        Said(OrganizationProfile, (subject.id,), one.values, one.valid_from, one.valid_to)
        for one in _stretches(actor, subject, OrganizationProfile, filled)
    ]
    return save(actor, subject, said, Because("划转统计归属", asked.reason, asked.document, mark))


@needs(KEEP, "更正代码或备案编号")
def renumber(actor: Actor, organization_id: int, number: str, asked: Asked) -> str:
    """Replace a wrong unified code or filing number. Raises RuleBroken, also without a reason."""
    subject = opened(actor, organization_id, asked)
    if not asked.reason.strip():
        raise RuleBroken("更正代码须写明理由。")
    mark = marked(actor, subject.unit_id, subject.body_id, asked.reason)
    registered = subject.kind.registered
    number = codes.clean(number)
    before = subject.number
    if number == before:
        raise RuleBroken("没有改动：与已登记的一致。")
    numbering.check(actor, subject.kind, number, asked.accepted)
    column = "code" if registered else "filing_number"
    because = Because(
        "更正代码",
        "；".join(text for text in (asked.reason, asked.accepted) if text),
        asked.document,
        mark,
    )
    label = "统一社会信用代码" if registered else "备案编号"
    born, _ = queries.life(actor, organization_id)
    setattr(subject, column, number)
    db.session.flush()
    with bulk(actor, Organization, [subject.id]):
        told = [{"label": label, "before": before or "—", "after": number}]
        record(actor, ORGANIZATION, because, [(subject.id, born, told)])
    noted(subject, because)
    current_work().touch(born, organizations=[subject.id])
    return because.action


@needs(Permission.TELEPHONES_REVEAL, "查看电话全号")
def reveal_telephone(actor: Actor, organization_id: int) -> str:
    """The telephone in full, for once; who asked stands in the audit."""
    subject = queries.organization(actor, organization_id)
    facts = queries.facts_on(actor, [subject.id], clock.today())[subject.id]
    audit_detail(object=("organization", subject.id), name=subject.name)
    return facts.contact.telephone if facts.contact else ""
