"""A province's round of star rating with every score given: what bench/rating.py measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from bench.scored import TIERS, finish, sixty
from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission, Role
from partybuild.access.scope import system
from partybuild.accounts.models import Appointment, User
from partybuild.db import FOREVER, db
from partybuild.db.work import audit_detail, needs, work
from partybuild.demo import ACTOR, elsewhere, ground
from partybuild.demo.days import Days
from partybuild.facts.commands import Statement, put
from partybuild.facts.histories import Because
from partybuild.organizations import codes, writing
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.writing import NewOrganization
from partybuild.party import writing as parties
from partybuild.party.kinds import Formation, PartyKind
from partybuild.party.models import CoverageLink
from partybuild.party.writing import NewParty
from partybuild.policies.models import Policy
from partybuild.ratings.rounds import commands
from partybuild.ratings.rounds.commands import Planned
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.schemes.content import KIND, to_content
from partybuild.regions.models import Region

OFFICER, TOP = "sheng", "610000"
BECAUSE = Because("期初导入", document="测速数据")
PROFILE: Mapping[str, Any] = {
    **dict.fromkeys(("authority", "supervisor", "industry", "body_name"), ""),
    **dict.fromkeys(("trade", "charity", "community", "zombie"), False),
    "registration_way": "直接登记",
    "level": "县级",
    "body_id": None,
    "kind": OrganizationKind.ASSOCIATION,
    "registered_on": date(2019, 3, 2),
}
PARTY: Mapping[str, Any] = {
    **dict.fromkeys(("region_id", "approved_on", "has_committee", "seats_due", "seats_filled")),
    "formation": Formation.SINGLE,
    "kind": PartyKind.BRANCH,
    "social": True,
    "parent_id": None,
    "approval_number": "",
}


@dataclass(frozen=True, slots=True)
class Rated:
    """The round that stands, and one assessment that lies at its last desk."""

    round_id: int
    waiting: int


def stand(total: int) -> Rated:
    """In an empty database: `total` branches, each rated in 60 items by itself and three tiers."""
    today = clock.today()
    with work(ACTOR):
        ground.lay(ACTOR, ["61"], ground.SPREAD_OVER, Days(today))
    with work(ACTOR):
        register(ACTOR, total, today)
    with work(ACTOR) as running:
        elsewhere.enter(running.actor, today.year - 1)
    with work(ACTOR) as running:
        planned = _planned(publish(running.actor), today)
    with work(ACTOR) as running:
        number = commands.draft(running.actor, planned)
    with work(ACTOR) as running:
        commands.open_round(running.actor, number, 1)
    with work(ACTOR) as running:
        waiting = finish(running.actor, number, today)
    return Rated(number, waiting)


@needs(Permission.IMPORTS_MAKE, "建立测速数据")
def register(actor: Actor, total: int, today: date) -> None:
    """Organizations in the streets of three cities, a branch with a secretary and a term in each."""
    streets = [unit.id for unit in ground.units().values() if unit.level == 4]
    units = [streets[place % len(streets)] for place in range(total)]
    ids = writing.add(actor, [_organization(n, unit) for n, unit in enumerate(units)], BECAUSE)
    new = [_party(n, unit, ids[n], today) for n, unit in enumerate(units)]
    own = parties.add(actor, new, BECAUSE)
    with system("测速"):
        put(
            CoverageLink,
            [
                Statement((organization, party), {"inferred": False}, PROFILE["registered_on"])
                for organization, party in zip(ids, own, strict=True)
            ],
        )
    user = User(login=OFFICER, name="测速（演示）", must_change=False)
    db.session.add(user)
    db.session.flush()
    top = db.session.scalar(select(Region.id).where(Region.code == TOP))
    appointment = Appointment(user_id=user.id, role=Role.OFFICER, region_id=top)
    appointment.valid_from, appointment.valid_to = today, FOREVER
    db.session.add(appointment)
    audit_detail(organizations=total)


def _organization(place: int, unit: int) -> NewOrganization:
    profile = {**PROFILE, "name": f"第{place}测速协会（演示）", "unit_id": unit, "region_id": unit}
    return NewOrganization(codes.make("51", "610103", place + 1), None, profile)


def _party(place: int, unit: int, lead: int, today: date) -> NewParty:
    day = PROFILE["registered_on"]
    profile = {**PARTY, "name": f"第{place}测速党支部（演示）", "lead_organization_id": lead}
    secretary = {"name": f"书记{place}（演示）", "telephone": ""}
    term = {"started_on": day, "last_day": today + timedelta(days=200 + place % 400)}
    term |= {"extended_to": None, "document": ""}
    return NewParty(
        f"DZ{place + 1:07d}", day, profile, unit, secretary=(secretary, day, FOREVER), term=term
    )


@needs(Permission.POLICIES_MANAGE, "发布测速方案")
def publish(actor: Actor) -> int:
    """The sample scheme with 60 items and three tiers is published; the id of its version."""
    sample = next(each for each in schemes.published(clock.today()) if each.name == "sample")
    scheme = sixty(schemes.scheme(sample.id))
    row = Policy(kind=KIND, name=scheme.name, version=1, label=scheme.label, state="published")
    row.valid_from, row.source, row.author = date(2025, 1, 1), "测速", actor.label
    row.published_at, row.content = clock.local_now(), to_content(scheme)
    db.session.add(row)
    db.session.flush()
    return row.id


def _planned(scheme_id: int, today: date) -> Planned:
    scheme = schemes.scheme(scheme_id)
    return Planned(
        year=today.year,
        title="测速评星",
        unit_code=TOP,
        own=False,
        scheme_id=scheme_id,
        categories=tuple(each.key for each in scheme.categories),
        fill_from=today,
        fill_to=today,
        review_to={tier.value: today + timedelta(days=30) for tier in TIERS[1:]},
        publicity_days=5,
        founded_by=date(today.year, 6, 30),
    )
