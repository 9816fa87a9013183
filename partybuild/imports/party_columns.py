"""The columns of 党组织名册 (contract.md, Import workbooks)."""

from partybuild.imports import labels
from partybuild.imports.records import NEW, Kind, Type, column

BODY = (
    column(
        "党组织编码",
        "code",
        Type.CODE,
        synonyms="党组织代码 编码 党组织编号",
        note="留空由系统编号，按名称和上级党组织对应",
        longest=40,
    ),
    column(
        "党组织名称",
        "name",
        synonyms="支部名称 党支部名称 党组织全称 名称 党组织 基层党组织名称",
        required_new=NEW,
    ),
    column(
        "党组织类型",
        "kind",
        Type.CHOICE,
        synonyms="党组织类别 党组织性质 类型 类别 党组织种类 党组织建制",
        required_new=NEW,
        choices=labels.PARTY_KINDS,
    ),
    column(
        "组建方式",
        "formation",
        Type.CHOICE,
        synonyms="组建形式 党组织组建形式 党组织组建方式 设置方式 建立方式 组建类型",
        choices=labels.FORMATIONS,
        note="留空按覆盖数推定",
    ),
    column(
        "是否社会组织党组织",
        "social",
        Type.BOOL,
        synonyms="是否为社会组织党组织 社会组织党组织",
        note="社区、机关、企业党组织填“否”，留空按“是”",
    ),
    column(
        "上级党组织",
        "parent",
        synonyms=(
            "隶属党组织 上级党组织名称 隶属上级党组织 所属党组织 所隶属上级党组织 "
            "隶属关系 所属上级党组织 主管上级党组织"
        ),
        note="编码或名称",
    ),
    column(
        "上级党组织编码",
        "parent_code",
        Type.CODE,
        synonyms="上级党组织代码 上级编码",
        longest=40,
    ),
    column(
        "区划代码",
        "region",
        Type.REGION,
        synonyms="区划 行政区划 行政区划代码 所在区划 所属区划 所属县区",
    ),
    column(
        "成立日期",
        "founded_on",
        Type.DATE,
        synonyms=(
            "成立时间 党组织成立时间 党组织成立日期 支部成立时间 建立时间 组建时间 "
            "建立日期 组建日期"
        ),
        required_new=NEW,
    ),
    column(
        "批准文号",
        "approval_number",
        synonyms="批复文号 文号 批文号 成立文号 批准成立文号",
        longest=120,
    ),
    column("批准日期", "approved_on", Type.DATE, synonyms="批复日期 批准时间 批复时间"),
    column("撤销日期", "dissolved_on", Type.DATE, synonyms="撤销时间 党组织撤销时间"),
)

LEADERSHIP = (
    column(
        "书记姓名",
        "secretary_name",
        synonyms=(
            "支部书记 书记 党组织书记 党支部书记 党组织书记姓名 支部书记姓名 党组织负责人 "
            "党支部书记姓名"
        ),
        longest=60,
    ),
    column(
        "书记联系电话",
        "secretary_telephone",
        Type.PHONE,
        synonyms=(
            "书记电话 书记手机 支部书记电话 党组织书记电话 书记联系方式 联系电话 电话 "
            "联系方式 手机 手机号 党组织联系电话 支部书记联系电话"
        ),
    ),
    column("书记任职日期", "secretary_from", Type.DATE, synonyms="书记任职时间 任职日期 任职时间"),
    column(
        "书记离任日期",
        "secretary_to",
        Type.DATE,
        synonyms="书记离任时间 离任日期 离任时间 书记免职日期",
    ),
    column(
        "是否设支委会",
        "has_committee",
        Type.BOOL,
        synonyms="是否设支部委员会 设支委会 是否成立支委会 是否设立支委会",
    ),
    column("委员应配", "seats_due", Type.COUNT, synonyms="委员应配数 应配委员数 应配委员"),
    column(
        "委员实配",
        "seats_filled",
        Type.COUNT,
        synonyms="委员实配数 实配委员数 实配委员 委员人数",
    ),
    column(
        "本届任期起",
        "term_started_on",
        Type.DATE,
        synonyms=(
            "本届任期开始 任期起 本届任期开始日期 换届时间 上次换届时间 换届日期 "
            "最近换届日期 最近换届时间 本届产生时间 本届起始日期"
        ),
    ),
    column(
        "任期届满日期",
        "term_last_day",
        Type.DATE,
        synonyms="届满日期 任期届满时间 届满时间 本届届满日期 应换届时间",
        note="当天仍在任期内",
    ),
)

MEMBERS = (
    column("正式党员数", "full", Type.COUNT, synonyms="正式党员 正式党员人数 其中正式党员"),
    column(
        "预备党员数",
        "probationary",
        Type.COUNT,
        synonyms="预备党员 预备党员人数 预备 其中预备党员",
    ),
    column(
        "党员总数",
        "members",
        Type.COUNT,
        synonyms="党员数 党员人数 党员 党员总人数 党员数量 党员合计",
        total_of=("full", "probationary"),
        in_template=False,
    ),
)

SPAN = (
    column(
        "牵头单位",
        "lead",
        synonyms="牵头社会组织 牵头组织 依托单位 牵头单位名称",
        note="统一社会信用代码、备案编号或组织名称",
    ),
    column(
        "覆盖社会组织",
        "covers",
        Type.NAMES,
        synonyms=(
            "覆盖单位 覆盖的社会组织 覆盖社会组织名称 联合单位 覆盖组织 覆盖社会组织名单 "
            "覆盖社会组织代码 所覆盖社会组织 联建单位"
        ),
        note="统一社会信用代码、备案编号或组织名称，填写即为全部名单",
    ),
)

PARTY_ORGANIZATIONS = Kind(
    key="party-organizations",
    label="党组织名册",
    columns=(*BODY, *LEADERSHIP, *MEMBERS, *SPAN),
    keys=(("code",), ("name", "parent", "parent_code")),
    recognised_by=(("code", "name"),),
)
