"""The registration gate of the demo world: something at each desk, answers, a waiver."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import scope_of, visible
from partybuild.accounts.queries import actor_by_login
from partybuild.clock.days import months_later
from partybuild.db import db
from partybuild.db.work import audit_detail, needs, work
from partybuild.demo.days import Days
from partybuild.demo.names import MARK
from partybuild.demo.shares import BUSY_COUNTY
from partybuild.evidence.arrivals import Paper, Upload, arrive
from partybuild.gates import answering, commands, queries, waiving
from partybuild.gates.answering import Said
from partybuild.gates.defaults import ELECTION, REGISTRATION
from partybuild.gates.kinds import AnswerKind as Recorded
from partybuild.gates.kinds import Verdict
from partybuild.gates.models import SyncAnswer, SyncVerdict, Waiver
from partybuild.gates.registration import commands as gate
from partybuild.gates.registration.commands import Application
from partybuild.gates.registration.rules import PAPERS, Answer, AnswerKind, Matter, Members
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.models import Organization
from partybuild.organizations.rules import RegisterLevel
from partybuild.party.models import PartyOrganization
from partybuild.regions.placing import copied

TWO_CLAUSES = {"party_clause": True, "values_clause": True}
NOT_YET = "专职人员不足三人，暂无正式党员，已列入重点培育"


def register(days: Days) -> None:
    """Cases wait at the desks of the province and of a county; some answers and a waiver stand."""
    province, county = actor_by_login("dengji"), actor_by_login("qudengji")
    party = actor_by_login("dangwei")
    papers = _papers()
    ready = _received(province, _body(party), ("秦岭生态摄影协会", 4), papers)
    _ask(province, ready)
    _answer(party, ready, days)
    asked = _received(province, _body(party), ("渭水书法研究院", 1), papers)
    _ask(province, asked)
    _received(province, _body(party), ("丝路青年志愿服务中心", None), [])
    body = _committee(county)
    _ask(county, _received(county, body, ("文艺路邻里互助中心", 2), papers))
    _received(county, body, ("书院门篆刻学会", None), [])
    with work(actor_by_login("sheng")) as running:
        unchanged(running.actor, days.today)
    with work(party) as running:
        late = _late(running.actor, days.today)
        settle(running.actor, late, days.today)


def _papers() -> list[Paper]:
    """One plain document for each paper that an application brings."""
    found = []
    for paper in PAPERS[Matter.FOUNDING]:
        from docx import Document  # slow to load, and only the demo writes such papers

        document, stream = Document(), BytesIO()
        document.add_paragraph(f"{paper.label}{MARK}")
        document.save(stream)
        stream.seek(0)
        found.append(Paper(paper.value, arrive(Upload(f"{paper.label}.docx", stream))))
    return found


def _received(
    actor: Actor, body: str, what: tuple[str, int | None], papers: Sequence[Paper]
) -> int:
    """An application is taken in; without papers the charter lacks its clauses too."""
    unit = actor.reach.unit
    assert unit is not None
    words, members = what
    own = unit.code == BUSY_COUNTY
    fields: dict[str, Any] = {
        "kind": OrganizationKind.ASSOCIATION.value,
        "authority": f"{unit.name}民政局{MARK}",
        "registration_way": "直接登记",
        "level": (RegisterLevel.COUNTY if own else RegisterLevel.PROVINCE).value,
        "region": BUSY_COUNTY,
        "body": body,
        "legal_person": "赵演示",
        **(TWO_CLAUSES if papers else {}),
    }
    name = f"{unit.name}{words}{MARK}"
    counted = Members(members, 0 if members is not None else None, 9)
    with work(actor) as running:
        return gate.receive(
            running.actor, Application(Matter.FOUNDING, name, counted, fields, papers=papers)
        )


def _body(actor: Actor) -> str:
    assert actor.reach.body is not None
    return actor.reach.body.code


def _committee(actor: Actor) -> str:
    """The committee that leads the organizations of the actor's unit."""
    assert actor.reach.unit is not None
    query = visible(actor, PartyOrganization, PartyOrganization.code).where(
        PartyOrganization.unit_id == actor.reach.unit.id,
        PartyOrganization.name.contains("社会组织委员会"),
    )
    code: str = db.session.scalars(query.order_by(PartyOrganization.id).limit(1)).one()
    return code


def _ask(actor: Actor, case_id: int) -> None:
    with work(actor) as running:
        gate.ask(running.actor, case_id, 1)


def _answer(actor: Actor, case_id: int, days: Days) -> None:
    """The provincial committee approves a branch of the four members in step."""
    assert actor.reach.body is not None
    said = Answer(
        AnswerKind.APPROVED,
        days.today,
        document=f"演社党复〔{days.today.year}〕8号",
        party_id=actor.reach.body.id,
        party_name=f"中共陕西省秦岭生态摄影协会支部委员会{MARK}",
        secretary="周演示",
    )
    with work(actor) as running:
        gate.answer(running.actor, case_id, 2, said)


@needs(Permission.WAIVERS_GRANT, "建立演示换届答复")
def unchanged(actor: Actor, today: date) -> None:
    """Of old board elections without an answer all but every sixth were answered 无需换届 in time."""
    query = (
        visible(actor, SyncVerdict, Organization, SyncVerdict.trigger_on)
        .join(Organization, Organization.id == SyncVerdict.organization_id)
        .where(
            scope_of(actor, Organization),
            queries.current(today),
            SyncVerdict.rule == ELECTION,
            SyncVerdict.verdict == Verdict.MISSING,
        )
        .order_by(SyncVerdict.organization_id)
    )
    found = [row for n, row in enumerate(db.session.execute(query).all()) if n % 6]
    db.session.add_all(
        SyncAnswer(
            rule=ELECTION,
            kind=Recorded.NO_CHANGE,
            day=elected + timedelta(days=20),
            review_on=None,
            reason="党组织任期未满，班子健全，经研究无需换届",
            organization_id=subject.id,
            **copied(subject),
            **answering.recorded(actor),
        )
        for subject, elected in found
    )
    db.session.flush()
    commands.touch([subject.id for subject, _ in found])
    audit_detail(organizations=len(found))


def _late(actor: Actor, today: date) -> Sequence[tuple[int, date]]:
    """Organizations at the actor's own level without an answer to their registration, oldest first."""
    assert actor.reach.body is not None
    query = (
        visible(actor, SyncVerdict, SyncVerdict.organization_id, SyncVerdict.trigger_on)
        .join(Organization, Organization.id == SyncVerdict.organization_id)
        .where(
            scope_of(actor, Organization),
            Organization.body_id == actor.reach.body.id,
            queries.current(today),
            SyncVerdict.rule == REGISTRATION,
            SyncVerdict.verdict == Verdict.MISSING,
        )
        .order_by(SyncVerdict.trigger_on, SyncVerdict.organization_id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


@needs(Permission.WAIVERS_GRANT, "建立演示登记答复")
def settle(actor: Actor, late: Sequence[tuple[int, date]], today: date) -> None:
    """暂不具备 whose review day has passed, another that holds, and a waiver about to run out."""
    (first, registered), (second, waived_from), (third, since) = late[:3]
    for number, day, review in (
        (first, registered, today - timedelta(days=2)),
        (third, since, months_later(since, 5)),
    ):
        told = Said(REGISTRATION, Recorded.NOT_YET, day + timedelta(days=3), NOT_YET, "", review)
        answering.say(actor, number, told)
    db.session.add(
        Waiver(
            rule=REGISTRATION,
            organization_id=second,
            reason="业务主管单位正在改制，待移交后确定党建工作机构",
            document=f"演社党〔{today.year}〕21号",
            granted_on=waived_from + timedelta(days=5),
            expires_on=today + timedelta(days=6),
            revoked_on=None,
            **copied(waiving.own(actor, second)),
            **answering.recorded(actor),
        )
    )
    db.session.flush()
    commands.touch([second])
    audit_detail(organizations=[first, second, third])
