"""Which small organizations could form a joint branch. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from partybuild.organizations.thresholds import ENOUGH_MEMBERS, MOST_IN_JOINT


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An organization without Party cover, with its members as counted (None: not surveyed)."""

    organization_id: int
    name: str
    number: str
    full: int | None
    probationary: int | None

    @property
    def members(self) -> int:
        """Full members that are known."""
        return self.full or 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """Organizations that could form one joint branch, by what brings them together."""

    basis: str
    together: tuple[Neighbour, ...]

    @property
    def full(self) -> int:
        """Full members of all of them."""
        return sum(each.members for each in self.together)


def proposal(basis: str, own: Neighbour, others: Iterable[Neighbour]) -> Proposal | None:
    """The smallest group of at most five around `own` that has three full members; None if none.

    Those with most members come first; whoever has three of their own should build alone.
    """
    helpful = sorted(
        (each for each in others if 0 < each.members < ENOUGH_MEMBERS),
        key=lambda each: (-each.members, each.organization_id),
    )
    together = [own]
    for each in helpful:
        if sum(one.members for one in together) >= ENOUGH_MEMBERS and len(together) > 1:
            break
        if len(together) < MOST_IN_JOINT:
            together.append(each)
    found = Proposal(basis, tuple(together))
    return found if len(together) > 1 and found.full >= ENOUGH_MEMBERS else None


def needs_of(covered: bool, full: int | None, probationary: int | None) -> list[str]:
    """What an instructor should see to in an organization, most pressing first."""
    needs = []
    if not covered and (full or 0) >= ENOUGH_MEMBERS:
        needs.append(f"有正式党员 {full} 名，应当建立党组织")
    elif not covered and (full or 0) + (probationary or 0) > 0:
        needs.append("有党员，尚无党组织：可并入联合党支部")
    if full is None or probationary is None:
        needs.append("党员数没有填全，请摸排")
    if not covered and not needs:
        needs.append("没有党员：做好发展党员和群团工作")
    return needs
