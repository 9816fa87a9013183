"""The columns of 年检结果 (contract.md, Import workbooks)."""

from partybuild.imports.labels import choices
from partybuild.imports.records import NEW, Kind, Type, column

CONCLUSIONS = choices(
    "合格: 年检合格 检查合格",
    "基本合格: 年检基本合格",
    "不合格: 年检不合格",
    "未参检: 未年检 未参加年检 未参加 为参检 未检",
    "已报送: 已报 按时报送 已报送年报",
    "逾期报送: 逾期 逾期已报送",
    "未报送: 未报 未报送年报",
)
EVALUATIONS = choices("好: 优 优秀", "较好: 良 良好", "一般: 中", "差: 较差")
MEASURES = choices(
    "责令限期整改: 责令整改 限期整改 整改",
    "约谈: 执法约谈",
    "行政处罚: 处罚",
    "列入异常名录: 列入活动异常名录 异常名录 活动异常名录",
)

INSPECTIONS = Kind(
    key="inspections",
    label="年检结果",
    columns=(
        column(
            "统一社会信用代码",
            "code",
            Type.CODE,
            synonyms="信用代码 社会信用代码 登记证书号 社会组织统一社会信用代码",
            required_new=NEW,
            longest=18,
        ),
        column(
            "年度",
            "year",
            synonyms="年检年度 检查年度 被检年度 年报年份 年报年度",
            required_new=NEW,
            note="被检年度，如 2025（2026 年实施）",
            longest=20,
        ),
        column(
            "参检日期",
            "filed_on",
            Type.DATE,
            synonyms="年检日期 参检时间 报送日期 年检时间 报送时间",
            note="报送年检材料的日期",
        ),
        column(
            "年检结论",
            "conclusion",
            Type.CHOICE,
            synonyms="年检结果 结论 年度检查结论 检查结论 年报情况 年度检查结果",
            choices=CONCLUSIONS,
            note="年报填已报送、逾期报送或未报送",
        ),
        column(
            "党建评价得分",
            "score",
            synonyms="党建得分 评价得分 党建评分 得分",
            note="0 到 100，最多一位小数",
            longest=10,
        ),
        column(
            "党建评价结论",
            "evaluation",
            Type.CHOICE,
            synonyms="党建评价 党建评价等次 党建评价结果 党建工作评价",
            choices=EVALUATIONS,
            note="没有评价的，结论不公布，列为待党建评价",
        ),
        column(
            "处理措施",
            "measures",
            Type.CHOICES,
            synonyms="处理情况 处理结果 处置措施 措施",
            choices=MEASURES,
        ),
        column("文号", "document", synonyms="处理文号 文书号 决定文号", longest=120),
        column("整改期限", "rectify_by", Type.DATE, synonyms="整改截止日期 整改时限 整改完成时限"),
        column("备注", "note", synonyms="说明", longest=500),
    ),
    keys=(("code", "year"),),
    recognised_by=(("code",), ("year",)),
)
