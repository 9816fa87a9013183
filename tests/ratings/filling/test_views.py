"""Pages of self-assessment: who sees which, what is shown, what is refused with the form kept."""

import io
import re

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.evidence.models import EvidenceFile
from partybuild.ratings.filling import commands
from partybuild.ratings.filling.queries import sheet
from partybuild.ratings.filling.rules import Answer
from partybuild.ratings.kinds import Stage, Tier
from tests import factories
from tests.evidence.papers import pdf, picture
from tests.ratings.conftest import assessment
from tests.support.world import ROOT

BASE = "/ratings/fill"


@pytest.fixture
def page(number):
    return f"{BASE}/{number}"


@pytest.fixture
def phone(shu, as_actor):
    """The secretary's browser."""
    return as_actor(shu)


def photo(name="会议.jpg"):
    return (io.BytesIO(picture()), name)


def hidden(text, name):
    """What a hidden field of the page holds."""
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)[1]


def kept():
    return db.session.scalars(visible(ROOT, EvidenceFile)).all()


def answers(number):
    """What the branch has said so far: points by item, and the number of files."""
    found = sheet(ROOT, number)
    return found.points(Tier.SELF), sum(map(len, found.files.values()))


class TestWho:
    def test_a_secretary_finds_her_own(self, phone, page):
        assert "参评协会党支部（演示）2026年度评星" in phone.get(f"{BASE}/").text
        for there in ("", "/items/life", "/check", "/sheet", "/workbook"):
            assert phone.get(page + there).status_code == 200

    @pytest.mark.parametrize("there", ["", "/items/life", "/check", "/sheet", "/workbook"])
    def test_next_door_finds_nothing(self, page, cast, as_actor, secretary, there):
        for actor in (cast.cheng, secretary(login="bieren")):
            client = as_actor(actor)
            assert client.get(page + there).status_code == 404
            assert "参评协会" not in client.get(f"{BASE}/").text

    def test_next_door_writes_nothing(self, number, page, cast, as_actor):
        client = as_actor(cast.cheng)
        for there in ("/items/life/answer", "/sending", "/known", "/earlier", "/workbook/answers"):
            assert client.post(page + there, data={"points": "1"}).status_code == 404
        assert answers(number) == ({}, 0)

    @pytest.mark.parametrize("role", ["dai", "zhu", "xi"])
    def test_others_have_no_business_here(self, page, cast, as_actor, role):
        client = as_actor(getattr(cast, role))

        assert client.get(page).status_code == 403
        assert client.post(f"{page}/sending").status_code == 403

    def test_an_item_there_is_not(self, phone, page):
        assert phone.get(f"{page}/items/nothing").status_code == 404
        assert phone.post(f"{page}/items/nothing/answer", data={"points": "1"}).status_code == 404

    def test_an_officer_sees_what_waits_in_the_area_and_that_it_is_on_behalf(
        self, page, cast, as_actor
    ):
        client = as_actor(cast.jie)

        assert "参评协会" in client.get(f"{BASE}/").text
        assert "代填" in client.get(page).text


class TestFilling:
    def test_item_by_item_to_the_end(self, number, phone, page):
        first = phone.post(f"{page}/items/term/answer", data={"options": "yes"})
        assert first.location.endswith("/items/life")
        second = phone.post(
            f"{page}/items/life/answer",
            data={"points": "55", "note": "全年 12 次", "paper-life": [photo(), photo("二.jpg")]},
        )
        assert second.location.endswith("/items/extra")
        last = phone.post(f"{page}/items/extra/answer", data={"points": "2"})
        assert last.location.endswith("/check")

        text = phone.get(last.location).text
        assert "自评 97 分" in text
        sent = {name: hidden(text, name) for name in ("seen", "version")}
        assert phone.post(f"{page}/sending", data=sent | {"confirmed": "y"}).status_code == 303
        assert assessment(number).stage is Stage.FIRST
        after = phone.get(page).text
        assert "自评已报送" in after
        assert "填写</a>" not in after

    def test_staying_on_the_item(self, phone, page):
        answer = phone.post(f"{page}/items/extra/answer", data={"points": "2", "then": "stay"})

        assert answer.location.endswith("/items/extra")

    def test_an_item_says_what_it_is_and_takes_files_from_the_camera(self, phone, page):
        text = phone.get(f"{page}/items/life").text

        assert "0 至 60 分" in text
        assert "第 2 项，共 3 项" in text
        assert 'capture="environment"' in text
        assert ".pdf,.docx" in text
        assert "得分须有佐证。" in text

    def test_what_was_saved_stands_in_the_form(self, filled, phone, page):
        text = phone.get(f"{page}/items/life").text

        assert 'value="55"' in text
        assert "全年 12 次" in text
        assert "会议.jpg" in text

    def test_a_file_is_removed_with_its_reason(self, filled, number, phone, page):
        file_id = sheet(ROOT, number).files["life"][0].id
        said = {"points": "55", "note": "改", f"remove-{file_id}": "y"}

        answer = phone.post(f"{page}/items/life/answer", data=said)
        assert answer.status_code == 422
        assert "请写明撤回这份材料的理由" in answer.text
        assert ">改</textarea>" in answer.text
        assert answers(number)[1] == 1

        said[f"reason-{file_id}"] = "传错"
        assert phone.post(f"{page}/items/life/answer", data=said).status_code == 303
        assert answers(number)[1] == 0

    def test_a_file_of_another_item_is_not_removed(self, filled, number, phone, page):
        file_id = sheet(ROOT, number).files["life"][0].id
        said = {"points": "1", f"remove-{file_id}": "y", f"reason-{file_id}": "传错"}

        answer = phone.post(f"{page}/items/extra/answer", data=said)

        assert answer.status_code == 422
        assert "不在本项下" in answer.text
        assert answers(number)[1] == 1

    def test_what_is_missing_has_links(self, phone, page):
        text = phone.get(f"{page}/check").text

        assert "还缺 3 项" in text
        for key in ("term", "life", "extra"):
            assert f"{page}/items/{key}" in text
        assert "报送</button>" not in text

    def test_the_whole_is_printed_for_signing(self, filled, phone, page):
        text = phone.get(f"{page}/sheet").text

        for words in ("按期换届", "按期", "全年 12 次", "会议.jpg", "党组织书记（签字）", "合计"):
            assert words in text


BAD = [
    ("life", {"points": "61"}, "0 至 60 分之间"),
    ("life", {"points": "-1"}, "应在 0 至 1000 之间"),
    ("life", {"points": "55.5"}, "以 1 分为最小单位"),
    ("life", {"points": "5.55"}, "最多一位小数"),
    ("life", {"points": "六十"}, "不是数字"),
    ("life", {"points": "NaN"}, "应在 0 至 1000 之间"),
    ("life", {"points": "1" * 9}, "最多 8 个字"),
    ("life", {"points": ""}, "请填写“组织生活”的自评分"),
    ("life", {"points": "5", "note": "长" * 1001}, "最多 1000 个字"),
    ("term", {}, "请为“按期换届”选一项"),
    ("term", {"options": "best"}, "没有这个选项"),
    ("term", {"points": "40"}, "请为“按期换届”选一项"),
]


class TestBadInput:
    @pytest.mark.parametrize(("key", "said", "words"), BAD)
    def test_it_is_refused_with_its_sentence_and_nothing_changes(
        self, number, phone, page, key, said, words
    ):
        answer = phone.post(f"{page}/items/{key}/answer", data={"note": "已写好", **said})

        assert answer.status_code == 422
        assert words in answer.text
        assert answers(number) == ({}, 0)

    def test_what_was_typed_stays(self, phone, page):
        answer = phone.post(f"{page}/items/life/answer", data={"points": "61", "note": "已写好"})

        assert 'value="61"' in answer.text
        assert ">已写好</textarea>" in answer.text

    def test_stars_states_and_reviewers_in_the_payload_do_nothing(self, number, phone, page):
        said = {
            "points": "10",
            "star": "5",
            "stage": "decided",
            "state": "decided",
            "tier": "final",
            "final_total": "1000",
            "user_id": "1",
            "case_id": "1",
            "options": "yes",
            "known": "1",
            "attempt": "9",
            "override_reason": "好",
        }
        phone.post(f"{page}/items/extra/answer", data=said)

        row, scores = assessment(number), sheet(ROOT, number).scores
        assert (row.stage, row.star, row.final_total) == (Stage.FILLING, None, None)
        assert [(s.tier, s.points, s.attempt, s.known, s.options) for s in scores] == [
            (Tier.SELF, 100, 1, False, [])
        ]

    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"MZ\x90\x00" + bytes(200), "会议.jpg", "会议.jpg"),
            (b"<script>alert(1)</script>", "a.html", "a.html"),
            (pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "表.pdf", "表.pdf"),
            (b"", "空.pdf", "空文件"),
        ],
    )
    def test_files_that_cannot_be_taken(self, number, phone, page, data, name, words):
        said = {"points": "55", "paper-life": (io.BytesIO(data), name)}
        answer = phone.post(f"{page}/items/life/answer", data=said)

        assert answer.status_code == 422
        assert words in answer.text
        assert 'value="55"' in answer.text
        assert answers(number) == ({}, 0)

    def test_a_file_that_is_too_large(self, number, phone, page, monkeypatch):
        monkeypatch.setattr("partybuild.evidence.rules.MAX_BYTES", 100)
        answer = phone.post(
            f"{page}/items/life/answer", data={"points": "5", "paper-life": photo()}
        )

        assert answer.status_code == 422
        assert "超过 20 MB" in answer.text
        assert answers(number) == ({}, 0)

    def test_a_file_in_which_the_scanner_found_something(self, number, phone, page, monkeypatch):
        monkeypatch.setattr("partybuild.evidence.arrivals.is_clean", lambda name, path: False)
        said = {"points": "5", "paper-life": photo("坏.jpg")}
        answer = phone.post(f"{page}/items/life/answer", data=said)

        assert answer.status_code == 422
        assert "“坏.jpg”没有通过病毒查杀" in answer.text
        assert kept() == []
        assert answers(number) == ({}, 0)

    def test_a_path_in_a_name_is_no_path(self, number, phone, page):
        said = {"points": "55", "paper-life": photo("../../etc/会议.jpg")}
        assert phone.post(f"{page}/items/life/answer", data=said).status_code == 303

        assert [file.name for file in kept()] == ["会议.jpg"]

    def test_good_files_wait_while_the_form_is_mended(self, number, phone, page):
        said = {"points": "61", "paper-life": photo()}
        answer = phone.post(f"{page}/items/life/answer", data=said)
        assert answers(number) == ({}, 0)
        word = hidden(answer.text, "held-life")

        phone.post(f"{page}/items/life/answer", data={"points": "55", "held-life": word})

        assert answers(number) == ({"life": 550}, 1)

    def test_the_window_closed_a_minute_ago(self, filled, phone, page, shu, as_actor, monkeypatch):
        text = phone.get(f"{page}/check").text
        sent = {name: hidden(text, name) for name in ("seen", "version")} | {"confirmed": "y"}
        monkeypatch.setenv("PARTYBUILD_NOW", "2026-12-01T00:00:30")
        phone = as_actor(shu)

        for there, said in (("/items/life/answer", {"points": "60"}), ("/sending", sent)):
            answer = phone.post(page + there, data=said)
            assert answer.status_code == 422
            assert "2026-11-30 截止" in answer.text
        assert phone.post(f"{page}/known").status_code == 409
        assert answers(filled)[0]["life"] == 550
        assert assessment(filled).stage is Stage.FILLING


class TestTwoDevices:
    def test_an_item_saved_elsewhere_is_not_overwritten_unseen(self, filled, phone, page, cast, do):
        seen = hidden(phone.get(f"{page}/items/life").text, "seen")
        do(cast.jie, commands.save, filled, "life", Answer(400))

        said = {"points": "60", "note": "我的", "seen": seen, "paper-life": photo("新.jpg")}
        answer = phone.post(f"{page}/items/life/answer", data=said)

        assert answer.status_code == 409
        assert "存为 40 分" in answer.text
        assert ">我的</textarea>" in answer.text
        assert answers(filled)[0]["life"] == 400
        said["seen"] = hidden(answer.text, "seen")
        assert phone.post(f"{page}/items/life/answer", data=said | {"paper-life": photo()})
        assert answers(filled)[0]["life"] == 600

    def test_a_second_tap_changes_nothing_and_is_no_fault(self, number, phone, page):
        seen = hidden(phone.get(f"{page}/items/life").text, "seen")
        for _ in range(2):
            said = {"points": "55", "seen": seen, "paper-life": photo()}
            assert phone.post(f"{page}/items/life/answer", data=said).status_code == 303

        assert answers(number) == ({"life": 550}, 1)

    def test_an_answer_changed_after_the_check_is_not_sent_unseen(
        self, filled, phone, page, do, shu
    ):
        text = phone.get(f"{page}/check").text
        sent = {name: hidden(text, name) for name in ("seen", "version")} | {"confirmed": "y"}
        do(shu, commands.save, filled, "extra", Answer(30))

        answer = phone.post(f"{page}/sending", data=sent)

        assert answer.status_code == 409
        assert "重新核对后再报送" in answer.text
        assert assessment(filled).stage is Stage.FILLING

    def test_sent_from_the_other_device(self, filled, phone, page, do, shu):
        text = phone.get(f"{page}/check").text
        sent = {name: hidden(text, name) for name in ("seen", "version")} | {"confirmed": "y"}
        do(shu, commands.send, filled, None)

        answer = phone.post(f"{page}/sending", data=sent)
        late = phone.post(f"{page}/items/life/answer", data={"points": "1"})

        assert (answer.status_code, late.status_code) == (422, 422)
        assert "已报送" in answer.text
        assert "已报送" in late.text
        assert answers(filled)[0]["life"] == 550


class TestSending:
    def test_without_the_tick_nothing_is_sent(self, filled, phone, page):
        answer = phone.post(f"{page}/sending", data={})

        assert answer.status_code == 422
        assert "我已核对" in answer.text
        assert assessment(filled).stage is Stage.FILLING

    def test_what_is_missing_is_said(self, number, phone, page):
        answer = phone.post(f"{page}/sending", data={"confirmed": "y"})

        assert answer.status_code == 422
        assert "还不能报送" in answer.text

    def test_an_officer_sends_only_with_the_signed_paper(self, filled, page, cast, as_actor):
        client = as_actor(cast.jie)
        answer = client.post(f"{page}/sending", data={"confirmed": "y"})
        assert answer.status_code == 422
        assert "代填报送须附" in answer.text

        said = {"confirmed": "y", "paper-signed": photo("签字.jpg")}
        assert client.post(f"{page}/sending", data=said).status_code == 303
        found = sheet(ROOT, filled)
        assert found.events[-1].mark == "代填"
        assert [file.name for file in found.files["signed"]] == ["签字.jpg"]

    def test_facts_of_the_day_are_kept(self, filled, shu, do):
        do(shu, commands.send, filled, None)

        sent = assessment(filled).facts["sent"]
        assert sent["day"] == "2026-11-20"
        assert ["secretary_vacant", True] in [fact[:2] for fact in sent["facts"]]


class TestReturned:
    @pytest.fixture
    def back(self, filled, shu, cast, do):
        """Sent, and one item returned by the street."""
        from datetime import date

        from partybuild.ratings.reviewing import commands as reviewing

        do(shu, commands.send, filled, None)
        due = date(2026, 11, 27)
        do(cast.jie, reviewing.send_back, filled, None, {"life": "补上半年的记录"}, "材料不全", due)
        return filled

    def test_the_words_stand_and_only_that_item_is_open(self, back, phone, page):
        whole = phone.get(page).text
        assert "补上半年的记录" in whole
        assert "2026-11-27 前补正" in whole
        assert "补上半年的记录" in phone.get(f"{page}/items/life").text
        assert "disabled" in phone.get(f"{page}/items/extra").text

        answer = phone.post(f"{page}/items/extra/answer", data={"points": "9"})
        assert answer.status_code == 422
        assert "没有退回" in answer.text

    def test_it_is_mended_sent_again_and_the_earlier_words_stay(self, back, phone, page):
        text = phone.get(f"{page}/check").text
        assert "退回后还没有补正" in text
        saved = phone.post(f"{page}/items/life/answer", data={"points": "50", "note": "已补"})
        assert saved.location.endswith("/check")
        text = phone.get(f"{page}/check").text
        sent = {name: hidden(text, name) for name in ("seen", "version")} | {"confirmed": "y"}
        assert phone.post(f"{page}/sending", data=sent).status_code == 303

        assert assessment(back).stage is Stage.FIRST
        assert "补上半年的记录" in phone.get(page).text
        assert "上次退回" in phone.get(f"{page}/items/life").text
        assert [s.points for s in sheet(ROOT, back).scores if s.indicator == "life"][:2] == [
            550,
            500,
        ]


class TestCost:
    def test_more_items_and_files_ask_no_more_questions(self, filled, phone, page, queries):
        def cost(address):
            with queries() as asked:
                assert phone.get(address).status_code == 200
            return len(asked)

        before = [cost(page), cost(f"{page}/sheet"), cost(f"{page}/items/life")]
        for name in ("二.jpg", "三.jpg"):
            said = {"points": "55", "paper-life": (io.BytesIO(picture(size=(len(name), 9))), name)}
            phone.post(f"{page}/items/life/answer", data=said)
        assert [cost(page), cost(f"{page}/sheet"), cost(f"{page}/items/life")] <= before

    def test_a_longer_list_asks_no_more_questions(self, plan, open_up, cast, as_actor, queries):
        client = as_actor(cast.bo)
        counts = []
        for round_name in ("甲", "乙"):
            for n in range(3):
                name = f"{round_name}{n}协会（演示）"
                organization = factories.make_organization(name, "610103001")
                factories.make_party(f"{name}党支部", "610103001", covers=[organization])
            open_up(plan(title=round_name))
            with queries() as asked:
                client.get(f"{BASE}/")
            counts.append(len(asked))
        assert counts[1] <= counts[0]
