"""Addresses that come from outside. Pure."""

import re
from urllib.parse import urlsplit, urlunsplit

HOME = "/"
MAX_LENGTH = 2000
# Browsers read a backslash as a slash and skip tabs and line breaks: none belongs into a path.
_SUSPICIOUS = re.compile(r"[\\\x00-\x20\x7f-\x9f]")


def safe_next(target: str | None, host: str) -> str:
    """Where to go on after signing in: a path of this site, else its start page (R22).

    A whole address of this very `host` (as htmx reports the page it is on) becomes its path.
    """
    if not target or len(target) > MAX_LENGTH or _SUSPICIOUS.search(target):
        return HOME
    try:
        parts = urlsplit(target)
    except ValueError:
        return HOME
    if parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower():
        target = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    return target if re.match(r"/(?!/)", target) else HOME
