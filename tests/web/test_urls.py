"""R22: where signing in leads."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.web.urls import HOME, safe_next

HOST = "party.example:8080"


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/", "/"),
        ("/organizations/7?tab=life#top", "/organizations/7?tab=life#top"),
        ("/search?q=%2F%2Fevil.example", "/search?q=%2F%2Fevil.example"),
        ("/名册?区=碑林", "/名册?区=碑林"),
        ("http://party.example:8080/coverage?month=2026-10", "/coverage?month=2026-10"),
        ("https://PARTY.example:8080/coverage", "/coverage"),
    ],
)
def test_r22_a_path_of_this_site_is_kept(target: str, path: str) -> None:
    assert safe_next(target, HOST) == path


@pytest.mark.parametrize(
    "target",
    [
        None, "", "organizations", "//evil.example", "///evil.example", "/\\evil.example",
        "\\\\evil", "/\t/evil.example", " //evil.example", "/\n/evil.example", "https://evil.example/",
        "http://party.example/", "http:///evil.example", "http:evil.example", "javascript:alert(1)",
        "http://party.example:8080@evil.example/", "http://party.example:8080//evil.example",
        "ftp://party.example:8080/", "//party.example:8080/", "data:text/html,x", "http://[",
        "/" * 9, "/" + "a" * 3000,
    ],
)  # fmt: skip
def test_r22_everything_else_leads_home(target: str | None) -> None:
    assert safe_next(target, HOST) == HOME


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("/\\:@.?#ehtpx \t%5"), max_size=14))
def test_r22_the_browser_stays_on_this_site(target: str) -> None:
    # What a browser does to an address before it follows it.
    followed = safe_next(target, HOST).strip().replace("\\", "/").replace("\t", "")
    assert urlsplit(urljoin(f"http://{HOST}/sign-in", followed)).netloc == HOST
