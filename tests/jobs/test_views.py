"""我的任务: progress, cancelling, and the door to the files (R09, R57)."""

from datetime import date

import pytest

from partybuild.access.permissions import Role
from partybuild.accounts import commands as accounts
from partybuild.accounts import queries as account_queries
from partybuild.db.work import work
from partybuild.jobs import ledger, worker
from tests.factories import make_organization
from tests.jobs.desk import ask, done, fresh, handling
from tests.support.world import ROOT


def listing(*ids):
    """A handler that leaves a file about these organizations."""

    def handler(actor, arguments, progress):
        progress.file("碑林区名单.csv").write_bytes("\ufeff名称\r\n".encode())
        progress.holds(ids)
        return {"message": "共 1 家"}

    return handler


class TestProgressPage:
    def test_it_asks_for_itself_while_it_runs(self, as_actor, cast):
        with handling(listing()):
            number = ask(cast.bo, title="导出名单")
        ledger.claim(number)
        page = as_actor(cast.bo).get(f"/jobs/{number}")
        assert "导出名单" in page.text
        assert f'hx-get="/jobs/{number}"' in page.text
        assert "取消任务" in page.text

    def test_r30_htmx_gets_the_fragment_alone(self, as_actor, cast):
        job = done(cast.bo, listing())
        answer = as_actor(cast.bo).get(f"/jobs/{job.id}", headers={"HX-Request": "true"})
        assert answer.text.lstrip().startswith(f'<section class="card" id="progress-{job.id}"')
        assert "hx-get" not in answer.text
        assert "下载 碑林区名单.csv" in answer.text

    def test_polling_does_not_keep_a_session_awake(self, as_actor, cast, monkeypatch):
        job = done(cast.bo, listing())
        client = as_actor(cast.bo)
        for minute in (40, 50, 59):
            monkeypatch.setenv("PARTYBUILD_NOW", f"2026-11-20T09:{minute}:00")
            assert client.get(f"/jobs/{job.id}").status_code == 200
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-20T10:01:00")
        assert client.get(f"/jobs/{job.id}").status_code == 303

    def test_those_of_others_are_not_found(self, as_actor, cast):
        job = done(cast.bo, listing())
        for path in (f"/jobs/{job.id}", f"/jobs/{job.id}/file"):
            assert as_actor(cast.cheng).get(path).status_code == 404
            assert as_actor(cast.sheng).get(path).status_code == 404

    def test_a_failure_says_why(self, as_actor, cast):
        job = done(cast.bo, lambda *_: 1 / 0)
        assert f"任务编号 {job.id}" in as_actor(cast.bo).get(f"/jobs/{job.id}").text


class TestList:
    def test_it_shows_ones_own_newest_first(self, as_actor, cast):
        with handling(listing()):
            for title in ("甲名单", "乙名单"):
                ask(cast.bo, title=title)
            ask(cast.cheng, title="邻区名单")
        page = as_actor(cast.bo).get("/jobs").text
        assert page.index("乙名单") < page.index("甲名单")
        assert "邻区名单" not in page

    def test_an_empty_one_says_what_comes_here(self, as_actor, cast):
        assert "您还没有任务" in as_actor(cast.bo).get("/jobs").text

    def test_it_costs_the_same_for_one_and_for_many(self, as_actor, cast, queries):
        client = as_actor(cast.bo)
        done(cast.bo, listing())
        with queries() as one:
            client.get("/jobs")
        for _ in range(5):
            done(cast.bo, listing())
        with queries() as many:
            client.get("/jobs")
        assert len(one) == len(many)


class TestCancel:
    def test_by_its_button(self, as_actor, cast):
        with handling(listing()):
            number = ask(cast.bo)
        answer = as_actor(cast.bo).post(f"/jobs/{number}/cancellations")
        assert answer.location == f"/jobs/{number}"
        assert fresh(number).state == "cancelled"

    def test_what_is_over_is_refused_in_words(self, as_actor, cast):
        job = done(cast.bo, listing())
        answer = as_actor(cast.bo).post(f"/jobs/{job.id}/cancellations")
        assert answer.status_code == 409
        assert "已完成" in answer.text

    def test_not_for_others_and_not_without_a_token(self, as_actor, cast):
        with handling(listing()):
            number = ask(cast.bo)
        assert as_actor(cast.cheng).post(f"/jobs/{number}/cancellations").status_code == 404
        client = as_actor(cast.bo)
        del client.environ_base["HTTP_X_CSRFTOKEN"]
        assert client.post(f"/jobs/{number}/cancellations").status_code == 400
        assert fresh(number).state == "queued"


class TestFile:
    def test_r47_it_comes_as_an_attachment(self, as_actor, cast):
        job = done(cast.bo, listing(make_organization()))
        answer = as_actor(cast.bo).get(f"/jobs/{job.id}/file")

        assert answer.data == "\ufeff名称\r\n".encode()
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Security-Policy"] == "sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        answer.close()

    def status(self, as_actor, actor, job):
        answer = as_actor(actor).get(f"/jobs/{job.id}/file")
        answer.close()
        return answer.status_code

    def test_r09_not_once_an_organization_in_it_is_out_of_reach(self, as_actor, cast):
        foreign = make_organization(unit="610102")
        job = done(cast.bo, listing(make_organization(), foreign))
        assert self.status(as_actor, cast.bo, job) == 404

    def test_r57_not_once_the_post_that_asked_has_ended(self, as_actor, cast):
        job = done(cast.bo, listing(make_organization()))
        with work(ROOT) as running:
            accounts.appoint(running.actor, cast.bo.user_id, Role.OFFICER, ["610102"])
        with work(ROOT) as running:
            accounts.end_appointment(running.actor, cast.bo.user_id, cast.bo.appointment_id)
        now = account_queries.actor_by_login("bo")
        assert now.reach.unit.code == "610102"
        assert self.status(as_actor, now, job) == 404

    @pytest.mark.parametrize("handler", [lambda *_: None, lambda *_: 1 / 0])
    def test_without_a_file_there_is_none(self, as_actor, cast, handler):
        assert self.status(as_actor, cast.bo, done(cast.bo, handler)) == 404

    def test_after_a_week_it_is_gone(self, as_actor, cast, monkeypatch):
        job = done(cast.bo, listing())
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-28T09:30:00")
        worker.tidy()
        assert self.status(as_actor, cast.bo, job) == 404
        assert date(2026, 11, 28) > job.ended_at.date()


def test_a_file_is_kept_for_seven_days_and_the_page_says_so(as_actor, cast, monkeypatch):
    job = done(cast.bo, listing())
    client = as_actor(cast.bo)
    worker.tidy()
    assert "文件保留到" in client.get(f"/jobs/{job.id}").text

    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-27T09:40:00")
    worker.tidy()
    client = as_actor(cast.bo)
    page = client.get(f"/jobs/{job.id}").text
    assert "已过保存期限删除" in page
    assert "下载 碑林区名单.csv" not in page
    assert client.get(f"/jobs/{job.id}/file").status_code == 404
