"""What ships is published once, and never over what an office has made of it."""

from datetime import date

import pytest

from partybuild.coverage import queries as coverage
from partybuild.db.work import work
from partybuild.organizations import queries
from partybuild.organizations.lists import INDUSTRIES, NO_PARTY_REASONS, items
from partybuild.policies.queries import holding, versions
from partybuild.policies.seeding import defaults, seed_defaults
from partybuild.rules import RuleBroken
from tests import factories
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2020, 1, 1)
SHIPPED = ("sync-rule", "enforcement", "inspection-cutoff", "ladder", "keeping", "waiver")


def seed():
    with work(ROOT):
        return seed_defaults()


def test_lists_and_bases_are_published_once_with_their_source():
    assert seed() == len({(item.kind, item.name) for item in defaults}) == len(defaults)
    assert seed() == 0
    shipped = {(policy.kind, policy.name) for kind in SHIPPED for policy in holding(kind, DAY)}
    assert {kind for kind, _ in shipped} == set(SHIPPED)
    found = {policy.name: policy for kind in ("lists", "basis") for policy in holding(kind, DAY)}
    assert set(found) == {"industries", "no_party_reasons", "registered", "operating"}
    assert all(policy.source and policy.version == 1 for policy in found.values())
    assert found["operating"].content["include_zombies"] is False
    assert coverage.basis("registered", DAY).label == "在册口径"


def test_a_published_list_is_what_forms_offer():
    assert len(queries.words(INDUSTRIES)) == 14
    seed()
    (policy,) = [p for p in versions("lists") if p.name == NO_PARTY_REASONS]
    with factories.inside():
        policy.content = {"items": ["本地原因"]}
    assert queries.words(NO_PARTY_REASONS) == ("本地原因",)


def test_a_list_that_is_none_is_refused_in_words():
    with pytest.raises(RuleBroken, match="词表内容应为 items"):
        items({"items": "教育"})
