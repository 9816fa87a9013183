"""For WSGI servers other than `partybuild run`."""

from partybuild import create_app

app = create_app()
