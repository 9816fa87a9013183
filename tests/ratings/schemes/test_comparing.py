"""Two versions side by side: what came, what went, what is said otherwise, and nothing else."""

from dataclasses import replace

from partybuild.ratings.schemes import editing
from partybuild.ratings.schemes.comparing import differences
from partybuild.ratings.schemes.rules import Band, Option, indicator
from tests.ratings.schemes.example import SCHEME, scheme


def said(after):
    return [(d.table, d.what, d.before, d.after) for d in differences(SCHEME, after)]


def test_the_same_says_nothing():
    assert said(replace(SCHEME, owner="unit:1", name="other")) == []


def test_a_changed_item_is_named_with_its_column():
    term = replace(indicator(SCHEME, "term"), points=150, label="换届")

    assert said(editing.changed(SCHEME, "term", term)) == [
        ("指标", "换届：名称", "按期换届", "换届"),
        ("指标", "换届：分值", "20", "15"),
    ]


def test_what_came_and_what_went():
    committee = indicator(SCHEME, "committee")
    options = (*committee.options[:2], Option("new", "兼任", 50))
    found = said(editing.changed(SCHEME, "committee", replace(committee, options=options)))

    assert ("选项", "班子健全 › 未配备", "内容 未配备；分值 0", "—") in found
    assert ("选项", "班子健全 › 兼任", "—", "内容 兼任；分值 5") in found
    assert len(found) == 2


def test_bands_and_settings():
    found = said(scheme(validity_months=36, bands=(Band(5, 950), *SCHEME.bands[1:])))

    assert found == [
        ("方案", "有效期（月）", "24", "36"),
        ("档次", "五星：最低分", "90", "95"),
    ]
