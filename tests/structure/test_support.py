"""What the tests stand on: a real PostgreSQL, a real browser, and no silent gaps."""

import pytest
from sqlalchemy import create_engine, text

from tests.support import browser, postgres
from tests.support.absent import absent


def test_what_is_missing_is_skipped_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no such thing"):
        absent("no such thing")


def test_in_ci_what_is_missing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no such thing"):
        absent("no such thing")


def test_without_a_server_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv(postgres.GIVEN, raising=False)
    monkeypatch.setattr(postgres, "find_binaries", lambda: None)
    absence = pytest.raises(pytest.skip.Exception, match="apt install postgresql")
    with absence, postgres.postgres_url():
        pass


def test_postgresql_starts_empty_and_in_utf_8() -> None:
    with postgres.postgres_url() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
            assert connection.scalar(text(tables)) == 0
            assert connection.scalar(text("SELECT length('党建')")) == 2
        engine.dispose()


def test_chromium_shows_chinese() -> None:
    with browser.chromium() as chrome:
        page = chrome.new_page()
        page.set_content("<h1>社会组织党建</h1>")
        assert page.text_content("h1") == "社会组织党建"
