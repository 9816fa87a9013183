"""R47, R50: the door to a file's bytes, and how files come in through a form."""

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from flask import request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from partybuild.access.permissions import Permission
from partybuild.evidence import kinds, store
from partybuild.evidence.arrivals import FIELD
from partybuild.evidence.rules import FileState, Slot
from partybuild.web import limits
from partybuild.web.feature import Feature
from tests import factories
from tests.evidence import papers
from tests.web.reading import Tags, macro


@pytest.fixture
def subject(cast):
    return papers.about(cast.bo, factories.make_organization())


@pytest.fixture
def file(cast, subject):
    return papers.keep(cast.bo, subject, file=papers.arrived("章程 “终稿”.pdf"))


def fetched(client, file):
    """The answer with its whole body read."""
    with client.get(f"/evidence/{file.id}") as answer:
        answer.get_data()
        return answer


class TestDownload:
    def test_r47_byte_for_byte_as_an_attachment(self, cast, as_actor, file):
        answer = fetched(as_actor(cast.bo), file)

        assert answer.data == store.path_of(file.digest).read_bytes()
        assert answer.mimetype == "application/pdf"
        said = answer.headers["Content-Disposition"]
        assert said.startswith("attachment;")
        assert unquote(re.search(r"filename\*=UTF-8''([^;]+)", said)[1]) == "章程 “终稿”.pdf"
        assert answer.headers["Content-Security-Policy"] == "sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("login", "status"),
        [("bo", 200), ("jie", 404), ("cheng", 404), ("shi", 200), ("dai", 200), ("xi", 403)],
    )
    def test_r09_the_scope_is_asked_each_time(self, cast, as_actor, file, login, status):
        assert fetched(as_actor(getattr(cast, login)), file).status_code == status

    def test_a_file_that_is_not_there_and_a_foreign_one_look_alike(self, cast, as_actor, file):
        client = as_actor(cast.cheng)
        assert client.get(f"/evidence/{file.id}").data == client.get("/evidence/999999").data

    def test_signed_out_nothing_is_sent(self, app, file):
        assert app.test_client().get(f"/evidence/{file.id}").status_code == 303

    def test_after_a_move_the_former_unit_is_told_nothing(self, cast, as_actor, subject, file):
        factories.transfer(subject.id, "610102", factories.REGISTERED.replace(year=2026))

        assert fetched(as_actor(cast.bo), file).status_code == 404
        assert fetched(as_actor(cast.cheng), file).status_code == 200

    def test_a_withdrawn_file_is_not_sent(self, cast, as_actor, subject, file):
        papers.withdraw(cast.bo, subject, file.id)
        assert as_actor(cast.bo).get(f"/evidence/{file.id}").status_code == 404

    def test_a_lost_file_is_said_in_words(self, cast, as_actor, subject):
        content = papers.pdf(b"<< /Lost true >>")
        row = papers.keep(cast.bo, subject, file=papers.arrived("a.pdf", content))
        store.path_of(row.digest).unlink()

        answer = as_actor(cast.bo).get(f"/evidence/{row.id}")

        assert answer.status_code == 409
        assert "文件不在存储中" in answer.text


class TestLimits:
    """R50, on routes of an application of their own."""

    @pytest.fixture
    def client(self, tmp_path):
        from partybuild import create_app
        from partybuild.config import Instance

        feature = Feature("trial", __name__, url_prefix="/trial")

        def view():
            return {"files": len(request.files.getlist("paper-a")), "form": len(request.form)}

        feature.action("/plain", needs=Permission.ANYONE)(_named(view, "plain"))
        feature.action("/files", needs=Permission.ANYONE, files=2)(_named(view, "files"))
        app = create_app(Instance(tmp_path), SECRET_KEY="test", WTF_CSRF_ENABLED=False)
        app.register_blueprint(feature)
        return app.test_client()

    def send(self, client, where, *sizes, **fields):
        files = [FileStorage(BytesIO(bytes(size)), "a.pdf", "paper-a") for size in sizes]
        boundary, body = encode_multipart(
            MultiDict([*(("paper-a", f) for f in files), *fields.items()])
        )
        how = {"content_type": f"multipart/form-data; boundary={boundary}"}
        return client.post(f"/trial/{where}", data=body, **how)

    def test_a_route_takes_as_many_files_as_it_says(self, client):
        full = 20 * limits.MEGABYTE
        assert self.send(client, "files", full, full).json["files"] == 2
        assert self.send(client, "files", full, full, full).status_code == 413

    def test_a_route_that_takes_none_is_held_short(self, client):
        assert self.send(client, "plain", 1000).status_code == 200
        assert self.send(client, "plain", 3 * limits.MEGABYTE).status_code == 413

    def test_parts_are_counted(self, client):
        many = {f"f{n}": "x" for n in range(60)}
        assert self.send(client, "plain", **many).status_code == 413
        assert self.send(client, "files", 10, **many).json["form"] == 60
        more = {f"f{n}": "x" for n in range(201)}
        assert self.send(client, "files", **more).status_code == 413

    def test_no_route_asks_for_more_than_the_server_lets_through(self):
        with pytest.raises(TypeError, match="at most"):
            Feature("x", "x").action("/", needs=Permission.ANYONE, files=limits.MOST_FILES + 1)


def _named(view, name):
    def named():
        return view()

    named.__name__ = name
    return named


class TestComponent:
    def test_the_fields_are_what_the_reader_asks_for(self):
        html = macro("evidence", "fields(slots)", slots=[Slot("charter", "章程", note="盖章页。")])
        inputs = Tags(html).named("input")

        assert {i["name"] for i in inputs} == {FIELD + "charter"}
        assert inputs[0]["accept"] == kinds.ACCEPTED
        assert "multiple" in inputs[0]
        assert inputs[1]["capture"] == "environment"
        assert "image/heic" not in inputs[1]["accept"]
        assert "盖章页。" in html

    def test_a_list_says_what_holds_and_what_is_missing(self):
        def row(number, **values):
            return {
                "id": number, "slot": "charter", "name": f"{number}.pdf", "size": 1_500_000,
                "version": 1, "replaces_id": None, "state": FileState.KEPT, "actor": "薄",
                "uploaded_at": None, "withdrawn_reason": "", "withdrawn_by": "",
                "withdrawn_at": None,
            } | values  # fmt: skip

        rows = [
            row(1),
            row(2, replaces_id=1, version=2),
            row(3, state=FileState.WITHDRAWN, withdrawn_reason="传错了"),
            row(4, state=FileState.QUARANTINED),
        ]
        html = macro(
            "evidence",
            "files(rows, {'charter': '章程'}, missing)",
            rows=rows,
            missing=[Slot("pledge", "承诺书")],
        )

        assert [a["href"] for a in Tags(html).named("a")] == ["/evidence/1", "/evidence/2"]
        for words in ("章程", "1.4 MB", "旧版本", "已撤回", "传错了", "已隔离", "还缺：承诺书"):
            assert words in html

    @pytest.mark.parametrize(("size", "words"), [(1, "1 KB"), (2048, "2 KB"), (1 << 20, "1.0 MB")])
    def test_sizes(self, size, words):
        assert macro("evidence", f"size({size})") == words
