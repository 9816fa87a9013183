"""What the pages of imports show: states in words, lists page by page, units to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partybuild.access.actor import Actor
from partybuild.imports import batches
from partybuild.imports.columns import KINDS
from partybuild.imports.models import ImportBatch
from partybuild.imports.storage import Store
from partybuild.jobs import queries as jobs
from partybuild.jobs.rules import JobState
from partybuild.regions import queries as regions
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken

PAGE = 50
MANY = 400
STATES: Mapping[str, tuple[str, str]] = {
    "uploaded": ("等待核对", "soon"),
    "checking": ("正在核对", "soon"),
    "asking": ("待指明列", "soon"),
    "checked": ("待确认", "soon"),
    "refused": ("未能核对", "late"),
    "writing": ("正在写入", "soon"),
    "done": ("已导入", "fine"),
    "failed": ("没有写入", "late"),
    "withdrawn": ("已撤回", "neutral"),
}
"""State → word and tone."""
TABS = (
    ("errors", "退回"),
    ("changed", "变更"),
    ("new", "新增"),
    ("same", "无变化"),
    ("absent", "在册未在表中"),
    ("notes", "读取说明"),
)
LISTS: Mapping[str, str] = {
    "organizations": "/organizations",
    "ledger": "/organizations",
    "party-organizations": "/party",
    "instructors": "/party",
    "organization-life": "/party",
    "inspections": "/inspections",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of the preview."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Seen:
    """An import as its page shows it."""

    batch: ImportBatch
    state: str
    summary: Mapping[str, Any]
    unit: str

    @property
    def word(self) -> str:
        """The state in words."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """fine, soon, late or neutral."""
        return STATES[self.state][1]

    @property
    def label(self) -> str:
        """What kind it is."""
        return KINDS[self.batch.kind].label

    @property
    def step(self) -> int:
        """How far: 上传, 核对, 确认, 完成."""
        return {"checked": 3, "writing": 3, "failed": 3, "done": 4}.get(self.state, 2)

    @property
    def under_way(self) -> bool:
        """Whether a job is at work on it."""
        return self.state in batches.UNDER_WAY

    @property
    def tabs(self) -> list[Tab]:
        """The lists of the preview with their lengths."""
        summary = self.summary
        counts = {
            "errors": summary.get("errors", 0),
            "changed": summary.get("updated", 0),
            "new": summary.get("created", 0),
            "same": summary.get("unchanged", 0),
            "absent": summary.get("absent", 0),
            "notes": len(summary.get("notes", ())) + len(summary.get("makes", ())),
        }
        return [Tab(key, label, counts[key]) for key, label in TABS]

    @property
    def confirmable(self) -> dict[str, Any]:
        """What the form of confirmation starts with."""
        partial = bool(self.batch.options.get("partial"))
        return {"digest": self.summary.get("digest", ""), "partial": partial}

    @property
    def marked(self) -> bool:
        """Whether there is an error workbook."""
        return bool(self.batch.folder) and Store(self.batch.folder).marked.exists()

    @property
    def gone(self) -> bool:
        """Whether its rows are no longer kept."""
        return bool(self.batch.folder) and Store(self.batch.folder).gone


def seen(actor: Actor, batch_id: int) -> Seen:
    """One of the actor's imports; OutOfReach for others'."""
    return _seen(actor, batches.of(actor, batch_id))


def _seen(actor: Actor, batch: ImportBatch) -> Seen:
    unit = regions.named([batch.unit_id])[batch.unit_id].name if batch.unit_id else ""
    return Seen(batch, batches.state_of(actor, batch), batch.summary or {}, unit)


def latest(actor: Actor) -> list[Seen]:
    """The actor's latest imports, newest first."""
    return [_seen(actor, batch) for batch in batches.latest(actor)]


def job_of(actor: Actor, shown: Seen) -> tuple[Any, JobState]:
    """The job at work on an import, and its state."""
    job = jobs.job(actor, shown.batch.job_id or 0)
    return job, JobState(job.state)


def page_of(shown: Seen, key: str, start: int) -> list[dict[str, Any]]:
    """A page of one list of the preview."""
    if not shown.batch.folder or key == "notes":
        return []
    return Store(shown.batch.folder).listed(key, start, PAGE)


def first_tab(shown: Seen) -> Tab:
    """The list to open first: what is wrong, else what changes."""
    return next((tab for tab in shown.tabs if tab.count), shown.tabs[0])


def units(actor: Actor) -> Sequence[Region]:
    """Units in reach that the form offers, as deep as there are not too many."""
    top = regions.top_of(actor)
    found = regions.below(top) if top else []
    for deepest in (5, 4, 3, 2):
        offered = [unit for unit in found if unit.level <= deepest and unit.ended_on is None]
        if len(offered) <= MANY:
            return offered
    return []


def unit_of(actor: Actor, words: str) -> int | None:
    """The id of the unit in reach that was typed, code first; None for nothing typed."""
    words = words.strip()
    if not words:
        return None
    found = regions.by_code(words.split()[0])
    if found is None:
        named = [unit for unit in units(actor) if unit.name == words]
        found = named[0] if len(named) == 1 else None
    if found is None or not regions.reaches(actor, found):
        raise RuleBroken("所属单位没有找到或不在您的管理范围内，请填写区划代码，如 610103。")
    return found.id
