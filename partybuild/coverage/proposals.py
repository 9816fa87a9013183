"""Which organizations of a worklist could form a joint branch, and which branches are near. Pure.

联合支部: organizations of the same street (else county), or of the same trade, that together have
three full members or more (党支部工作条例 第4条: 正式党员三人以上，行业相近、地域相邻可联合).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from partybuild.coverage.span import ENOUGH_MEMBERS

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
    """A living branch that covers several organizations; `places` are where it may take them in."""

    id: int
    name: str
    code: str
    place: int
    county: int
    covered: int


@dataclass(frozen=True, slots=True)
class Joint:
    """Organizations that could form one branch, why these, and branches near by instead."""

    why: str
    place: int
    members: tuple[Candidate, ...]
    near: tuple[Branch, ...] = ()

    @property
    def full(self) -> int:
        """Full members of all of them."""
        return sum(member.full for member in self.members)


SAME_PLACE = "同在"
SAME_TRADE = "同属"


def joint_branches(candidates: Iterable[Candidate]) -> tuple[list[Joint], list[Candidate]]:
    """(proposed joint branches of 2–5 with at least three full members, those left over).

    First within a place, trades kept together; then those left over, within a county by trade.
    Organizations without full members help nobody to three and wait for a branch near by.
    """
    able = [one for one in candidates if one.full > 0]
    left_out = [one for one in candidates if one.full <= 0]
    found, rest = _by(able, lambda one: one.place, SAME_PLACE)
    traded = [one for one in rest if one.trade]
    more, rest_of_trade = _by(traded, lambda one: (one.county, one.trade), SAME_TRADE)
    left = [*(one for one in rest if not one.trade), *rest_of_trade, *left_out]
    return [*found, *more], left


def _by(
    candidates: Sequence[Candidate], key: Callable[[Candidate], object], why: str
) -> tuple[list[Joint], list[Candidate]]:
    heaps: Mapping[object, list[Candidate]] = defaultdict(list)
    for one in candidates:
        heaps[key(one)].append(one)
    joints, rest = [], []
    for heap in heaps.values():
        groups, left = _groups(sorted(heap, key=lambda one: (one.trade, -one.full, one.id)))
        for group in groups:
            joints.append(Joint(_reason(why, group), group[0].place, tuple(group)))
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


def _reason(why: str, group: Sequence[Candidate]) -> str:
    trades = {one.trade for one in group}
    if why == SAME_TRADE:
        return "同一县区、同一行业"
    return "同一地方、同一行业" if len(trades) == 1 and trades != {""} else "同一地方"


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
    return [
        Joint(
            joint.why,
            joint.place,
            joint.members,
            tuple(dict.fromkeys(chain.from_iterable(near(one, branches) for one in joint.members)))[
                :at_most
            ],
        )
        for joint in joints
    ]
