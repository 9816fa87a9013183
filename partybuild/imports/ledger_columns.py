"""The columns of 社会组织党建台账: the organizations', then what stands of their Party side."""

from partybuild.imports import labels
from partybuild.imports.organization_facts import COLUMNS, KEYS
from partybuild.imports.records import Kind, Type, column

PARTY = ("党组织", "党支部", "党建", "支部", "党的")
INSTRUCTOR = ("指导员", "联络员")

PARTY_SIDE = (
    column(
        "是否建立党组织",
        "has_party",
        Type.BOOL,
        synonyms=(
            "是否成立党组织 是否已建党组织 是否组建党组织 建立党组织 党组织建立情况 "
            "是否建党组织 是否建有党组织 已建党组织"
        ),
        note="√ 或 ×，是或否",
    ),
    column(
        "党组织名称",
        "party_name",
        synonyms="支部名称 党支部名称 联合支部名称 所在党组织名称 党组织全称 名称",
        sections=PARTY,
    ),
    column(
        "党组织类别",
        "party_kind",
        Type.CHOICE,
        synonyms="党组织类型 党组织建制 类别 类型 党组织性质",
        choices=labels.PARTY_KINDS,
        after="party_name",
        sections=PARTY,
    ),
    column(
        "组建方式",
        "formation",
        Type.CHOICE,
        synonyms="组建形式 党组织组建形式 党组织组建方式 设置方式 建立方式",
        choices=labels.FORMATIONS,
    ),
    column(
        "上级党组织",
        "parent",
        synonyms=(
            "隶属党组织 上级党组织名称 隶属上级党组织 所隶属上级党组织 党组织隶属关系 "
            "所属上级党组织"
        ),
        note="编码或名称",
    ),
    column(
        "成立时间",
        "party_founded_on",
        Type.DATE,
        synonyms=(
            "党组织成立时间 党组织成立日期 支部成立时间 党支部成立时间 党组织组建时间 "
            "成立日期 组建时间 党组织建立时间"
        ),
        note="党组织的成立时间，留空按登记日期推定",
        after="party_name",
        sections=PARTY,
    ),
    column(
        "上次换届时间",
        "party_elected_on",
        Type.DATE,
        synonyms=(
            "换届时间 换届日期 党组织换届时间 党组织换届日期 支部换届时间 "
            "党组织上次换届时间 最近换届时间 最近换届日期 上次换届日期"
        ),
        after="party_name",
        sections=PARTY,
    ),
    column(
        "书记姓名",
        "secretary_name",
        synonyms=(
            "支部书记 书记 党组织书记 党支部书记 党组织书记姓名 支部书记姓名 党组织负责人 "
            "党支部书记姓名 负责人"
        ),
        sections=PARTY,
        longest=60,
    ),
    column(
        "书记电话",
        "secretary_telephone",
        Type.PHONE,
        synonyms=(
            "书记联系电话 书记手机 支部书记电话 党组织书记电话 书记联系方式 联系电话 电话 "
            "联系方式 手机 手机号 手机号码 党组织联系电话"
        ),
        after="secretary_name",
        sections=("书记", *PARTY),
    ),
    column(
        "指导员姓名",
        "instructor_name",
        synonyms=(
            "指导员 党建指导员 党建指导员姓名 党建工作指导员 党建工作指导员姓名 "
            "选派党建工作指导员 联络员姓名"
        ),
        longest=60,
    ),
    column(
        "指导员电话",
        "instructor_telephone",
        Type.PHONE,
        synonyms=(
            "指导员联系电话 指导员手机 党建指导员电话 党建工作指导员电话 联系电话 电话 "
            "联系方式 手机 手机号 手机号码"
        ),
        after="instructor_name",
        sections=INSTRUCTOR,
    ),
    column(
        "指导员工作单位",
        "instructor_workplace",
        synonyms=(
            "指导员单位 党建指导员单位 党建指导员工作单位 工作单位 所在单位 党建工作指导员工作单位"
        ),
        longest=120,
    ),
)

LEDGER = Kind(
    key="ledger",
    label="社会组织党建台账",
    columns=(*COLUMNS, *PARTY_SIDE),
    keys=KEYS,
    recognised_by=(("code", "filing_number", "name"),),
)
