"""The columns of 社会组织名册, shared with the ledger (contract.md, Import workbooks)."""

from partybuild.imports import labels
from partybuild.imports.records import NEW, Required, Type, column

FILED = frozenset(("社区社会组织",))
ENDED = frozenset(("注销", "撤销", "吊销"))

IDENTITY = (
    column(
        "统一社会信用代码",
        "code",
        Type.CODE,
        synonyms=(
            "信用代码 社会信用代码 统一信用代码 统一代码 机构代码 信用代码证号 "
            "统一社会信用代码/登记证号 登记证书号 登记证号 社会组织统一社会信用代码"
        ),
        required_new=Required(not_if=("kind", FILED)),
        note="18 位数字和大写字母",
        pattern="[0-9A-Z]{18}",
        longest=18,
    ),
    column(
        "备案编号",
        "filing_number",
        Type.CODE,
        synonyms="备案号 备案证号 备案证书号 社区社会组织备案编号",
        note="备案的社区社会组织填写，留空由系统编号",
        longest=40,
    ),
    column(
        "组织名称",
        "name",
        synonyms=(
            "社会组织名称 单位名称 机构名称 社会组织全称 单位全称 组织全称 社团名称 "
            "民非名称 社会组织 名称 登记名称 社会组织单位名称"
        ),
        required_new=NEW,
    ),
)

REGISTRATION = (
    column(
        "组织类型",
        "kind",
        Type.CHOICE,
        synonyms=(
            "社会组织类型 社会组织性质 社会组织类别 社会组织种类 单位类型 单位性质 "
            "机构类型 类型 性质 组织性质 组织类别 登记类型 类别"
        ),
        required_new=NEW,
        choices=labels.KINDS_OF_ORGANIZATION,
        note="社区社会组织指只备案、未登记的",
    ),
    column(
        "登记管理机关",
        "authority",
        synonyms="登记机关 登记机构 发证机关 登记部门 登记管理部门 注册机关",
        longest=120,
    ),
    column(
        "登记方式",
        "registration_way",
        Type.CHOICE,
        synonyms="登记管理方式 管理方式 登记形式",
        choices=labels.REGISTRATION_WAYS,
    ),
    column(
        "登记层级",
        "level",
        Type.CHOICE,
        synonyms="登记级别 层级 级别 登记管理层级 登记管理级别",
        choices=labels.LEVELS,
        note="留空按登记管理机关判断，判断不出按县级",
    ),
    column(
        "区划代码",
        "region",
        Type.REGION,
        synonyms=(
            "住所所在 住所所在区划 行政区划 行政区划代码 所在区划 所属区划 区划 所在地区 "
            "所属地区 住所所在区划代码 地区代码"
        ),
        note="住所所在地，6 位、9 位或 12 位",
    ),
    column(
        "所属县区",
        "county",
        synonyms="县区 区县 县（市、区） 县市区 所在县区 所属区县 所在区县",
        in_template=False,
    ),
    column(
        "所属街道（乡镇）",
        "street",
        synonyms=(
            "街道 乡镇 镇街 街道乡镇 乡镇街道 所属街道 所属乡镇 所属镇街 所在街道 "
            "所在乡镇 所属乡镇（街道） 街镇 所属街镇 所属乡镇街道"
        ),
        in_template=False,
    ),
    column(
        "社区",
        "neighbourhood",
        synonyms="所属社区 社区（村） 村社区 村（社区） 所在社区 所属村（社区）",
        in_template=False,
    ),
    column(
        "统计归属",
        "unit",
        Type.REGION,
        synonyms="统计归属单位 归属单位 统计归属代码 统计单位",
        note="留空按登记层级归属",
    ),
    column(
        "业务主管单位",
        "supervisor",
        synonyms="业务主管部门 主管单位 主管部门 业务主管 行业主管部门 业务指导单位",
        longest=120,
    ),
    column(
        "党建工作机构",
        "body",
        synonyms=(
            "主管党组织 党建主管单位 党建工作主管单位 党建领导机关 党建归口单位 "
            "党建指导单位 党建管理机构 党建主管部门"
        ),
        note="党组织编码或名称",
    ),
    column(
        "行业类别",
        "industry",
        Type.CHOICE,
        synonyms="行业分类 行业 所属行业 行业领域 业务领域",
        choices=labels.INDUSTRIES,
    ),
    column(
        "成立登记日期",
        "registered_on",
        Type.DATE,
        synonyms=(
            "成立日期 成立时间 注册时间 注册日期 登记时间 登记日期 设立时间 "
            "社会组织成立时间 社会组织成立日期 成立登记时间 批准登记时间 批准成立时间"
        ),
        required_new=NEW,
    ),
)
