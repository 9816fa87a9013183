"""Two people issue papers at the same moment: every number once, none left out."""

import threading

import pytest

from partybuild import create_app, schema
from partybuild.access.scope import visible
from partybuild.accounts import queries as accounts
from partybuild.config import Instance
from partybuild.db import db
from partybuild.db.work import work
from partybuild.notices import commands, samples
from partybuild.notices.commands import Issue
from partybuild.notices.kinds import KINDS
from partybuild.notices.models import Notice
from tests.conftest import BACKENDS, _url
from tests.support import world
from tests.support.world import ROOT

KIND = KINDS["reply-secretary"]
EACH = 6


@pytest.fixture(params=BACKENDS)
def alone(request, tmp_path):
    """The small world in a database of its own: these papers are really committed."""
    with _url(request.param, tmp_path) as url:
        app = create_app(Instance(tmp_path), SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=url)
        with app.app_context():
            schema.upgrade()
            world.build()
            db.session.remove()
            yield app
            db.session.remove()
            db.engine.dispose()


def issue(app, failing, faults):
    """Issue papers one after the other; those `failing` are rolled back."""
    try:
        with app.app_context():
            actor = accounts.actor_by_login("bo")
            for turn in range(EACH):
                try:
                    with work(actor) as running:
                        wanted = Issue(KIND.key, samples.given(KIND), "某某协会")
                        commands.issue(running.actor, wanted)
                        if turn in failing:
                            raise KeyError(turn)
                except KeyError:
                    pass
            db.session.remove()
    except Exception as fault:
        faults.append(fault)


def test_two_at_once_leave_no_gap_and_no_double(alone):
    faults = []
    threads = [
        threading.Thread(target=issue, args=(alone, failing, faults)) for failing in ({1, 4}, {0})
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert faults == []
    numbers = sorted(db.session.scalars(visible(ROOT, Notice, Notice.number)))
    assert numbers == list(range(1, 2 * EACH - 3 + 1))
    db.session.rollback()
