"""A small scheme without fault, for tests of rating: 100 + 10 points, five items and a bonus."""

from dataclasses import replace

from partybuild.ratings.schemes.rules import (
    Band,
    Cap,
    Category,
    Deduction,
    Gate,
    Indicator,
    Link,
    Option,
    Scheme,
    Veto,
    Windows,
)

LEADERSHIP = Indicator(
    "leadership",
    "领导班子",
    400,
    children=(
        Indicator(
            "term",
            "按期换届",
            200,
            deductions=(Deduction("late", "未按期换届", 250),),
            fact="term_valid",
        ),
        Indicator(
            "committee",
            "班子健全",
            200,
            options=(
                Option("full", "配齐", 200),
                Option("part", "缺一至二人", 100),
                Option("none", "未配备", 0),
            ),
        ),
    ),
)
LIFE = Indicator(
    "life",
    "组织生活",
    600,
    children=(
        Indicator("meetings", "三会一课", 300, evidence=True, step=5),
        Indicator("verdict", "综合评价", 300, scored_by="final"),
    ),
)
BONUS = Indicator(
    "bonus",
    "加分",
    120,
    bonus=True,
    children=(
        Indicator("honour", "受到表彰", 60, bonus=True),
        Indicator("pilot", "创新项目", 60, bonus=True),
    ),
)
SCHEME = Scheme(
    name="example",
    label="测试方案",
    sample=True,
    categories=(
        Category("trade", "行业协会商会", trade_only=True),
        Category("association", "社会团体", ("association",)),
        Category("other", "其他", ("private_unit", "foundation", "filed")),
    ),
    indicators=(LEADERSHIP, LIFE, BONUS),
    bands=(Band(5, 900), Band(4, 800), Band(3, 700), Band(2, 600), Band(1, 0)),
    caps=(Cap(5, 10, at_least_one=True), Cap(4, 30), Cap(3, 40, only_warn=True)),
    vetoes=(Veto("fraud", "弄虚作假", 0), Veto("accident", "安全责任事故", 3)),
    gates=(
        Gate("inspection", "inspection_failed", "年检不合格", 4, "整改并复核合格"),
        Gate("listed", "on_abnormal_list", "列入活动异常名录", 3, "移出名录"),
    ),
    chain=(Link("first", "county"), Link("second", "city"), Link("final", "province")),
    windows=Windows(20, {"first": 15, "second": 10, "final": 10}),
    validity_months=24,
    bonus_cap=100,
)


def scheme(**changes: object) -> Scheme:
    """The example, with some parts replaced."""
    return replace(SCHEME, **changes)  # type: ignore[arg-type]
