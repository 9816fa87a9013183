"""How many members call for what: the numbers of the field, each with its source. Pure.

支部条例 is 《中国共产党支部工作条例（试行）》 (2018). These are Party law, not local policy: whoever
needs one reads it here.
"""

ENOUGH_MEMBERS = 3
"""正式党员 from which a Party organization should be set up (支部条例 第4条)."""
COMMITTEE_FROM = 7
"""正式党员 7 人以上的党支部应当设立支部委员会 (支部条例, 支部委员会一章)."""
MOST_IN_BRANCH = 50
"""党支部党员人数一般不超过 50 人 (支部条例 第4条)."""
MOST_IN_JOINT = 5
"""联合党支部覆盖单位一般不超过 5 个 (支部条例 第5条)."""
