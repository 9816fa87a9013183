"""Security headers, and the last check that somebody decided who may see the answer."""

from flask import Flask, Response, abort, g, request
from werkzeug.routing import RequestRedirect

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def install(app: Flask) -> None:
    """Check where a write comes from; put the headers on every answer."""
    app.before_request(_same_origin)
    app.after_request(_finish)


def _same_origin() -> None:
    if request.method in {"GET", "HEAD"}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in {"same-origin", "none"}:
        abort(400, "请求来自别的网站，已拒绝。")
    if site is None and origin is not None and origin != request.host_url.rstrip("/"):
        abort(400, "请求来自别的网站，已拒绝。")


def _finish(response: Response) -> Response:
    static = request.endpoint == "static"
    slash = isinstance(request.routing_exception, RequestRedirect)
    if response.status_code < 400 and not (static or slash or g.get("decided")):
        # A route somebody let in beside Feature: nothing of it may leave (R01).
        response = Response("没有权限声明，已拒绝。", 500, mimetype="text/plain")
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if static:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
