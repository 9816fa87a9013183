from tests import factories


def url(code, act=""):
    return f"/regions/{factories.region(code).id}{act}"


class TestShow:
    def test_my_unit_with_what_stands_below(self, as_actor, cast):
        page = as_actor(cast.bo).get("/regions/").text

        assert "碑林区" in page
        assert factories.region("610103001").name in page
        assert "增设功能区" in page

    def test_next_door_is_not_found(self, as_actor, cast):
        assert as_actor(cast.cheng).get(url("610103")).status_code == 404

    def test_leaders_see_no_buttons(self, as_actor, cast):
        assert "增设功能区" not in as_actor(cast.dai).get("/regions/").text


class TestKeep:
    FORM = {
        "name": "大学城（演示）",
        "level": "4",
        "day": "2026-10-01",
        "reason": "碑政〔2026〕1号",
    }

    def test_a_zone_is_added_and_shown(self, as_actor, cast):
        client = as_actor(cast.bo)
        answer = client.post(url("610103", "/zones"), data=self.FORM)

        assert answer.status_code == 303
        assert "大学城（演示）" in client.get(answer.location).text

    def test_a_bad_day_keeps_what_was_typed(self, as_actor, cast):
        answer = as_actor(cast.bo).post(
            url("610103", "/zones"), data=self.FORM | {"day": "2027-10-01"}
        )

        assert answer.status_code == 422
        assert "不能晚于今天" in answer.text
        assert "大学城（演示）" in answer.text

    def test_refused(self, as_actor, cast):
        assert as_actor(cast.dai).post(url("610103", "/zones"), data=self.FORM).status_code == 403
        assert as_actor(cast.cheng).post(url("610103", "/zones"), data=self.FORM).status_code == 404
        client = as_actor(cast.bo)
        client.environ_base.pop("HTTP_X_CSRFTOKEN")
        assert client.post(url("610103", "/zones"), data=self.FORM).status_code == 400
