"""The tree that a file would make: no loops, and nothing under what it may not stand under."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from partybuild.party import beyond, rules
from partybuild.party.importing.bodies import Bodies, superiors
from partybuild.party.importing.findings import Findings
from partybuild.party.importing.given import listed
from partybuild.party.importing.settling import LOOP
from partybuild.party.importing.wishes import Wish
from partybuild.party.kinds import PartyKind


def check(bodies: Bodies, wishes: Sequence[Wish], found: Findings, day: date) -> None:
    """Every row whose place or kind cannot be has its error."""
    _check_loops(wishes, found, day)
    _check_kinds(bodies, wishes, found)
    for wish in wishes:
        _check_stands(bodies, wish, found)


def _check_stands(bodies: Bodies, wish: Wish, found: Findings) -> None:
    """Nobody is newly put under a superior that is no more, unless it is no more itself."""
    parent = bodies.by_id.get(wish.parent) if wish.parent is not None else None
    known = wish.body.parent_id if wish.body is not None else None
    if parent is None or parent.dissolved_on is None or known == wish.parent:
        return
    if wish.values.get("dissolved_on") is None:
        words = f"上级党组织“{parent.name}”已于 {parent.dissolved_on:%Y-%m-%d} 撤销，请另选上级。"
        found.refuse(wish.row, parent_column(wish), words)


def _check_loops(wishes: Sequence[Wish], found: Findings, day: date) -> None:
    placed = [wish for wish in wishes if wish.parent is not None]
    known = {n for wish in placed for n in (wish.number, wish.parent) if n is not None and n > 0}
    above = superiors(known, day)
    for wish in placed:
        if wish.parent is not None:
            above.setdefault(wish.number, set()).add(wish.parent)
    for wish in placed:
        if wish.number in _ancestors(wish.number, above):
            found.refuse(wish.row, parent_column(wish), LOOP)


def _ancestors(number: int, above: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    asked = set(above.get(number, ()))
    while asked:
        found |= asked
        asked = {up for each in asked for up in above.get(each, ())} - found
    return found


def parent_column(wish: Wish) -> str:
    """The row's own name of the column that says the superior."""
    return wish.column("parent_code" if wish.words("parent_code") else "parent")


def _check_kinds(bodies: Bodies, wishes: Sequence[Wish], found: Findings) -> None:
    """Who stands directly under whom after the file, as far as the file changes either end."""
    of_file = {wish.number: wish for wish in wishes}
    kinds = {number: body.kind for number, body in bodies.by_id.items()}
    kinds |= {number: kind for number, wish in of_file.items() if (kind := _kind(wish))}
    for wish in wishes:
        parent = wish.parent if wish.parent_said else wish.body.parent_id if wish.body else None
        if parent in kinds and wish.number in kinds:
            column = parent_column(wish) if wish.parent_said else wish.column("kind")
            if wish.parent_said or _changes_kind(wish) or _changes_kind(of_file.get(parent)):
                found.holds(
                    wish.row, column, rules.check_kind_below, kinds[wish.number], kinds[parent]
                )
    changing = [wish for wish in wishes if wish.body is not None and _changes_kind(wish)]
    below = bodies.children() if changing else {}
    for wish in changing:
        for child in below.get(wish.number, ()):
            if child.id not in of_file:
                rule = rules.check_kind_below
                found.holds(wish.row, wish.column("kind"), rule, child.kind, kinds[wish.number])


def _kind(wish: Wish) -> PartyKind | None:
    said = wish.values.get("kind")
    return said if isinstance(said, PartyKind) else None


def _changes_kind(wish: Wish | None) -> bool:
    said = _kind(wish) if wish is not None else None
    return said is not None and (wish is None or wish.body is None or wish.body.kind is not said)


def check_ends(wishes: Sequence[Wish], ended: Mapping[int, date], found: Findings) -> None:
    """Nothing ends while living Party organizations would be left under it."""
    if not ended:
        return
    moved = {wish.number: wish.parent for wish in wishes if wish.parent_said}
    by_number = {wish.number: wish for wish in wishes}
    below: dict[int, dict[int, str]] = defaultdict(dict)
    for number in ended:
        for child, name in beyond.children(number, ended[number]):
            stays = moved.get(child, number) == number
            if stays and not (child in ended and ended[child] <= ended[number]):
                below[number][child] = name
    for child, parent in moved.items():
        if parent is not None and parent in ended and child not in ended:
            below[parent][child] = by_number[child].name
    for number, names in below.items():
        wish = by_number[number]
        words = f"下面还有 {len(names)} 个党组织（{listed(names.values())}），"
        words += "请先改变它们的上级，或一并撤销。"
        found.refuse(wish.row, wish.column("dissolved_on"), words)
