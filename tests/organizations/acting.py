"""How the tests of commands act, and how they look at what became of it."""

from datetime import date

from partybuild.db.work import work
from partybuild.organizations import commands, queries
from partybuild.organizations.keeping import Asked
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.rules import Part
from partybuild.regions.queries import named

TODAY = date(2026, 11, 20)
COUNT = {"staff": None, "full": None, "probationary": None, "affiliated": None}
PROFILE = {
    "name": "碑林区豆花协会（演示）",
    "kind": OrganizationKind.ASSOCIATION,
    "registered_on": date(2024, 5, 6),
    "authority": "碑林区民政局",
    "registration_way": "直接登记",
    "level": "县级",
    "supervisor": "",
    "industry": "工商业服务",
    "trade": False,
    "charity": False,
    "community": False,
    "zombie": False,
}


def run(actor, command, *arguments):
    with work(actor) as running:
        return command(running.actor, *arguments)


def asked(cast, number, day=None, **more):
    return Asked(queries.version(cast.shi, number), day, **more)


def count(cast, number, day, full, actor=None, **more):
    values = COUNT | {"full": full}
    return run(
        actor or cast.bo,
        commands.change,
        number,
        Part.HEADCOUNT,
        values,
        asked(cast, number, day, **more),
    )


def facts(cast, number, day=TODAY):
    return queries.facts_on(cast.shi, [number], day)[number]


def places_of(found):
    """Codes of 住所所在 and 统计归属."""
    units = named([found.profile.region_id, found.profile.unit_id])
    return units[found.profile.region_id].code, units[found.profile.unit_id].code


def last_event(cast, number):
    events = queries.history(cast.shi, number)
    return max(events, key=lambda event: event.id)
