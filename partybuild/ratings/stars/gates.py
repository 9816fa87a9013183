"""Before stars are decided: the facts read once more, and objections that are not settled."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from partybuild.access.actor import Actor
from partybuild.ratings.kinds import Finding
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.standing import facts
from partybuild.ratings.standing.facts import Subject
from partybuild.ratings.standing.rules import Standing
from partybuild.ratings.stars import objecting
from partybuild.rules import RuleBroken

NAMED = 3


def subjects(found: Sequence[Assessment]) -> list[Subject]:
    """Whom the gates are read of."""
    return [
        Subject(each.party_organization_id, each.organization_id)
        for each in found
        if each.party_organization_id is not None
    ]


def standings(
    actor: Actor, of: RatingRound, whom: Sequence[Subject], day: date
) -> Mapping[int, Standing]:
    """By Party organization what the live register leaves open on `day`."""
    scheme = schemes.scheme(of.scheme_id)
    return facts.standings(actor, scheme, whom, of.year, of.founded_by, day)


def fallen(found: Sequence[Assessment], now: Mapping[int, Standing]) -> list[Assessment]:
    """Those whose star a fact has shut since it was computed."""
    return [
        each
        for each in found
        if (read := now.get(each.party_organization_id or 0)) is None
        or read.open_star < min(each.star or 0, each.ceiling or 0)
    ]


def demand_answered(actor: Actor, publicity_id: int, listed: Collection[int]) -> None:
    """RuleBroken while an objection is open, or upheld against one of the cases still listed."""
    for each in objecting.objections(actor, publicity_id):
        if each.finding is None:
            raise RuleBroken("还有异议没有答复，答复之后才能公布。")
        if each.finding is not Finding.DISMISSED and each.case_id in listed:
            raise RuleBroken("异议成立的须重新审定，请先办理“重新审定”。")


def demand_unchanged(found: Sequence[Assessment], now: Mapping[int, Standing]) -> None:
    """RuleBroken, naming some, where a fact has shut the star of one since it was computed."""
    changed = fallen(found, now)
    if not changed:
        return
    words = [
        next((bar.sentence for bar in read.bars()), "") if read else "党组织已不在本地"
        for each in changed[:NAMED]
        for read in [now.get(each.party_organization_id or 0)]
    ]
    raise RuleBroken(
        f"公示期间有 {len(changed)} 个党组织的参评条件有变化（{'；'.join(words)}），"
        "请对它们重新审定后再公布。"
    )
