"""`routes`: every address, who may use it, and whether it changes anything."""

from typing import Any

import click
from flask import Flask

from partybuild.access.permissions import GRANTS, Permission, Role
from partybuild.cli.frame import answer, json_option, opened
from partybuild.cli.words import Spoken


@click.command("routes", cls=Spoken)
@json_option
def routes(as_json: bool) -> None:
    """列出每个地址、方法、权限、范围，以及是否改动数据。"""
    with opened(ready=False) as app:
        rows = listed(app)
    if as_json:
        answer({"routes": rows})
        return
    for row in rows:
        marks = "改动" if row["changes"] else "只读"
        click.echo(f"{row['method']:4} {row['rule']}  {row['permission']}  {row['span']}  {marks}")


def listed(app: Flask) -> list[dict[str, Any]]:
    """One entry a route, by address."""
    rows = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        needs: Permission = getattr(view, "needs", Permission.ANYONE)
        changes = bool(getattr(view, "changes", False))
        spans = {
            role.value: grants[needs].value
            for role, grants in GRANTS.items()
            if needs in grants and role is not Role.COMMAND
        }
        rows.append(
            {
                "rule": rule.rule,
                "method": "POST" if changes else "GET",
                "endpoint": rule.endpoint,
                "permission": needs.value,
                "span": "/".join(sorted(set(spans.values()))),
                "spans": {} if needs is Permission.ANYONE else spans,
                "changes": changes,
            }
        )
    return sorted(rows, key=lambda row: (row["rule"], row["method"]))
