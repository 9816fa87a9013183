"""The screening rules as shipped; limits without a national source are samples."""

from partybuild.rectification.screening.kinds import Test
from partybuild.rectification.screening.rules import Rule, Rules

_VACANT = "地方软弱涣散排查情形：书记出缺超过3个月；90天为样例"
_BRANCH = "《中国共产党支部工作条例（试行）》；月数为样例"
_SEATS = "《中国共产党支部工作条例（试行）》：正式党员7人以上的设支部委员会"
_TERM = "《关于党的基层组织任期的意见》"
_LOCAL = "社会组织软弱涣散排查情形（样例，请按本地文件发布）"


def _by_facts(
    key: str, label: str, test: Test, limit: int, source: str, *, on: bool = True
) -> Rule:
    return Rule(key, label, test, on, automatic=True, limit=limit, source=source)


def _by_hand(key: str, label: str) -> Rule:
    return Rule(key, label, Test.HAND, on=True, automatic=False, limit=0, source=_LOCAL)


SHIPPED = Rules(
    rules=(
        _by_facts("secretary", "书记长期空缺", Test.SECRETARY, 90, _VACANT),
        _by_facts(
            "nameless",
            "启用日以来没有登记过书记",
            Test.NAMELESS,
            90,
            "样例；没有登记不等于空缺，默认停用，由本地区决定是否启用",
            on=False,
        ),
        _by_facts("term", "超期未换届且无批准", Test.TERM, 0, _TERM),
        _by_facts("life", "长期未开展组织生活", Test.LIFE, 6, _BRANCH),
        _by_facts(
            "unreported",
            "启用日以来未报告组织生活",
            Test.UNREPORTED,
            6,
            "样例；未报告不等于未开展，默认停用，由本地区决定是否启用",
            on=False,
        ),
        _by_facts("committee", "班子不健全", Test.COMMITTEE, 0, _SEATS),
        _by_facts(
            "inspection",
            "依托单位年检不合格或者连续未参检",
            Test.INSPECTION,
            2,
            _LOCAL,
        ),
        _by_facts("listed", "依托单位被列入异常名录或者失信名单", Test.LISTED, 0, _LOCAL),
        _by_facts("star", "评为一星或者不定星", Test.STAR, 1, _LOCAL),
        _by_facts(
            "satisfaction",
            "党员群众满意度低",
            Test.SATISFACTION,
            60,
            "地方软弱涣散排查情形：群众满意率低于60%；60%为样例",
        ),
        _by_hand("unfit", "书记不胜任现职、班子不团结"),
        _by_hand("astray", "党员失联或者管理失控"),
        _by_hand("unheard", "党组织对重大事项不知情、不参与"),
        _by_hand("resources", "阵地、经费完全缺失"),
        _by_hand("deadlock", "内部治理僵局"),
        _by_hand("ideology", "意识形态方面存在问题"),
    ),
    new_months=6,
)
