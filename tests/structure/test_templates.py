"""Templates: compiled, inert under a strict policy, every action with its token."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = [str(path.relative_to(ROOT / "templates")) for path in FILES]

HANDLER = re.compile(r"\son(click|change|load|submit|input|key\w+|focus|blur|error|mouse\w+)\s*=")


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(app, name):
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_nothing_in_it_wants_a_looser_policy(path):
    text = path.read_text("utf-8")

    assert not re.search(r"\sstyle\s*=", text), "a style attribute is blocked by the policy"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "an inline script is blocked"
    assert not HANDLER.search(text), "an inline handler is blocked"
    assert not re.search(r"hx-on|hx-vals='js:|javascript:", text)
    assert "|safe" not in text.replace(" ", ""), "text of users is never trusted"
    assert not re.search(r"https?://(?!www\.w3\.org)", text), "nothing comes from outside"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_action_carries_its_token(path):
    text = path.read_text("utf-8")
    for form in re.findall(r"<form\b.*?</form>", text, re.S):
        if re.search(r'method="post"', form.split(">", 1)[0] + ">", re.IGNORECASE):
            assert "token()" in form or "csrf_token" in form, form[:80]


def test_every_hx_request_works_without_scripts():
    """An `hx-get` stands beside an `href` or in a form, an `hx-post` in a form with an action."""
    for path in FILES:
        for tag in re.findall(r"<[a-z][^<>]*\shx-(?:get|post)=[^<>]*>", path.read_text("utf-8")):
            plain = re.search(r"\s(href|action|formaction)=", tag)
            polls = "hx-trigger=" in tag
            assert plain or polls, f"{path.name}: {tag[:90]}"
