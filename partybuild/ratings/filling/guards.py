"""What stands between a self-assessment and the reviewing desk, as sentences."""

from collections.abc import Sequence
from typing import Any

from partybuild import clock
from partybuild.db.work import Stale
from partybuild.evidence.arrivals import Paper
from partybuild.ratings.filling.queries import Sheet
from partybuild.ratings.filling.rules import SIGNED
from partybuild.ratings.kinds import Tier
from partybuild.ratings.standing.rules import Standing
from partybuild.rules import RuleBroken


def refusals(found: Sheet, standing: Standing | None = None) -> dict[str, str]:
    """The sentences of the guards `complete` and `mended` that are not met now."""
    shut = shut_out(standing)
    if shut:
        return {"complete": shut, "mended": shut}
    gaps = found.missing()
    words = "、".join(f"“{gap.indicator.label}”{gap.words}" for gap in gaps[:5])
    more = f"等 {len(gaps)} 项" if len(gaps) > 5 else ""
    sentences = {"complete": f"还不能报送：{words}{more}。"} if gaps else {}
    untouched = [
        item.label
        for key, item in found.returned.items()
        if (score := found.current(Tier.SELF).get(key)) is None or score.attempt < found.attempt
    ]
    if untouched:
        sentences["mended"] = f"退回的项目还没有补正：{'、'.join(untouched)}。"
    elif gaps:
        sentences["mended"] = sentences["complete"]
    return sentences


def shut_out(standing: Standing | None) -> str:
    """Why the branch may not be rated at all, and what would change that; blank where it may."""
    shut = [each for each in standing.barred if each.gate.bars == 0] if standing else []
    if not shut:
        return ""
    lifts = [
        f"（{each.gate.lifts}）" if each.fact.held and each.gate.lifts else "" for each in shut
    ]
    facts = "；".join(each.fact.words + lift for each, lift in zip(shut, lifts, strict=True))
    return f"按评星方案现在不能参评，自评不能报送：{facts}。"


def read(standing: Standing | None) -> dict[str, Any]:
    """What the gates read today, as `Assessment.facts` keeps it."""
    facts = standing.facts if standing else ()
    return {
        "day": clock.today().isoformat(),
        "facts": [[fact.fact.value, fact.held, fact.words] for fact in facts],
        "open_star": standing.open_star if standing else None,
    }


def demand_clean(papers: Sequence[Paper]) -> None:
    """A file in which the scanner found something is no evidence."""
    bad = [f"“{paper.file.name}”" for paper in papers if not paper.file.clean]
    if bad:
        names = "、".join(bad)
        raise RuleBroken(f"{names}没有通过病毒查杀，不能收存；请取消勾选，换一份再传。")


def demand_signed(mark: str, papers: Sequence[Paper]) -> None:
    """RuleBroken where somebody sends on behalf (`mark`) without the paper that was signed."""
    if mark and SIGNED not in {paper.slot for paper in papers}:
        raise RuleBroken("代填报送须附党组织签字（盖章）的自评表，请拍照或扫描后一并上传。")


def demand_seen(found: Sheet, seen: str | None) -> None:
    """Stale where an answer or a file changed since the whole was `seen`."""
    if seen is not None and seen != found.seen():
        raise Stale("您核对之后，自评又有改动。这次没有报送，请重新核对后再报送。")
