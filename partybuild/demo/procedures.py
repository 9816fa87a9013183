"""Guided procedures of the demo world: elections at two of their steps, reminders of terms."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.accounts.queries import actor_by_login
from partybuild.coverage.models import PartySpan as P
from partybuild.db import db
from partybuild.db.work import work
from partybuild.deadlines import commands as deadlines
from partybuild.deadlines.commands import Sent
from partybuild.deadlines.rules import Channel
from partybuild.demo.days import Days
from partybuild.demo.photographs import photograph
from partybuild.evidence.arrivals import Paper, Upload, arrive
from partybuild.gates.terms import commands, letters, windows
from partybuild.gates.terms.commands import Said, Wanted
from partybuild.gates.terms.letters import Letter
from partybuild.gates.terms.rules import Matter
from partybuild.party.kinds import Formation
from partybuild.party.models import PartyOrganization
from partybuild.party.waiting import KIND


def proceed(days: Days) -> None:
    """One election waits for its request, one for the reply, and two terms were reminded of."""
    province, party, county = map(actor_by_login, ("sheng", "dangwei", "quxian"))
    asked, studied, written, called = _ending(province, days, party)[:4]
    requested = _begin(province, asked)
    scan = arrive(Upload("换届请示（盖章）.jpg", BytesIO(photograph("request"))))
    number = f"演支请〔{days.today.year}〕3号"
    said = Said("request", 1, days.today, document=number, papers=[Paper("request", scan)])
    with work(province) as running:
        commands.send(running.actor, requested, said)
    _begin(province, studied)
    for own in _ending(county, days)[:1]:
        _begin(county, own)
    with work(province) as running:
        letters.letter(running.actor, written, Letter("陈演示", "029-00000000"))
    with work(province) as running:
        sent = Sent(Channel.TELEPHONE, days.today - timedelta(days=1), "已告知书记，月底前报请示")
        deadlines.remind(running.actor, KIND, called, sent)


def _ending(actor: Actor, days: Days, above: Actor | None = None) -> Sequence[int]:
    """Branches of the actor's unit whose terms end next; `above`: led by this body itself."""
    assert actor.reach.unit is not None
    query = (
        windows.terms(actor, "", P.party_organization_id)
        .where(
            P.unit_id == actor.reach.unit.id,
            P.formation == Formation.SINGLE,
            windows.ENDS >= days.today + timedelta(days=7),
        )
        .order_by(windows.ENDS, P.party_organization_id)
    )
    found = db.session.scalars(query).all()
    if above is None or above.reach.body is None:
        return found
    own = visible(actor, PartyOrganization, PartyOrganization.id).where(
        PartyOrganization.parent_id == above.reach.body.id
    )
    led = set(db.session.scalars(own))
    return [number for number in found if number in led]


def _begin(actor: Actor, party_id: int) -> int:
    with work(actor) as running:
        return commands.begin(running.actor, Wanted(Matter.ELECTION, party_id=party_id))
