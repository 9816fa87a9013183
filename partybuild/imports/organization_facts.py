"""The columns of an organization's people, flags, state and plans (contract.md)."""

from partybuild.imports import labels
from partybuild.imports.organization_columns import ENDED, IDENTITY, REGISTRATION
from partybuild.imports.records import Kind, Required, Type, column

PEOPLE = (
    column(
        "法定代表人",
        "legal_person",
        synonyms=(
            "法人代表 法人 负责人 主要负责人 单位负责人 法定代表人姓名 "
            "法定代表人（负责人） 社会组织负责人 负责人姓名"
        ),
        longest=60,
    ),
    column("联系人", "contact", synonyms="联系人姓名 联络人", longest=60),
    column(
        "联系电话",
        "telephone",
        Type.PHONE,
        synonyms=(
            "电话 联系方式 手机 手机号 手机号码 电话号码 办公电话 联系人电话 "
            "社会组织联系电话 社会组织电话 负责人电话 法定代表人电话"
        ),
    ),
    column(
        "从业人员数",
        "staff",
        Type.COUNT,
        synonyms=(
            "从业人数 从业人员 职工人数 员工人数 工作人员数 从业人员总数 职工总数 "
            "工作人员总数 从业人员人数"
        ),
    ),
    column(
        "正式党员数",
        "full",
        Type.COUNT,
        synonyms="正式党员 正式党员人数 正式党员总数 其中正式党员",
    ),
    column(
        "预备党员数",
        "probationary",
        Type.COUNT,
        synonyms="预备党员 预备党员人数 其中预备党员 预备 预备党员总数",
    ),
    column(
        "党员总数",
        "members",
        Type.COUNT,
        synonyms=(
            "党员数 党员人数 党员 党员总人数 党员数量 中共党员 中共党员数 "
            "从业人员中共党员 中共党员人数 党员合计 总党员数"
        ),
        total_of=("full", "probationary"),
        in_template=False,
    ),
    column(
        "组织关系在本组织党员数",
        "affiliated",
        Type.COUNT,
        synonyms=(
            "组织关系在本组织 组织关系在本组织党员 组织关系在本单位党员数 组织关系党员数 "
            "组织关系在社会组织党组织的党员数 组织关系在册党员数"
        ),
    ),
)

FLAGS = (
    column(
        "是否行业协会商会",
        "trade",
        Type.BOOL,
        synonyms="行业协会商会 是否行业协会 是否为行业协会商会 是否属于行业协会商会",
    ),
    column(
        "是否慈善组织",
        "charity",
        Type.BOOL,
        synonyms="慈善组织 是否为慈善组织 是否认定为慈善组织",
    ),
    column(
        "是否社区社会组织",
        "community",
        Type.BOOL,
        synonyms="是否为社区社会组织 是否社区类社会组织",
        note="已登记、在社区活动的填“是”",
    ),
    column(
        "是否僵尸型",
        "zombie",
        Type.BOOL,
        synonyms="僵尸型 是否僵尸型社会组织 僵尸型社会组织 是否僵尸组织",
    ),
    column(
        "已建群团",
        "mass",
        Type.CHOICES,
        synonyms="已建群团组织 群团组织 群团 已建立群团组织 群团组织建立情况",
        choices=labels.MASS,
    ),
)

STANDING = (
    column(
        "组织状态",
        "state",
        Type.CHOICE,
        synonyms="状态 登记状态 社会组织状态 目前状态 单位状态 运行状态",
        choices=labels.STATES,
    ),
    column(
        "状态日期",
        "state_on",
        Type.DATE,
        synonyms="状态时间 注销日期 注销时间 状态变更日期 状态变更时间",
        required_new=Required(only_if=("state", ENDED)),
        note="注销、撤销、吊销的必填",
    ),
    column(
        "最近换届日期",
        "elected_on",
        Type.DATE,
        synonyms=(
            "最近换届时间 换届时间 换届日期 上次换届日期 上次换届时间 社会组织换届时间 "
            "理事会换届时间 最近一次换届时间"
        ),
    ),
    column(
        "本届届满日期",
        "last_day",
        Type.DATE,
        synonyms="届满日期 届满时间 任期届满日期 本届届满时间 下次换届时间",
        note="当天仍在任期内",
    ),
    column(
        "负责人超期",
        "overdue_leader",
        synonyms="负责人超期情况 负责人超龄超届 负责人超期任职",
        longest=60,
    ),
)

UNBUILT = (
    column(
        "未建原因",
        "reason",
        synonyms=(
            "未建立原因 未建党组织原因 未成立党组织原因 未建立党组织原因 未组建原因 "
            "未组建党组织原因 未建立党组织的原因"
        ),
        longest=60,
    ),
    column(
        "措施",
        "measure",
        synonyms="拟采取措施 工作措施 下一步措施 推进措施 整改措施",
        longest=300,
    ),
    column(
        "拟建日期",
        "planned_on",
        Type.DATE,
        synonyms="拟建时间 计划组建时间 拟建党组织日期 拟组建时间 计划建立时间",
    ),
    column("责任人", "responsible", synonyms="工作责任人 责任人姓名", longest=60),
    column(
        "住所",
        "address",
        synonyms="地址 住址 住地 单位地址 办公地址 注册地址 登记住所 联系地址",
    ),
)

COLUMNS = (*IDENTITY, *REGISTRATION, *PEOPLE, *FLAGS, *STANDING, *UNBUILT)
KEYS = (("code",), ("filing_number",), ("name", "region", "unit", "county", "street"))

ORGANIZATIONS = Kind(
    key="organizations",
    label="社会组织名册",
    columns=COLUMNS,
    keys=KEYS,
    recognised_by=(("code", "filing_number", "name"),),
)
