"""What the pages of papers ask and show: filters from the address, lines of a paper, prefilled forms."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.notices import queries, rules
from partybuild.notices.commands import Issue
from partybuild.notices.forms import PREFIX
from partybuild.notices.kinds import KINDS, FieldType, NoticeKind
from partybuild.notices.models import Notice
from partybuild.notices.ports import About, notice_ports
from partybuild.notices.queries import STATES, Asked
from partybuild.rules import RuleBroken

FIRST_YEAR = 2015
HEAD = ("addressed_to", "signer", "basis")
_LABELS = {"year": "年度", "kind": "文书", "state": "状态", "unit": "单位代码"}


def read(given: Mapping[str, str]) -> tuple[Asked, dict[str, str]]:
    """(the filters, those in force as they stand in the address); unknown values fall away."""
    chosen = {name: value for name in _LABELS if (value := given.get(name, "").strip())}
    if chosen.get("kind", "") not in {"", *KINDS}:
        del chosen["kind"]
    if chosen.get("state", "") not in {"", *STATES}:
        del chosen["state"]
    if "year" in chosen and int_or_none(chosen["year"]) not in years():
        del chosen["year"]
    year = int(chosen["year"]) if "year" in chosen else None
    rest = {name: chosen.get(name, "") for name in ("kind", "state", "unit")}
    return Asked(year=year, **rest), chosen


def int_or_none(text: str) -> int | None:
    """The number that the text is, in ASCII digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def years() -> range:
    """Years a paper may be of."""
    return range(clock.today().year, FIRST_YEAR - 1, -1)


def place(text: str) -> tuple[date, int] | None:
    """The cursor of an address, None without one; RuleBroken where it is none of ours."""
    if not text:
        return None
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day), int_or_none(number) or 0
    except ValueError:
        raise RuleBroken("翻页位置无法识别，请从第一页重新翻起。") from None


def _words(name: str, value: str) -> str:
    known = {"kind": {k: kind.name for k, kind in KINDS.items()}, "state": STATES}
    return f"{_LABELS[name]}：{known.get(name, {}).get(value, value)}"


def active(chosen: Mapping[str, str], here: str) -> list[tuple[str, str]]:
    """Each filter in force with the address without it."""
    return [
        (
            _words(name, value),
            f"{here}?{urlencode({k: v for k, v in chosen.items() if k != name})}",
        )
        for name, value in chosen.items()
    ]


def sentence(chosen: Mapping[str, str]) -> str:
    """The filters in force in words."""
    return "；".join(_words(name, value) for name, value in chosen.items()) or "无"


def context(actor: Actor) -> dict[str, Any]:
    """What every page of papers needs."""
    return {
        "kinds": KINDS,
        "states": STATES,
        "year_options": [(str(year), f"{year}年") for year in years()],
        "kind_options": [(key, kind.name) for key, kind in KINDS.items()],
        "today": clock.today(),
        "symbol": queries.symbol,
        "may": actor.may,
    }


def lines(notice: Notice) -> list[tuple[str, list[str]]]:
    """The fields of a paper as label and lines, those left blank left out."""
    kind = KINDS[notice.kind]
    shown = rules.printed(kind, notice.fields)
    found = []
    for field in kind.fields:
        value = shown[field.key]
        if field.type is FieldType.LINES:
            value = notice.fields[field.key]
        elif field.type is FieldType.ROWS:
            value = [" ｜ ".join(vars(row).values()) for row in value]
        if value:
            found.append((field.label, [value] if isinstance(value, str) else list(value)))
    return found


def file_name(notice: Notice) -> str:
    """What the file of a paper is called."""
    title = "".join(" " if char in '\\/:*?"<>|' else char for char in notice.title)
    return f"{queries.symbol(notice)}{title[:60]}.docx"


def about(actor: Actor, given: Mapping[str, str]) -> About | None:
    """What the address or form names, None where it names nothing; OutOfReach."""
    for name, found in _ABOUT.items():
        number = int_or_none(given.get(name, ""))
        if number is not None:
            return found(actor, number)
    return None


def _case(actor: Actor, number: int) -> About:
    return notice_ports.case(actor, number)


def _organization(actor: Actor, number: int) -> About:
    row = notice_ports.organization(actor, number)
    values = {"organization": row.name, "code": row.number, "recipient": row.name}
    return About(row.name, row, ("organization", number), f"/organizations/{number}", values)


def _party(actor: Actor, number: int) -> About:
    row = notice_ports.party(actor, number)
    values = {"party_organization": row.name, "recipient": row.name}
    return About(row.name, row, ("party", number), f"/party/{number}", values)


_ABOUT: Mapping[str, Callable[[Actor, int], About]] = {
    "case": _case,
    "organization": _organization,
    "party": _party,
}


def known(kind: NoticeKind, subject: About | None) -> dict[str, Any]:
    """What is known of the subject, for the form."""
    if subject is None:
        return {}
    values = {**subject.values, **subject.special.get(kind.key, {})}
    filled = {f"{PREFIX}{key}": value for key, value in values.items() if kind.field(key)}
    return filled | ({"addressed_to": subject.name} if kind.addressed else {})


def placed(wanted: Issue, subject: About | None) -> Issue:
    """The paper, said to be about the subject."""
    if subject is None:
        return wanted
    return replace(wanted, about=subject.row, case_id=subject.case_id)


def completed(wanted: Issue, more: Mapping[str, str]) -> Issue:
    """The paper with its addressee, signer and basis."""
    return replace(wanted, **more)  # type: ignore[arg-type]
