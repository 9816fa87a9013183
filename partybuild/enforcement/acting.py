"""What a step is told and what it brings about, and the papers that steps issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.enforcement.rules import Terms, check_past
from partybuild.evidence.arrivals import Paper as Sent
from partybuild.notices import commands as notices
from partybuild.notices import queries as papers
from partybuild.notices.commands import Issue, Receipt
from partybuild.notices.kinds import NoticeState, Way
from partybuild.notices.models import Notice
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.rules import RuleBroken
from partybuild.workflow.models import WorkflowCase


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says: its values by field, and the files that came with it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[Sent] = ()

    def text(self, name: str) -> str:
        """A text, blank where nothing was typed."""
        return str(self.values.get(name) or "")

    def day(self, name: str = "day") -> date:
        """A day, today where none was typed."""
        found: date = self.values.get(name) or clock.today()
        return found

    def maybe(self, name: str) -> date | None:
        """A day, or None."""
        return self.values.get(name) or None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step adds to its event, and the columns of the case that it sets."""

    moves: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    document: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """A step about to take effect. `row`: what the case holds beside its state."""

    actor: Actor
    case: WorkflowCase
    row: Any
    said: Said
    terms: Terms
    today: date

    def subject(self) -> Organization:
        """The organization it is about."""
        return organizations.organization(self.actor, self.case.organization_id or 0)

    def past(self, what: str, since: date | None = None, name: str = "day") -> date:
        """A typed day that has come, not before `since`."""
        day = self.said.day(name)
        check_past(day, self.today, what, since or self.case.opened_on)
        return day

    def issue(self, kind: str, fields: Mapping[str, Any]) -> Notice:
        """A paper of this case, to its organization."""
        return issue(self.actor, self.case, self.subject().name, kind, fields, self.said)

    def paper(self, kind: str) -> Notice:
        """The latest standing paper of this kind in the case; RuleBroken where there is none."""
        found = papers.notices(self.actor, case_id=self.case.id)
        for each in found:
            if each.kind == kind and each.state is NoticeState.ISSUED:
                return each
        raise RuleBroken("本件的文书已经作废，请撤回后重新办理。")

    def received(self, kind: str) -> tuple[date, bool]:
        """Enter the receipt of a paper of this case: the day, and whether by public notice."""
        way = Way(self.said.text("way"))
        notice = self.paper(kind)
        day = self.past("送达日期", notice.issued_on)
        given = Receipt(day, way, self.said.text("receiver"), self.said.text("note"))
        notices.arrived(notice, given)
        return day, way is Way.PUBLIC

    def served_publicly(self, kind: str, day: date) -> None:
        """Enter that a paper of this case counts as served by public notice on a day."""
        notices.arrived(self.paper(kind), Receipt(day, Way.PUBLIC, ""))


def issue(
    actor: Actor,
    case: WorkflowCase,
    addressed: str,
    kind: str,
    fields: Mapping[str, Any],
    said: Said,
) -> Notice:
    """Make a paper of a case, under the running command."""
    return notices.make(
        actor,
        Issue(
            kind,
            fields,
            addressed_to=addressed,
            about=case,
            case_id=case.id,
            signer=said.text("signer"),
            issued_on=said.maybe("issued_on"),
            unit_id=case.unit_id,
        ),
    )


def number(notice: Notice) -> str:
    """The 〔年〕号 of a paper."""
    return papers.symbol(notice)
