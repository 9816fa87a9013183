"""三同步, the registration gate, annual inspection and what follows: pages, and a recount of all."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask

from bench.browsing import Visitor
from bench.intake import LOCK, holding
from bench.measure import Measure, milliseconds
from bench.pages import page, two_hundredth
from bench.worlds import scratch
from partybuild.access.actor import command_line
from partybuild.gates import gathering, rebuilding
from partybuild.gates.ruling import SyncRule

GROUP, DESKS = "三同步 gates", "登记、年检与整改 gate desks"
RECOUNT = 20_000.0
"""Milliseconds for all verdicts after a rule change (issue 3, Speed)."""
ANYBODY = re.compile(r'href="/organizations/(\d+)"')
CAMPAIGN = re.compile(r'href="(/inspections/\d+)"')
SEEN_FROM = {
    "sheng": ("610000", "610100", "610103"),
    "shi": ("610100",),
    "quxian": ("610103",),
}
LISTS = {
    "登记·缺 missing": "rule=registration&verdict=missing",
    "登记·全部 all": "rule=registration",
    "年检·同步率分母 rated": "rule=inspection&verdict=rated",
    "换届·不适用·社会团体 kind": "rule=election&verdict=not_applicable&kind=association",
}
QUEUES = {
    "登记办理 registrations": "/registrations",
    "年检年报 campaigns": "/inspections",
    "整改约谈名录 overview": "/enforcement",
    "办理中 cases": "/enforcement/cases",
    "未处理 failures": "/enforcement/failures",
    "行政处罚 penalties": "/enforcement/penalties",
    "拟列入 proposals": "/enforcement/proposals",
    "清理批次 batches": "/enforcement/batches",
}


def gates(app: Flask, total: int) -> Iterator[Measure]:
    """Every page of the three gates and of what follows; then the recount of every verdict."""
    for login, codes in SEEN_FROM.items():
        visitor = Visitor(app, login)
        for code in codes:
            yield from _figures(visitor, f"{login} {code}", code, total)
    yield from _lists(Visitor(app, "sheng"), total)
    for login in ("dengji", "qudengji"):
        yield from _desks(Visitor(app, login), login, total)
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        yield from _recount(app.config["INSTANCE"].folder, total)


def _figures(visitor: Visitor, who: str, code: str, total: int) -> Iterator[Measure]:
    for what, address in {
        "矩阵 matrix": f"/gates/?region={code}",
        "按类型 by kind": f"/gates/?region={code}&by=kind",
        "按主管党组织 by body": f"/gates/?region={code}&by=body",
        "24个月 trend": f"/gates/trend?region={code}",
        "名单 list": f"/gates/list?region={code}&rule=registration&verdict=missing",
    }.items():
        yield page(visitor, GROUP, f"{who} {what}", address, total)


def _lists(visitor: Visitor, total: int) -> Iterator[Measure]:
    for what, query in LISTS.items():
        yield page(visitor, GROUP, f"省 {what}", f"/gates/list?{query}", total)
    last = two_hundredth(visitor, "/gates/list?rule=inspection&verdict=in_step")
    if last:
        yield page(visitor, GROUP, "省 第200页 200th page", last, total)
    found = ANYBODY.search(visitor.get("/gates/list?rule=inspection").text)
    if found:
        address = f"/gates/organizations/{found.group(1)}"
        yield page(visitor, GROUP, "两线图 lanes", address, total)


def _desks(visitor: Visitor, login: str, total: int) -> Iterator[Measure]:
    for what, address in QUEUES.items():
        yield page(visitor, DESKS, f"{login} {what}", address, total)
    found = CAMPAIGN.search(visitor.get("/inspections").text)
    if found:
        campaign = found.group(1)
        yield page(visitor, DESKS, f"{login} 一次年检 campaign", campaign, total)
        listed = f"{campaign}/organizations"
        yield page(visitor, DESKS, f"{login} 应检名单 expected", listed, total)
        last = two_hundredth(visitor, listed)
        if last:
            yield page(visitor, DESKS, f"{login} 应检第200页 200th page", last, total)


class _Silent:
    """Progress that nobody watches."""

    def step(self, done: int, total: int = 0, message: str = "") -> None:
        """Nothing."""


def _recount(folder: Path, total: int) -> Iterator[Measure]:
    """On a copy: every open item gets more days, as after publishing a rule anew."""
    with tempfile.TemporaryDirectory(prefix="partybuild-bench-") as name:
        copy = Path(name, "instance")
        shutil.copytree(folder, copy)
        with scratch(copy), _longer(), holding() as held:
            taken = milliseconds(
                lambda: rebuilding.rebuild(command_line("测速"), {}, _Silent())  # type: ignore[arg-type]
            )
    yield Measure(GROUP, f"重算 {total:,} 家 recount", taken, RECOUNT, 1.0)
    yield Measure(GROUP, "写锁：每批 lock a batch", max(held), LOCK, 1.0)


@contextmanager
def _longer() -> Iterator[None]:
    """The rules with five days more in which an item is 待办."""
    published = gathering.rules

    def changed() -> Mapping[str, Sequence[SyncRule]]:
        return {
            name: [replace(rule, pending=rule.pending + 5) for rule in versions]
            for name, versions in published().items()
        }

    gathering.rules = changed  # type: ignore[assignment]
    try:
        yield
    finally:
        gathering.rules = published
