"""The pages of policy: what holds, since when, from where."""

from flask.typing import ResponseReturnValue

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.policies import queries
from partybuild.web import respond
from partybuild.web.feature import Feature

policies = Feature("policies", __name__, url_prefix="/policies")
KINDS = {"basis": "统计口径", "lists": "选项清单", "ladder": "提醒阶梯", "keeping": "保存期限"}


@policies.page("/", needs=Permission.POLICIES_READ)
def index(actor: Actor) -> ResponseReturnValue:
    """Every published version of every policy, by kind, and which of them holds today."""
    today = clock.today()
    holding = {policy.id for kind in KINDS for policy in queries.holding(kind, today)}
    kinds = [(label, queries.versions(kind)) for kind, label in KINDS.items()]
    return respond.page("policies/index.html", kinds=kinds, holding=holding)


@policies.page("/<int:policy_id>", needs=Permission.POLICIES_READ)
def show(actor: Actor, policy_id: int) -> ResponseReturnValue:
    """One version with its content, as it was published."""
    return respond.page("policies/show.html", policy=queries.version(policy_id))
