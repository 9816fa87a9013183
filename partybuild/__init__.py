"""Party building in social organizations: coverage, the register and the monthly workbook."""

import secrets
from pathlib import Path

from flask import Flask, request, url_for
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect, generate_csrf

from partybuild import house, wiring
from partybuild.access.permissions import Permission
from partybuild.accounts import sessions
from partybuild.audit.commands import ADDRESS
from partybuild.config import Instance, resources, web_settings
from partybuild.db import db, encrypted, engine, guard
from partybuild.web import filters, headers, limits, navigation, problems
from partybuild.web.actor import current_actor
from partybuild.web.cookies import BoundCookies

login_manager = LoginManager()
csrf = CSRFProtect()


def create_app(instance: Instance | None = None, **settings: object) -> Flask:
    """Build the application: instance, database, ports, features, error pages. In that order."""
    instance = instance or Instance.from_environment()
    app = Flask(
        __name__,
        template_folder=str(resources("templates")),
        static_folder=str(resources("static")),
        instance_path=str(instance.folder),
    )
    app.config.update(web_settings())
    app.config.update(settings)
    app.config["INSTANCE"] = instance
    app.config.setdefault("SQLALCHEMY_DATABASE_URI", instance.database_url)
    app.config["SECRET_KEY"] = settings.get("SECRET_KEY") or _secret(instance.folder / "secret")
    options = engine.engine_options(str(app.config["SQLALCHEMY_DATABASE_URI"]))
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    ring = encrypted.load_or_create_key(instance.folder / "field-key")
    encrypted.configure(ring.keys, ring.current)
    _open_database(app)
    wiring.fill_ports()
    _open_web(app)
    return app


def _secret(path: Path) -> str:
    """The key that signs cookies: made once, mode 0600, beside the database."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _open_database(app: Flask) -> None:
    guard.install()
    db.init_app(app)
    with app.app_context():
        engine.prepare(db.engine)


def _open_web(app: Flask) -> None:
    app.session_interface = BoundCookies()
    limits.install(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    login_manager.request_loader(lambda request: sessions.load())
    app.before_request(_remember_address)
    headers.install(app)
    problems.install(app)
    for feature in house.FEATURES:
        app.register_blueprint(feature)
    navigation.entries[:] = house.ENTRIES
    app.jinja_env.filters.update(filters.FILTERS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        csrf_token=generate_csrf,
        current_actor=current_actor,
        navigation=navigation.navigation,
        Permission=Permission,
        static_url=_static_url,
    )


def _remember_address() -> None:
    ADDRESS.set(request.remote_addr or "")


def _static_url(name: str) -> str:
    """A static file's address with its age, so that an upgrade reaches every browser."""
    path = resources("static") / name
    version = int(path.stat().st_mtime) if path.exists() else 0
    return url_for("static", filename=name, v=version)
