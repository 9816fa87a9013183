"""Two people issue papers at the same moment: every number once, none left out."""

import subprocess
import sys
import threading
from pathlib import Path

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


def at_once(app, *turns):
    """Both issue at the same moment; nothing went wrong."""
    faults = []
    threads = [threading.Thread(target=issue, args=(app, failing, faults)) for failing in turns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []


def numbers():
    found = sorted(db.session.scalars(visible(ROOT, Notice, Notice.number)))
    db.session.rollback()
    return found


def test_two_at_once_leave_no_gap_and_no_double(alone):
    at_once(alone, {1, 4}, {0})

    assert numbers() == list(range(1, 2 * EACH - 3 + 1))


def test_a_voided_number_is_never_given_out_again(alone):
    at_once(alone, set(), {2})
    given = numbers()
    last = db.session.scalars(visible(ROOT, Notice).order_by(Notice.number.desc())).first()
    first_digest, last_id = last.digest, last.id
    db.session.rollback()
    with work(accounts.actor_by_login("bo")) as running:
        commands.void(running.actor, last_id, "印错了")

    at_once(alone, {0}, set())

    assert numbers() == [*given, *range(len(given) + 1, len(given) + 2 * EACH)]
    voided = db.session.scalars(visible(ROOT, Notice).where(Notice.id == last_id)).one()
    assert (voided.number, voided.digest, voided.void_reason) == (
        len(given), first_digest, "印错了",
    )  # fmt: skip
    db.session.rollback()


CHILD = """
import sys
from pathlib import Path
from partybuild import create_app
from partybuild.config import Instance
from tests.notices.test_numbering import issue
folder, url = sys.argv[1:]
app = create_app(Instance(Path(folder)), SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=url)
faults = []
issue(app, {1}, faults)
sys.exit(str(faults) if faults else 0)
"""


def test_two_processes_leave_no_gap_and_no_double(alone, tmp_path):
    url = db.engine.url.render_as_string(hide_password=False)
    db.session.remove()
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path), url],
            stderr=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(2)
    ]
    said = [child.communicate(timeout=120)[1] for child in children]

    assert [child.returncode for child in children] == [0, 0], said
    assert numbers() == list(range(1, 2 * (EACH - 1) + 1))
