"""What is found of weak branches in the demo world, with the measures against it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weakness:
    """A situation with its two measures: (what, who, proof)."""

    rule: str
    label: str
    words: str
    source: str
    cause: str
    measures: Sequence[tuple[str, str, str]]


_LIST = "社会组织软弱涣散排查情形（样例，请按本地文件发布）"
WEAKNESSES = (
    Weakness(
        "life",
        "连续6个月未开展组织生活",
        "已连续七个月没有组织生活记录",
        "《中国共产党支部工作条例（试行）》；月数为样例",
        "书记兼职较多，三会一课没有专人安排，会议和党课长期停顿。",
        (
            ("恢复三会一课，按月召开支部党员大会和党小组会", "李书记（演示）", "会议记录、签到册"),
            ("建立主题党日制度，当年不少于四次", "周委员（演示）", "活动照片、签到册"),
        ),
    ),
    Weakness(
        "committee",
        "班子不健全",
        "应设支委三名，现有一名",
        "《中国共产党支部工作条例（试行）》；月数为样例",
        "两名委员离职后没有补选，工作靠书记一人支撑。",
        (
            ("补选支部委员两名，报上级党组织批复", "王书记（演示）", "选举结果报告、批复"),
            ("明确委员分工，公布分工表", "王书记（演示）", "分工表"),
        ),
    ),
    Weakness(
        "astray",
        "党员失联或者管理失控",
        "三名党员组织关系不清，半年以上没有参加活动",
        _LIST,
        "党员流动后没有及时转接组织关系，支部底数不清。",
        (
            ("逐人核清党员组织关系，办理转接", "赵委员（演示）", "核查表、转接凭证"),
            ("建立党员联系台账，每月联系一次", "赵委员（演示）", "联系台账"),
        ),
    ),
    Weakness(
        "secretary",
        "书记长期空缺",
        "书记空缺126天（超过90天）",
        "地方软弱涣散排查情形：书记出缺超过3个月；90天为样例",
        "原书记离任后没有合适人选，上级没有及时选派。",
        (
            ("由上级党组织选派或者从党员负责人中产生书记", "孙科长（演示）", "任职批复"),
            ("新任书记参加任职培训", "孙科长（演示）", "培训证明"),
        ),
    ),
)
