"""`user`, `audit`, `routes` on a running database."""

import json

from sqlalchemy import select

from partybuild.access.permissions import Permission
from partybuild.accounts import queries
from partybuild.accounts.passwords import verify
from partybuild.audit.models import AuditRow
from partybuild.cli import main
from partybuild.db import db
from tests.accounts.door import user_of

ADD = ["user", "add", "wang", "--name", "王新（演示）", "--role", "officer", "--unit", "610103"]


def last_row():
    db.session.expire_all()
    return db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()


class TestUser:
    def test_the_code_alone_goes_to_standard_output(self, cast, capsys):
        assert main(ADD) == 0
        written = capsys.readouterr()
        assert verify(written.out.strip(), user_of("wang").one_time)
        assert "只显示这一次" in written.err
        assert last_row().actor.endswith("（系统（命令行））")
        assert last_row().login.startswith("命令行:")

    def test_as_somebody_it_goes_no_further_than_they_may(self, cast, capsys):
        assert main([*ADD, "--as", "xi"]) == 0
        assert last_row().login == "xi"
        assert main(["user", "reset", "cheng", "--as", "bo"]) == 1

    def test_what_a_role_may_not_do_leaves_its_audit_row(self, cast, capsys):
        assert main(["user", "reset", "cheng", "--as", "bo"]) == 1
        row = last_row()
        assert (row.login, row.action, row.result) == ("bo", "越权访问", "refused")
        assert row.detail["command"] == "partybuild user reset"
        assert "党务干部" in row.detail["words"]
        assert main(["user", "list", "--as", "nobody"]) == 1
        row = last_row()
        assert row.login.startswith("命令行:")
        assert "没有账号“nobody”" in row.detail["words"]

    def test_a_second_call_adds_a_post(self, cast, capsys):
        main(ADD)
        assert main([*ADD[:6], "leader", "--unit", "610100"]) == 0
        assert len(queries.appointments_of(user_of("wang").id)) == 2
        assert main(["user", "add", "wang", "--name", "别人", *ADD[5:]]) == 1

    def test_the_list_is_the_same_for_machines(self, cast, capsys):
        assert main(["user", "list", "--role", "system", "--json"]) == 0
        (row,) = json.loads(capsys.readouterr().out)["rows"]
        assert row == {
            "login": "xi",
            "name": "xi（演示）",
            "state": "在用",
            "posts": ["陕西省系统管理员"],
            "roles": ["system"],
            "last_seen": None,
        }
        main(["user", "list"])
        assert len(capsys.readouterr().out.splitlines()) == 11

    def test_closing_and_opening_again(self, cast, capsys):
        assert main(["user", "disable", "bo"]) == 0
        assert user_of("bo").disabled_on is not None
        assert main(["user", "reset", "bo"]) == 0
        assert user_of("bo").disabled_on is None


class TestR66Audit:
    def test_a_whole_chain_ends_with_0(self, cast, capsys, tmp_path):
        main(ADD)
        capsys.readouterr()
        assert main(["audit", "head"]) == 0
        head = tmp_path / "head.json"
        head.write_text(capsys.readouterr().out)
        main(["user", "disable", "wang"])

        assert main(["audit", "verify", "--head", str(head)]) == 0
        assert "审计链完整" in capsys.readouterr().out

    def test_a_rewritten_one_with_1_and_where(self, cast, capsys, tmp_path):
        main(ADD)
        head = tmp_path / "head.json"
        head.write_text(json.dumps({"number": last_row().number, "digest": "f" * 64}))
        capsys.readouterr()

        assert main(["audit", "verify", "--head", str(head)]) == 1
        written = capsys.readouterr()
        assert written.out == ""
        assert "不是同一行" in written.err

    def test_a_file_that_is_no_head_is_refused(self, cast, capsys, tmp_path):
        (tmp_path / "x").write_text("{}")
        assert main(["audit", "verify", "--head", str(tmp_path / "x")]) == 1

    def test_the_export_is_one_object_a_line_and_itself_a_row(self, cast, capsys):
        main(ADD)
        capsys.readouterr()
        assert main(["audit", "export"]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [line["action"] for line in lines][-2:] == ["开通账号", "导出审计日志"]
        assert lines[-1]["previous"] == lines[-2]["digest"]


def test_routes_name_permission_span_and_change(app, capsys):
    assert main(["routes", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["routes"]
    known = {permission.value for permission in Permission}
    assert {row["permission"] for row in rows} <= known
    assert len(rows) == len(list(app.url_map.iter_rules()))
    (create,) = [r for r in rows if (r["rule"], r["method"]) == ("/users", "POST")]
    assert create["changes"]
    assert (create["permission"], create["span"]) == ("accounts:manage", "subtree")
    assert create["spans"] == {"system": "subtree"}
    assert all(row["changes"] is (row["method"] == "POST") for row in rows)
