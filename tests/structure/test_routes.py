"""Routes cannot exist without a permission."""

import pytest

from partybuild import create_app
from partybuild.access.permissions import GRANTS, Permission, Role
from partybuild.config import Instance
from partybuild.web.feature import Feature

OPEN = {"static"}
FOR_ANYONE = {"accounts.sign_in", "accounts.enter", "accounts.start", "accounts.first"}


def views_of(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in OPEN:
            yield rule, app.view_functions[rule.endpoint]


def test_every_route_says_what_it_needs(app):
    for rule, view in views_of(app):
        assert isinstance(view.needs, Permission), rule


def test_a_route_without_a_permission_cannot_be_written():
    feature = Feature("x", "x")

    with pytest.raises(TypeError):
        feature.page("/")
    with pytest.raises(TypeError, match="say what they need"):
        feature.route("/")(lambda: "")
    with pytest.raises(TypeError, match="say what they need"):
        feature.add_url_rule("/", view_func=lambda: "")


def test_pages_only_read_and_actions_only_write(app):
    for rule, view in views_of(app):
        methods = rule.methods - {"HEAD", "OPTIONS"}
        assert methods == ({"POST"} if view.changes else {"GET"}), rule


def test_every_permission_is_granted_to_somebody():
    granted = {
        permission for role in GRANTS for permission in GRANTS[role] if role is not Role.COMMAND
    }

    assert granted == set(Permission)


def test_administrators_have_no_business_permission():
    business = {
        p for p in GRANTS[Role.OFFICER] if p not in {Permission.ANYONE, Permission.SIGNED_IN}
    }
    for role in Role:
        if role.administers:
            assert not business & GRANTS[role].keys() - {Permission.POLICIES_READ}, role


def test_a_route_let_in_beside_feature_answers_nothing(tmp_path):
    """R01: a response without a policy decision is replaced."""
    beside = create_app(Instance(tmp_path), SECRET_KEY="test")
    beside.add_url_rule("/beside", "beside", lambda: "secret")

    answer = beside.test_client().get("/beside")

    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_signed_out_every_page_leads_to_sign_in(app, database):
    client = app.test_client()
    for rule, view in views_of(app):
        if view.needs is Permission.ANYONE or view.changes or rule.arguments:
            continue
        answer = client.get(rule.rule)
        assert answer.status_code == 303, rule
        assert "/sign-in" in answer.location


def test_unlisted_methods_are_refused(app, database):
    client = app.test_client()
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)("/").status_code in {400, 405}


def test_an_address_without_its_last_slash_finds_its_page(as_actor, cast):
    """What people type: it reveals nothing but that there is such a page, and asks again there."""
    answer = as_actor(cast.bo).get("/coverage")

    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/coverage/")
    assert as_actor(cast.bo).get("/coverage", follow_redirects=True).status_code == 200
