"""The latest campaign shows the published provincial set; something waits in every list."""

from decimal import Decimal

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.inspections import counting, pages, queries, years
from partybuild.inspections.models import Inspection
from partybuild.workflow import checking


def latest(shown):
    return queries.latest(shown.actor)


def test_the_latest_campaign_is_the_published_set_of_2020(shown):
    found = latest(shown)
    total = counting.table(shown.actor, found.row.id, pages.narrowed(shown.actor, found, "")).total

    assert found.row.year == 2025
    assert (total.counts["expected"], total.counts["inspected"]) == (1529, 1410)
    assert total.rate == Decimal("92.2")
    follows = [total.counts[name] for name in ("rectify", "listed", "penalised", "interviewed")]
    assert follows == [101, 51, 114, 97]


def test_something_waits_in_every_list(shown):
    found = latest(shown)
    counts = counting.table(shown.actor, found.row.id, None).total.counts

    for name in ("wants_evaluation", "wants_conclusion", "ready", "returned", "submitted"):
        assert counts[name] > 0, name
    assert counts["published"] > 1300


def test_who_is_not_due_is_named_with_the_reason(shown):
    reasons = counting.left_out(shown.actor, latest(shown).row.id, None)

    assert {reason.value for reason in reasons} >= {"new", "charity"}


def test_some_have_been_absent_two_years_running(shown):
    rows = years.in_a_row(shown.actor, 2025)

    assert len(rows) >= 20
    assert all(row.absent == (2025, 2024) for row in rows.values() if row.absent)


def test_an_earlier_year_is_history_and_cases_fold(shown):
    query = visible(shown.actor, Inspection).where(Inspection.year == 2023)
    rows = db.session.scalars(query).all()

    assert rows
    assert all(row.history and row.case_id is None for row in rows)
    assert checking.faults(shown.actor) == []
