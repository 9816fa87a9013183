"""Publishing very many and closing a long campaign: by a job, all of them or none, as at once."""

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import Stale, work
from partybuild.inspections import closing, commands, deciding, publishing, views_list
from partybuild.inspections.kinds import CampaignState, Conclusion
from partybuild.inspections.models import Inspection
from partybuild.jobs.models import Job
from partybuild.rules import RuleBroken
from partybuild.workflow import checking
from partybuild.workflow.models import WorkflowEvent
from tests import factories
from tests.inspections.conftest import campaign, case_of, concluding, of
from tests.inspections.test_opening import OWN, Steps, rows
from tests.support.world import ROOT

NAMES = ("甲会（演示）", "乙会（演示）", "丙会（演示）")


@pytest.fixture
def several(plan, open_up):
    """Three associations are expected in an open campaign: (campaign id, organization ids)."""
    made = [factories.make_organization(name, "610103001") for name in NAMES]
    number = plan()
    open_up(number)
    return number, made


def written(number):
    """Every inspection of a campaign and every event, in words, without their own numbers."""
    events = db.session.scalars(visible(ROOT, WorkflowEvent)).all()
    names = [c.name for c in WorkflowEvent.__table__.columns if c.name not in OWN]
    told = sorted(str({name: getattr(row, name) for name in names}) for row in events)
    return rows(Inspection, ("campaign_id", number)), told


def undone(act):
    """What a command would write; it is taken back."""
    with work(act.actor) as running:
        outer = db.session.begin_nested()
        act(running.actor)
        db.session.flush()
        db.session.expire_all()
        found = written(act.number)
        outer.rollback()
        running.audited = True
    db.session.expire_all()
    return found


class TestPublishing:
    FIGURE = "figure=ready"

    def run(self, number, actor, expected, progress=None):
        said = {"campaign": number, "address": self.FIGURE, "expected": expected}
        return publishing.run(actor, said, progress or Steps())

    def test_the_job_writes_what_the_command_writes(self, several, cast, decide):
        number, made = several
        for each in made[:2]:
            decide(of(each).id)
        ids = [of(each).id for each in made]

        def act(actor):
            publishing.publish_many(actor, ids, 2)

        act.actor, act.number = cast.zhu, number
        wanted = undone(act)
        assert wanted != written(number)

        told = self.run(number, cast.zhu, 2)

        assert told == {"message": "已公布 2 家的结论和党建评价。", "url": f"/inspections/{number}"}
        assert written(number) == wanted
        first = of(made[0])
        assert (first.first_conclusion, first.first_published_on) == (
            Conclusion.QUALIFIED,
            first.published_on,
        )
        assert checking.faults(ROOT) == []

    def test_one_moved_meanwhile_leaves_all_as_they_were(self, several, cast, decide, take):
        number, made = several
        for each in made:
            decide(of(each).id)

        def meanwhile():
            take(cast.zhu, deciding.publish, of(made[0]).id)

        with pytest.raises(Stale, match="预览时可公布 3 家，现在是 2 家"):
            self.run(number, cast.zhu, 3, Steps(2, meanwhile))
        assert [of(each).published_on is None for each in made] == [False, True, True]

    def test_a_first_publication_is_kept(self, several, cast, decide, take):
        number, made = several
        decide(of(made[0]).id)
        take(cast.zhu, deciding.publish, of(made[0]).id)

        with pytest.raises(Stale):
            self.run(number, cast.zhu, 1)

    def test_the_page_hands_a_long_list_to_a_job(
        self, several, cast, decide, as_actor, monkeypatch
    ):
        monkeypatch.setattr(views_list, "AT_ONCE", 0)
        number, made = several
        decide(of(made[0]).id)
        client = as_actor(cast.zhu)

        address = f"/inspections/{number}/publication?{self.FIGURE}"
        answer = client.post(address, data={"expected": "1"})

        job = db.session.scalars(visible(ROOT, Job).where(Job.kind == publishing.JOB)).one()
        assert answer.headers["Location"].endswith(f"/jobs/{job.id}")
        assert of(made[0]).published_on is None
        told = publishing.run(cast.zhu, job.arguments, Steps())
        assert "已公布 1 家" in told["message"]


class TestClosing:
    def run(self, number, actor, progress=None, version=2):
        return closing.run(actor, {"campaign": number, "version": version}, progress or Steps())

    def test_the_job_writes_what_the_command_writes(self, several, cast, take):
        number, made = several
        take(cast.zhu, deciding.conclude, of(made[0]).id, concluding())

        def act(actor):
            closing.close_campaign(actor, number, 2)

        act.actor, act.number = cast.zhu, number
        wanted = undone(act)

        assert "2 家没有报送" in self.run(number, cast.zhu)["message"]

        assert written(number) == wanted
        row = campaign(number)
        assert (row.state, row.version, str(row.closed_on)) == (
            CampaignState.CLOSED,
            3,
            "2026-11-20",
        )
        assert [case_of(of(each).id).state for each in made[1:]] == ["absent", "absent"]
        assert checking.faults(ROOT) == []

    def test_who_files_meanwhile_is_not_absent(self, several, cast, take):
        number, made = several

        def files():
            take(cast.zhu, deciding.conclude, of(made[0]).id, concluding())

        progress = Steps(2, files)
        assert "2 家没有报送" in self.run(number, cast.zhu, progress)["message"]
        assert of(made[0]).conclusion is Conclusion.QUALIFIED
        assert len(progress.words) == 6

    def test_who_is_added_meanwhile_is_absent_too(self, several, cast):
        number, _ = several
        late = factories.make_organization()

        def add():
            with work(cast.zhu) as running:
                commands.add_expected(running.actor, number, late, "补列")

        assert "4 家没有报送" in self.run(number, cast.zhu, Steps(2, add))["message"]
        assert of(late).conclusion is Conclusion.ABSENT

    def test_taken_up_again_after_it_was_done_it_says_so(self, several, cast):
        number, _ = several
        self.run(number, cast.zhu)
        before = written(number)

        assert self.run(number, cast.zhu)["message"] == "已结束。"
        assert written(number) == before

    def test_the_page_hands_a_long_one_to_a_job_once(self, several, cast, as_actor, monkeypatch):
        monkeypatch.setattr(closing, "AT_ONCE", 1)
        number, _ = several
        client = as_actor(cast.zhu)

        answer = client.post(f"/inspections/{number}/closing", data={"version": "2"})

        job = db.session.scalars(visible(ROOT, Job).where(Job.kind == closing.JOB)).one()
        assert answer.headers["Location"].endswith(f"/jobs/{job.id}")
        again = client.post(f"/inspections/{number}/closing", data={"version": "2"})
        assert again.status_code == 409
        assert campaign(number).state is CampaignState.OPEN

    def test_before_its_last_day_no_job_begins(self, several, cast, monkeypatch):
        number, _ = several
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-05-31T23:59:00+08:00")

        with pytest.raises(RuleBroken, match="期限届满后才能结束"):
            self.run(number, cast.zhu)
