"""Short ways from lines of a table to what an import makes of them."""

from datetime import date

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db.ports import ports
from partybuild.db.work import work
from partybuild.imports import plans
from partybuild.imports.columns import KINDS
from partybuild.imports.heads import find_heads
from partybuild.imports.plans import Options, Outcome
from partybuild.imports.rows import Rows


class Page:
    """A worksheet in memory."""

    hidden, formulas, hidden_rows, merges = False, 0, frozenset(), ()

    def __init__(self, name, lines):
        self.name = name
        self.lines = lines

    def rows(self):
        yield from ((n, list(line)) for n, line in enumerate(self.lines, start=1))


class Book:
    def __init__(self, **sheets):
        self.sheets = [Page(name, lines) for name, lines in sheets.items()]


def checked(kind, actor: Actor, *lines, sheets=None, **options):
    """The plan of a table: the first line holds the headings."""
    book = Book(**(sheets or {"名册": lines}))
    heads = find_heads(KINDS[kind], book)
    options.setdefault("effective_on", clock.today())
    columns = {c.field for head in heads.found for c in head.matching.columns.values()}
    return plans.checkers[kind](actor, Rows(heads), Options(**options), columns)


def written(actor, plan):
    """Write a plan, as the import's command does."""
    if plan.prepare is not None:
        plan.prepare(actor)
    with work(actor) as running:
        running.audited = True
        plan.write(running.actor)
        ports.write_audit(running.actor, running.change, "导入表格", {})
    return plan


def imported(kind, actor, *lines, **options):
    """Check a table that must have no errors, and write it."""
    plan = checked(kind, actor, *lines, **options)
    assert sentences(plan) == []
    return written(actor, plan)


def sentences(plan):
    """Every error as `row column：sentence`."""
    return [f"{e.row} {e.column}：{e.message}" for e in plan.errors]


def outcomes(plan):
    return [row.outcome.value for row in plan.rows]


def unchanged(plan):
    return sentences(plan) == [] and all(row.outcome is Outcome.SAME for row in plan.rows)


def told(plan, number=0):
    """The preview's lines of a row: label → (before, after)."""
    return {c["label"]: (c["before"], c["after"]) for c in plan.rows[number].changes}


def day(text):
    return date.fromisoformat(text)
