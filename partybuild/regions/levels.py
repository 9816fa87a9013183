"""The levels of the hierarchy, highest first. Pure."""

from enum import IntEnum


class Level(IntEnum):
    """How deep a unit stands; the number is that of the column `level<n>_id`."""

    NATION = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    STREET = 4
    COMMUNITY = 5

    @property
    def label(self) -> str:
        """What a unit of this level is called."""
        return ("全国", "省", "市", "县（市、区）", "街道（乡镇）", "社区（村）")[self]

    @property
    def own(self) -> str:
        """What the row of the unit's own organizations is called."""
        return ("部本级", "省本级", "市本级", "县本级", "街道本级", "社区")[self]
