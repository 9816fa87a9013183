"""The page of the monthly return: ask, watch, download."""

from partybuild.jobs import worker
from tests import factories
from tests.returns.test_commands import sheet


class TestIndex:
    def test_it_offers_last_month_first_and_my_units(self, as_actor, cast):
        page = as_actor(cast.bo).get("/returns/").text

        assert page.index("2026年10月") < page.index("2026年11月")
        assert "碑林区" in page
        assert "新城区" not in page
        assert "还没有出过工作簿" in page

    def test_it_is_forbidden_to_leaders(self, as_actor, cast):
        assert as_actor(cast.dai).get("/returns/").status_code == 403


class TestIssue:
    ASKED = {"month": "2026-10", "unit": "610103", "basis": "registered"}

    def test_the_workbook_is_written_by_the_job_process(self, as_actor, cast, tmp_path):
        factories.make_organization(name="甲协会（演示）", full=4)
        client = as_actor(cast.bo)

        answer = client.post("/returns/workbooks", data=self.ASKED)
        assert answer.status_code == 303
        worker.run_once()
        path = tmp_path / "m.xlsx"
        with client.get(f"{answer.location}/file") as file:
            path.write_bytes(file.data)
            assert "attachment" in file.headers["Content-Disposition"]
        assert "甲协会（演示）" in str(sheet(path, "覆盖名单"))
        assert "PB-610103-202610-01" in client.get("/returns/").text

    def test_a_unit_next_door_is_no_choice(self, as_actor, cast):
        answer = as_actor(cast.bo).post("/returns/workbooks", data=self.ASKED | {"unit": "610102"})

        assert answer.status_code == 422

    def test_the_file_is_not_found_by_somebody_else(self, as_actor, cast):
        answer = as_actor(cast.bo).post("/returns/workbooks", data=self.ASKED)
        worker.run_once()

        assert as_actor(cast.cheng).get(f"{answer.location}/file").status_code == 404
