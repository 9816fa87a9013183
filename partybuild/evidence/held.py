"""Files that wait while their form is mended: safe in the store, named by a sealed word in the page.

No row names them yet. The word is good for the person to whom the page was shown, and for less
time than the daily tidying leaves a file that no row names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from flask import current_app, g, has_request_context, request
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from partybuild.access.actor import Actor
from partybuild.evidence import store
from partybuild.evidence.arrivals import Arrived, Paper
from partybuild.evidence.rules import Slot

FIELD = "held-"
"""Before a slot's key: the name of the boxes that name its waiting files."""
HOURS = 20
MOST = 20
"""So many waiting files of one form are read."""
GONE = "上次上传的材料已超过 {hours} 小时没有提交，请重新选择。"
_SALT = "evidence.held"


@dataclass(frozen=True, slots=True)
class Held:
    """A waiting file as the re-shown form lists it."""

    name: str
    size: int
    word: str


def hold(actor: Actor, papers: Sequence[Paper]) -> None:
    """The page that is shown next lists these files and sends them with the next submit."""
    g.held_papers = {
        slot: [_held(actor, paper) for paper in papers if paper.slot == slot]
        for slot in {paper.slot for paper in papers}
    }


def waiting(slot: str) -> Sequence[Held]:
    """The waiting files of a slot on the page that is being shown."""
    found: dict[str, list[Held]] = g.get("held_papers", {}) if has_request_context() else {}
    return found.get(slot, [])


def taken_back(actor: Actor, slots: Iterable[Slot]) -> tuple[list[Paper], list[str]]:
    """The waiting files that the form sends again, and a sentence where one waits no longer.

    What was not sealed for this person and slot is left out without a word.
    """
    if not has_request_context():
        return [], []
    papers, said = [], []
    for slot in slots:
        for word in request.form.getlist(FIELD + slot.key)[:MOST]:
            try:
                paper = _opened(actor, slot.key, word)
            except SignatureExpired:
                said.append(GONE.format(hours=HOURS))
                continue
            if paper is None:
                continue
            if store.path_of(paper.file.digest).exists():
                papers.append(paper)
            else:
                said.append(f"“{paper.file.name}”已不在，请重新选择。")
    return papers, list(dict.fromkeys(said))


def _held(actor: Actor, paper: Paper) -> Held:
    sealed = {"user": actor.user_id, "slot": paper.slot, "file": asdict(paper.file)}
    return Held(paper.file.name, paper.file.size, str(_seal().dumps(sealed)))


def _opened(actor: Actor, slot: str, word: str) -> Paper | None:
    """The file behind a word; None where it is not ours; SignatureExpired where it is too old."""
    try:
        said = _seal().loads(word, max_age=HOURS * 3600)
    except SignatureExpired:
        raise
    except BadData:
        return None
    if said["user"] != actor.user_id or said["slot"] != slot:
        return None
    return Paper(slot, Arrived(**said["file"]))


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
