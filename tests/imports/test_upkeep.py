"""Folders of imports are not kept longer than the policy says."""

from datetime import datetime

import pytest

from partybuild.access.actor import command_line
from partybuild.imports import upkeep
from partybuild.imports.storage import Store
from tests import factories
from tests.imports.test_views import GOOD, batch, book, checked, confirm

pytestmark = pytest.mark.usefixtures("database")


def tidied():
    return upkeep.turn(command_line("任务进程"))


def aged(row, days):
    from datetime import timedelta

    with factories.inside():
        batch().created_at = datetime(2026, 11, 20, 9, 30) - timedelta(days=days)


@pytest.fixture
def client(cast, as_actor):
    return as_actor(cast.bo)


def test_what_was_done_or_withdrawn_goes_after_thirty_days(client, tmp_path):
    address, _ = checked(client, book(tmp_path, GOOD))
    client.post(f"{address}/withdrawals")
    with factories.inside():
        batch().state = "failed"
    store = Store(batch().folder)
    store.path.mkdir(exist_ok=True)

    aged(batch(), 30)
    assert tidied() == 0
    aged(batch(), 31)
    assert tidied() == 1
    assert store.gone
    assert tidied() == 0
    assert "逐行的核对结果已过保存期限" in client.get(f"{address}?list=new").text


def test_what_waits_to_be_confirmed_stays(client, tmp_path):
    address, page = checked(client, book(tmp_path, GOOD))
    aged(batch(), 200)

    assert tidied() == 0
    assert confirm(client, address, page).status_code == 303
