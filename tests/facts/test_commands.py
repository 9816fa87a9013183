"""Facts are closed and added, never overwritten; a structure of rows that can be read back."""

from datetime import date

import pytest
from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.db import FOREVER, OPEN, db
from partybuild.db.work import UnscopedWrite, work
from partybuild.facts.commands import Statement, put
from partybuild.facts.models import Dated
from partybuild.organizations.models import Headcount
from tests import factories
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 6, 1)
LATER = date(2026, 9, 1)


def rows(number, *more):
    table = Headcount.__table__.c
    with system("test"):
        return db.session.execute(
            select(table.valid_from, table.valid_to, table.full, table.staff, table.known_to)
            .where(table.organization_id == number, *more)
            .order_by(table.valid_from, table.id)
        ).all()


def say(number, values, first, last=FOREVER):
    with factories.inside() as running:
        put(Headcount, [Statement((number,), values, first, last)])
        running.touch(first, organizations=[number])


def test_values_left_out_keep_what_the_line_says():
    number = factories.make_organization(full=3)
    say(number, {"staff": 20}, DAY)

    assert [(r.valid_from, r.full, r.staff) for r in rows(number, Headcount.known_to == OPEN)] == [
        (factories.REGISTERED, 3, None),
        (DAY, 3, 20),
    ]


def test_the_old_row_stays_readable_with_the_number_that_closed_it():
    number = factories.make_organization(full=3)
    say(number, {"full": 5}, DAY)

    closed = rows(number, Headcount.known_to != OPEN)

    assert [(row.valid_to, row.full) for row in closed] == [(FOREVER, 3)]


def test_saying_the_same_again_adds_nothing():
    number = factories.make_organization(full=3)
    say(number, {"full": 3}, DAY)

    assert len(rows(number)) == 1


def test_two_statements_of_one_line_in_one_act():
    number = factories.make_organization(full=3)
    with factories.inside() as running:
        put(
            Headcount,
            [Statement((number,), {"full": 4}, DAY), Statement((number,), {"full": 5}, LATER)],
        )
        running.touch(DAY, organizations=[number])

    assert [(r.valid_from, r.full) for r in rows(number, Headcount.known_to == OPEN)] == [
        (factories.REGISTERED, 3),
        (DAY, 4),
        (LATER, 5),
    ]


def test_a_change_of_facts_without_an_audit_row_is_not_committed():
    number = factories.make_organization(full=3)

    with pytest.raises(UnscopedWrite), work(ROOT) as running:
        put(Headcount, [Statement((number,), {"full": 9}, DAY)])
        running.touch(DAY, organizations=[number])

    assert len(rows(number)) == 1


def test_no_fact_is_updated_but_in_its_known_to(app):
    """The only statements that update dated tables stand in facts/commands.py."""
    import ast
    from pathlib import Path

    package = Path(__file__).parents[2] / "partybuild"
    dated = {model.__name__ for model in _dated(Dated)}
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"update", "delete"}:
                named = {n.id for a in node.args for n in ast.walk(a) if isinstance(n, ast.Name)}
                assert not named & dated, f"{path} updates {named & dated}"


def _dated(model):
    for below in model.__subclasses__():
        yield below
        yield from _dated(below)
