"""R57: long work is queued, one a user at a time, can be stopped, and survives a dead worker."""

import pytest
from sqlalchemy import select

from partybuild.access.actor import command_line
from partybuild.accounts import commands as accounts
from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.db.work import OutOfReach, work
from partybuild.jobs import commands, files, ledger, worker
from partybuild.jobs.ports import Cancelled
from partybuild.rules import RuleBroken
from tests.jobs.desk import ask, done, fresh, handling
from tests.support.world import ROOT


def nothing(actor, arguments, progress):
    return None


class TestDone:
    def test_the_handler_works_as_the_one_who_asked(self, cast):
        seen = []

        def handler(actor, arguments, progress):
            seen.append((actor.login, actor.reach.unit.code, arguments))
            return {"message": "写好了", "url": "/x"}

        job = done(cast.bo, handler, month="2026-10")

        assert seen == [("bo", "610103", {"month": "2026-10"})]
        assert (job.state, job.message, job.result["url"]) == ("done", "写好了", "/x")
        assert job.started_at is not None
        assert job.ended_at is not None

    def test_without_work_there_is_nothing_to_do(self, cast):
        assert not worker.run_once()

    def test_r65_asking_is_one_audit_row(self, cast):
        with handling(nothing):
            number = ask(cast.bo)
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        assert (row.action, row.object_id, row.login) == ("提交任务", number, "bo")

    def test_it_is_asked_for_with_what_it_belongs_to_or_not_at_all(self, cast):
        with handling(nothing):
            with pytest.raises(ZeroDivisionError), work(cast.bo) as running:
                commands.enqueue(running.actor, "test", "试办", {})
                raise ZeroDivisionError
            assert not worker.run_once()

    def test_what_the_system_asks_for_twice_waits_once(self, cast):
        system = command_line("任务进程")

        def asked(**arguments):
            return commands.enqueue_once(system, "test", "试办", arguments)

        with handling(nothing):
            first = asked(month="2026-10")
            assert asked(month="2026-10") == first
            assert asked(month="2026-11") != first
            worker.run_once()
            assert asked(month="2026-10") != first  # done: what changes now needs it again

    def test_an_unknown_kind_is_a_mistake_of_ours(self, cast):
        with pytest.raises(KeyError):
            ask(cast.bo, kind="no-such")

    def test_the_file_lies_in_the_instance_folder(self, cast, app):
        def handler(actor, arguments, progress):
            progress.file("名单.csv").write_text("甲", "utf-8")

        job = done(cast.bo, handler)
        assert job.result["file"] == "名单.csv"
        assert files.path_of(job.id).read_text("utf-8") == "甲"
        assert files.path_of(job.id).parent == app.config["INSTANCE"].folder / "exports"


class TestNotDone:
    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (RuleBroken("10月已上报，不能再改。"), "10月已上报，不能再改。"),
            (OutOfReach(), "不在您的管理范围内"),
            (ZeroDivisionError("secret detail"), "系统出错"),
        ],
    )
    def test_the_reason_is_a_sentence(self, cast, error, said):
        def handler(actor, arguments, progress):
            progress.file("x.csv").write_text("half")
            raise error

        job = done(cast.bo, handler)
        assert job.state == "failed"
        assert said in job.message
        assert "secret detail" not in job.message
        assert not files.path_of(job.id).exists()

    def test_r08_a_user_closed_meanwhile_gets_nothing(self, cast):
        with handling(lambda *_: pytest.fail("must not run")):
            number = ask(cast.bo)
            with work(ROOT) as running:
                accounts.disable(running.actor, cast.bo.user_id)
            worker.run_once()
        assert fresh(number).state == "failed"
        assert "停用" in fresh(number).message

    def test_the_next_one_is_taken_up_all_the_same(self, cast):
        done(cast.bo, lambda *_: 1 / 0)
        assert done(cast.bo, nothing).state == "done"


class TestProgress:
    def test_steps_are_seen_while_it_runs(self, cast, monkeypatch):
        monkeypatch.setattr(worker, "REPORT", 0)
        seen = []

        def handler(actor, arguments, progress):
            for step in (1, 2):
                progress.step(step, 2, f"第{step}批")
                job = fresh(progress.job.id)
                seen.append((job.state, job.done, job.total, job.message))

        done(cast.bo, handler)
        assert seen == [("running", 1, 2, "第1批"), ("running", 2, 2, "第2批")]

    def test_what_is_done_is_done_to_the_last(self, cast):
        def handler(actor, arguments, progress):
            progress.step(3, 10)
            progress.step(9, 10)

        assert done(cast.bo, handler).done == 10

    def test_it_writes_at_most_twice_a_second(self, cast, queries):
        def handler(actor, arguments, progress):
            with queries() as sent:
                for step in range(1000):
                    progress.step(step, 100_000)
            assert len([s for s in sent if s.startswith("UPDATE")]) == 1

        assert done(cast.bo, handler).state == "done"

    def test_inside_a_transaction_it_keeps_quiet(self, cast):
        def handler(actor, arguments, progress):
            with work(actor):
                progress.step(1, 2)

        assert done(cast.bo, handler).state == "done"


class TestCancel:
    def test_one_that_waits_never_runs(self, cast):
        with handling(lambda *_: pytest.fail("must not run")):
            number = ask(cast.bo)
            with work(cast.bo) as running:
                commands.cancel(running.actor, number)
            assert not worker.run_once()
        assert fresh(number).state == "cancelled"

    def test_one_that_runs_stops_at_its_next_step(self, cast):
        def handler(actor, arguments, progress):
            progress.file("x.csv").write_text("half")
            with work(cast.bo) as running:
                commands.cancel(running.actor, progress.job.id)
            progress.step(1, 1)
            pytest.fail("must have stopped")

        with handling(handler):
            number = ask(cast.bo)
            worker.run_once()
        assert fresh(number).state == "cancelled"
        assert not files.path_of(number).exists()

    def test_what_is_over_cannot_be_stopped(self, cast):
        job = done(cast.bo, nothing)
        with pytest.raises(RuleBroken, match="已完成"), work(cast.bo) as running:
            commands.cancel(running.actor, job.id)

    def test_that_of_others_is_not_found(self, cast):
        with handling(nothing):
            number = ask(cast.bo)
        with pytest.raises(OutOfReach), work(cast.cheng) as running:
            commands.cancel(running.actor, number)
        assert fresh(number).state == "queued"


class TestR57Limits:
    def test_one_a_user_at_a_time_and_others_are_not_held_up(self, cast):
        with handling(nothing):
            first, second, theirs = ask(cast.bo), ask(cast.bo), ask(cast.cheng)
        assert ledger.claim(first) is not None
        assert ledger.next_queued() == theirs
        assert ledger.claim(second) is None
        assert ledger.claim(theirs) is not None

    def test_a_job_is_claimed_once(self, cast):
        with handling(nothing):
            number = ask(cast.bo)
        assert ledger.claim(number) is not None
        assert ledger.claim(number) is None

    def test_too_many_waiting_are_refused_in_words(self, cast):
        with handling(nothing):
            for _ in range(commands.WAITING_AT_MOST):
                ask(cast.bo)
            with pytest.raises(RuleBroken, match="已有 5 项任务"):
                ask(cast.bo)
            ask(cast.cheng)


class TestDeadWorker:
    def silence(self, monkeypatch, seconds):
        monkeypatch.setenv(
            "PARTYBUILD_NOW", f"2026-11-20T09:{30 + seconds // 60}:{seconds % 60:02}"
        )

    def test_its_job_is_taken_up_again_then_given_up(self, cast, monkeypatch):
        with handling(nothing):
            number = ask(cast.bo)
        ledger.claim(number)
        self.silence(monkeypatch, 60)
        assert ledger.sweep() == 0
        self.silence(monkeypatch, 61)
        assert ledger.sweep() == 1
        assert fresh(number).state == "queued"
        ledger.claim(number)
        self.silence(monkeypatch, 200)
        ledger.sweep()
        assert fresh(number).state == "failed"
        assert "重新提交" in fresh(number).message

    def test_a_heartbeat_keeps_it(self, cast, monkeypatch):
        with handling(nothing):
            number = ask(cast.bo)
        job = ledger.claim(number)
        self.silence(monkeypatch, 50)
        assert ledger.beat(number, job.attempts)
        self.silence(monkeypatch, 100)
        assert ledger.sweep() == 0

    def test_a_worker_that_comes_back_too_late_changes_nothing(self, cast, monkeypatch):
        with handling(nothing):
            number = ask(cast.bo)
        late = ledger.claim(number)
        self.silence(monkeypatch, 61)
        ledger.sweep()
        ledger.claim(number)

        assert not ledger.beat(number, late.attempts, done=7)
        with pytest.raises(Cancelled):
            worker.JobProgress(late).step(1, 1)
        ledger.finish(number, late.attempts, worker.JobState.DONE, "迟到", {})
        assert (fresh(number).state, fresh(number).done) == ("running", 0)


def test_files_are_kept_for_a_week(cast, monkeypatch):
    def handler(actor, arguments, progress):
        progress.file("x.csv").write_text("x")
        progress.holds([1])

    job = done(cast.bo, handler)
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-27T09:30:00")
    worker.tidy()
    assert files.path_of(job.id).exists()
    monkeypatch.setenv("PARTYBUILD_NOW", "2026-11-27T09:30:01")
    worker.tidy()
    assert not files.path_of(job.id).exists()
    assert files.ids_in(job.id) == set()
