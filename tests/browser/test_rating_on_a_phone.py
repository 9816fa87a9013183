"""A secretary at 360 × 740 fills in an assessment with two photographs and sends it."""

import os
import threading
from dataclasses import replace
from datetime import date, datetime

import pytest
from waitress.server import create_server

from partybuild import create_app, schema
from partybuild.access.permissions import Role
from partybuild.accounts import queries as accounts
from partybuild.accounts import sessions
from partybuild.accounts.models import AppointmentOrganization
from partybuild.config import Instance
from partybuild.db import db
from partybuild.db.engine import mode
from partybuild.db.work import work
from partybuild.policies.models import Policy
from partybuild.ratings.rounds import commands
from partybuild.ratings.schemes.content import KIND, to_content
from partybuild.ratings.schemes.rules import Indicator, Option
from tests import factories
from tests.conftest import NOW
from tests.evidence.papers import picture
from tests.ratings.conftest import PLANNED, SCHEME
from tests.support import world
from tests.support.browser import chromium

ITEMS = (
    Indicator(
        "term", "按期换届", 300, options=(Option("yes", "按期", 300), Option("no", "逾期", 0))
    ),
    Indicator("life", "三会一课", 400, evidence=True),
    Indicator("place", "活动场所", 300, evidence=True),
)
PHONE_SCHEME = replace(
    SCHEME, name="phone", indicators=(Indicator("all", "党的建设", 1000, children=ITEMS),)
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A round of the county is open; (address, the secretary's cookie)."""
    os.environ["PARTYBUILD_NOW"] = NOW
    url = f"sqlite:///{tmp_path_factory.mktemp('phone') / 'site.sqlite'}"
    app = create_app(
        Instance(tmp_path_factory.mktemp("instance")),
        SECRET_KEY="test",
        SQLALCHEMY_DATABASE_URI=url,
    )
    with app.app_context():
        schema.upgrade()
        world.build()
        token = _open_round()
        db.session.remove()
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}", token
    server.close()
    thread.join(5)
    with app.app_context():
        db.engine.dispose()


def _open_round():
    lead = factories.make_organization("手机协会（演示）", "610103001")
    factories.make_party("手机协会党支部（演示）", "610103001", covers=[lead])
    with factories.inside():
        values = {"state": "published", "source": "样例", "author": "系统"}
        policy = Policy(kind=KIND, name="phone", version=1, label=PHONE_SCHEME.label, **values)
        policy.valid_from, policy.published_at = date(2025, 1, 1), datetime(2025, 1, 1)
        policy.content = to_content(PHONE_SCHEME)
        db.session.add(policy)
        db.session.flush()
        scheme_id = policy.id
    bo = accounts.actor_by_login("bo")
    with work(bo) as running:
        number = commands.draft(running.actor, replace(PLANNED, scheme_id=scheme_id))
    with work(bo) as running:
        commands.open_round(running.actor, number, 1)
    with work(world.ROOT) as running:
        post = world.add_person("shuji", Role.SECRETARY, "610103")
        db.session.add(AppointmentOrganization(appointment_id=post, organization_id=lead))
        running.audited = True
    secretary = accounts.actor_by_login("shuji")
    db.session.rollback()
    with mode("write"):
        token = sessions.start(secretary.user_id, secretary.appointment_id, "127.0.0.1")
        db.session.commit()
    return token


@pytest.fixture
def phone(site):
    """The secretary's phone, with everything its pages complained about."""
    address, token = site
    with chromium() as browser:
        size = {"width": 360, "height": 740}
        context = browser.new_context(viewport=size, base_url=address, has_touch=True)
        context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": address}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda told: page.complaints.append(told.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        yield page
        context.close()


def fits(page):
    """The page is no wider than the phone, and nothing was blocked."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wide <= 0 and not page.complaints


def go_on(page):
    """The red button, at least as tall as a finger."""
    button = page.locator("main form .btn.go")
    assert button.bounding_box()["height"] >= 40
    button.click()
    page.wait_for_load_state()


def photograph(name):
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture(size=(80, 60))}


def test_one_item_after_the_other_with_two_photographs(phone):
    phone.goto("/todo")
    phone.locator("main a", has_text="手机协会").first.click()
    phone.wait_for_load_state()
    assert fits(phone)
    phone.locator("main a.btn.go").first.click()
    phone.wait_for_load_state()

    assert "按期换届" in phone.locator("h1").inner_text()
    assert fits(phone)
    phone.get_by_label("按期", exact=False).first.check()
    go_on(phone)
    for title, points in (("三会一课", "38"), ("活动场所", "30")):
        assert title in phone.locator("h1").inner_text()
        assert fits(phone)
        phone.fill("#points", points)
        phone.locator("main input[type=file]:not([capture])").set_input_files(
            [photograph(f"{title}.jpg")]
        )
        go_on(phone)

    assert phone.url.endswith("/check")
    assert fits(phone)
    phone.locator("main form [name=confirmed]").check()
    go_on(phone)
    assert "自评已报送" in phone.locator("main").inner_text()
    assert fits(phone)
