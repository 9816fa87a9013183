"""Coverage of a past day and movement between two months, beside one raw GROUP BY."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from bench.measure import Measure, Run, pair
from partybuild.accounts import queries as accounts
from partybuild.clock.days import months_back
from partybuild.coverage import moving, queries, scopes
from partybuild.coverage.basis import REGISTERED
from partybuild.coverage.counting import amount
from partybuild.coverage.figures import INDICATORS
from partybuild.coverage.models import CoverageSpan as S
from partybuild.coverage.scopes import on
from partybuild.db import db

GROUP = "过去日期 past days"
ALLOWED = 3.0


def figures(app: Flask, today: date) -> Iterator[Measure]:
    """For a province, a city and a county."""
    past = months_back(today, 7) - timedelta(days=1)
    first = months_back(today, 1)
    last = months_back(today, 0) - timedelta(days=1)
    actor = accounts.actor_by_login("sheng")
    for code in ("610000", "610100", "610103"):
        scope = scopes.of_region(actor, code)
        raw = _raw(scope, past)
        taken = pair(lambda s=scope: _figures(actor, s, past), raw)  # type: ignore[misc]
        yield Measure(GROUP, f"{code} {past} 覆盖情况 figures", *taken, ALLOWED)
        period = moving.period_of(scope, first, last)
        taken = pair(lambda s=scope, p=period: _moved(actor, s, p), raw, 7)  # type: ignore[misc]
        yield Measure(GROUP, f"{code} {last:%Y-%m} 变动 movement", *taken, ALLOWED)


def _figures(actor: Any, scope: Any, day: date) -> None:
    queries.figures(actor, scope, "region", day, REGISTERED)
    db.session.remove()


def _moved(actor: Any, scope: Any, period: Any) -> None:
    moving.movement(actor, scope, period, REGISTERED)
    db.session.remove()


def _raw(scope: Any, day: date) -> Run:
    """The statement that a person would write by hand, sent to the driver as text.

    It counts every indicator, by unit, over the spans of the day.
    """
    sums = [func.sum(amount(field, REGISTERED)).label(field) for field in INDICATORS]
    query = select(S.unit_id, *sums).where(scope.inside(S), on(S, day)).group_by(S.unit_id)
    compiled = query.compile(db.engine, compile_kwargs={"render_postcompile": True})
    values: Any = compiled.construct_params()
    names = compiled.positiontup
    given: Any = values if names is None else tuple(_plain(values[name]) for name in names)

    def run() -> None:
        with db.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            cursor = raw.cursor()
            cursor.execute(compiled.string, given)
            cursor.fetchall()
            cursor.close()

    return run


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value.value) if hasattr(value, "value") else value
