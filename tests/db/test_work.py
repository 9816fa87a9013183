"""Transactions: locked before the actor is loaded, one audit row a command, nothing half."""

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError, OperationalError

from partybuild import create_app, schema
from partybuild.access.actor import command_line
from partybuild.access.permissions import Permission
from partybuild.accounts.models import Appointment
from partybuild.audit import queries as audit
from partybuild.audit.models import AuditHead, AuditRow
from partybuild.config import Instance
from partybuild.db import db, engine
from partybuild.db.engine import mode
from partybuild.db.work import NotPermitted, audit_detail, current_work, needs, work
from partybuild.regions import commands as regions
from partybuild.regions.models import Setting
from tests.conftest import BACKENDS, _url
from tests.support.world import ROOT


@needs(Permission.ORGANIZATIONS_KEEP, "试写一条")
def write_setting(actor, name, value):
    audit_detail(object=("setting", None), name=name)
    regions.set_setting(name, value)


def value_of(name):
    return db.session.scalar(select(Setting.value).where(Setting.name == name))


@pytest.mark.usefixtures("database")
class TestWork:
    def test_a_command_writes_its_row_and_its_audit_row(self, cast):
        with work(cast.bo) as running:
            write_setting(running.actor, "a", "1")
            number = running.change

        row = db.session.scalars(select(AuditRow).where(AuditRow.number == number)).one()
        assert value_of("a") == "1"
        assert (row.login, row.action, row.detail) == ("bo", "试写一条", {"name": "a"})
        assert list(audit.faults()) == []

    def test_a_command_does_not_run_outside_work(self, cast):
        with pytest.raises(RuntimeError, match="with work"):
            write_setting(cast.bo, "a", "1")

    def test_a_role_without_the_permission_is_refused(self, cast):
        with pytest.raises(NotPermitted, match="领导"), work(cast.dai) as running:
            write_setting(running.actor, "a", "1")
        assert value_of("a") is None

    def test_an_error_leaves_nothing_behind(self, cast):
        head = db.session.scalars(select(AuditHead.number)).one()
        with pytest.raises(ZeroDivisionError), work(cast.bo) as running:
            write_setting(running.actor, "a", "1")
            raise ZeroDivisionError

        assert value_of("a") is None
        assert db.session.scalars(select(AuditHead.number)).one() == head

    def test_works_do_not_nest(self):
        with pytest.raises(RuntimeError, match="nest"), work(ROOT), work(ROOT):
            pass

    def test_an_appointment_that_has_ended_binds_at_once(self, cast):
        """R08: the actor is loaded again under the lock."""
        with mode("write"):
            appointment = db.session.get(Appointment, cast.bo.appointment_id)
            appointment.valid_to = appointment.valid_from
            db.session.commit()

        with pytest.raises(NotPermitted), work(cast.bo):
            pass

    def test_two_commands_in_one_work_are_refused(self, cast):
        with pytest.raises(RuntimeError, match="One command"), work(cast.bo) as running:
            write_setting(running.actor, "a", "1")
            write_setting(running.actor, "b", "1")


@pytest.fixture(params=BACKENDS)
def alone(request, tmp_path):
    """A database of its own, with real commits."""
    with _url(request.param, tmp_path) as url:
        app = create_app(Instance(tmp_path), SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=url)
        with app.app_context():
            schema.upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


def test_a_page_cannot_write(alone):
    """R26: outside `work` the snapshot is read-only in the database itself."""
    db.session.add(Setting(name="a", value="1"))
    with pytest.raises(DatabaseError):
        db.session.commit()
    db.session.rollback()
    assert value_of("a") is None


def test_the_chain_cannot_be_changed(alone):
    with work(ROOT) as running:
        write_setting(running.actor, "a", "1")
    for statement in ("UPDATE audit_row SET action = 'x'", "DELETE FROM audit_row"):
        with mode("write"), pytest.raises(DatabaseError, match="append-only"):
            db.session.connection().exec_driver_sql(statement)
        db.session.rollback()


def test_change_numbers_follow_commit_order(alone):
    """Many writers at once: numbers without gaps, the chain whole."""
    numbers, failed = [], []

    def run(name):
        try:
            with alone.app_context():
                with work(command_line("test")) as running:
                    write_setting(running.actor, name, "1")
                    change = current_work().change
                numbers.append(change)
                db.session.remove()
        except OperationalError as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(f"n{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert sorted(numbers) == list(range(1, 9))
    assert list(audit.faults()) == []


def test_sqlite_is_opened_with_the_pragmas_that_keep_promises(alone):
    """R58, R59: asserted, because no kill -9 would show a weak setting."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("这一条只查 SQLite")
    connection = db.session.connection()
    pragma = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
    safe = engine.wal_is_safe(engine.sqlite_module().sqlite_version_info)

    assert pragma("journal_mode") == ("wal" if safe else "delete")
    assert (pragma("synchronous"), pragma("foreign_keys"), pragma("busy_timeout")) == (2, 1, 15000)


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 53, 4), True), ((3, 51, 3), True), ((3, 51, 2), False), ((3, 50, 7), True)]  # noqa: RUF005
    + [((3, 50, 6), False), ((3, 44, 6), True), ((3, 44, 5), False), ((3, 40, 1), False)],
)
def test_the_gate_of_sqlite_versions(version, safe):
    assert engine.wal_is_safe(version) is safe
