"""The processes of rating: one table for each length of the review chain, and a change of star."""

from collections.abc import Mapping, Sequence

from partybuild.access.permissions import Permission
from partybuild.ratings.kinds import Stage, Tier
from partybuild.workflow.rules import Step, Table

FILLING = "填报"
"""The part of those who fill in; each reviewing tier's label is a part of its own."""
CHAINS: Mapping[int, tuple[Tier, ...]] = {
    1: (Tier.FINAL,),
    2: (Tier.FIRST, Tier.FINAL),
    3: (Tier.FIRST, Tier.SECOND, Tier.FINAL),
}
"""By the number of reviewing tiers: a tier without a desk for a case is left out."""
STATES = {stage.value: stage.label for stage in Stage}
_FILL, _REVIEW, _MANAGE = (
    Permission.RATINGS_FILL,
    Permission.RATINGS_REVIEW,
    Permission.RATINGS_MANAGE,
)


def kind_of(tiers: int) -> str:
    """The kind of the cases whose chain has so many tiers."""
    return f"rating{tiers}"


KINDS = tuple(kind_of(tiers) for tiers in CHAINS)


def table(tiers: int) -> Table:
    """The process for a chain of one, two or three tiers."""
    chain = CHAINS[tiers]
    return Table(
        kind=kind_of(tiers),
        version=1,
        label="评星定级",
        states=STATES,
        start=Stage.FILLING.value,
        closed=frozenset({Stage.DECIDED.value, Stage.OUT.value}),
        steps=(*_filling(chain[0]), *_reviewing(chain), *_deciding(), *_leaving(chain[0])),
    )


def _step(
    action: str, label: str, sources: Sequence[str], target: str, needs: Permission, **more: object
) -> Step:
    return Step(action, label, frozenset(sources), target, needs, **more)  # type: ignore[arg-type]


def _filling(first: Tier) -> tuple[Step, ...]:
    return (
        _step("send", "报送", ["filling"], first.value, _FILL, tier=FILLING, guard="complete"),
        _step("resend", "报送补正", ["returned"], first.value, _FILL, tier=FILLING, guard="mended"),
        _step(
            "recall",
            "撤回报送",
            [first.value],
            "filling",
            _FILL,
            tier=FILLING,
            reason=True,
            guard="unread",
        ),
    )


def _reviewing(chain: Sequence[Tier]) -> list[Step]:
    """Each tier passes on to the next, returns items to the branch, or hands back one tier."""
    steps: list[Step] = []
    after = [*(tier.value for tier in chain[1:]), Stage.SCORED.value]
    for place, (tier, target) in enumerate(zip(chain, after, strict=True)):
        name, here = tier.value, [tier.value]
        steps += [
            _step(
                f"pass_{name}",
                f"完成{tier.label}",
                here,
                target,
                _REVIEW,
                tier=tier.label,
                guard="scored",
            ),
            _step(
                f"return_{name}",
                "退回补正",
                here,
                Stage.RETURNED.value,
                _REVIEW,
                tier=tier.label,
                reason=True,
                guard="items",
            ),
        ]
        if place:
            back = chain[place - 1]
            label = f"退回{back.label}"
            steps.append(
                _step(
                    f"back_{name}",
                    label,
                    here,
                    back.value,
                    _REVIEW,
                    tier=tier.label,
                    reason=True,
                )
            )
    return steps


def _deciding() -> tuple[Step, ...]:
    """Publicity and decision are parts of the deciding tier."""
    final, scored, publicity = Tier.FINAL.label, Stage.SCORED.value, Stage.PUBLICITY.value
    return (
        _step("publish", "列入公示", [scored], publicity, _MANAGE, tier=final, guard="computed"),
        _step(
            "decide", "公布", [publicity], Stage.DECIDED.value, _MANAGE, tier=final, guard="clear"
        ),
        _step(
            "rejudge",
            "重新审定",
            [scored, publicity],
            Stage.FINAL.value,
            _MANAGE,
            tier=final,
            reason=True,
        ),
    )


def _leaving(first: Tier) -> tuple[Step, ...]:
    """Steps of those who run the round, at whose desk the case may lie."""
    open_ones, more = ["filling", "returned", first.value], {"reason": True, "above": True}
    return (
        _step("leave", "不参评", open_ones, Stage.OUT.value, _MANAGE, **more),
        _step("restore", "恢复参评", ["out"], Stage.FILLING.value, _MANAGE, **more),
        _step("extend", "延长填报时间", ["filling", "returned"], "", _MANAGE, **more),
    )


CHANGE = "star-change"
CHANGE_TABLE = Table(
    kind=CHANGE,
    version=1,
    label="星级调整",
    states={"proposed": "待研究", "decided": "已调整", "dismissed": "不予调整"},
    start="proposed",
    closed=frozenset({"decided", "dismissed"}),
    steps=(
        _step(
            "decide",
            "决定调整",
            ["proposed"],
            "decided",
            _MANAGE,
            tier="决定",
            reason=True,
            document=True,
        ),
        _step("dismiss", "不予调整", ["proposed"], "dismissed", _MANAGE, tier="决定", reason=True),
    ),
)
TABLES = (*(table(tiers) for tiers in CHAINS), CHANGE_TABLE)
