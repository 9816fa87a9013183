"""Organizations of one unit: who they are, when they came and went, what they count."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from partybuild.clock.days import years_later
from partybuild.demo import members
from partybuild.demo.days import between, weekday
from partybuild.demo.draft import Draft, Line, Setting
from partybuild.demo.names import MARK, bare, person, telephone
from partybuild.demo.shares import Share
from partybuild.organizations import codes
from partybuild.organizations.kinds import OrganizationKind, OrganizationState
from partybuild.organizations.writing import NewOrganization
from partybuild.regions.levels import Level
from partybuild.regions.models import Region

KIND = OrganizationKind
NEW = 0.09
"""Share of today's organizations that registered since 启用日."""
CHARITIES = 0.36
"""Share of charities, which report instead, among those not due for inspection."""
_ENDS = (
    (OrganizationState.DEREGISTERED, 80),
    (OrganizationState.CANCELLED, 13),
    (OrganizationState.REVOKED, 7),
)


def living(setting: Setting, draft: Draft, share: Share) -> list[int]:
    """Enter the organizations that are there today; their places in the draft."""
    if share.due is not None:
        return _counted(setting, draft, share, share.due)
    newcomers = round(share.living * NEW)
    found = []
    for number in range(share.living):
        recent = number < newcomers
        days = setting.days
        day = days.recent(setting.rng) if recent else days.old(setting.rng)
        found.append(_enter(setting, draft, share, _kind(setting, share), day))
    setting.rng.shuffle(found)
    return found


def _counted(setting: Setting, draft: Draft, share: Share, due: int) -> list[int]:
    """So many that the latest annual inspection expects; the others are charities or too new."""
    rng, days, left = setting.rng, setting.days, share.living - due
    charities, newcomers = round(left * CHARITIES), round(share.living * NEW)
    found = []
    for number in range(share.living):
        kind = KIND.FOUNDATION if number < charities else _kind(setting, share)
        if charities <= number < left:
            day = between(rng, date(days.inspected + 1, 1, 1), days.today)
        elif left <= number < newcomers + charities:
            day = between(rng, days.first + timedelta(days=1), date(days.inspected, 6, 30))
        else:
            day = days.old(rng)
        place = _enter(setting, draft, share, kind, weekday(day, date.min))
        _mark_charity(draft, place, number < charities)
        found.append(place)
    rng.shuffle(found)
    return found


def _mark_charity(draft: Draft, place: int, charity: bool) -> None:
    item = draft.organizations[place]
    draft.organizations[place] = replace(item, profile={**item.profile, "charity": charity})


def filed(setting: Setting, draft: Draft, share: Share) -> list[int]:
    """Enter community organizations that are only on file."""
    return [
        _enter(setting, draft, share, KIND.FILED, setting.days.old(setting.rng))
        for _ in range(share.filed)
    ]


def ended(setting: Setting, draft: Draft, share: Share) -> list[tuple[int, date]]:
    """Enter organizations that have gone since 启用日, with the day."""
    rng = setting.rng
    found = []
    for number in range(share.ended):
        state = rng.choices([end for end, _ in _ENDS], [weight for _, weight in _ENDS])[0]
        registered, day = setting.days.old(rng), setting.days.recent(rng)
        document = f"演民{state.label}〔{day.year}〕{number + 1}号"
        kind = _kind(setting, share)
        place = _enter(setting, draft, share, kind, registered, (state, day, document))
        found.append((place, day))
    return found


def _kind(setting: Setting, share: Share) -> OrganizationKind:
    weights = (52, 42, 6) if share.unit.level <= Level.CITY else (44, 56, 0)
    kinds = (KIND.ASSOCIATION, KIND.PRIVATE_UNIT, KIND.FOUNDATION)
    return setting.rng.choices(kinds, weights)[0]


def _enter(
    setting: Setting,
    draft: Draft,
    share: Share,
    kind: OrganizationKind,
    day: date,
    end: tuple[OrganizationState, date, str] | None = None,
) -> int:
    rng = setting.rng
    serial = next(setting.serials)
    is_filed = kind is KIND.FILED
    doubtful = end is None and not is_filed and rng.random() < 0.03 and share.due is None
    where = rng.choice(share.places)
    draft.organizations.append(
        NewOrganization(
            code=None if is_filed else _code(kind, share.unit, serial),
            filing_number=f"YSBA{serial:06d}" if is_filed else None,
            profile=_profile(setting, share, kind, day, where),
            ended=end,
            state=OrganizationState.ABNORMAL if doubtful else OrganizationState.NORMAL,
            contact=_contact(setting, where),
            board=_board(setting, day) if kind is KIND.ASSOCIATION else {},
        )
    )
    return len(draft.organizations) - 1


def _code(kind: OrganizationKind, unit: Region, serial: int) -> str:
    return codes.make(codes.PREFIXES[kind], unit.code[:6], serial)


def _profile(
    setting: Setting, share: Share, kind: OrganizationKind, day: date, where: Region
) -> Mapping[str, Any]:
    rng, unit = setting.rng, share.unit
    name, industry, trade = setting.names.organization(kind, bare(unit.name))
    is_filed = kind is KIND.FILED
    direct = trade or rng.random() < 0.25
    seat = bare(unit.name)
    return {
        "name": name,
        "kind": kind,
        "authority": f"{seat}{'街道办事处' if is_filed else '民政局'}{MARK}",
        "registration_way": "备案" if is_filed else "直接登记" if direct else "双重管理登记",
        "level": share.level,
        "supervisor": "" if direct or is_filed else f"{seat}{_office(industry)}{MARK}",
        "industry": industry if rng.random() < 0.97 else "",
        "trade": trade,
        "charity": kind is KIND.FOUNDATION and rng.random() < 0.6,
        "community": is_filed or (unit.level == Level.STREET and rng.random() < 0.3),
        "zombie": not is_filed and rng.random() < 0.02,
        "region_id": where.id,
        "unit_id": unit.id,
        "body_id": setting.committees[unit.id],
        "body_name": "",
        "registered_on": day,
    }


def _office(industry: str) -> str:
    offices = {"教育": "教育局", "卫生": "卫生健康局", "体育": "体育局", "文化": "文化和旅游局"}
    return offices.get(industry, "工商业联合会" if industry == "工商业服务" else "科学技术协会")


def _contact(setting: Setting, where: Region) -> Mapping[str, Any]:
    rng = setting.rng
    return {
        "legal_person": person(rng),
        "contact": person(rng),
        "telephone": telephone(rng),
        "address": f"{bare(where.name)}示例路{rng.randint(1, 260)}号{MARK}",
        "overdue_leader": "",
    }


def _board(setting: Setting, registered: date) -> Mapping[str, Any]:
    """Boards are elected every five years; one in twelve has let its term run out."""
    elected = registered
    today = setting.days.today
    late = setting.rng.random() < 0.08
    while years_later(elected, 5) <= (years_later(today, -1) if late else today):
        elected = years_later(elected, 5)
    return {"elected_on": elected, "last_day": years_later(elected, 5) - timedelta(days=1)}


def count(setting: Setting, draft: Draft, organization: int, now: members.Counts) -> None:
    """Say how many members it has: from its registration on, and for some anew since 启用日."""
    rng = setting.rng
    item = draft.organizations[organization]
    if now["full"] is None and now["probationary"] is None and rng.random() < 0.6:
        return
    changes = rng.random() < 0.35 and item.ended is None
    first = members.before(rng, now) if changes else now
    draft.organizations[organization] = replace(item, headcount=first)
    if changes:
        day = setting.days.recent(rng, draft.registered_on(organization))
        draft.headcounts.append((organization, Line(now, day)))
