"""Why an import writes what it writes: the file, and the mark of a write from above."""

from partybuild.access.actor import Actor
from partybuild.facts.histories import Because
from partybuild.organizations import queries
from partybuild.organizations.entering import Newcomer

ENTERED = "导入入册"
CHANGED = "导入变更"
CORRECTED = "导入更正"


class Reasons:
    """Why each is written: the file, and the mark where the write comes from above."""

    def __init__(self, actor: Actor, document: str, correct: bool) -> None:
        self.actor, self.document, self.correct = actor, document[:120], correct
        self.marks: dict[tuple[int, int | None], str] = {}

    def mark(self, unit_id: int, body_id: int | None) -> str:
        """代填, 上级更正 or nothing."""
        at = (unit_id, body_id)
        if at not in self.marks:
            self.marks[at] = queries.mark_of(self.actor, *at)
        return self.marks[at]

    def of(self, one: Newcomer) -> Because:
        """Why a new one is entered."""
        profile = one.organization.profile
        return self.entered(self.mark(profile["unit_id"], profile.get("body_id")), one.accepted)

    def entered(self, mark: str, accepted: str) -> Because:
        """Of new ones, perhaps with the reason why a check character was let pass."""
        return Because(ENTERED, _reason(accepted), self.document, mark)

    def changed(self, mark: str) -> Because:
        """Of changed ones."""
        action = CORRECTED if self.correct else CHANGED
        return Because(action, "按导入的名册", self.document, mark)


def _reason(accepted: str) -> str:
    return f"校验码不符，放行理由：{accepted}" if accepted else ""
