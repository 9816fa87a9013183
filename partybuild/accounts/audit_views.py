"""审计日志: the page of the audit administrator."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.accounts import audit_reading
from partybuild.accounts.audit_reading import RESULTS
from partybuild.audit import queries as chain
from partybuild.web import respond
from partybuild.web.feature import Feature

audit = Feature("audit", __name__, url_prefix="/audit")
LABELS = {"since": "自", "until": "至", "who": "人员", "action": "动作", "result": "结果"}


@audit.page("", needs=Permission.AUDIT_READ)
def index(actor: Actor) -> ResponseReturnValue:
    """The chain, newest first."""
    chosen = _chosen(request.args)
    before, after = (request.args.get(name, 0, int) for name in ("before", "after"))
    return respond.page(
        "audit/index.html",
        listing=audit_reading.rows(actor, chosen, before, after),
        chosen=chosen,
        active=_active(chosen),
        actions=[(name, name) for name in audit_reading.actions(actor)],
        results=RESULTS,
        head=audit_reading.head(),
    )


@audit.page("/chain", needs=Permission.AUDIT_READ)
def chain_state(actor: Actor) -> ResponseReturnValue:
    """The whole chain, checked link by link."""
    faults = list(chain.faults())
    return respond.page("audit/chain_state.html", faults=faults, head=audit_reading.head())


def _chosen(given: Mapping[str, str]) -> dict[str, str]:
    chosen = {name: value for name in LABELS if (value := given.get(name, "").strip())}
    for name in ("since", "until"):
        if name in chosen and not _is_day(chosen[name]):
            del chosen[name]
    return chosen


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _active(chosen: Mapping[str, str]) -> list[tuple[str, str]]:
    base = url_for(".index")
    return [
        (
            f"{LABELS[name]}：{RESULTS.get(value, value) if name == 'result' else value}",
            f"{base}?{urlencode({k: v for k, v in chosen.items() if k != name})}",
        )
        for name, value in chosen.items()
    ]
