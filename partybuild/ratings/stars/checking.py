"""Doctor's look: what an assessment says was decided is what its star says."""

from typing import Any

from sqlalchemy import and_, or_, true

from partybuild.access.actor import Actor
from partybuild.access.scope import ScopeMark, visible
from partybuild.db import OPEN, db
from partybuild.party import beyond
from partybuild.ratings.kinds import Stage, star_label
from partybuild.ratings.models import Assessment
from partybuild.ratings.stars.models import PartyStar


def faults(actor: Actor) -> list[str]:
    """A sentence for each decided assessment whose star of that day is another, or none.

    A later change or rating begins a row of its own, so that the first one stays comparable.
    """
    each: Any = Assessment
    star = PartyStar
    said = and_(
        star.assessment_id == each.id,
        star.valid_from == each.decided_on,
        star.known_to == OPEN,
        star.party_organization_id == each.party_organization_id,
    )
    of_own = ScopeMark(true(), star.__tablename__)  # joined to what is in reach
    query = (
        visible(
            actor, each, each.id, each.party_organization_id, each.star, star.star.label("said")
        )
        .outerjoin(star, said)
        .where(of_own, each.stage == Stage.DECIDED, or_(star.id.is_(None), star.star != each.star))
        .order_by(each.id)
    )
    rows = db.session.execute(query).all()
    db.session.rollback()
    names = beyond.party_names([row.party_organization_id for row in rows])
    return [
        f"{names.get(row.party_organization_id, '—')}：评星结果 {row.id} 为{star_label(row.star)}，"
        f"星级事实{'没有登记' if row.said is None else '为' + star_label(row.said)}。"
        for row in rows
    ]
