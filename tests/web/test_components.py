import re
from datetime import date
from pathlib import Path

import pytest

from tests.web.patterns import ROOT, context, environment, officer, page_environment
from tests.web.reading import Tags, macro, shown

COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))


class TestTables:
    def test_a_count_leads_to_its_list(self) -> None:
        cell = macro("tables", "num(1684, '/list?a=1&b=2')")
        assert cell == '<td class="num"><a href="/list?a=1&amp;b=2">1,684</a></td>'

    def test_nought_leads_nowhere_and_unknown_is_a_dash(self) -> None:
        assert "<a" not in macro("tables", "num(0, '/list')")
        assert ">0<" in macro("tables", "num(0, '/list')")
        assert macro("tables", "num(none, '/list')") == '<td class="num">—</td>'

    def test_nums_says_what_num_says(self) -> None:
        fields = [("covered", 413), ("joint", 0), ("filed", None)]
        row = macro("tables", "nums('/list?f=', fields)", fields=fields)
        assert row == "".join(
            macro("tables", "num(value, href)", value=value, href=f"/list?f={name}")
            for name, value in fields
        )

    def test_a_rate_shows_what_it_was_divided_from(self) -> None:
        cell = macro("tables", "rate('67.5', 1413, 2093, '/list')")
        assert 'title="1,413 ÷ 2,093"' in cell
        assert '<a href="/list">67.5%</a>' in cell
        assert Tags(cell).named("meter")[0]["value"] == "67.5"

    def test_a_rate_of_nothing_is_a_dash_without_measure(self) -> None:
        cell = macro("tables", "rate(none, 0, 0, '/list')")
        assert "—" in cell
        assert "meter" not in cell
        assert "<a" not in cell

    @pytest.mark.parametrize(
        ("key", "href", "order"),
        [
            ("name", "?q=1&sort=-name", "ascending"),
            ("-name", "?q=1&sort=name", "descending"),
            ("day", "?q=1&sort=name", None),
        ],
    )
    def test_sorting_turns_round(self, key: str, href: str, order: str | None) -> None:
        cell = macro(
            "tables", "sort_head('名称', 'name', sort)", sort={"key": key, "base": "?q=1&"}
        )
        tags = Tags(cell)
        assert tags.named("a")[0]["href"] == href
        assert tags.named("th")[0].get("aria-sort") == order

    def test_grouped_head_covers_each_column_once(self) -> None:
        groups = [("地区", []), ("组织覆盖", ["单独", ("小计", "covered")]), ("党员", ["正式"])]
        head = macro(
            "tables", "grouped_head(groups, 1, sort)", groups=groups, sort={"key": "", "base": "?"}
        )
        tags = Tags(head)
        cells = tags.named("th")
        assert sum(int(column["span"] or 0) for column in tags.named("col")) == 4
        assert [cell.get("colspan") for cell in cells if cell.get("class") == "group"] == ["2", "1"]
        assert sum(cell.get("scope") == "col" for cell in cells) == 4
        assert tags.named("a")[0]["href"] == "?sort=covered"

    def test_a_scrolling_table_can_be_reached_by_keyboard(self) -> None:
        page = shown(
            '{% from "components/tables.html" import wrap %}{% call wrap("名单") %}x{% endcall %}'
        )
        assert Tags(page).found[0][1] == {
            "class": "wrap", "role": "region", "tabindex": "0", "aria-label": "名单"
        }  # fmt: skip


class TestProgress:
    CALL = "progress(3, '导入', '正在写入', 5, total, '/jobs/3', running)"

    def test_a_running_job_asks_for_itself_and_has_a_plain_link(self) -> None:
        tags = Tags(macro("progress", self.CALL, total=10, running=True))
        section = tags.named("section")[0]
        assert section["id"] == "progress-3"
        assert section["hx-get"] == tags.named("a")[0]["href"] == "/jobs/3"

    def test_an_ended_job_asks_no_more(self) -> None:
        assert "hx-" not in macro("progress", self.CALL, total=10, running=False)

    def test_an_unknown_total_shows_no_share(self) -> None:
        bar = Tags(macro("progress", self.CALL, total=None, running=True)).named("progress")[0]
        assert "value" not in bar


class TestCharts:
    POINTS = [("2026.08", 54, "/a"), ("2026.09", None, ""), ("2026.10", 60.5, "/c")]

    def test_each_known_point_is_a_link_and_a_row(self) -> None:
        page = macro("charts", "trend('覆盖率', points)", points=self.POINTS)
        tags = Tags(page)
        assert [a["href"] for a in tags.named("a")] == ["/a", "/c", "/a", "/c"]
        assert len(tags.named("circle")) == 2
        assert len(tags.named("tr")) == 4

    def test_the_line_breaks_where_nothing_is_known(self) -> None:
        page = macro("charts", "trend('覆盖率', points)", points=self.POINTS)
        line = next(p["d"] for p in Tags(page).named("path") if p["class"] == "trend")
        assert (line or "").count("M") == 2

    @pytest.mark.parametrize("points", [[], [("2026.10", 0, "")], [("a", 5, ""), ("b", 5, "")]])
    def test_few_or_level_points_still_make_a_chart(self, points: list[object]) -> None:
        assert "<svg" in macro("charts", "trend('覆盖率', points)", points=points)

    def test_a_stacked_bar_fills_its_width(self) -> None:
        parts = [("甲", 30, ""), ("乙", 0, ""), ("丙", 70, "/c")]
        bars = [
            r
            for r in Tags(macro("charts", "stacked('构成', p)", p=parts)).named("rect")
            if "x" in r
        ]
        assert [bar["x"] for bar in bars] == ["0", "300.0"]
        assert float(bars[-1]["x"] or 0) + float(bars[-1]["width"] or 0) == pytest.approx(998)

    def test_a_bar_of_nothing_is_empty(self) -> None:
        assert "rect" not in macro("charts", "stacked('构成', [('甲', 0, '')])")


def test_filters_stand_in_the_url_and_can_be_taken_away() -> None:
    page = shown(
        '{% from "components/filters.html" import filters, choice %}'
        '{% call filters("/o", [("类型：基金会", "/o?q=1")], "/o") %}'
        '{{ choice("kind", "类型", [(1, "甲"), (2, "乙")], "2") }}{% endcall %}'
    )
    tags = Tags(page)
    assert tags.named("form")[0]["method"] == "get"
    assert [o["value"] for o in tags.named("option") if "selected" in o] == ["2"]
    assert [a["href"] for a in tags.named("a")] == ["/o?q=1", "/o"]


def test_paging_tells_the_whole_and_offers_only_what_there_is() -> None:
    page = macro("paging", "paging(63235, 50, '', '/next', '家')")
    assert "共 63,235 家，本页 50 家" in page
    assert [a["href"] for a in Tags(page).named("a")] == ["/next"]
    assert "上一页" not in macro("paging", "paging(3, 3)")


def test_history_shows_before_and_after_and_who() -> None:
    rows = [
        {
            "day": date(2026, 3, 4),
            "what": "党员数",
            "before": None,
            "after": 9,
            "basis": "",
            "by": "李",
        }
    ]
    page = macro("timeline", "history(rows)", rows=rows)
    assert "2026-03-04" in page
    assert '<span class="was">—</span> → 9' in page


def test_a_figure_is_one_link_with_all_its_words() -> None:
    page = macro(
        "figures", "figure('应建未建', '244', '尚无党组织', '较上月 ＋6', '/l', 'worse', 'late')"
    )
    assert Tags(page).found[0] == ("a", {"class": "card figure is-late", "href": "/l"})
    for words in ("应建未建", "244", "尚无党组织", "较上月 ＋6"):
        assert words in page


def test_steps_mark_where_we_are() -> None:
    steps = Tags(macro("steps", "steps(['上传', '核对', '确认'], 2)")).named("li")
    assert [(s.get("class"), s.get("aria-current")) for s in steps] == [
        ("done", None), (None, "step"), (None, None)
    ]  # fmt: skip


def test_stars_are_said_as_well_as_drawn() -> None:
    assert 'aria-label="4 星"' in macro("status", "stars(4)")
    assert "未评星" in macro("status", "stars(none)")


def test_a_problem_shows_what_is_known() -> None:
    problem = environment().get_template("components/_problem.html")
    assert "事件编号" not in problem.render(message="没有找到")
    page = problem.render(message="<b>", advice="请刷新", incident="ab12")
    assert "&lt;b&gt;" in page
    assert "请刷新" in page
    assert "ab12" in page


class TestPatterns:
    page = page_environment(officer()).get_template("components/patterns.html").render(context())

    def test_nothing_on_it_needs_an_inline_style_or_script(self) -> None:
        for tag, attributes in Tags(self.page):
            assert tag != "style"
            assert tag != "script" or attributes.get("src")
            assert not any(
                name == "style" or name.startswith(("on", "hx-on")) for name in attributes
            )

    def test_htmx_only_repeats_what_works_without_it(self) -> None:
        tags = Tags(self.page)
        plain = {a.get("href") or a.get("action") for _, a in tags}
        asked = [a[verb] for _, a in tags for verb in ("hx-get", "hx-post") if verb in a]
        assert asked
        assert set(asked) <= plain

    def test_every_post_form_carries_the_token(self) -> None:
        posts = self.page.count('method="post"')
        assert posts == self.page.count('name="csrf_token"')


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_each_component_begins_by_saying_what_it_needs(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("{# ")


def public_macros() -> list[str]:
    """Every macro a page may call, as `name(parameters)`."""
    sources = "".join(path.read_text(encoding="utf-8") for path in COMPONENTS)
    return re.findall(r"\{%-? macro ([a-z]\w*\(.*\)) -?%\}", sources)


@pytest.mark.parametrize("signature", public_macros())
def test_each_macro_is_written_down_as_it_is(signature: str) -> None:
    document = (ROOT / "docs" / "components.md").read_text(encoding="utf-8")
    assert f"`{signature}`" in document
