"""An area's own rules: edited, switched, published; what holds where and from when."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.db.work import NotPermitted, OutOfReach, Stale, work
from partybuild.rectification.screening import editing, policy, publishing
from partybuild.rectification.screening.defaults import SHIPPED
from partybuild.rectification.screening.kinds import ADDED, LIMITS, Test
from partybuild.rectification.screening.publishing import Publishing
from partybuild.rules import RuleBroken
from tests import factories
from tests.rectification.screening.conftest import BASE, TODAY, prepare

GIVEN = Publishing(TODAY, "碑组发〔2026〕1号（样例）", "本地文件（演示）")


def as_typed(rules, **changes):
    """What the page of a draft sends when nothing was touched, but for `changes`."""
    said = {"new_months": str(rules.new_months)}
    for each in rules.rules:
        said |= {f"on-{each.key}": "y"} if each.on else {}
        said[f"how-{each.key}"] = "automatic" if each.automatic else "manual"
        said[f"limit-{each.key}"] = str(each.limit)
    return {key: value for key, value in (said | changes).items() if value is not None}


class TestEditing:
    def test_a_page_sent_back_untouched_changes_nothing(self):
        assert editing.typed(SHIPPED, as_typed(SHIPPED)) == SHIPPED

    def test_rules_are_switched_made_manual_and_limited(self):
        said = as_typed(
            SHIPPED,
            **{
                "on-star": None,
                "on-unreported": "y",
                "how-term": "manual",
                "limit-secretary": "60",
            },
        )

        after = editing.typed(SHIPPED, said)

        assert editing.changes(SHIPPED, after) == [
            "“书记长期空缺”限值 90 改为 60 天",
            "“超期未换届且无批准”改为手工",
            "启用“启用日以来未报告组织生活”",
            "停用“评为一星或者不定星”",
        ]

    def test_what_only_people_judge_never_becomes_automatic(self):
        after = editing.typed(SHIPPED, as_typed(SHIPPED, **{"how-ideology": "automatic"}))

        assert after == SHIPPED

    @pytest.mark.parametrize("text", ["", "-1", "9999", "六", "1.5", "٣", "1e3"])
    def test_a_limit_that_cannot_be_is_named(self, text):
        with pytest.raises(RuleBroken, match="“书记长期空缺”应填 0 到 3660 之间的整数（天）"):
            editing.typed(SHIPPED, as_typed(SHIPPED, **{"limit-secretary": text}))

    def test_a_threshold_on_a_known_fact_is_automatic_and_a_word_is_not(self):
        by_fact = editing.added(SHIPPED, "正式党员太少", "members", "2", "样例").rules[-1]
        by_hand = editing.added(SHIPPED, "群众反映强烈", "hand", "", "样例").rules[-1]

        assert (by_fact.test, by_fact.limit, by_fact.automatic) == (Test.MEMBERS, 2, True)
        assert (by_hand.test, by_hand.automatic) == (Test.HAND, False)
        assert by_fact.own

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            (("", "hand", "", "样例"), "请填写情形名称"),
            (("长" * 81, "hand", "", "样例"), "最多 80 个字"),
            (("班子不健全", "hand", "", "样例"), "已经有“班子不健全”这一条"),
            (("新情形", "hand", "", " "), "请写明来源"),
            (("新情形", "star", "1", "样例"), "请选择这一条按什么认定"),
            (("新情形", "members", "", "样例"), "应填 1 到 100 之间的整数"),
        ],
    )
    def test_what_cannot_be_added(self, said, sentence):
        with pytest.raises(RuleBroken, match=sentence):
            editing.added(SHIPPED, *said)

    def test_only_what_an_area_added_is_removed(self):
        more = editing.added(SHIPPED, "群众反映强烈", "hand", "", "样例")

        assert editing.removed(more, more.rules[-1].key) == SHIPPED
        with pytest.raises(RuleBroken, match="可以停用"):
            editing.removed(SHIPPED, "star")
        with pytest.raises(RuleBroken, match="请刷新"):
            editing.removed(SHIPPED, "own1")

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_whatever_is_made_is_read_back_the_same(self, data):
        rules = SHIPPED
        for serial in range(data.draw(st.integers(0, 4))):
            test = data.draw(st.sampled_from(ADDED))
            least = LIMITS[test].least if test in LIMITS else 0
            rules = editing.added(rules, f"情形{serial}", test.value, str(least), "样例")
        off = data.draw(st.sets(st.sampled_from([each.key for each in rules.rules])))
        said = as_typed(rules, **dict.fromkeys(f"on-{key}" for key in off))
        rules = editing.typed(rules, said)

        assert policy.to_rules(policy.to_content(rules)) == rules
        assert not off & {each.key for each in rules.screened}
        assert len({each.key for each in rules.rules}) == len(rules.rules)


def draft(actor, **changes):
    """A draft of the actor's unit that says these changes; its seal."""
    with work(actor) as running:
        publishing.start(running.actor)
    unit = policy.unit_of(actor)
    seen = seal(actor)
    with work(actor) as running:
        change = lambda of: editing.typed(of, as_typed(of, **changes))
        publishing.edit(running.actor, seen, change)
    assert policy.draft_of(unit) is not None
    return seal(actor)


def seal(actor):
    return publishing.seal(policy.draft_of(policy.unit_of(actor)).content)


def publish(actor, said=GIVEN, **changes):
    seen = draft(actor, **changes)
    with work(actor) as running:
        publishing.publish(running.actor, seen, said)


@pytest.mark.usefixtures("database")
class TestPublishing:
    def test_own_rules_hold_for_the_unit_and_what_is_below(self, cast):
        publish(cast.bo, **{"limit-secretary": "60"})

        def limit(code):
            return policy.holding(factories.region(code), TODAY).rules.rule("secretary").limit

        assert [limit(code) for code in ("610103", "610103001", "610102", "610100")] == [
            60,
            60,
            90,
            90,
        ]

    def test_the_nearest_unit_with_rules_of_its_own_decides(self, cast):
        publish(cast.shi, **{"limit-secretary": "30"})
        assert policy.today(cast.bo).rules.rule("secretary").limit == 30
        assert policy.today(cast.bo).whose == "西安市第 1 版"
        publish(cast.bo, **{"limit-secretary": "60"})
        assert policy.today(cast.bo).rules.rule("secretary").limit == 60

    def test_a_draft_changes_nothing_yet_and_a_version_begins_on_its_day(self, cast):
        publish(cast.bo, replace(GIVEN, valid_from=date(2026, 12, 1)), **{"on-star": None})

        unit = factories.region("610103")
        assert policy.holding(unit, TODAY).rules == SHIPPED
        assert not policy.holding(unit, date(2026, 12, 1)).rules.rule("star").on

    def test_a_round_goes_by_the_version_of_its_day(self, cast, weak, begin):
        publish(cast.bo, **{"on-secretary": None})

        assert [each.id for each, _ in prepare(cast.bo).found] == [weak[1]]
        assert len(prepare(cast.shi).found) == 2

    def test_switching_unreported_on_proposes_those_who_never_reported(self, cast):
        branch = factories.make_party("未报党支部（演示）")
        from tests.rectification.screening.conftest import secretary_of

        secretary_of(branch)
        assert prepare(cast.bo).found == []

        publish(cast.bo, **{"on-unreported": "y"})

        ((found, grounds),) = prepare(cast.bo).found
        assert (found.id, [each.rule for each in grounds]) == (branch, ["unreported"])

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            (replace(GIVEN, valid_from=date(2026, 11, 19)), "不能早于今天"),
            (replace(GIVEN, source=" "), "请写明来源"),
            (replace(GIVEN, reason=""), "请写明发布原因"),
        ],
    )
    def test_what_cannot_be_published_stays_a_draft(self, cast, said, sentence):
        with pytest.raises(RuleBroken, match=sentence):
            publish(cast.bo, said, **{"on-star": None})
        assert policy.draft_of(factories.region("610103")).state == "draft"
        assert policy.today(cast.bo).rules == SHIPPED

    def test_two_versions_do_not_begin_on_one_day(self, cast):
        publish(cast.bo, **{"on-star": None})
        with pytest.raises(RuleBroken, match="应晚于上一版的 2026-11-20"):
            publish(cast.bo, **{"on-star": "y"})

    def test_a_draft_like_what_holds_is_not_published(self, cast):
        with pytest.raises(RuleBroken, match="完全相同"):
            publish(cast.bo)

    def test_whoever_edits_says_what_they_saw(self, cast):
        seen = draft(cast.bo)
        with work(cast.bo) as running:
            publishing.edit(running.actor, seen, lambda of: replace(of, new_months=3))

        for deed in (
            lambda who: publishing.edit(who, seen, lambda of: of),
            lambda who: publishing.publish(who, seen, GIVEN),
            lambda who: publishing.discard(who, seen),
        ):
            with pytest.raises(Stale), work(cast.bo) as running:
                deed(running.actor)
        assert policy.to_rules(policy.draft_of(factories.region("610103")).content).new_months == 3

    def test_another_units_draft_is_out_of_reach(self, cast):
        seen = draft(cast.bo)

        for who in (cast.cheng, cast.shi, cast.jie):
            with pytest.raises(OutOfReach), work(who) as running:
                publishing.discard(running.actor, seen)
        with pytest.raises(NotPermitted), work(cast.dai) as running:
            publishing.discard(running.actor, seen)


@pytest.mark.usefixtures("database")
class TestPages:
    def test_a_rule_is_switched_off_added_and_published(self, as_actor, cast):
        bo = as_actor(cast.bo)
        bo.post(f"{BASE}/rules/drafts")
        page = bo.get(f"{BASE}/rules/draft").text
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        said = as_typed(SHIPPED, **{"on-star": None})
        assert bo.post(f"{BASE}/rules/draft", data=said | {"seen": seen}).status_code == 303
        added = {"label": "正式党员太少", "test": "members", "limit": "2", "source": "样例"}
        page = bo.get(f"{BASE}/rules/draft").text
        assert "停用“评为一星或者不定星”" in page
        bo.post(f"{BASE}/rules/draft/additions", data=added | {"seen": seal(cast.bo)})
        given = {"valid_from": "2026-11-20", "source": "碑组发〔2026〕1号", "reason": "本地文件"}

        bo.post(f"{BASE}/rules/draft/publication", data=given | {"seen": seal(cast.bo)})

        text = bo.get(f"{BASE}/rules").text
        assert "现行：碑林区第 1 版" in text
        assert "正式党员太少" in text
        held = policy.today(cast.bo).rules
        assert not held.rule("star").on
        assert held.rules[-1].test is Test.MEMBERS
        number = policy.today(cast.bo).id
        assert "正式党员太少" in as_actor(cast.jie).get(f"{BASE}/rules/{number}").text

    def test_a_bad_limit_is_said_and_what_was_typed_is_kept(self, as_actor, cast):
        bo = as_actor(cast.bo)
        seen = draft(cast.bo)
        said = as_typed(SHIPPED, **{"limit-secretary": "九十"})

        answer = bo.post(f"{BASE}/rules/draft", data=said | {"seen": seen})

        assert answer.status_code == 422
        assert "“书记长期空缺”应填 0 到 3660 之间的整数（天）。" in answer.text
        assert 'value="九十"' in answer.text
        assert seal(cast.bo) == seen

    def test_somebody_elses_change_is_said_and_kept(self, as_actor, cast):
        bo = as_actor(cast.bo)
        draft(cast.bo)

        answer = bo.post(f"{BASE}/rules/draft", data=as_typed(SHIPPED) | {"seen": "old"})

        assert answer.status_code == 409
        assert "草稿刚被别人改过" in answer.text

    def test_a_draft_is_nobody_elses_to_read(self, as_actor, cast):
        draft(cast.bo)
        number = policy.draft_of(factories.region("610103")).id

        assert as_actor(cast.bo).get(f"{BASE}/rules/{number}").status_code == 404
        assert as_actor(cast.shi).get(f"{BASE}/rules/draft").status_code == 404
