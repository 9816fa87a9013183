"""The columns of 党建工作指导员名册 and 组织生活 (contract.md, Import workbooks)."""

from partybuild.imports import labels
from partybuild.imports.records import NEW, Kind, Required, Type, column

INSTRUCTORS = Kind(
    key="instructors",
    label="党建工作指导员名册",
    columns=(
        column(
            "姓名",
            "name",
            synonyms="指导员姓名 党建指导员 党建指导员姓名 指导员 党建工作指导员",
            required_new=NEW,
            longest=60,
        ),
        column(
            "类型",
            "kind",
            Type.CHOICE,
            synonyms="人员类型 类别 指导员类型 身份",
            required_new=NEW,
            choices=labels.INSTRUCTORS,
        ),
        column(
            "工作单位",
            "workplace",
            synonyms="单位 所在单位 指导员工作单位 工作单位及职务 派出单位 选派单位",
            longest=120,
        ),
        column(
            "联系电话",
            "telephone",
            Type.PHONE,
            synonyms="电话 手机 手机号 手机号码 联系方式 指导员电话",
        ),
        column(
            "统一社会信用代码",
            "code",
            Type.CODE,
            synonyms="信用代码 社会信用代码 社会组织统一社会信用代码 派驻单位代码",
            required_new=Required(unless=("organization",)),
            note="18 位数字和大写字母，或填组织名称",
            pattern="[0-9A-Z]{18}",
            longest=18,
        ),
        column(
            "组织名称",
            "organization",
            synonyms=(
                "社会组织名称 派驻社会组织 派驻单位 联系社会组织 指导社会组织 社会组织 "
                "所联系社会组织 派驻社会组织名称 单位名称"
            ),
            required_new=Required(unless=("code",)),
        ),
        column(
            "派驻日期",
            "posted_from",
            Type.DATE,
            synonyms="派驻时间 选派时间 选派日期 开始日期 开始时间 任职时间 聘任日期",
            required_new=NEW,
        ),
        column(
            "结束日期",
            "posted_to",
            Type.DATE,
            synonyms="结束时间 离任日期 到期日期 派驻结束日期 截止日期",
            note="当天仍在派驻",
        ),
    ),
    keys=(
        ("code", "name", "kind", "telephone", "workplace", "posted_from"),
        ("organization", "name", "kind", "telephone", "workplace", "posted_from"),
    ),
    recognised_by=(("name",), ("code", "organization")),
)

ORGANIZATION_LIFE = Kind(
    key="organization-life",
    label="组织生活",
    columns=(
        column(
            "党组织编码",
            "code",
            Type.CODE,
            synonyms="党组织代码 编码",
            required_new=Required(unless=("name",)),
            longest=40,
        ),
        column(
            "党组织名称",
            "name",
            synonyms="支部名称 党支部名称 党组织 党组织全称",
            required_new=Required(unless=("code",)),
        ),
        column(
            "日期",
            "held_on",
            Type.DATE,
            synonyms="时间 召开日期 召开时间 活动日期 活动时间 开展日期 开展时间",
            required_new=NEW,
        ),
        column(
            "类别",
            "kind",
            Type.CHOICE,
            synonyms="类型 组织生活类别 组织生活类型 活动类别 活动类型 会议类型",
            required_new=NEW,
            choices=labels.LIFE,
        ),
        column("应到", "due", Type.COUNT, synonyms="应到人数 应到党员 应参加人数"),
        column(
            "实到",
            "attended",
            Type.COUNT,
            synonyms="实到人数 实到党员 参加人数 实际参加人数 参会人数",
        ),
        column("主题", "topic", synonyms="议题 内容 活动主题 会议主题 主要内容"),
    ),
    keys=(("code", "held_on", "kind", "topic"), ("name", "held_on", "kind", "topic")),
    recognised_by=(("code", "name"), ("held_on",)),
)
