"""R65, R66: one row a command, and nobody can change one without its being seen."""

from itertools import pairwise

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from partybuild.access.permissions import Permission
from partybuild.audit import commands as audit
from partybuild.audit import queries, rules
from partybuild.audit.models import AuditHead, AuditRow, Repeats
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.db.work import NotPermitted, audit_detail, needs, work


@needs(Permission.SIGNED_IN, "试写")
def write_down(actor, reason):
    audit_detail(object=("organization", 7), reason=reason)


def rows():
    db.session.expire_all()
    return db.session.scalars(select(AuditRow).order_by(AuditRow.number)).all()


def as_if_changed_on_disk(row, **values):
    """What the row would be after somebody went around the triggers."""
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_r65_a_command_is_one_row_with_who_what_and_from_where(cast):
    before = len(rows())
    with work(cast.bo) as running:
        write_down(running.actor, "核对")

    (row,) = rows()[before:]
    assert (row.user_id, row.appointment_id) == (cast.bo.user_id, cast.bo.appointment_id)
    assert (row.login, row.actor) == ("bo", "bo（演示）（碑林区党务干部）")
    assert (row.action, row.result) == ("试写", "done")
    assert (row.object_kind, row.object_id, row.detail) == ("organization", 7, {"reason": "核对"})
    assert row.at == "2026-11-20T09:30:00+08:00"


def test_r65_what_fails_leaves_no_row(cast):
    before = len(rows())
    with pytest.raises(ZeroDivisionError), work(cast.bo) as running:
        write_down(running.actor, "核对")
        raise ZeroDivisionError
    assert len(rows()) == before


def test_r65_refusals_of_one_user_within_a_minute_are_one_row(cast, as_actor, monkeypatch):
    client = as_actor(cast.bo)
    before = len(rows())
    for _ in range(4):
        assert client.get("/users").status_code == 403
    (row,) = rows()[before:]
    assert (row.result, row.detail) == ("refused", {"path": "/users"})
    assert db.session.scalar(select(Repeats.again).where(Repeats.number == row.number)) == 3

    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-20T09:31:01")
    client.get("/users")
    as_actor(cast.dai).get("/users")
    assert len(rows()) == before + 3


def test_r65_a_refusal_deeper_inside_is_a_row_too(cast, as_actor, monkeypatch):
    client = as_actor(cast.bo)
    before = len(rows())

    def refuse(*_):
        raise NotPermitted("不能。")

    monkeypatch.setattr("partybuild.jobs.queries.mine", refuse)
    assert client.get("/jobs").status_code == 403
    (row,) = rows()[before:]
    assert (row.result, row.detail) == ("refused", {"path": "/jobs"})


def test_r65_what_was_done_is_never_folded(cast):
    before = len(rows())
    for _ in range(3):
        audit.note(cast.bo, "导出名单")
    assert len(rows()) == before + 3


def test_r66_the_chain_is_whole_after_all_that(cast):
    for word in ("一", "二", "三"):
        with work(cast.bo) as running:
            write_down(running.actor, word)
    assert list(queries.faults()) == []
    assert queries.head()["number"] == rows()[-1].number


@pytest.mark.parametrize(
    "statement", [update(AuditRow).values(action="别的"), AuditRow.__table__.delete()]
)
def test_r66_the_database_itself_refuses_to_change_or_delete(cast, statement):
    audit.note(cast.bo, "导出名单")
    with pytest.raises(DBAPIError, match="append-only"), mode("write"):
        db.session.execute(statement)
    db.session.rollback()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("action", "别的"),
        ("detail", {"reason": "别的"}),
        ("result", "refused"),
        ("at", "2026-11-20T09:30:01+08:00"),
        ("user_id", 999),
        ("address", "10.0.0.9"),
        ("previous", "1" * 64),
    ],
)
def test_r66_any_change_of_a_row_is_seen(cast, name, value):
    with work(cast.bo) as running:
        write_down(running.actor, "核对")
    row = rows()[-1]
    assert queries.faults_of([row]) == []
    assert queries.faults_of([as_if_changed_on_disk(row, **{name: value})])
    db.session.rollback()


def test_r66_a_rewritten_chain_does_not_fit_a_head_kept_elsewhere(cast):
    audit.note(cast.bo, "导出名单")
    head = queries.head()
    audit.note(cast.bo, "导出名单")

    assert list(queries.faults((head["number"], head["digest"]))) == []
    (fault,) = queries.faults((head["number"], "f" * 64))
    assert "留存的链首不是同一行" in fault
    (gone,) = queries.faults((head["number"] + 100, head["digest"]))
    assert "没有这一行" in gone


def test_r66_a_head_that_runs_ahead_is_seen(cast):
    with mode("write"):
        db.session.execute(update(AuditHead).values(number=AuditHead.number + 1))
        db.session.commit()
    assert any("链首记第" in sentence for sentence in queries.faults())


def test_the_digest_covers_every_value_and_the_link():
    values = {"number": 1, "action": "登录"}
    first = rules.digest(rules.FIRST, values)
    assert first != rules.digest("1" * 64, values)
    assert first != rules.digest(rules.FIRST, values | {"number": 2})
    assert first == rules.digest(rules.FIRST, dict(reversed(values.items())))


def test_the_export_is_every_row_with_its_links(cast):
    audit.note(cast.bo, "导出名单", "refused", path="/x")
    audit.note(cast.bo, "导出名单", "refused", path="/x")
    lines = list(queries.lines())
    assert [line["number"] for line in lines] == [row.number for row in rows()]
    assert lines[-1]["again"] == 1
    for before, after in pairwise(lines):
        assert after["previous"] == before["digest"]


def test_r65_a_busy_database_does_not_keep_the_answer_back(cast, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def busy():
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    monkeypatch.setattr(audit, "lock_head", busy)
    before = len(rows())
    audit.note(cast.bo, "导出名单")
    assert len(rows()) == before
