"""The words a scheme is made of, each with the label shown on screen. Pure."""

from partybuild.organizations.kinds import Coded


class GateFact(Coded):
    """Facts of the live register that may bar a star."""

    INSPECTION_FAILED = "inspection_failed", "年检不合格"
    INSPECTION_MISSING = "inspection_missing", "应参检而未参检、应报送而未报送"
    PENALISED = "penalised", "评定年度内受到行政处罚"
    ON_ABNORMAL_LIST = "on_abnormal_list", "被列入活动异常名录"
    ON_DISHONEST_LIST = "on_dishonest_list", "被列入严重违法失信名单"
    ORDER_OVERDUE = "order_overdue", "责令限期整改逾期未完成"
    ELECTION_OVERDUE = "election_overdue", "届满未换届且未经批准延期"
    NEWLY_SET_UP = "newly_set_up", "新成立，不满参评时间"
    SECRETARY_VACANT = "secretary_vacant", "党组织书记空缺"


class ItemFact(Coded):
    """Facts that the system fills in beside an item."""

    TERM_VALID = "term_valid", "党组织任期"
    LIFE_COUNT = "life_count", "组织生活记录次数"
    INSPECTION = "inspection", "年检年报结论"
    SECRETARY = "secretary", "党组织书记在任情况"
    MEMBERS = "members", "党员数"


class Desk(Coded):
    """At whose level a reviewing tier is done."""

    SUPERIOR = "superior", "上级党组织"
    STREET = "street", "街道（乡镇）"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"


class Joint(Coded):
    """Whose facts bar a joint branch."""

    LEAD = "lead", "只看牵头单位，其他单位情况供审定参考"
    ALL = "all", "所覆盖的单位都看"
