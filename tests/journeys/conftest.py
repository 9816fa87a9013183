"""What the stories share with the tests of the rooms they pass through."""

from tests.gates.registration.conftest import answer, apply, asked, body, finish
from tests.ratings.conftest import open_up, plan, publish, scheme_id
from tests.rectification.conftest import at, branch, people

__all__ = [
    "answer",
    "apply",
    "asked",
    "at",
    "body",
    "branch",
    "finish",
    "open_up",
    "people",
    "plan",
    "publish",
    "scheme_id",
]
