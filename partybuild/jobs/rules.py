"""The states of a job, and the reach it was done in. Pure."""

from enum import Enum

from partybuild.access.actor import Reach


class JobState(Enum):
    """Where a job stands, with its label and the tone in which it is shown."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _LABELS[self]

    @property
    def tone(self) -> str:
        """fine, soon, late or neutral."""
        return _TONES.get(self, "neutral")

    @property
    def open(self) -> bool:
        """Whether there is still something to come."""
        return self in {JobState.QUEUED, JobState.RUNNING}


_LABELS = {
    JobState.QUEUED: "排队中",
    JobState.RUNNING: "进行中",
    JobState.DONE: "已完成",
    JobState.FAILED: "没有办成",
    JobState.CANCELLED: "已取消",
}
_TONES = {JobState.DONE: "fine", JobState.FAILED: "late", JobState.RUNNING: "soon"}
OPEN_STATES = tuple(state.value for state in JobState if state.open)


def reach_words(reach: Reach) -> str:
    """A reach as text, to see at the download whether it is still the same."""
    unit = reach.unit.path if reach.unit else ""
    body = reach.body.path if reach.body else ""
    own = ",".join(map(str, sorted(reach.organization_ids)))
    return f"{unit}|{body}|{own}|{int(reach.everything)}"
