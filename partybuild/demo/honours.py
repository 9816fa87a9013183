"""争创双强 of the demo world: two 双强 and one 典型示范 among last year's best."""

from datetime import date, timedelta

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.ratings.kinds import HonourKind, Strength
from partybuild.ratings.models import Assessment
from partybuild.ratings.stars.models import Honour
from partybuild.regions.placing import copied

NAMED = (
    (
        HonourKind.DOUBLE,
        "“三会一课”坚持得好，党员责任岗覆盖全部业务部门",
        "会员服务收入连续两年增长，承接行业标准三项",
    ),
    (
        HonourKind.DOUBLE,
        "党组织参与理事会决策有制度、有记录，党员示范岗作用明显",
        "公益项目服务群众两万余人次，满意度九成以上",
    ),
    (
        HonourKind.EXAMPLE,
        "党建与业务同谋划、同考核，做法可学可复制",
        "业务规模稳定，社会评价好",
    ),
)


@needs(Permission.RATINGS_MANAGE, "建立演示双强名单")
def name(actor: Actor, round_id: int, today: date) -> None:
    """The best of a decided round stand on the two lists."""
    query = visible(actor, Assessment).where(
        Assessment.round_id == round_id, Assessment.star.is_not(None)
    )
    order = (Assessment.star.desc(), Assessment.final_total.desc(), Assessment.id)
    best = db.session.scalars(query.order_by(*order).limit(len(NAMED))).all()
    for each, (kind, building, development) in zip(best, NAMED, strict=True):
        day = (each.decided_on or today) + timedelta(days=20)
        row = Honour(round_id=round_id, kind=kind, **copied(each))
        row.organization_id = each.organization_id
        row.party_organization_id = each.party_organization_id
        row.building, row.building_words = Strength.STRONG, building
        row.development = Strength.STRONG if kind is HonourKind.DOUBLE else Strength.FAIR
        row.development_words = development
        row.proposed_on, row.proposed_by = day, actor.label
        row.decided_on, row.decided_by = day + timedelta(days=14), actor.label
        row.document = f"演社党〔{day.year}〕6号"
        db.session.add(row)
    audit_detail(object=("rating_round", round_id), named=len(best))
    db.session.flush()
