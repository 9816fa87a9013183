"""Facts said of a Party organization or of its cover, told in the histories they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import writable
from partybuild.db import FOREVER, db
from partybuild.db.work import OutOfReach, Stale, bulk, current_work
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because, Change, record
from partybuild.organizations.keeping import marked
from partybuild.organizations.models import Organization
from partybuild.organizations.subject import ORGANIZATION
from partybuild.party import rules
from partybuild.party.models import PartyOrganization
from partybuild.party.subject import PARTY
from partybuild.regions.placing import Placed
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Why:
    """From which day a change holds, and what stands behind it."""

    day: date
    reason: str = ""
    document: str = ""

    def insist(self) -> None:
        """RuleBroken for a correction that does not say why."""
        if not self.reason.strip():
            raise RuleBroken("更正已登记的内容，请写明原因。")


@dataclass(frozen=True, slots=True)
class Told:
    """One statement about one time line, as `Said`, with the words its history uses."""

    model: type[Any]
    key: tuple[Any, ...]
    values: Mapping[str, Any] | None
    valid_from: date
    valid_to: date = FOREVER


def changed(label: str, before: str, after: str) -> Change:
    """One line of before and after; nothing is a dash."""
    return {"label": label, "before": before or "—", "after": after or "—"}


def opened(actor: Actor, number: int, version: int | None = None) -> PartyOrganization:
    """A Party organization about to change; its version moves on.

    OutOfReach when it is not the actor's; Stale when `version` is no longer the one it has.
    """
    row: PartyOrganization | None = db.session.scalars(
        writable(actor, PartyOrganization)
        .where(PartyOrganization.id == number)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise OutOfReach
    if version is not None and row.version != version:
        raise Stale(f"“{row.name}”刚刚被别人改过，您的修改没有写入。")
    row.version += 1
    return row


def because(actor: Actor, action: str, why: Why, at: Placed | tuple[int, int | None]) -> Because:
    """Why a row changes, with 代填 or 上级更正 where the write comes from above its unit and body.

    RuleBroken for a correction from above without its reason, and for a day to come.
    """
    rules.check_not_ahead(why.day, clock.today())
    unit_id, body_id = at if isinstance(at, tuple) else (at.unit_id, at.body_id)
    mark = marked(actor, unit_id, body_id, why.reason.strip())
    return Because(action, why.reason.strip(), why.document.strip(), mark)


@dataclass(frozen=True, slots=True)
class Lines:
    """What the histories say happened on a day: changes by Party organization, by organization."""

    day: date
    party: Mapping[int, Sequence[Change]] = field(default_factory=dict)
    organizations: Mapping[int, Sequence[Change]] = field(default_factory=dict)


def tell(actor: Actor, told: Sequence[Told], why: Because, lines: Lines) -> None:
    """Make the statements true; write the lines; ask for the recount.

    OutOfReach when one subject is not the actor's to change: then nothing is written.
    """
    parties, others, day = lines.party, lines.organizations, lines.day
    with bulk(actor, PartyOrganization, parties), bulk(actor, Organization, others):
        for model in dict.fromkeys(each.model for each in told):
            put(model, list(_statements(told, model)))
        record(actor, PARTY, why, [(n, day, list(each)) for n, each in parties.items()])
        record(actor, ORGANIZATION, why, [(n, day, list(each)) for n, each in others.items()])
    first = min((each.valid_from for each in told), default=day)
    current_work().touch(first, organizations=others, party=parties)


def _statements(told: Iterable[Told], model: type[Any]) -> Iterable[Statement]:
    for each in told:
        if each.model is model:
            yield Statement(each.key, each.values, each.valid_from, each.valid_to)
