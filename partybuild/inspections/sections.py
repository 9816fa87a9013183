"""What the pages of the Party section show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import db
from partybuild.inspections import deciding, filling, prefill, process, questions, rules, section
from partybuild.inspections.models import Inspection
from partybuild.inspections.questions import Block, Field
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.rules import RuleBroken
from partybuild.workflow import queries as cases
from partybuild.workflow.models import ItemReturn, WorkflowCase

MANY = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """The section of one inspection, opened at a block or as a whole."""

    row: Inspection
    name: str
    title: str
    state: str
    version: int
    due_on: Any
    block: Block | None
    values: Mapping[str, Any]
    known: frozenset[str]
    """Fields of the block whose value comes from the register (系统已有)."""
    clashes: Sequence[section.Clash]
    missing: Sequence[tuple[Block, Field]]
    returned: Mapping[str, ItemReturn]
    closed: str
    """Why it cannot be changed now; blank where it can."""

    blocks = questions.BLOCKS

    def lacking(self, block: Block) -> int:
        """How many answers a block still wants."""
        return sum(each.key == block.key for each, _ in self.missing)

    def at_fault(self, block: Block) -> bool:
        """Whether a contradiction touches the block."""
        return any(block.key in clash.blocks for clash in self.clashes)

    def asked(self, field: Field) -> bool:
        """Whether the question arises."""
        return questions.asked(field, self.values)

    @property
    def place(self) -> int:
        """The number of the block, from 1."""
        return questions.BLOCKS.index(self.block) + 1 if self.block else len(questions.BLOCKS)


def sheet(actor: Actor, inspection_id: int, key: str, typed: Any = None) -> Sheet:
    """The section as it stands, its blanks filled from the register, or as just typed."""
    found = deciding.standing(actor, inspection_id)
    row = found.row
    block = questions.block(key)
    facts = prefill.known(actor, row.organization_id or 0, row.year)
    own = {field.key for field in block.fields} if block else set()
    fresh = {name for name in own & facts.keys() if row.section.get(name) in (None, "")}
    values = {**row.section, **{name: facts[name] for name in fresh}, **(typed or {})}
    returned = {item.item: item for item in cases.returned(actor, found.case.id)}
    return Sheet(
        row,
        organizations.organization(actor, row.organization_id or 0).name,
        rules.title(row.year),
        process.STATES[found.case.state],
        found.case.version,
        found.case.due_on,
        block,
        values,
        frozenset(fresh),
        section.clashes(row.section),
        questions.missing(row.section),
        returned,
        _closed(actor, found, key),
    )


def _closed(actor: Actor, found: deciding.Standing, key: str) -> str:
    try:
        filling.check_open(actor, found, key)
    except RuleBroken as broken:
        return str(broken)
    return ""


def waiting(actor: Actor) -> Sequence[tuple[int, str, int, str, Any]]:
    """(id, organization, year, state, due day) of inspections whose section is open."""
    columns = (
        Inspection.id,
        Organization.name,
        Inspection.year,
        WorkflowCase.state,
        WorkflowCase.due_on,
    )
    query = (
        visible(actor, Inspection, *columns)
        .join(Organization, Organization.id == Inspection.organization_id)
        .join(WorkflowCase, WorkflowCase.id == Inspection.case_id)
        .where(
            ScopeMark(Organization.id == Inspection.organization_id, Organization.__tablename__),
            ScopeMark(WorkflowCase.id == Inspection.case_id, WorkflowCase.__tablename__),
            WorkflowCase.state.in_((*filling.OPEN, process.FILED)),
        )
        .order_by(WorkflowCase.due_on, Inspection.id)
        .limit(MANY)
    )
    return [
        (number, name, year, process.STATES[state], due)
        for number, name, year, state, due in db.session.execute(query)
    ]
