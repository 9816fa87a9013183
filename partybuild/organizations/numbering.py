"""Whether a code or filing number may be given to an organization."""

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.organizations import rules
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization
from partybuild.organizations.writing import numbers
from partybuild.rules import RuleBroken


def check(actor: Actor, kind: OrganizationKind, number: str, accepted: str) -> None:
    """Refuse a wrong code, and a number that another organization has already.

    Of one out of the actor's reach nothing is said but that the number cannot be taken.
    """
    if kind.registered:
        rules.check_code(number, kind, accepted)
    taken = numbers([number]).get(number)
    if taken is None:
        return
    name = db.session.scalar(
        visible(actor, Organization, Organization.name).where(Organization.id == taken)
    )
    if name is None:
        raise RuleBroken(
            f"“{number}”不能由本单位登记：请对照证书核对；无误的，请报上级党建工作机构办理。"
        )
    raise RuleBroken(f"“{number}”已在册：{name}。请不要重复登记。")


def check_filed_name(actor: Actor, name: str, unit_id: int) -> None:
    """Refuse a second filed organization of one name in one unit: files match them by both."""
    query = visible(actor, Organization, Organization.filing_number).where(
        Organization.kind == OrganizationKind.FILED,
        Organization.unit_id == unit_id,
        Organization.name == name,
    )
    number = db.session.scalar(query.limit(1))
    if number is not None:
        raise RuleBroken(f"“{name}”在同一归属单位已经备案（{number}），请不要重复登记。")
