"""What a file names, found in the register: by number, or by a name that is unique in reach.

Shared by every kind of import; places are found by `siting`, rows are taken down by
`imports.planning`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.imports.cleaning import folded
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.models import Organization
from partybuild.rules import RuleBroken

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Known:
    """A thing of the register in the actor's reach."""

    id: int
    number: str
    """The code or filing number by which people know it."""
    name: str
    unit_id: int
    region_id: int | None = None
    kind: OrganizationKind | None = None
    living: bool = True
    code: str | None = None
    filing_number: str | None = None


class Names:
    """Things by number and by name; `label` is what an error calls them."""

    def __init__(self, label: str, things: Iterable[Known]) -> None:
        self.label = label
        self.by_id: dict[int, Known] = {}
        self._by_number: dict[str, Known] = {}
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        for thing in things:
            self.add(thing)

    def add(self, thing: Known) -> None:
        """One more that may be meant from now on."""
        self.by_id[thing.id] = thing
        self._by_name[folded(thing.name)].append(thing)
        for number in {thing.number, thing.code, thing.filing_number} - {None, ""}:
            self._by_number[str(number)] = thing

    def numbered(self, number: str) -> Known | None:
        """The one with exactly this number."""
        return self._by_number.get(number)

    def named(self, name: str) -> list[Known]:
        """All of this name; full width and blanks make no difference."""
        return self._by_name.get(folded(name), [])

    def find(self, words: str) -> Known | None:
        """The one meant by a number or a name, None where there is none.

        Living ones go before ended ones. RuleBroken lists the candidates where several are meant.
        """
        found = self.numbered(words) or self.numbered(folded(words))
        if found is not None:
            return found
        several = self.named(words)
        several = [thing for thing in several if thing.living] or several
        if len(several) > 1:
            raise RuleBroken(f"{self.label}“{words}”不止一个，请改填编码：{candidates(several)}。")
        return several[0] if several else None


def candidates(things: Iterable[Known]) -> str:
    """The first few, each with its number, as an error lists them."""
    listed = sorted(things, key=lambda thing: thing.number)
    words = "、".join(f"{thing.number} {thing.name}" for thing in listed[:SHOWN])
    return words + (f" 等 {len(listed)} 个" if len(listed) > SHOWN else "")


def organizations_in_reach(actor: Actor) -> Names:
    """Every organization in the actor's reach, ended ones too."""
    table = Organization
    columns = (
        table.id,
        table.code,
        table.filing_number,
        table.name,
        table.unit_id,
        table.kind,
        table.state,
    )
    rows = db.session.execute(visible(actor, Organization, *columns))
    return Names(
        "社会组织",
        (
            Known(
                id=number,
                number=code or filing or "",
                name=name,
                unit_id=unit_id,
                kind=kind,
                living=OrganizationState(state).living,
                code=code,
                filing_number=filing,
            )
            for number, code, filing, name, unit_id, kind, state in rows
        ),
    )
