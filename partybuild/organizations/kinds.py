"""What an organization is and how it stands. Pure: codes for the database, labels for people."""

from enum import StrEnum
from typing import Self


class Coded(StrEnum):
    """A stable ascii code for the database that carries the Chinese label shown on screen."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Make the member; a call with the code alone looks one up."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class OrganizationKind(Coded):
    """组织类型: the three kinds of legal persons, and community ones that are only on file."""

    ASSOCIATION = "association", "社会团体"
    PRIVATE_UNIT = "private_unit", "社会服务机构（民办非企业单位）"
    FOUNDATION = "foundation", "基金会"
    FILED = "filed", "社区社会组织（备案）"

    @property
    def registered(self) -> bool:
        """Whether it is a legal person and so belongs to the number of social organizations."""
        return self is not OrganizationKind.FILED


class OrganizationState(Coded):
    """组织状态: the first three are alive, the last three have ended."""

    NORMAL = "normal", "正常"
    ABNORMAL = "abnormal", "活动异常"
    SUSPENDED = "suspended", "责令停止活动"
    DEREGISTERED = "deregistered", "注销"
    CANCELLED = "cancelled", "撤销"
    REVOKED = "revoked", "吊销"

    @property
    def living(self) -> bool:
        """Whether it still counts: 活动异常 and 责令停止活动 do, ended ones do not."""
        return self in _LIVING


_LIVING = (OrganizationState.NORMAL, OrganizationState.ABNORMAL, OrganizationState.SUSPENDED)
