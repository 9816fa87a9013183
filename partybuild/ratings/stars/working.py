"""Stars of very many: computed, shown and decided by jobs, everything made ready before the lock."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import select

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import system
from partybuild.db import db
from partybuild.db.work import Stale, audit_detail, needs, work
from partybuild.jobs.commands import enqueue
from partybuild.jobs.models import Job
from partybuild.jobs.ports import Progress
from partybuild.jobs.rules import OPEN_STATES
from partybuild.ratings.models import RatingRound
from partybuild.ratings.rounds.commands import own_round
from partybuild.ratings.seeing import averages
from partybuild.ratings.stars import computing, deciding, publicity
from partybuild.rules import RuleBroken

P = TypeVar("P")
JOB, SHOWING, DECIDING = "ratings.stars", "ratings.publicity", "ratings.decision"
AT_ONCE = 300
"""More than these are computed, shown and decided by a job, before the lock."""
TRIES, STEPS = 5, 4
TOO_BUSY = "评分和登记情况正被频繁改动，这次没有写入，请稍后再办。"


def is_long(actor: Actor, round_id: int) -> bool:
    """Whether a job computes this round, and shows it."""
    return computing.finished(actor, round_id) > AT_ONCE


def is_long_list(actor: Actor, publicity_id: int) -> bool:
    """Whether a job decides this publicity."""
    return publicity.listed(actor, publicity_id) > AT_ONCE


def under_way(round_id: int) -> Job | None:
    """The job that computes, shows or decides stars of this round, None where there is none."""
    with system("星级任务情况"):
        kinds = (JOB, SHOWING, DECIDING)
        query = select(Job).where(Job.kind.in_(kinds), Job.state.in_(OPEN_STATES))
        rows = db.session.scalars(query).all()
    return next((row for row in rows if row.arguments.get("round") == round_id), None)


@needs(Permission.RATINGS_MANAGE, "提交计算星级")
def ask(actor: Actor, round_id: int, leave_open: bool) -> int:
    """A job will compute the stars of a round; its id. RuleBroken where it cannot be computed."""
    row = own_round(actor, round_id)
    waiting = computing.under_way(actor, round_id)
    if waiting and not leave_open:
        raise RuleBroken(f"还有 {waiting} 份没有完成评审。名额按同批党组织计算，请全部评完再算。")
    return _queue(actor, row, JOB, f"计算{row.title}的星级", leave_open=leave_open)


@needs(Permission.RATINGS_MANAGE, "提交公示星级")
def ask_to_show(actor: Actor, round_id: int, expected: int | None) -> int:
    """A job will open the publicity of so many; its id."""
    row = own_round(actor, round_id)
    last = _last(actor, row.id)
    return _queue(actor, row, SHOWING, f"公示{row.title}的星级", expected=expected, last=last)


@needs(Permission.RATINGS_MANAGE, "提交公布星级")
def ask_to_decide(actor: Actor, publicity_id: int, document: str, said: tuple[str, str]) -> int:
    """A job will decide a publicity and announce it; its id. RuleBroken before its last day."""
    shown = deciding.over(actor, publicity_id)
    row = own_round(actor, shown.round_id)
    paper = {"document": document, "signer": said[0], "contact": said[1]}
    return _queue(actor, row, DECIDING, f"公布{row.title}的星级", publicity=publicity_id, **paper)


def _queue(actor: Actor, row: RatingRound, kind: str, title: str, **arguments: Any) -> int:
    if under_way(row.id):
        raise RuleBroken("这一轮评星的星级正由任务办理，请等任务完成，或在“我的任务”里取消后再办。")
    audit_detail(object=("rating_round", row.id))
    return enqueue(actor, kind, title, {"round": row.id, **arguments})


def run(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `ratings.stars`: every finished score has its star, or none; then the averages of
    the items are filled.
    """
    number, leave_open = int(arguments["round"]), bool(arguments.get("leave_open"))

    def prepare() -> computing.Prepared:
        progress.step(0, STEPS, "正在读取评分和参评条件")
        return computing.prepare(actor, number, leave_open)

    def write(ready: computing.Prepared) -> int:
        progress.step(1, STEPS, f"正在写入 {len(ready.lines)} 个星级")
        with work(actor) as running:
            return computing.compute(running.actor, number, leave_open, ready)

    count = _tried(prepare, write)
    progress.step(2, STEPS, "正在汇总各项得分")
    made = averages.prepare(actor, number)
    progress.step(3, STEPS, "正在写入各指标平均分")
    with work(actor) as running:
        averages.compute(running.actor, number, made)
    progress.step(STEPS, STEPS, "已完成")
    return {
        "message": f"已计算 {count} 个星级和各指标平均分。",
        "url": f"/ratings/stars/{number}",
    }


def show(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `ratings.publicity`: everybody is shown, or nobody."""
    number, expected = int(arguments["round"]), arguments.get("expected")
    opened = _last(actor, number)
    if opened != arguments.get("last"):
        return {"message": "已开始公示。", "url": f"/ratings/stars/publicity/{opened}"}

    def prepare() -> publicity.Prepared:
        progress.step(0, STEPS, "正在核对公示名单")
        return publicity.prepare(actor, number, expected)

    def write(ready: publicity.Prepared) -> int:
        progress.step(1, STEPS, f"正在准备 {len(ready.parties)} 个党组织的公示")
        ready.rows.lay()
        progress.step(2, STEPS, "正在写入公示名单")
        with work(actor) as running:
            return publicity.open_publicity(running.actor, number, expected, ready)

    shown = _tried(prepare, write)
    return {"message": "公示已开始，可以打印公示名单。", "url": f"/ratings/stars/publicity/{shown}"}


def decide(actor: Actor, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `ratings.decision`: every star of the publicity holds and is announced, or none."""
    number, document = int(arguments["publicity"]), str(arguments.get("document") or "")
    said = str(arguments.get("signer") or ""), str(arguments.get("contact") or "")
    url = f"/ratings/stars/publicity/{number}"
    row = publicity.shown(actor, number)
    if row.decided_on is not None and row.decided_by == actor.label:
        return {"message": f"已公布，文号{row.announcement}。", "url": url}

    def prepare() -> deciding.Prepared:
        progress.step(0, STEPS, "正在重新核对参评条件和异议")
        return deciding.prepare(actor, number, document)

    def write(ready: deciding.Prepared) -> int:
        progress.step(1, STEPS, f"正在准备 {len(ready.members)} 个星级")
        ready.rows.lay()
        progress.step(2, STEPS, "正在写入星级")
        with work(actor) as running:
            return deciding.decide(running.actor, number, document, *said, ready)

    count = _tried(prepare, write)
    return {"message": f"已公布 {count} 个党组织的星级，从今天起生效。", "url": url}


def _last(actor: Actor, round_id: int) -> int:
    """The latest publicity of a round: a job that begins again sees what it has done."""
    rows = publicity.of_rounds(actor, [round_id]).get(round_id, ())
    return max((row.id for row in rows), default=0)


def _tried(prepare: Callable[[], P], write: Callable[[P], int]) -> int:
    """What `write` gives, prepared anew where somebody was faster. RuleBroken where that goes on."""
    for _ in range(TRIES):
        db.session.rollback()
        ready = prepare()
        try:
            return write(ready)
        except Stale:
            continue
    raise RuleBroken(TOO_BUSY)
