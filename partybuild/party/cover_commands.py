"""Beginning, ending and correcting cover: links, instructors, mass organizations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import OPEN, db
from partybuild.db.work import audit_detail, needs
from partybuild.facts.histories import Because, Change
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.party import cover, rules
from partybuild.party.kinds import InstructorKind, MassKind
from partybuild.party.models import InstructorAssignment, MassCover
from partybuild.party.telling import Lines, Told, Why, because, changed, opened, tell
from partybuild.party.writing import person_key
from partybuild.rules import RuleBroken

KEEP = Permission.PARTY_KEEP


@needs(KEEP, "登记覆盖组织")
def link(actor: Actor, party_id: int, organization_ids: Sequence[int], why: Why) -> None:
    """Organizations, one or several, are covered from a day on."""
    if not organization_ids:
        raise RuleBroken("请至少选择一家社会组织。")
    row = cover.check_party(actor, party_id, why.day)
    opened(actor, party_id)
    cause = because(actor, "登记覆盖组织", why, row)
    cover.begin(actor, (party_id, row.name), organization_ids, cause, why.day)
    audit_detail(object=("party", party_id), organizations=len(set(organization_ids)))


@dataclass(frozen=True, slots=True)
class Sent:
    """Whom an organization is sent; name, workplace and telephone make the person."""

    kind: InstructorKind
    name: str
    workplace: str = ""
    telephone: str = ""
    last_day: date | None = None


@needs(KEEP, "派驻指导员")
def assign(actor: Actor, organization_id: int, sent: Sent, why: Why) -> None:
    """An instructor or liaison officer is sent from a day on, perhaps to a known last day."""
    send(actor, organization_id, sent, why)


def send(actor: Actor, organization_id: int, sent: Sent, why: Why) -> None:
    """As `assign`, inside the command of another process."""
    kind, last_day = sent.kind, sent.last_day
    name, workplace, telephone = sent.name.strip(), sent.workplace.strip(), sent.telephone.strip()
    cover.living(actor, [organization_id], why.day)
    rules.check_span(why.day, last_day)
    key = person_key(name, workplace, telephone)
    _refuse_double(
        visible(actor, InstructorAssignment).where(
            InstructorAssignment.organization_id == organization_id,
            InstructorAssignment.kind == kind,
            InstructorAssignment.person_key == key,
            InstructorAssignment.known_to == OPEN,
            InstructorAssignment.valid_to > why.day,
        ),
        f"{name}已是这家组织的{kind.label}。",
    )
    values = {"name": name, "workplace": workplace, "telephone": telephone}
    line = (organization_id, kind, key)
    told = Told(InstructorAssignment, line, values, why.day, rules.day_after(last_day))
    cause = because(actor, f"派驻{kind.label}", why, _place_of(actor, organization_id))
    change = changed(kind.label, "", cover.person(name, workplace))
    _tell_one(actor, organization_id, told, cause, change)


@needs(KEEP, "登记群团组织")
def set_up_mass(actor: Actor, organization_id: int, kind: MassKind, why: Why) -> None:
    """A mass organization stands in an organization from a day on."""
    cover.living(actor, [organization_id], why.day)
    _refuse_double(
        visible(actor, MassCover).where(
            MassCover.organization_id == organization_id,
            MassCover.kind == kind,
            MassCover.present,
            MassCover.known_to == OPEN,
            MassCover.valid_to > why.day,
        ),
        f"这家组织已登记{kind.label}。",
    )
    told = Told(MassCover, (organization_id, kind), {"present": True}, why.day)
    cause = because(actor, "登记群团组织", why, _place_of(actor, organization_id))
    _tell_one(actor, organization_id, told, cause, changed("群团组织", "", kind.label))


def _refuse_double(query: Select[Any], sentence: str) -> None:
    if db.session.scalars(query.limit(1)).first() is not None:
        raise RuleBroken(sentence)


def _tell_one(actor: Actor, number: int, told: Told, cause: Because, change: Change) -> None:
    tell(actor, [told], cause, Lines(told.valid_from, organizations={number: [change]}))
    audit_detail(
        object=("organization", number), what=change["after"], day=told.valid_from.isoformat()
    )


def _place_of(actor: Actor, organization_id: int) -> Organization:
    return organizations.organization(actor, organization_id)


@needs(KEEP, "结束覆盖")
def end_cover(actor: Actor, kind: str, row_id: int, last_day: date, why: Why) -> None:
    """A link, an assignment or a mass organization holds up to and on its last day."""
    of = cover.line(actor, kind, row_id)
    told = cover.ending(of, last_day)
    cause = _cause(actor, of, _ENDING[kind], why)
    cover.restate(actor, of, cause, [told], changed(of.label, of.name, ""))
    audit_detail(object=("organization", of.organization_id), what=of.name, reason=why.reason)


@dataclass(frozen=True, slots=True)
class Right:
    """What is right instead: first day, last day (None: it goes on), or nothing at all (void)."""

    first: date
    last: date | None = None
    void: bool = False


@needs(KEEP, "更正覆盖")
def correct_cover(actor: Actor, kind: str, row_id: int, right: Right, why: Why) -> None:
    """What was entered wrongly held on the days of `right`, or never."""
    why.insist()
    of = cover.line(actor, kind, row_id)
    told = cover.correcting(of, right.first, right.last, void=right.void)
    if not right.void:
        cover.living(actor, [of.organization_id], right.first)
        if of.party_id is not None:
            cover.check_party(actor, of.party_id, right.first)
    before = f"{of.name} {_days(of.valid_from, of.last_day)}"
    after = "作废" if right.void else f"{of.name} {_days(right.first, right.last)}"
    cause = _cause(actor, of, "更正覆盖", why)
    cover.restate(actor, of, cause, told, changed(of.label, before, after))
    audit_detail(object=("organization", of.organization_id), what=of.name, reason=why.reason)


_ENDING = {
    "links": "解除覆盖",
    "assignments": "结束派驻",
    "mass-organizations": "撤销群团组织",
}


def _days(first: date, last: date | None) -> str:
    return f"{first:%Y-%m-%d} 起" + (f"至 {last:%Y-%m-%d}" if last else "")


def _cause(actor: Actor, of: cover.Line, action: str, why: Why) -> Because:
    if of.party_id is not None:
        opened(actor, of.party_id)
    return because(actor, action, why, _place_of(actor, of.organization_id))
