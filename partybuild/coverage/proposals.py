"""Which organizations of a worklist could form a joint branch, and which branches are near. Pure.

联合支部: organizations of the same street (else county), or of the same trade, that together have
three full members or more (党支部工作条例 第4条: 正式党员三人以上，行业相近、地域相邻可联合).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from partybuild.organizations.thresholds import ENOUGH_MEMBERS

FEWEST, MOST = 2, 5
"""So many organizations make a joint branch; a branch with five takes in no more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An uncovered organization: its full members, where it is, and its trade (blank: unknown)."""

    id: int
    name: str
    full: int
    place: int
    """The street where it is, else the county."""
    county: int
    trade: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A living branch that was set up for several organizations, and how many it covers now."""

    id: int
    name: str
    code: str
    place: int
    county: int
    covered: int


@dataclass(frozen=True, slots=True)
class Joint:
    """Organizations that could form one branch, what they share, and branches near by instead."""

    members: tuple[Candidate, ...]
    near: tuple[Branch, ...] = ()

    @property
    def full(self) -> int:
        """Full members of all of them."""
        return sum(member.full for member in self.members)

    @property
    def place(self) -> int:
        """The street they share, else their county."""
        places = {member.place for member in self.members}
        return places.pop() if len(places) == 1 else self.members[0].county

    @property
    def trade(self) -> str:
        """The trade they share, blank where they do not."""
        trades = {member.trade for member in self.members}
        return trades.pop() if len(trades) == 1 else ""


def joint_branches(candidates: Iterable[Candidate]) -> tuple[list[Joint], list[Candidate]]:
    """(proposed joint branches of 2–5 with at least three full members, those left over).

    First within a place, trades kept together; then those left over, within a county by trade.
    Organizations without full members help nobody to three and wait for a branch near by.
    """
    able: list[Candidate] = []
    left: list[Candidate] = []
    for one in candidates:
        (able if one.full > 0 else left).append(one)
    found, rest = _by(able, lambda one: one.place)
    more, alone = _by([one for one in rest if one.trade], lambda one: (one.county, one.trade))
    return [*found, *more], [*(one for one in rest if not one.trade), *alone, *left]


def _by(
    candidates: Sequence[Candidate], key: Callable[[Candidate], object]
) -> tuple[list[Joint], list[Candidate]]:
    heaps: Mapping[object, list[Candidate]] = defaultdict(list)
    for one in candidates:
        heaps[key(one)].append(one)
    joints: list[Joint] = []
    rest: list[Candidate] = []
    for heap in heaps.values():
        groups, left = _groups(sorted(heap, key=lambda one: (one.trade, -one.full, one.id)))
        joints += [Joint(tuple(group)) for group in groups]
        rest += left
    return joints, rest


def _groups(ordered: Sequence[Candidate]) -> tuple[list[list[Candidate]], list[Candidate]]:
    """Cut into groups that have enough members; what remains joins the last ones with room."""
    groups: list[list[Candidate]] = []
    open_group: list[Candidate] = []
    for one in ordered:
        open_group.append(one)
        if len(open_group) >= FEWEST and sum(o.full for o in open_group) >= ENOUGH_MEMBERS:
            groups.append(open_group)
            open_group = []
    rest: list[Candidate] = []
    for one in open_group:
        roomy = next((group for group in reversed(groups) if len(group) < MOST), rest)
        roomy.append(one)
    return groups, rest


def near(one: Candidate, branches: Iterable[Branch]) -> list[Branch]:
    """Branches with room in the same place, else in the same county; the emptiest first."""
    with_room = sorted(
        (branch for branch in branches if branch.covered < MOST),
        key=lambda branch: (branch.covered, branch.id),
    )
    here = [branch for branch in with_room if branch.place == one.place]
    return here or [branch for branch in with_room if branch.county == one.county]


def with_near(joints: Sequence[Joint], branches: Sequence[Branch], at_most: int = 3) -> list[Joint]:
    """The proposals with the branches near by that could take them in instead."""
    found = []
    for joint in joints:
        around = chain.from_iterable(near(one, branches) for one in joint.members)
        found.append(replace(joint, near=tuple(dict.fromkeys(around))[:at_most]))
    return found
