"""What the stories share with the tests of the rooms they pass through."""

from tests.gates.registration.conftest import answer, apply, asked, body, finish
from tests.ratings.conftest import open_up, plan, publish, scheme_id

__all__ = [
    "answer",
    "apply",
    "asked",
    "body",
    "finish",
    "open_up",
    "plan",
    "publish",
    "scheme_id",
]
