"""The history of a Party organization, told to somebody who need not see all it covers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.organizations.models import OrganizationProfile
from partybuild.party.models import CoverageLink, PartyEvent
from partybuild.party.subject import LABELS

LINES = 60
SOMEBODY = "管理范围外的组织"
COVERED = LABELS["organization"]


@dataclass(frozen=True, slots=True)
class Event:
    """A line of history, ready for `components/timeline.html`."""

    day: date
    what: str
    before: str
    after: str
    basis: str
    by: str
    entered: datetime
    note: str


def history(actor: Actor, number: int, limit: int = LINES) -> list[Event]:
    """Its history, the latest first; organizations out of reach stay without name."""
    rows = db.session.scalars(
        visible(actor, PartyEvent)
        .where(PartyEvent.party_organization_id == number)
        .order_by(PartyEvent.effective_on.desc(), PartyEvent.id.desc())
        .limit(limit)
    )
    names = _names_in_reach(actor, number)
    return [_event(row, names) for row in rows]


def _names_in_reach(actor: Actor, number: int) -> set[str]:
    """All names that the organizations in reach ever linked to it are known to have had."""
    linked = visible(actor, CoverageLink, CoverageLink.organization_id).where(
        CoverageLink.party_organization_id == number
    )
    return set(
        db.session.scalars(
            visible(actor, OrganizationProfile, OrganizationProfile.name).where(
                OrganizationProfile.organization_id.in_(linked)
            )
        )
    )


def _event(row: PartyEvent, names: Collection[str]) -> Event:
    changes = list(dict.fromkeys(_told(each, names) for each in row.changes))
    return Event(
        day=row.effective_on,
        what=row.action,
        before="；".join(f"{label} {before}" for label, before, _ in changes if before != "—"),
        after="；".join(f"{label} {after}" for label, _, after in changes),
        basis=row.document,
        by=f"{row.actor} {row.mark}".strip(),
        entered=row.recorded_at,
        note=row.reason,
    )


def _told(change: Mapping[str, str], names: Collection[str]) -> tuple[str, str, str]:
    """(label, before, after) of a change, naming only organizations in reach."""
    label, before, after = change["label"], change["before"], change["after"]
    if label == COVERED:
        before, after = (
            side if side == "—" or side in names else SOMEBODY for side in (before, after)
        )
    elif label.startswith("覆盖“") and label[3:-1] not in names:
        label = f"覆盖{SOMEBODY}"
    return label, before, after
