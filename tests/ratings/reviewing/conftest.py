"""An assessment that was sent, and one that the street has passed on."""

import pytest

from partybuild.ratings.filling import commands as filling
from partybuild.ratings.reviewing import commands
from partybuild.ratings.reviewing.commands import Given

POINTS = (("term", 400), ("life", 550), ("extra", 20))


@pytest.fixture
def sent(filled, shu, do):
    do(shu, filling.send, filled, None)
    return filled


@pytest.fixture
def first_done(sent, cast, do):
    for key, points in POINTS:
        do(cast.jie, commands.put, sent, key, Given(points))
    do(cast.jie, commands.pass_on, sent, None)
    return sent


@pytest.fixture
def seen(as_actor):
    """What the form of one item carries, read from the page: version, seen and stood."""
    import re

    def read(actor, number, key):
        text = as_actor(actor).get(f"/ratings/review/{number}").text
        value = lambda name: re.search(rf'name="{name}" value="([^"]*)"', text).group(1)
        return {
            "version": value("version"),
            f"seen-{key}": value(f"seen-{key}"),
            f"stood-{key}": value(f"stood-{key}"),
            "only": key,
        }

    return read
