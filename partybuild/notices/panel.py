"""Papers on the pages of what they are about."""

from collections.abc import Mapping
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.notices import queries
from partybuild.notices.kinds import KINDS


def panel(actor: Actor, organization_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """The organization's papers; nothing where there are none and this person issues none."""
    found = papers(actor, organization_id=organization_id)
    return ("notices/_panel.html", found) if found else None


def papers(actor: Actor, **subject: int) -> dict[str, Any]:
    """What notices/_panel.html shows of a subject (see queries.notices), one statement.

    Empty where there are no papers and this person issues none.
    """
    issues = actor.may(Permission.NOTICES_ISSUE)
    if not actor.may(Permission.NOTICES_READ):
        return {}
    rows = queries.notices(actor, **subject)
    if not rows and not issues:
        return {}
    (name, number), *_ = subject.items()
    return {
        "papers_found": rows,
        "paper_kinds": KINDS,
        "paper_symbol": queries.symbol,
        "paper_day": clock.today(),
        "paper_link": f"/notices/new?{_ASKED[name]}={number}" if issues else "",
    }


_ASKED = {"organization_id": "organization", "party_organization_id": "party", "case_id": "case"}
