"""What the tests of pages send, and how they look at what became of it."""

from datetime import date

from partybuild.db import db
from partybuild.db.work import work
from partybuild.organizations import codes, commands, queries
from partybuild.organizations.keeping import Asked
from partybuild.organizations.kinds import OrganizationState
from partybuild.organizations.rules import Part

HTMX = {"HX-Request": "true"}
TODAY = "2026-11-20"
ENDED = (OrganizationState.REVOKED, date(2026, 3, 1), "碑民罚〔2026〕3号")
FORMS = [
    *("/profile", "/contact", "/headcount", "/board-term", "/plan"),
    *("/unit", "/number", "/standing", "/end", "/restoration"),
]


def version(cast, number):
    found = queries.version(cast.shi, number)
    db.session.rollback()
    return str(found)


def sent(cast, organization_id, **more):
    """A form of the day, as the page hands it out."""
    return {"version": version(cast, organization_id), "mode": "change", "on": TODAY} | more


def without_token(client):
    client.environ_base.pop("HTTP_X_CSRFTOKEN")
    return client


def fresh(cast, number):
    db.session.remove()
    return queries.organization(cast.shi, number)


def facts(cast, number):
    return queries.facts_on(cast.shi, [number], date(2026, 11, 20))[number]


def tell(cast, number):
    contact = {"legal_person": "", "contact": "", "address": "", "overdue_leader": ""}
    asked = Asked(int(version(cast, number)), date(2026, 1, 1))
    with work(cast.bo) as running:
        values = contact | {"telephone": "13800001234"}
        commands.change(running.actor, number, Part.CONTACT, values, asked)


PROFILE = {
    "name": "新名协会（演示）",
    "kind": "association",
    "registered_on": "2020-03-02",
    "level": "县级",
    "region": "610103",
    "registration_way": "",
    "industry": "",
}
DAY = {"effective_on": "2026-06-01"}
DOCUMENT = {"document": "碑民〔2026〕1号"}
FILLED = {
    "/profile": PROFILE | DAY,
    "/contact": {"contact": "周某某"} | DAY,
    "/headcount": {"full": "5"} | DAY,
    "/board-term": {"elected_on": "2025-06-01"} | DAY,
    "/plan": {"reason_listed": "没有党员"} | DAY,
    "/unit": {"unit": "610103001", "reason": "由街道管理"} | DAY,
    "/number": {"number": codes.make("51", "610103", 900123), "reason": "原录错"},
    "/standing": {"state": "abnormal"} | DAY | DOCUMENT,
    "/end": {"state": "cancelled", "confirmed": "y"} | DAY | DOCUMENT,
    "/restoration": {"reason": "录错了单位"},
}
WRONG = {
    "/profile": ({"name": "", "supervisor": "我写的主管单位"}, "我写的主管单位"),
    "/contact": ({"telephone": "610103199001011234", "contact": "我写的人"}, "我写的人"),
    "/headcount": ({"full": "三", "staff": "77"}, "77"),
    "/board-term": ({"elected_on": "2026-13-01", "last_day": "2027-01-05"}, "2027-01-05"),
    "/plan": ({"planned_on": "年底", "responsible": "我写的人"}, "我写的人"),
    "/unit": ({"unit": "没有这个县", "reason": "我写的理由"}, "我写的理由"),
    "/number": ({"number": "5161", "reason": "我写的理由"}, "我写的理由"),
    "/standing": ({"effective_on": "", "reason": "我写的理由"}, "我写的理由"),
    "/end": ({"confirmed": "", "reason": "我写的理由"}, "我写的理由"),
    "/restoration": ({"document": "我写的文号"}, "我写的文号"),
}
