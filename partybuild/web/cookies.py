"""The cookie that carries the form token: bound to this host and to TLS where there is TLS."""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface


class BoundCookies(SecureCookieSessionInterface):
    """Names the cookie `__Host-…` and marks it Secure on TLS (R33)."""

    def get_cookie_name(self, app: Flask) -> str:
        """The plain name, or the one that browsers keep to this very host."""
        name = super().get_cookie_name(app)
        return f"__Host-{name}" if request.is_secure else name

    def get_cookie_secure(self, app: Flask) -> bool:
        """Secure exactly when the request came by TLS."""
        return request.is_secure
