"""The one clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from partybuild import clock


def frozen(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv(clock.FROZEN_BY, moment)


def test_a_frozen_moment_without_a_zone_is_shanghai_s(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen(monkeypatch, "2026-11-20T09:30:00")
    assert clock.now() == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_a_day_alone_is_its_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen(monkeypatch, "2026-12-31")
    assert clock.today() == date(2026, 12, 31)
    assert clock.utc_stamp() == "2026-12-30T16:00:00.000000Z"


def test_another_zone_is_brought_to_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen(monkeypatch, "2026-11-20T20:00:00Z")
    assert clock.today() == date(2026, 11, 21)


def test_the_setting_is_read_at_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen(monkeypatch, "2026-11-20")
    before = clock.today()
    frozen(monkeypatch, "2026-11-22")
    assert clock.today() - before == timedelta(days=2)


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen(monkeypatch, "tomorrow")
    with pytest.raises(ValueError, match="PARTYBUILD_NOW='tomorrow'"):
        clock.now()


def test_without_the_setting_time_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(clock.FROZEN_BY, raising=False)
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.utc_stamp() >= before.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
