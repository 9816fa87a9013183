"""One answer for htmx, one for a plain browser, from the same view."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue


def is_htmx() -> bool:
    """Whether htmx asked, and so wants a piece of the page and not the whole."""
    return request.headers.get("HX-Request") == "true"


def page(template: str, *, fragment: str = "", status: int = 200, **context: object) -> Response:
    """Render the page; for htmx, only the named fragment of it."""
    name = fragment if fragment and is_htmx() else template
    response = make_response(render_template(name, **context), status)
    response.vary.add("HX-Request")
    return response


def done(url: str, *, fragment: str = "", **context: object) -> ResponseReturnValue:
    """After a change: send a browser to `url`; give htmx the fragment, or the way to `url`."""
    if not is_htmx():
        return redirect(url, 303)
    if fragment:
        return page(fragment, fragment="", status=200, **context)
    response = make_response("", 204)
    response.headers["HX-Redirect"] = url
    return response


def problem(message: str, *, status: int, advice: str = "", incident: str = "") -> Response:
    """Say what went wrong: on a page of its own, or in the page htmx already shows."""
    response = page(
        "problem.html",
        fragment="components/_problem.html",
        status=status,
        message=message,
        advice=advice,
        incident=incident,
    )
    response.headers["HX-Retarget"] = "#problems"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def sign_in_first(url: str) -> ResponseReturnValue:
    """An expired or missing session: the whole page goes to sign-in, also under htmx."""
    if not is_htmx():
        return redirect(url, 303)
    response = make_response("", 204)
    response.headers["HX-Redirect"] = url
    return response
