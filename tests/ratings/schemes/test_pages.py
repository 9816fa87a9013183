"""Pages of schemes: read by everybody in rating, drafted by officers, published with care."""

import re
from io import BytesIO

import pytest

from partybuild.policies import seeding
from partybuild.ratings.schemes import queries
from partybuild.ratings.schemes.sections import SECTIONS
from tests import factories
from tests.ratings.schemes.test_commands import TODAY, sample, seal

pytestmark = pytest.mark.usefixtures("database")
BASE = "/ratings/schemes"


@pytest.fixture(autouse=True)
def shipped(database):
    with factories.inside():
        seeding.seed_defaults()


@pytest.fixture
def bo(cast, as_actor):
    return as_actor(cast.bo)


@pytest.fixture
def own(bo):
    """A draft of bo's county, by the page."""
    answer = bo.post(f"{BASE}/{sample()}/copies", data={"label": "碑林区评星方案"})
    return int(answer.location.rpartition("/")[2])


def fields_of(page):
    """Every field of the first posting form after the frame, as a browser would send it."""
    form = max(re.findall(r"<form method=\"post\".*?</form>", page, re.S), key=len)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        unticked = said.get("type") == "checkbox" and " checked" not in tag
        if "name" in said and not unticked and said["name"] != "csrf_token":
            found[said["name"]] = said.get("value", "y")
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', inner)
        found[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', inner)[1]
    for name, inner in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S
    ):
        found[name] = inner.strip()
    return found


class TestReading:
    def test_the_list_names_versions_with_their_state_and_sample_mark(self, bo):
        page = bo.get(f"{BASE}/").text

        assert "社会组织党组织星级评定（样例 100＋10）" in page
        assert "现行" in page

    def test_a_scheme_is_a_readable_tree(self, bo):
        page = bo.get(f"{BASE}/{sample()}").text

        for words in (
            "1.1　按期换届",
            "□ 任期内，或按期换届　4 分",
            "党课每少一次　扣 1 分",
            "须佐证",
        ):
            assert words in page
        assert "90 分及以上" in page
        assert "不得评为三星及以上" in page
        assert "修改指标" not in page

    def test_a_leader_reads_and_changes_nothing(self, cast, as_actor):
        dai = as_actor(cast.dai)

        assert "复制为新方案" not in dai.get(f"{BASE}/{sample()}").text
        assert dai.post(f"{BASE}/{sample()}/copies", data={"label": "x"}).status_code == 403

    def test_administrators_have_no_business_here(self, cast, as_actor):
        assert as_actor(cast.xi).get(f"{BASE}/").status_code == 403


class TestDraft:
    def test_next_door_does_not_find_it(self, own, cast, as_actor):
        cheng = as_actor(cast.cheng)

        for page in ("", "/sections/stars", "/indicators/term", "/workbook", "/workbook.xlsx"):
            assert cheng.get(f"{BASE}/{own}{page}").status_code == 404
        assert cheng.post(f"{BASE}/{own}/removal").status_code == 404
        assert cheng.get(f"/policies/{own}").status_code == 404

    @pytest.mark.parametrize("name", SECTIONS)
    def test_a_section_sent_back_as_it_came_changes_nothing(self, name, own, bo):
        before = queries.scheme(own)
        said = fields_of(bo.get(f"{BASE}/{own}/sections/{name}").text)
        if name == "categories":
            said |= {f"rows-{n}-kinds": list(c.kinds) for n, c in enumerate(before.categories)}

        answer = bo.post(f"{BASE}/{own}/sections/{name}/said", data=said)

        assert answer.status_code == 303
        assert queries.scheme(own) == before

    def test_a_band_that_is_no_number_is_said_and_kept(self, own, bo):
        said = fields_of(bo.get(f"{BASE}/{own}/sections/stars").text)
        answer = bo.post(
            f"{BASE}/{own}/sections/stars/said", data=said | {"rows-0-at_least": "九十"}
        )

        assert answer.status_code == 422
        assert "五星最低分“九十”不是数字" in answer.text
        assert 'value="九十"' in answer.text

    def test_a_section_there_is_not(self, own, bo):
        assert bo.get(f"{BASE}/{own}/sections/nothing").status_code == 404

    def test_a_veto_is_added_and_another_removed(self, own, bo):
        said = fields_of(bo.get(f"{BASE}/{own}/sections/vetoes").text)
        said |= {"rows-0-label": "", "rows-5-label": "拒不配合检查", "rows-5-effect": "4"}
        bo.post(f"{BASE}/{own}/sections/vetoes/said", data=said)

        vetoes = {veto.label: veto.effect for veto in queries.scheme(own).vetoes}
        assert vetoes["拒不配合检查"] == 4
        assert "党员或负责人发生严重违纪违法问题" not in vetoes

    def test_an_item_sent_back_as_it_came_changes_nothing(self, own, bo):
        before = queries.scheme(own)
        for key in ("term", "meetings", "place", "verdict", "leadership"):
            said = fields_of(bo.get(f"{BASE}/{own}/indicators/{key}").text)
            assert bo.post(f"{BASE}/{own}/indicators/{key}/said", data=said).status_code == 303

        assert queries.scheme(own) == before

    def test_an_item_is_added_moved_and_removed(self, own, bo):
        said = fields_of(bo.get(f"{BASE}/{own}/indicators/new?parent=life").text)
        said |= {"label": "述职", "points": "2", "options": "已述职 | 2\n未述职 | 0"}
        bo.post(f"{BASE}/{own}/indicators?parent=life", data=said)
        life = queries.scheme(own).indicators[2]
        assert [option.points for option in life.children[-1].options] == [20, 0]
        assert "下级合计 27 分，与本级 25 分不一致" in bo.get(f"{BASE}/{own}").text

        bo.post(f"{BASE}/{own}/indicators/item1/place", data={"way": "up", "seen": seal(own)})
        assert queries.scheme(own).indicators[2].children[-2].key == "item1"

        bo.post(f"{BASE}/{own}/indicators/item1/removal", data={"seen": seal(own)})
        assert "item1" not in [each.key for each in queries.scheme(own).indicators[2].children]

    def test_a_wrong_line_is_said_and_everything_kept(self, own, bo):
        said = fields_of(bo.get(f"{BASE}/{own}/indicators/term").text)
        answer = bo.post(f"{BASE}/{own}/indicators/term/said", data=said | {"options": "按期 四分"})

        assert answer.status_code == 422
        assert "选项第 1 行“按期 四分”应写成" in answer.text
        assert "按期 四分</textarea>" in answer.text.replace("\r", "").replace("\n", "")

    def test_an_old_page_is_refused(self, own, bo):
        said = fields_of(bo.get(f"{BASE}/{own}/indicators/term").text)
        bo.post(f"{BASE}/{own}/indicators/term/said", data=said | {"label": "换届"})

        assert bo.post(f"{BASE}/{own}/indicators/term/said", data=said).status_code == 409


class TestPublishing:
    def test_it_is_confirmed_and_then_holds(self, own, bo):
        said = {
            "seen": seal(own),
            "valid_from": "2026-11-20",
            "source": "区委通知",
            "reason": "启用",
        }

        answer = bo.post(f"{BASE}/{own}/publication", data=said)
        assert answer.status_code == 422
        assert "请先勾选确认" in answer.text

        assert (
            bo.post(f"{BASE}/{own}/publication", data=said | {"confirmed": "y"}).status_code == 303
        )
        assert own in [each.id for each in queries.published(TODAY)]
        assert bo.get(f"{BASE}/{own}/sections/stars").status_code == 404

    def test_faults_are_said_and_nothing_is_published(self, own, bo):
        bo.post(f"{BASE}/{own}/indicators/bonus/removal", data={"seen": seal(own)})
        said = {"seen": seal(own), "valid_from": "2026-11-20", "source": "区委通知"}

        answer = bo.post(
            f"{BASE}/{own}/publication", data=said | {"reason": "启用", "confirmed": "y"}
        )

        assert answer.status_code == 422
        assert "设了加分上限，但没有加分指标" in answer.text
        assert own not in [each.id for each in queries.published(TODAY)]

    def test_two_versions_are_compared(self, own, bo):
        said = fields_of(bo.get(f"{BASE}/{own}/indicators/term").text)
        bo.post(f"{BASE}/{own}/indicators/term/said", data=said | {"label": "换届按期"})

        page = bo.get(f"{BASE}/{own}/differences/{sample()}").text

        assert "换届按期" in page
        assert "按期换届" in page


class TestWorkbook:
    def test_it_goes_out_and_comes_back_the_same(self, own, bo):
        before = queries.scheme(own)
        content = bo.get(f"{BASE}/{own}/workbook.xlsx").data
        said = {"seen": seal(own), "file": (BytesIO(content), "方案.xlsx")}

        answer = bo.post(f"{BASE}/{own}/workbook/said", data=said)

        assert answer.status_code == 303
        assert queries.scheme(own) == before

    def test_what_is_no_workbook_changes_nothing(self, own, bo):
        said = {"seen": seal(own), "file": (BytesIO(b"<html>"), "方案.xlsx")}

        answer = bo.post(f"{BASE}/{own}/workbook/said", data=said)

        assert answer.status_code == 422
        assert "网页" in answer.text

    def test_a_published_one_takes_no_workbook(self, bo):
        assert bo.get(f"{BASE}/{sample()}/workbook").status_code == 404
        assert bo.get(f"{BASE}/{sample()}/workbook.xlsx").status_code == 200
