"""What the stories share with the tests of the registration gate."""

from tests.gates.registration.conftest import answer, apply, asked, body, finish

__all__ = ["answer", "apply", "asked", "body", "finish"]
