"""`doctor`: is everything as it should be, and what is kept what the facts give?"""

from collections.abc import Sequence
from typing import cast

import click

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.cli import checks, spans
from partybuild.cli.checks import Finding
from partybuild.cli.frame import Meter, acting, answer, json_option, opened
from partybuild.cli.words import Spoken
from partybuild.coverage import rebuilding
from partybuild.db import db
from partybuild.db.work import audit_detail, needs, work
from partybuild.evidence import upkeep
from partybuild.gates import rebuilding as verdicts
from partybuild.jobs.ports import Progress
from partybuild.party import kept
from partybuild.ratings import checking as ratings
from partybuild.ratings.stars import checking as stars
from partybuild.rectification.cases import checking as rectification
from partybuild.search import commands as search
from partybuild.workflow import checking as workflow


@click.command("doctor", cls=Spoken)
@click.option("--rebuild", is_flag=True, help="把与事实不符的留存数、查找索引重新写好。")
@json_option
def doctor(rebuild: bool, as_json: bool) -> int:
    """检查设置、结构、触发器、审计链、查找索引，核对留存数与事实。"""
    meter = Meter("检查")
    with opened(ready=False):
        findings = examine(acting(None), rebuild, meter)
    meter.close()
    good = all(finding.good for finding in findings)
    if as_json:
        answer({"ok": good, "rebuilt": rebuild, "checks": [_row(f) for f in findings]})
    else:
        _print(findings)
    return 0 if good else 1


def examine(actor: Actor, rebuild: bool, meter: Meter) -> Sequence[Finding]:
    """All checks, in order; those that need the tables only where the structure holds."""
    structure = checks.structure()
    db.session.rollback()
    if not structure.good:
        return [structure]
    found = [checks.settings(), structure, checks.audit_chain()]
    db.session.rollback()
    found.append(_spans(actor, rebuild, meter))
    if rebuild:
        rebuilding.rebuild(actor, {}, cast(Progress, _Steps(meter)))
        verdicts.rebuild(actor, {}, cast(Progress, _Steps(meter)))
        with work(actor) as running:
            _rebuild_search(running.actor)
        with work(actor) as running:
            _rebuild_kept(running.actor)
    found.append(checks.of("figures", "各级留存数", rebuilding.check))
    db.session.rollback()
    found.append(checks.of("party", "党组织留存", kept.faults))
    db.session.rollback()
    found.append(_verdicts())
    db.session.rollback()
    found.append(checks.of("search", "查找索引", _search_faults))
    db.session.rollback()
    found.append(checks.of("cases", "事项与办理记录", lambda: workflow.faults(actor)))
    db.session.rollback()
    found.append(checks.of("ratings", "评星材料与办理记录", lambda: ratings.faults(actor)))
    db.session.rollback()
    found.append(checks.of("stars", "评星结果与星级", lambda: stars.faults(actor)))
    db.session.rollback()
    found.append(checks.of("rectification", "软弱涣散整顿", lambda: rectification.faults(actor)))
    db.session.rollback()
    found.append(checks.of("evidence", "材料", lambda: upkeep.faults(actor)))
    return found


def _spans(actor: Actor, rebuild: bool, meter: Meter) -> Finding:
    sentences = spans.compare(actor, rebuild, meter).sentences()
    if rebuild:
        return Finding("spans", "留存区段", notes=[f"{said}，已重写。" for said in sentences])
    return Finding("spans", "留存区段", [f"{said}。" for said in sentences])


def _verdicts() -> Finding:
    sentences = verdicts.faults()
    if sentences and verdicts.waiting():
        return Finding("verdicts", "同步判定", notes=[*sentences, "重算任务正在排队，稍后再查。"])
    return Finding("verdicts", "同步判定", sentences)


def _search_faults() -> list[str]:
    return [f"{label}有 {count} 条缺失或过时。" for label, count in search.differences().items()]


@needs(Permission.ORGANIZATIONS_KEEP, "重建查找索引")
def _rebuild_search(actor: Actor) -> None:
    audit_detail(entries=search.rebuild())


@needs(Permission.ORGANIZATIONS_KEEP, "重算党组织留存")
def _rebuild_kept(actor: Actor) -> None:
    audit_detail(party=kept.rebuild())


class _Steps:
    """The meter as the `Progress` of a job that leaves no file."""

    def __init__(self, meter: Meter) -> None:
        self.step = meter


def _row(finding: Finding) -> dict[str, object]:
    return {
        "name": finding.name,
        "ok": finding.good,
        "faults": finding.faults,
        "notes": finding.notes,
    }


def _print(findings: Sequence[Finding]) -> None:
    for finding in findings:
        click.echo(f"{'正常' if finding.good else '不符'}  {finding.label}")
        for sentence in (*finding.faults, *finding.notes):
            click.echo(f"      {sentence}")
