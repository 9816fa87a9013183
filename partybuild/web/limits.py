"""How much a request may carry: little, unless its route says how many files it takes (R50)."""

from flask import Flask, current_app, request

MEGABYTE = 1024 * 1024
FILE = 20 * MEGABYTE
FORM = 2 * MEGABYTE
MOST_FILES = 10
LARGEST = FORM + MOST_FILES * FILE
"""What the server in front lets through; each route is held to its own measure."""
PARTS = 50
PARTS_WITH_FILES = 200


def install(app: Flask) -> None:
    """Set each request's limits before anything reads its body: call it before all other hooks."""
    app.config["MAX_CONTENT_LENGTH"] = FORM
    app.config["MAX_FORM_MEMORY_SIZE"] = MEGABYTE
    app.config["MAX_FORM_PARTS"] = PARTS
    app.before_request(_measure)


def _measure() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    files = getattr(view, "files", 0)
    if files:
        request.max_content_length = FORM + files * FILE
        request.max_form_parts = PARTS_WITH_FILES
