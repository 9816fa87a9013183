"""The pages in a real browser under the real policy: nothing blocked, nothing cut off."""

import os
import threading
from datetime import date

import pytest
from waitress.server import create_server

from partybuild import create_app, schema
from partybuild.accounts import queries as accounts
from partybuild.accounts import sessions
from partybuild.config import Instance
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.party.kinds import Formation
from tests import factories
from tests.conftest import NOW
from tests.support import world
from tests.support.browser import chromium

PAGES = (
    "/",
    "/coverage/",
    "/coverage/worklist",
    "/coverage/register",
    "/coverage/movement",
    "/organizations",
    "/organizations/1",
    "/party",
    "/party/1",
    "/returns/",
    "/imports/",
    "/regions/",
    "/policies/",
    "/search?q=%E6%BC%94%E7%A4%BA",
    "/account",
    "/jobs",
    "/todo",
    "/registrations",
    "/registrations/1",
    "/gates/",
    "/inspections",
    "/terms",
    "/enforcement",
    "/procedures",
    "/notices",
    "/notices/new",
    "/notices/new/founding-notice?case=1",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site on a database of its own, with a few organizations; (address, cookie token)."""
    os.environ["PARTYBUILD_NOW"] = NOW
    folder = tmp_path_factory.mktemp("browser")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    app = create_app(Instance(folder), SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        schema.upgrade()
        world.build()
        covered = factories.make_organization(name="甲协会（演示）", full=3, unit="610103001")
        factories.make_organization(name="乙学会（演示）", full=4, unit="610103001")
        factories.make_party(name="甲支部（演示）", formation=Formation.SINGLE, covers=[covered])
        # Past the gate: its 补办 is case 1.
        factories.make_organization(
            name="丙协会（演示）", full=0, unit="610103001", registered_on=date(2026, 11, 9)
        )
        bo = accounts.actor_by_login("bo")
        db.session.rollback()
        with mode("write"):
            token = sessions.start(bo.user_id, bo.appointment_id, "127.0.0.1")
            db.session.commit()
        db.session.remove()
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}", token
    server.close()
    thread.join(5)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def browser():
    with chromium() as launched:
        yield launched


@pytest.fixture(params=[(1366, 768), (360, 740), (320, 640)], ids=lambda size: f"{size[0]}px")
def page(request, site, browser):
    """A page of the county officer at one width, with everything it complained about."""
    address, token = site
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=address)
    context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": address}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: _keep(page, message.type, message.text))
    page.on("pageerror", lambda error: _keep(page, "error", str(error)))
    page.on("requestfailed", lambda request: _keep(page, "error", request.url))
    yield page
    context.close()


def _keep(page, kind, text):
    if kind in {"error", "warning"}:
        page.complaints.append(text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_without_complaint_and_fits_its_width(page, path):
    answer = page.goto(path)

    assert answer.status == 200
    assert page.complaints == []
    assert page.locator("h1").count() == 1
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px wider than the screen"


def test_signed_out_the_page_leads_to_sign_in(site, browser):
    context = browser.new_context(base_url=site[0])
    page = context.new_page()
    page.goto("/coverage/")

    assert "/sign-in" in page.url
    assert page.get_by_role("button", name="登录").is_visible()
    context.close()


def test_the_keyboard_reaches_the_main_part(page):
    page.goto("/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


@pytest.mark.parametrize("path", ["/registrations/1", "/todo"])
def test_every_field_says_what_it_is_and_shows_where_the_keyboard_stands(page, path):
    page.goto(path)
    fields = page.locator("main :is(input, select, textarea):not([type=hidden]):visible")
    assert fields.count() > 0
    for n in range(fields.count()):
        field = fields.nth(n)
        assert field.evaluate("e => e.labels.length || e.ariaLabel"), field.get_attribute("name")
        field.focus()
        drawn = field.evaluate("e => getComputedStyle(e).outlineStyle")
        assert drawn != "none", field.get_attribute("name")


def test_a_refused_answer_keeps_what_was_typed_and_leads_to_what_is_wrong(page):
    page.goto("/registrations/1")
    page.check("#answer [name=kind][value=not-yet]")
    page.fill("#answer [name=reason]", "法定代表人正在更换")
    page.locator("#answer button.btn.go").press("Enter")
    page.wait_for_load_state()

    wrong = page.locator("[role=alert]", has_text="请填写复查日期").first
    assert wrong.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.input_value("#answer [name=reason]") == "法定代表人正在更换"


def test_what_is_late_leads_from_the_things_to_do_to_its_page(page):
    page.goto("/todo")
    page.locator("main a", has_text="丙协会").first.press("Enter")
    page.wait_for_load_state()

    assert "丙协会" in page.locator("h1").inner_text()
