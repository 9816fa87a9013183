"""The frame in a real browser, every answer made up: what htmx shows and what the CSP refuses."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from partybuild.web.headers import CSP
from tests.web.patterns import ROOT, context, officer, page_environment

CHROMIUM = "/usr/bin/chromium"
HERE = "http://partybuild.test"
FORM = """{% extends "base.html" %}{% block title %}页{% endblock %}{% block main %}
<form method="post" action="/save" hx-post="/save" hx-target="#out">
<button id="save">存</button></form>
<a id="look" href="/look" hx-get="/look" hx-target="#out">看</a>
<div id="out"></div>{% endblock %}"""
PROBLEM = {"HX-Retarget": "#problems", "HX-Reswap": "innerHTML"}

pytestmark = pytest.mark.skipif(not os.path.exists(CHROMIUM), reason="no Chromium here")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A signed-in page with a form; /save and /look are answered by each test."""
    env = page_environment(officer())
    pages = {
        "/": env.from_string(FORM).render(),
        "/patterns": env.get_template("components/patterns.html").render(context()),
    }

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path.startswith("/static/"):
            route.fulfill(path=ROOT / path.lstrip("/"))
        else:
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CSP}
            route.fulfill(body=pages.get(path, ""), headers=headers)

    page = browser.new_page(viewport={"width": 320, "height": 740})
    page.route("**/*", answer)
    page.goto(HERE + "/")
    yield page
    # The patterns page polls: an answer may be under way when the test ends.
    page.unroute_all(behavior="ignoreErrors")
    page.close()


def answers(page: Page, path: str, body: str, status: int = 200, **headers: str) -> None:
    """From now on `path` is answered so."""
    page.route(HERE + path, lambda route: route.fulfill(body=body, status=status, headers=headers))


def problem(page: Page) -> str:
    return page.locator("#problems").inner_text()


def test_a_save_that_never_arrived_is_said(page: Page) -> None:
    page.route(HERE + "/save", lambda route: route.abort())
    page.click("#save")
    page.wait_for_selector("#problems .problem")
    assert "没有完成" in problem(page)


def test_a_refusal_stays_until_a_change_goes_through(page: Page) -> None:
    answers(page, "/save", "<p>已经登记过</p>", 409, **PROBLEM)
    page.click("#save")
    page.wait_for_selector("#problems p")
    answers(page, "/look", "看见")
    page.click("#look")
    page.wait_for_selector("#out:has-text('看见')")
    assert problem(page) == "已经登记过"
    answers(page, "/save", "已保存")
    page.click("#save")
    page.wait_for_selector("#out:has-text('已保存')")
    assert problem(page) == ""


@pytest.mark.parametrize("status", [502, 504])
def test_what_a_proxy_says_leaves_the_page_whole(page: Page, status: int) -> None:
    answers(page, "/save", "<p>Bad Gateway</p>", status)
    page.click("#save")
    page.wait_for_selector("#problems p")
    assert page.locator("#out").inner_text() == ""


def test_the_policy_refuses_nothing_of_ours(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(HERE + "/patterns")
    assert page.evaluate("typeof htmx") == "object"
    assert [text for text in said if "Content Security Policy" in text] == []


def test_at_320_nothing_hangs_over_the_edge(page: Page) -> None:
    page.goto(HERE + "/patterns")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_menu_opens_with_the_keyboard(page: Page) -> None:
    assert not page.locator(".rail").is_visible()
    page.focus("#menu")
    page.keyboard.press("Space")
    assert page.locator(".rail").is_visible()
    assert page.locator(".find").is_visible()
