"""Papers of the demo world's cases: a few are made with their number, the others named only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partybuild.access.actor import Actor
from partybuild.enforcement import acting
from partybuild.notices import commands
from partybuild.notices.commands import Issue, Receipt
from partybuild.notices.kinds import Way
from partybuild.organizations.models import Organization

OFFICE = {"contact": "郑演示", "telephone": "029-00000000", "address": "登记管理机关办公室"}
"""Whom a paper names: nobody real, a number that reaches nobody."""


def issue(
    actor: Actor,
    kind: str,
    about: tuple[Organization, int],
    issued_on: date,
    fields: Mapping[str, Any],
    received_on: date | None = None,
) -> str:
    """A paper of a case stands with its receipt, if it has arrived; its 〔年〕号."""
    subject, case_id = about
    wanted = Issue(kind, fields, subject.name, about=subject, case_id=case_id, issued_on=issued_on)
    notice = commands.make(actor, wanted)
    if received_on is not None:
        commands.arrived(notice, Receipt(received_on, Way.DIRECT, "单位收发人员"))
    return acting.number(notice)
