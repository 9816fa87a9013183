"""The same seed makes the same world; shares hold what they promise."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.db import FOREVER
from partybuild.demo.days import Days
from partybuild.demo.draft import Draft, Setting
from partybuild.demo.drafting import draft_share
from partybuild.demo.grouping import sizes
from partybuild.demo.names import Names
from partybuild.demo.shares import Share, spread
from partybuild.organizations import codes
from partybuild.regions.divisions import divisions
from partybuild.regions.levels import Level
from partybuild.regions.models import Region
from tests.demo.test_demo import TODAY


def unit(number=7, code="610103", name="碑林区", level=3, path="/1/2/3/7/"):
    return Region(id=number, code=code, name=name, level=level, path=path)


def drafted(seed, **share):
    rng = Random(seed)
    draft = Draft()
    setting = Setting(rng, Names(rng), Days(TODAY), {7: 1}, {})
    place = unit()
    draft_share(setting, draft, Share(place, [place], **share))
    return draft


def test_the_same_seed_makes_the_same_world():
    share = {"living": 60, "covered": 40, "parties": 25, "filed": 6, "ended": 5, "dissolved": 2}
    assert drafted(1, **share) == drafted(1, **share)
    assert drafted(1, **share) != drafted(2, **share)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.floats(0, 1), st.floats(0, 1))
def test_exactly_so_many_are_covered_today(seed, living, covered, parties):
    covered = round(living * covered)
    many = max(1, round(covered * parties))
    draft = drafted(seed, living=living, covered=covered, parties=many, ended=3)
    alive = {
        number
        for number, item in enumerate(draft.organizations)
        if item.ended is None and item.code is not None
    }
    linked = {
        number
        for group in draft.groups
        if group.party.dissolved_on is None
        for number, start, end in group.links
        if start <= TODAY and end == FOREVER
    }
    assert len(alive) == living
    assert len(linked & alive) == covered


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_nothing_happens_before_it_can_or_after_today(seed):
    draft = drafted(seed, living=30, covered=20, parties=12, filed=4, ended=6, dissolved=2)
    for item in draft.organizations:
        assert item.profile["registered_on"] <= TODAY
        if item.ended:
            assert item.profile["registered_on"] < item.ended[1] <= TODAY
        if item.code:
            assert codes.problem(item.code, item.profile["kind"]) is None
    for group in draft.groups:
        for number, start, end in group.links:
            assert group.party.founded_on <= start < end
            assert draft.registered_on(number) <= start <= TODAY
        for line in (*group.secretaries, *group.terms, *group.headcounts):
            assert group.party.founded_on <= line.valid_from <= line.valid_to


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 99))
def test_sizes_add_up(total, parts, seed):
    found = sizes(Random(seed), total, parts)
    assert sum(found) == (total if parts else 0)
    assert len(found) == min(parts, total)
    assert all(size >= 1 for size in found)


def test_a_world_for_measuring_has_as_many_organizations_as_asked():
    units = _province()
    shares = list(spread(units, ["61"], 63_235, 9_358))
    assert sum(share.living for share in shares) == 63_235
    assert sum(share.parties for share in shares) <= 9_358
    covered = sum(share.covered for share in shares)
    assert 0.58 < covered / 63_235 < 0.62
    levels = Counter(share.unit.level for share in shares)
    assert levels[Level.PROVINCE] == 1
    assert levels[Level.CITY] == 3
    assert levels[Level.COUNTY] >= 20


def _province():
    found = {}
    for number, division in enumerate(divisions(["61"], streets=True), start=1):
        above = found.get(division.parent)
        path = f"{above.path if above else '/'}{number}/"
        found[division.code] = unit(number, division.code, division.name, division.level, path)
    return found
