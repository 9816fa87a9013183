"""Yearly totals of the years before 启用日."""

import pytest
from sqlalchemy import select

from partybuild.audit.models import AuditRow
from partybuild.db import db
from tests.organizations.sending import without_token

pytestmark = pytest.mark.usefixtures("database")


class TestYearTotals:
    URL = "/organizations/year-totals"
    DATA = {
        "unit": "610103",
        "year": "2023",
        "kind": "association",
        "total": "125",
        "registered": "14",
        "source": "《2023年度统计公报》",
    }

    def test_a_total_is_entered_marked_and_replaced(self, as_actor, cast):
        client = as_actor(cast.bo)
        assert client.post(self.URL, data=self.DATA).status_code == 303
        client.post(self.URL, data=self.DATA | {"total": "126"})
        page = client.get(self.URL).text
        assert page.count("补录</span>") == 1
        assert "126" in page
        assert "bo（演示）" in page
        assert "11-20 09:30" in page or "2026-11-20" in page
        row = db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        assert (row.detail["before"]["total"], row.detail["after"]["total"]) == (125, 126)

    def test_a_mistake_is_taken_out(self, as_actor, cast):
        client = as_actor(cast.bo)
        client.post(self.URL, data=self.DATA)
        total = client.get(self.URL).text.split("/removal")[0].rsplit("/", 1)[1]
        url, why = f"{self.URL}/{total}/removal", {"reason": "录错了单位"}
        assert as_actor(cast.cheng).post(url, data=why).status_code == 404
        assert as_actor(cast.dai).post(url, data=why).status_code == 403
        assert client.post(url).status_code == 422
        assert client.post(url, data=why).status_code == 303
        assert "还没有补录" in client.get(self.URL).text

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"year": "2025"}, "最晚 2024 年"),
            ({"total": "多少"}, "不是有效的整数"),
            ({"unit": "610102"}, "不在您的管理范围内"),
        ],
    )
    def test_what_cannot_be_is_refused_and_kept(self, as_actor, cast, changes, sentence):
        answer = as_actor(cast.bo).post(self.URL, data=self.DATA | changes)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "《2023年度统计公报》" in answer.text

    def test_another_unit_is_shown_by_what_the_form_offers(self, as_actor, cast):
        client = as_actor(cast.shi)
        assert client.post(self.URL, data=self.DATA | {"year": "2022"}).status_code == 422
        client.post(self.URL, data=self.DATA | {"year": "2022", "reason": "区里来函"})
        page = client.get(self.URL, query_string={"unit": "610103 碑林区"}).text
        assert "2022年" in page
        assert "2022年" not in client.get(self.URL).text

    def test_foreign_units_readers_and_forgers(self, as_actor, cast):
        assert as_actor(cast.bo).get(self.URL + "?unit=610102").status_code == 404
        assert as_actor(cast.dai).get(self.URL).status_code == 200
        assert as_actor(cast.dai).post(self.URL, data=self.DATA).status_code == 403
        assert without_token(as_actor(cast.bo)).post(self.URL, data=self.DATA).status_code == 400
