"""What becomes of members and Party organizations when an organization leaves the register. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from partybuild.organizations.kinds import Coded
from partybuild.rules import RuleBroken


class Fate(Coded):
    """What becomes of a Party organization that covered nobody else."""

    WIND_UP = "wind-up", "随注销同日撤销党组织（按撤销程序，凭批复）"
    ATTACH = "attach", "党组织保留，改挂靠其他社会组织"
    KEEP = "keep", "党组织暂作空壳保留（须在说明中写明理由）"


@dataclass(frozen=True, slots=True)
class Left:
    """A Party organization whose cover of the leaving organization ends."""

    party_id: int
    name: str
    others: int
    """Living organizations that it covers beside."""
    lead: bool
    """Whether the leaving organization is the one that leads it."""
    below: int = 0
    """Party organizations that stand under it."""

    @property
    def alone(self) -> bool:
        """Whether it would cover nobody."""
        return self.others == 0


@dataclass(frozen=True, slots=True)
class Settled:
    """What the Party side says of an end."""

    members: str
    fate: Fate | None
    onward_id: int | None
    reason: str
    document: str


def check(left: Sequence[Left], counted: int, said: Settled) -> None:
    """RuleBroken while members or a Party organization would be left hanging.

    `counted` is how many members the register knows.
    """
    if counted and not said.members.strip():
        raise RuleBroken(f"该组织有党员 {counted} 名，请写明党员组织关系转到哪里。")
    alone = [each for each in left if each.alone]
    if alone and said.fate is None:
        names = "、".join(f"“{each.name}”" for each in alone)
        raise RuleBroken(
            f"注销后{names}不再覆盖任何社会组织，请选择：同日撤销、改挂靠其他社会组织，"
            "或写明理由暂作空壳保留。"
        )
    if alone and said.fate is Fate.WIND_UP:
        _check_winding_up(alone, said)
    led = [each for each in left if each.lead and not (each.alone and said.fate is not Fate.ATTACH)]
    wanted = led or (alone if said.fate is Fate.ATTACH else [])
    if wanted and said.onward_id is None:
        raise RuleBroken(
            f"“{wanted[0].name}”保留下来，请填写改由哪家社会组织{'牵头' if led else '挂靠'}。"
        )


def _check_winding_up(alone: Sequence[Left], said: Settled) -> None:
    if not said.document.strip():
        raise RuleBroken("撤销党组织须有上级批复：请填写批复文号，或勾选由系统出具撤销批复。")
    for each in alone:
        if each.below:
            raise RuleBroken(
                f"“{each.name}”下面还有 {each.below} 个党组织，请先改变它们的上级，再办理撤销。"
            )
