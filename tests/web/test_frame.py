import hashlib
import itertools
import json
import re
from typing import Any

import pytest

from tests.web.patterns import ROOT, officer, page_environment
from tests.web.reading import Tags

STATIC = ROOT / "static"
CSS = (STATIC / "app.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)


NEWER = (
    r":is\(|:where\(|:has\(|color-mix|oklch|light-dark|inset:|aspect-ratio|@layer|@container"
    r"|clamp\(|(?<!grid-)\bgap:|(?<![-\w])&"
)


def frame(actor: object = None) -> str:
    """A page of the frame with nothing in it."""
    return (
        page_environment(actor)
        .from_string('{% extends "base.html" %}{% block title %}页{% endblock %}')
        .render()
    )


def htmx_config() -> Any:
    metas = Tags(frame()).named("meta")
    return json.loads(next(m["content"] for m in metas if m.get("name") == "htmx-config") or "")


class TestVendored:
    def test_htmx_is_the_file_that_was_written_down(self) -> None:
        row = (STATIC / "VENDORED.md").read_text(encoding="utf-8")
        digest = hashlib.sha256((STATIC / "htmx.min.js").read_bytes()).hexdigest()
        assert f"| 2.0.11 | 0BSD | {digest} |" in row

    def test_every_static_file_is_ours_or_written_down(self) -> None:
        ours = {"app.css", "app.js", "favicon.svg", "VENDORED.md"}
        assert {path.name for path in STATIC.iterdir()} == ours | {"htmx.min.js"}


class TestHtmx:
    def test_what_could_run_or_keep_foreign_text_is_off(self) -> None:
        """R29."""
        config = htmx_config()
        for name in (
            "allowEval",
            "allowScriptTags",
            "includeIndicatorStyles",
            "historyRestoreAsHxRequest",
        ):
            assert config[name] is False
        assert config["historyCacheSize"] == 0

    @pytest.mark.parametrize("status", [200, 303, 400, 403, 404, 409, 413, 422, 429, 500, 502, 503])
    def test_no_answer_is_swallowed(self, status: int) -> None:
        """R30."""
        first = next(
            h for h in htmx_config()["responseHandling"] if re.search(h["code"], str(status))
        )
        assert first["swap"] is True

    def test_an_answer_without_content_changes_nothing(self) -> None:
        assert htmx_config()["responseHandling"][0] == {"code": "204", "swap": False}

    def test_every_request_carries_the_token(self) -> None:
        headers = Tags(frame()).named("body")[0]["hx-headers"]
        assert json.loads(headers or "") == {"X-CSRFToken": "token-1"}


class TestFrame:
    def test_signed_out_there_is_no_rail_no_search_and_no_way_out(self) -> None:
        page = frame()
        assert '<nav class="rail"' not in page
        assert "/search" not in page
        assert "/sign-out" not in page

    def test_signed_in_it_says_who_and_where_and_marks_the_page(self) -> None:
        page = frame(officer())
        assert "秦川市 · 党务干部" in page
        current = [a for a in Tags(page).named("a") if a.get("aria-current") == "page"]
        assert len(current) == 1

    @pytest.mark.parametrize(("others", "offered"), [(1, False), (2, True)])
    def test_changing_post_is_offered_to_who_has_another(self, others: int, offered: bool) -> None:
        assert ("换岗位" in frame(officer(others))) is offered

    def test_the_line_on_state_secrets_stands_on_every_page(self) -> None:
        for actor in (None, officer()):
            assert "本系统为非涉密系统，严禁存储、处理、传输国家秘密" in frame(actor)

    def test_the_first_link_leads_past_the_rail(self) -> None:
        tags = Tags(frame(officer()))
        assert tags.named("a")[0]["href"] == "#main"
        assert tags.named("main")[0]["id"] == "main"

    def test_no_id_is_given_twice(self) -> None:
        ids = [a["id"] for _, a in Tags(frame(officer())) if "id" in a]
        assert len(ids) == len(set(ids))

    def test_a_problem_is_a_page_of_its_own(self) -> None:
        template = page_environment().get_template("problem.html")
        page = template.render(message="没有找到这一页", advice="请从左侧进入", incident="")
        assert "<h1>没有办成</h1>" in page
        assert "没有找到这一页" in page


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two named colours of the stylesheet."""
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", CSS.replace("#fff;", "#ffffff;")))
    low, high = sorted(luminance(named[name]) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


class TestStylesheet:
    @pytest.mark.parametrize(
        ("ink", "ground"),
        [
            *itertools.product(
                ["ink", "ink-2", "ink-3", "link", "late"], ["paper", "ground", "head"]
            ),
            *((tone, f"{tone}-2") for tone in ("fine", "soon", "late", "neutral", "link")),
            ("paper", "red"),
            ("paper", "red-dark"),
        ],
    )
    def test_text_has_contrast_aa(self, ink: str, ground: str) -> None:
        assert contrast(ink, ground) >= 4.5

    def test_the_edge_of_a_field_can_be_seen(self) -> None:
        assert contrast("edge", "paper") >= 3

    def test_it_is_small(self) -> None:
        assert len(CSS.encode()) <= 28_000

    def test_chromium_80_reads_it(self) -> None:
        assert re.findall(NEWER, RULES) == []

    def test_it_fetches_nothing(self) -> None:
        assert "url(" not in RULES
        assert "@import" not in RULES

    def test_paper_repeats_heads_and_hides_the_frame(self) -> None:
        printed = RULES.split("@media print", 1)[1]
        assert "thead { display: table-header-group }" in printed
        assert ".bar" in printed.split("display: none", 1)[0]
