"""Drafts belong to a place, publishing checks everything, what is published stays."""

from dataclasses import replace
from datetime import date

import pytest

from partybuild import clock
from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.policies import seeding
from partybuild.ratings.schemes import commands, editing, queries
from partybuild.ratings.schemes.commands import Publishing
from partybuild.rules import RuleBroken
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)
SAID = Publishing(TODAY, "市委两新工委通知", "启用新一轮评定")


@pytest.fixture(autouse=True)
def shipped(database):
    with factories.inside():
        seeding.seed_defaults()


def done(actor, act, *arguments):
    with work(actor) as running:
        return act(running.actor, *arguments)


def sample():
    return next(each.id for each in queries.published(TODAY) if each.name == "sample")


def seal(policy_id):
    return queries.seal(queries.policy(policy_id).content)


def edit(actor, policy_id, change, seen=None):
    return done(actor, commands.edit, policy_id, seen or seal(policy_id), "测试", change)


@pytest.fixture
def own(cast):
    """A draft of bo's county, copied from the sample."""
    return done(cast.bo, commands.copy, sample(), "碑林区评星方案")


class TestDrafting:
    def test_a_copy_is_no_sample_and_belongs_to_the_place(self, own, cast):
        copied = queries.scheme(own)

        assert (copied.label, copied.sample, copied.name) == ("碑林区评星方案", False, "scheme1")
        assert [each.id for each in queries.drafts(cast.bo)] == [own]
        assert copied.indicators == queries.scheme(sample()).indicators

    def test_next_door_neither_sees_nor_changes_it(self, own, cast):
        assert queries.drafts(cast.cheng) == []
        with pytest.raises(OutOfReach):
            queries.readable(cast.cheng, own, TODAY)
        with pytest.raises(OutOfReach):
            edit(cast.cheng, own, lambda scheme: scheme)
        with pytest.raises(OutOfReach):
            done(cast.shi, commands.discard, own)

    def test_a_leader_may_not_draft(self, cast):
        with pytest.raises(NotPermitted):
            done(cast.dai, commands.copy, sample(), "方案")

    def test_a_shipped_scheme_is_copied_and_not_revised(self, cast):
        with pytest.raises(RuleBroken, match="请复制成本单位的方案"):
            done(cast.sheng, commands.revise, sample())

    def test_an_empty_one_says_what_it_lacks(self, cast):
        new = done(cast.bo, commands.start, "新方案")

        with pytest.raises(RuleBroken, match="还没有指标"):
            done(cast.bo, commands.publish, new, seal(new), SAID)

    def test_a_name_is_needed(self, cast):
        with pytest.raises(RuleBroken, match="请填写方案名称"):
            done(cast.bo, commands.start, "  ")

    def test_a_thrown_away_draft_is_gone(self, own, cast):
        done(cast.bo, commands.discard, own)

        assert queries.drafts(cast.bo) == []


class TestEditing:
    def test_it_says_what_the_change_made_of_it(self, own, cast):
        edit(cast.bo, own, lambda scheme: editing.removed(scheme, "bonus"))

        assert [each.key for each in queries.scheme(own).indicators][-1] == "effect"

    def test_two_at_once_the_second_is_told(self, own, cast):
        seen = seal(own)
        edit(cast.bo, own, lambda scheme: replace(scheme, validity_months=36))

        with pytest.raises(Stale, match="刚被别人改过"):
            edit(cast.bo, own, lambda scheme: replace(scheme, validity_months=6), seen)
        assert queries.scheme(own).validity_months == 36

    def test_name_and_owner_are_not_to_be_changed(self, own, cast):
        before = queries.scheme(own)
        edit(cast.bo, own, lambda scheme: replace(scheme, name="sample", owner="unit:1"))

        assert (queries.scheme(own).name, queries.scheme(own).owner) == (before.name, before.owner)

    def test_a_published_one_never_changes(self, own, cast):
        done(cast.bo, commands.publish, own, seal(own), SAID)

        for act in (
            lambda: edit(cast.bo, own, lambda scheme: scheme),
            lambda: done(cast.bo, commands.discard, own),
            lambda: done(cast.bo, commands.publish, own, seal(own), SAID),
        ):
            with pytest.raises(OutOfReach):
                act()


class TestPublishing:
    def test_it_holds_from_its_day_for_everybody(self, own, cast):
        done(cast.bo, commands.publish, own, seal(own), SAID)

        assert own in [each.id for each in queries.published(TODAY)]
        assert queries.readable(cast.cheng, own, TODAY).standing == "现行"

    def test_every_fault_is_named(self, own, cast):
        edit(cast.bo, own, lambda scheme: replace(scheme, bands=(), validity_months=0))
        bad = Publishing(date(2026, 11, 19), "", "")

        with pytest.raises(RuleBroken) as broken:
            done(cast.bo, commands.publish, own, seal(own), bad)

        for words in ("有效期", "至少要有一档", "不能早于今天", "写明来源", "写明发布原因"):
            assert words in str(broken.value)

    def test_what_was_seen_is_what_is_published(self, own, cast):
        seen = seal(own)
        edit(cast.bo, own, lambda scheme: replace(scheme, validity_months=6))

        with pytest.raises(Stale):
            done(cast.bo, commands.publish, own, seen, SAID)

    def test_a_new_version_takes_over_on_its_day(self, own, cast, monkeypatch):
        done(cast.bo, commands.publish, own, seal(own), SAID)
        new = done(cast.bo, commands.revise, own)
        with pytest.raises(RuleBroken, match="已经有一份草稿"):
            done(cast.bo, commands.revise, own)
        with pytest.raises(RuleBroken, match="应晚于上一版的 2026-11-20"):
            done(cast.bo, commands.publish, new, seal(new), SAID)
        january = replace(SAID, valid_from=date(2027, 1, 1))
        done(cast.bo, commands.publish, new, seal(new), january)

        held = {
            day: [each.id for each in queries.published(day)] for day in (TODAY, date(2027, 1, 1))
        }
        assert own in held[TODAY]
        assert new not in held[TODAY]
        assert new in held[date(2027, 1, 1)]
        assert own not in held[date(2027, 1, 1)]
        assert queries.readable(cast.bo, new, TODAY).standing == "未生效"
        monkeypatch.setenv("PARTYBUILD_NOW", "2027-01-02T09:00:00")
        assert queries.readable(cast.bo, own, clock.today()).standing == "已被替代"
