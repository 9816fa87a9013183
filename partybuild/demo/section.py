"""A Party section filled in without contradiction, for the demo world."""

from collections.abc import Mapping

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.db import db
from partybuild.db.work import audit_detail, needs
from partybuild.inspections import queries

VALUES: Mapping[str, str | int] = {
    "has_party": "是",
    "party_kind": "联合党支部",
    "party_name": "联合党支部（演示）",
    "head": "担任社会组织主要负责人",
    "staff": 14,
    "lead_full": 3,
    "lead_part": 2,
    "work_full": 6,
    "work_part": 3,
    "members": 5,
    "full": 4,
    "probationary": 1,
    "party_lead_full": 2,
    "party_lead_part": 0,
    "party_work_full": 2,
    "party_work_part": 1,
    "party_retired": 0,
    "party_other": 0,
    "at_own": 4,
    "at_supervisor": 0,
    "at_affiliated": 0,
    "at_locality": 0,
    "at_former": 1,
    "at_other": 0,
    "developed": 0,
    "applicants": 2,
    "activists": 1,
    "candidates": 1,
    "site": "与办公场所合用",
    "funds": 4200,
    "activities": 12,
    "deeds": 5,
}


@needs(Permission.INSPECTIONS_FILL, "填写演示党建部分")
def keep(actor: Actor, inspection_id: int) -> None:
    """The section of one inspection is filled in."""
    row = queries.inspection(actor, inspection_id)
    row.section, row.section_by = dict(VALUES), actor.label
    row.section_at = clock.local_now()
    audit_detail(object=("organization", row.organization_id))
    db.session.flush()
