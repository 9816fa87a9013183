"""The shipped schemes may be published as they stand."""

import pytest

from partybuild.policies import seeding
from partybuild.ratings.kinds import Tier
from partybuild.ratings.schemes import defaults, rules
from partybuild.ratings.schemes.checking import check
from partybuild.ratings.schemes.content import to_content

NAMES = ["sample", "assessment", "ledger"]


@pytest.mark.parametrize("name", NAMES)
def test_it_has_no_fault(name):
    assert check(defaults.shipped(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_it_says_that_it_is_a_sample(name):
    shipped = defaults.shipped(name)

    assert shipped.sample
    assert "样例" in shipped.label
    assert "样例" in shipped.note


def test_the_files_and_the_defaults_are_the_same():
    files = sorted(path.stem for path in defaults.FOLDER.glob("*.toml"))

    assert files == sorted(NAMES) == sorted(default.name for default in defaults.DEFAULTS)


def test_the_sample_can_be_done_on_a_phone():
    asked = rules.asked(defaults.shipped("sample"), Tier.SELF)

    assert 25 <= len(asked) <= 35
    assert all(item.explanation for item in asked)
    assert sum(item.evidence for item in asked) <= 12
    assert {item.fact for item in asked} >= {"term_valid", "life_count", "inspection"}


def test_a_bonus_lifts_the_ledger_above_hundred_and_not_the_assessment():
    for name, most in (("sample", 1100), ("assessment", 1000), ("ledger", 1300)):
        shipped = defaults.shipped(name)
        full = {item.key: item.points for item in rules.leaves(shipped)}

        assert rules.score(shipped, full).total == most == shipped.limit


def test_they_are_seeded_as_published_policies(app):
    found = {item.name: item for item in seeding.defaults if item.kind == "rating-scheme"}

    assert sorted(found) == sorted(NAMES)
    assert all("样例" in item.source for item in found.values())
    assert found["sample"].content == to_content(defaults.shipped("sample"))
