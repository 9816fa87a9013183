"""What people choose after the stars are computed: who of a tie, and a star other than computed."""

from collections import defaultdict
from collections.abc import Sequence

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.ratings.kinds import STAR_LABELS, Stage, star_label
from partybuild.ratings.models import Assessment
from partybuild.ratings.queries import assessment
from partybuild.ratings.rounds.commands import own_round
from partybuild.ratings.stars.computing import MANAGE, of_round
from partybuild.ratings.stars.rules import Tie
from partybuild.rules import RuleBroken


def ties(actor: Actor, round_id: int) -> list[Tie]:
    """The ties of a round that people have still to decide, the highest star first."""
    query = of_round(visible(actor, Assessment), round_id, [Stage.SCORED])
    found = db.session.scalars(query.where(Assessment.tied).order_by(Assessment.id))
    groups: dict[tuple[int, str, int], list[Assessment]] = defaultdict(list)
    for each in found:
        groups[each.rating_unit_id, each.category, each.facts["tie"]["star"]].append(each)
    return [
        Tie(star, rows[0].facts["tie"]["places"], tuple(row.id for row in rows))
        for (_, _, star), rows in sorted(groups.items(), key=lambda item: -item[0][2])
    ]


@needs(MANAGE, "确定并列名次")
def pick(actor: Actor, round_id: int, ids: Sequence[int], reason: str) -> None:
    """Of a tie these have the star, with the reason; the stars are to be computed again.

    RuleBroken without a reason, for more than there are places, or for one that is not tied.
    """
    row = own_round(actor, round_id)
    if not reason.strip():
        raise RuleBroken("请写明并列取舍的理由。")
    tie = next((each for each in ties(actor, row.id) if set(ids) <= set(each.ids)), None)
    if tie is None or not ids:
        raise RuleBroken("所选党组织不在同一组并列名单中，请刷新后再选。")
    if len(ids) > tie.places:
        raise RuleBroken(f"{star_label(tie.star)}还有 {tie.places} 个名额，选了 {len(ids)} 个。")
    for number in tie.ids:
        tied = assessment(actor, number)
        facts_ = {key: value for key, value in tied.facts.items() if key != "pick"}
        said = {"star": tie.star, "reason": reason.strip(), "by": actor.label}
        tied.facts = facts_ | ({"pick": said} if number in ids else {})
    audit_detail(object=("rating_round", row.id), picked=list(ids), star=tie.star, reason=reason)
    db.session.flush()


@needs(MANAGE, "改定星级")
def override(actor: Actor, assessment_id: int, star: int, reason: str) -> None:
    """The star is other than computed, with the reason; it stands on the publicity list.

    RuleBroken unless the stars have been computed and publicity has not begun.
    """
    row = assessment(actor, assessment_id)
    own_round(actor, row.round_id)
    if row.stage is not Stage.SCORED or row.computed is None:
        raise RuleBroken("计算星级之后、公示之前才能改定，请刷新页面看最新情况。")
    if star not in STAR_LABELS:
        raise RuleBroken("星级只能是一星到五星或不定星。")
    if star != row.computed and not reason.strip():
        raise RuleBroken("改定星级须写明理由，理由随公示名单一并公布。")
    row.star = star
    changed = star != row.computed
    row.override_reason = reason.strip()[:500] if changed else ""
    row.override_by = actor.label if changed else ""
    audit_detail(
        object=("rating_assessment", row.id), computed=row.computed, star=star, reason=reason
    )
    db.session.flush()
