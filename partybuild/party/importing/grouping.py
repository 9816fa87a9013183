"""The Party organizations that the rows of a ledger name: one for each name and superior. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from partybuild.imports.cleaning import folded
from partybuild.imports.row import Row
from partybuild.imports.values import CLEAR
from partybuild.party.importing.findings import Findings, Place, place
from partybuild.party.importing.given import given, plain, typed
from partybuild.party.importing.lives import Life
from partybuild.party.importing.wishes import KINDS, Wish
from partybuild.party.kinds import PartyKind

NAME = "party_name"
FIELDS = {
    "name": NAME,
    "kind": "party_kind",
    "formation": "formation",
    "parent": "parent",
    "founded_on": "party_founded_on",
    "term_started_on": "party_elected_on",
    "secretary_name": "secretary_name",
    "secretary_telephone": "secretary_telephone",
}
"""Field of 党组织名册 → field of the ledger."""
ELSEWHERE = {
    **FIELDS,
    **dict.fromkeys(("parent_code",), "parent"),
    **dict.fromkeys(("term_last_day",), "party_elected_on"),
    **dict.fromkeys(("secretary_from", "secretary_to"), "secretary_name"),
    **dict.fromkeys(("covers", "region", "seats_due", "dissolved_on", "code"), NAME),
}
"""Where an error stands whose own column a ledger does not have."""
CONTRADICTION = "“是否建立党组织”填的是“否”，却填写了党组织名称，请核对后改正其中一处。"
NAMELESS = "“是否建立党组织”填的是“是”，没有填写党组织名称，请补填。"
ORPHANED = "没有填写党组织名称，书记、成立时间等党组织的内容没有导入。"


@dataclass(slots=True)
class Group:
    """The rows that name one Party organization, and the organizations they are about."""

    rows: list[Row] = field(default_factory=list)
    lives: dict[Place, Life] = field(default_factory=dict)

    def wish(self, number: int, found: Findings) -> Wish:
        """What the rows say of it together; rows that contradict the first have errors."""
        values = _together(self.rows, found)
        for name, kinds in KINDS.items():
            typed(values, name, kinds)
        # A row that is refused for another reason does not speak for the rest.
        first, *others = sorted(self.rows, key=found.refused)
        return Wish(-number, first, values, ELSEWHERE, others)


def groups(lives: Mapping[Place, Life], found: Findings) -> list[Group]:
    """The rows that name a Party organization, by its name and superior, in order of the file.

    Where only one superior is named for a name, rows that leave it blank mean the same one.
    """
    by_key: dict[tuple[str, str], Group] = {}
    for row in found.rows:
        if found.hidden(row) or not _names_one(row, found):
            continue
        values = given(row)
        key = folded(values[NAME]), folded(str(plain(values.get("parent"), "")))
        group = by_key.setdefault(key, Group())
        group.rows.append(row)
        if place(row) in lives:
            group.lives[place(row)] = lives[place(row)]
    superiors: dict[str, list[str]] = defaultdict(list)
    for name, superior in by_key:
        if superior:
            superiors[name].append(superior)
    for name, several in superiors.items():
        if len(several) == 1 and (name, "") in by_key:
            into, blank = by_key[name, several[0]], by_key.pop((name, ""))
            into.lives |= blank.lives
            order = {place(row): at for at, row in enumerate(found.rows)}
            into.rows = sorted(into.rows + blank.rows, key=lambda row: order[place(row)])
    return list(by_key.values())


def _names_one(row: Row, found: Findings) -> bool:
    """Whether the row names a Party organization; what contradicts itself has an error."""
    values = given(row)
    name, has = plain(values.get(NAME)), values.get("has_party")
    if name is not None:
        if has is False:
            found.refuse(row, NAME, CONTRADICTION)
        return True
    if has is True:
        found.refuse(row, NAME, NAMELESS)
    elif any(plain(values.get(each)) is not None for each in FIELDS.values()):
        found.warn(row, ORPHANED)
    return False


def _said(row: Row) -> dict[str, Any]:
    """What a row says of its Party organization, by the fields of 党组织名册."""
    values = given(row)
    return {name: values[own] for name, own in FIELDS.items() if own in values}


def _together(rows: Sequence[Row], found: Findings) -> dict[str, Any]:
    together: dict[str, Any] = {}
    first: dict[str, Row] = {}
    for row in rows:
        for name, value in _said(row).items():
            if name in together and not _same(name, together[name], value):
                words = f"与第 {first[name].number} 行对同一党组织填写的不同，请改为一致。"
                found.refuse(row, FIELDS[name], words)
            elif name not in together:
                together[name], first[name] = value, row
    return together


def _same(name: str, one: Any, other: Any) -> bool:
    if name in ("name", "parent") and CLEAR not in (one, other):
        return folded(one) == folded(other)
    return bool(one == other)


def kind_of(name: str) -> PartyKind:
    """What a Party organization is by its name, where nobody says it (推定)."""
    bare = folded(name).split("(", maxsplit=1)[0]
    endings = {
        PartyKind.WORK_COMMITTEE: ("工委", "工作委员会"),
        PartyKind.GENERAL_BRANCH: ("总支", "总支部", "总支部委员会"),
        PartyKind.BRANCH: ("支部", "支部委员会"),
        PartyKind.COMMITTEE: ("党委", "委员会"),
    }
    return next(
        (kind for kind, ends in endings.items() if bare.endswith(ends)),
        PartyKind.BRANCH,
    )
