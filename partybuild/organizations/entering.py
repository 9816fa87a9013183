"""A new organization from a row of a file: every value filled in, every rule asked. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild.organizations import codes, rules
from partybuild.organizations.differences import Unmatched
from partybuild.organizations.given import BOARD, CONTACT, HEADCOUNT, PLAN, PROFILE, Given
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.writing import NewOrganization
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An organization to be entered, and what its entry cannot say."""

    organization: NewOrganization
    dated: tuple[OrganizationState, date] | None = None
    """活动异常 or 责令停止活动 from a stated day on."""
    mass: frozenset[str] = frozenset()
    accepted: str = ""
    """Why a failing check character may pass."""


def newcomer(
    code: str | None,
    filing_number: str | None,
    said: Given,
    sited: Mapping[str, Any],
    accepted: str,
    today: date,
) -> Newcomer:
    """The organization a row makes; `sited` holds region, unit, body. Raises Unmatched."""
    profile = {**PROFILE, **said.profile, **sited, "registered_on": said.registered_on}
    born = said.registered_on
    assert born is not None
    _check(code, said, profile, accepted, today)
    ended = dated = None
    state = said.state or OrganizationState.NORMAL
    if not state.living:
        ended = (state, _end(said, born, today), "")
        state = OrganizationState.NORMAL
    elif said.state_on is not None and said.state_on > born:
        dated, state = (state, said.state_on), OrganizationState.NORMAL
    new = NewOrganization(
        code=code,
        filing_number=filing_number,
        profile=profile,
        ended=ended,
        state=state,
        headcount=_known(HEADCOUNT, said.headcount),
        contact=_known(CONTACT, said.contact),
        board=_known(BOARD, said.board),
        plan=_known(PLAN, said.plan),
    )
    return Newcomer(new, dated, said.mass or frozenset(), accepted)


def _check(
    code: str | None, said: Given, profile: Mapping[str, Any], accepted: str, today: date
) -> None:
    kind = profile["kind"]
    _rule("registration_way", lambda: rules.check_way(kind, profile["registration_way"]))
    _rule("registered_on", lambda: rules.check_registration(profile["registered_on"], None, today))
    terms = {**BOARD, **said.board}
    _rule("last_day", lambda: rules.check_terms(terms["elected_on"], terms["last_day"]))
    if not kind.registered:
        if code:
            raise Unmatched(
                "code", "只备案的社区社会组织没有统一社会信用代码，请核对组织类型或删去代码。"
            )
        return
    if code and (fault := codes.malformed(code, kind) or _doubt(code, accepted)):
        raise Unmatched("code", fault)


def _doubt(code: str, accepted: str) -> str | None:
    return None if accepted.strip() else codes.miscomputed(code)


def _end(said: Given, born: date, today: date) -> date:
    day = said.state_on
    if day is None or said.state is None:
        raise Unmatched("state_on", "组织已终止的，须填写状态日期，请补填。")
    ended_on = day
    _rule("state_on", lambda: rules.check_end(ended_on, born, None, today))
    return day


def _rule(field: str, check: Any) -> None:
    try:
        check()
    except RuleBroken as broken:
        raise Unmatched(field, str(broken)) from None


def _known(blanks: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """All values of a part, or nothing where none is known."""
    known = any(value not in (None, "") for value in said.values())
    return {**blanks, **said} if known else {}
