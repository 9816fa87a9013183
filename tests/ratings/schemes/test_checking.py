"""Every fault planted in a good scheme is found, with its place."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.ratings.schemes.checking import check
from partybuild.ratings.schemes.rules import Band, Cap, Category, Gate, Link, Option, Veto, Windows
from tests.ratings.schemes.example import BONUS, LEADERSHIP, LIFE, SCHEME, scheme

TERM, COMMITTEE = LEADERSHIP.children
MEETINGS, VERDICT = LIFE.children


def with_term(**changes):
    """The example with its first item changed."""
    first = replace(LEADERSHIP, children=(replace(TERM, **changes), COMMITTEE))
    return scheme(indicators=(first, LIFE, BONUS))


def nested(depth):
    """A tree of one branch, `depth` levels deep."""
    below = replace(TERM, points=1000, deductions=())
    for level in range(depth - 1):
        below = replace(LIFE, key=f"level{level}", points=1000, children=(below,))
    return scheme(indicators=(below,), bonus_cap=0)


def test_the_example_has_no_fault():
    assert check(SCHEME) == []


PLANTED = [
    (scheme(label=" "), "方案：名称还没有填写"),
    (scheme(validity_months=0), "有效期应为 1 至 120 个月"),
    (scheme(joint="some"), "联合党组织的参评条件"),
    (scheme(categories=()), "参评类别：至少要有一类"),
    (scheme(categories=(Category("a", "甲"), Category("a", "乙"))), "参评类别：“a”重复"),
    (scheme(categories=(Category("a", "甲", ("club",)),)), "不认识的组织类型"),
    (scheme(indicators=()), "指标：还没有指标"),
    (scheme(indicators=(LEADERSHIP, BONUS)), "合计 40 分，应为满分 100 分"),
    (with_term(points=150), "下级合计 35 分，与本级 40 分不一致"),
    (with_term(key="committee"), "代码“committee”重复"),
    (with_term(key="1 Term"), "应以小写字母开头"),
    (with_term(label=""), "没有填写名称"),
    (with_term(points=0), "分值应大于 0"),
    (with_term(step=30), "最小计分单位 3 分不能整除"),
    (with_term(scored_by="third"), "不在评审链里"),
    (with_term(fact="weather"), "系统没有“weather”"),
    (with_term(bonus=True), "不能在同一组"),
    (with_term(options=(Option("a", "甲", 200),)), "选项至少要有两个"),
    (with_term(options=(Option("a", "甲", 190), Option("b", "乙", 0))), "最高选项应等于"),
    (with_term(options=(Option("a", "甲", 200), Option("a", "乙", 0))), "选项的代码重复"),
    (
        with_term(options=(Option("a", "甲", 90), Option("b", "乙", 90)), multiple=True),
        "全选合计 18 分",
    ),
    (with_term(deductions=(replace(TERM.deductions[0], points=0),)), "应大于 0 分"),
    (with_term(deductions=(replace(TERM.deductions[0], label=""),)), "没有填写内容"),
    (
        scheme(indicators=(replace(LEADERSHIP, evidence=True), LIFE, BONUS)),
        "有下级指标时，佐证材料",
    ),
    (
        scheme(indicators=(replace(LEADERSHIP, deductions=TERM.deductions), LIFE, BONUS)),
        "有下级指标时不能再设选项或扣分",
    ),
    (nested(5), "最多 4 级"),
    (scheme(bonus_cap=0), "没有设加分上限"),
    (scheme(bonus_cap=50), "超过加分上限 5 分"),
    (scheme(indicators=(LEADERSHIP, LIFE)), "设了加分上限，但没有加分指标"),
    (scheme(bands=(), caps=()), "档次：至少要有一档"),
    (scheme(bands=(*SCHEME.bands, Band(5, 950))), "“五星”重复"),
    (scheme(bands=(Band(5, 800), *SCHEME.bands[1:])), "“五星”的分数线应高于“四星”"),
    (scheme(bands=(Band(6, 950), *SCHEME.bands)), "应为一星至五星"),
    (scheme(bands=(Band(5, 1200), *SCHEME.bands[1:])), "分数线应在 0 至 110"),
    (scheme(caps=(Cap(5, 10), Cap(5, 20))), "名额：五星重复"),
    (scheme(caps=(Cap(5, 101),)), "比例应为 0 至 100"),
    (scheme(bands=SCHEME.bands[1:]), "名额“五星”：档次里没有"),
    (scheme(vetoes=(Veto("a", "甲", 6),)), "一票否决“甲”：后果"),
    (scheme(vetoes=(Veto("a", "甲", 0), Veto("a", "乙", 0))), "一票否决：代码“a”重复"),
    (scheme(gates=(Gate("a", "rain", "甲", 3, "等"),)), "系统没有“rain”"),
    (scheme(gates=(Gate("a", "penalised", "甲", 3, ""),)), "没有写明怎样可以解除"),
    (scheme(gates=(Gate("a", "penalised", "甲", 9, "等"),)), "后果应为不得参评"),
    (
        scheme(
            gates=(Gate("a", "penalised", "甲", 3, "等"), Gate("b", "penalised", "乙", 3, "等"))
        ),
        "写了不止一次",
    ),
    (scheme(chain=SCHEME.chain[:2]), "最后一个环节应为审定"),
    (scheme(chain=()), "最后一个环节应为审定"),
    (scheme(chain=(Link("second", "county"), Link("first", "city"), SCHEME.chain[2])), "顺序"),
    (scheme(chain=(Link("first", "city"), Link("final", "county"))), "由下级到上级"),
    (scheme(chain=(Link("first", "village"), SCHEME.chain[2])), "不认识的评审单位"),
    (scheme(windows=Windows(0, SCHEME.windows.review_days)), "填报应为 1 至 366 天"),
    (scheme(windows=Windows(10, {"first": 5, "second": 5})), "审定应为 1 至 366 天"),
    (scheme(chain=(SCHEME.chain[0], SCHEME.chain[2])), "评审链里没有的环节"),
    (scheme(windows=replace(SCHEME.windows, publicity_working_days=0)), "公示应为"),
]


@pytest.mark.parametrize(("faulty", "sentence"), PLANTED, ids=[said for _, said in PLANTED])
def test_a_planted_fault_is_found(faulty, sentence):
    assert any(sentence in fault for fault in check(faulty))


def test_a_fault_of_an_item_says_where_it_stands():
    assert check(with_term(fact="weather")) == [
        "指标 1.1“领导班子 › 按期换届”：系统没有“weather”这一情况可带出。"
    ]


def test_several_faults_are_all_named():
    faults = check(with_term(points=150, fact="weather", scored_by="third"))

    assert len(faults) == 3


def test_four_levels_are_allowed():
    assert check(nested(4)) == []


@given(st.integers(1, 1000), st.sampled_from([1, 5, 10]))
@settings(max_examples=80, deadline=None)
def test_sums_that_differ_never_pass(points, step):
    faults = check(with_term(points=points, step=step))

    assert (faults == []) == (points == TERM.points)
