"""公布: after the publicity, with the facts read once more; then the stars are facts themselves."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm.attributes import set_committed_value

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.clock.days import months_later
from partybuild.db import FOREVER, db
from partybuild.db.work import audit_detail, bulk, needs
from partybuild.facts.histories import Because, Said, Subject, say
from partybuild.party.models import PartyEvent, PartyOrganization
from partybuild.ratings import queries
from partybuild.ratings.kinds import Finding, star_label
from partybuild.ratings.models import Assessment, RatingRound
from partybuild.ratings.schemes import queries as schemes
from partybuild.ratings.standing import facts
from partybuild.ratings.standing.rules import Standing
from partybuild.ratings.stars import objecting, papers, rules
from partybuild.ratings.stars.holding import previous_stars
from partybuild.ratings.stars.models import PartyStar
from partybuild.ratings.stars.publicity import MANAGE, members, move_all, set_all, standing
from partybuild.rules import RuleBroken

NAMED = 3


def _shown(_column: str, value: Any) -> str:
    return star_label(value)


STAR = Subject(PartyOrganization, PartyEvent, "party_organization_id", {"star": "星级"}, _shown)
"""The words in which a star stands in a Party organization's history."""


@needs(MANAGE, "公布星级")
def decide(
    actor: Actor,
    publicity_id: int,
    document: str = "",
    signer: str = "",
    contact: str = "",
) -> int:
    """The stars of a publicity hold from today, announced by a numbered paper; how many.

    `document`: the number of another authority's paper; without it this house issues one.
    RuleBroken before the last day has passed, while an objection is open or upheld without being
    judged again, and where a fact of the register has shut a star since it was computed.
    """
    row = standing(actor, publicity_id)
    today = clock.today()
    if today <= row.closes_on:
        raise RuleBroken(f"公示到 {row.closes_on:%Y-%m-%d} 为止，期满后才能公布。")
    found = members(actor, publicity_id=row.id)
    if not found:
        raise RuleBroken("这次公示的名单已全部重新审定，没有可以公布的星级。")
    _demand_answered(actor, row.id, found)
    of = queries.round_of(actor, row.round_id)
    now = standings(actor, of, found, today)
    _demand_unchanged(found, now)
    move_all(actor, found, "decide", today)
    document = document.strip()[:120]
    document = document or papers.announce(actor, row, of, found, today, (signer, contact))
    _say(actor, of, found, today, document)
    _keep_facts(actor, found, now, today)
    set_all(actor, found, decided_on=today)
    row.decided_on, row.decided_by, row.announcement = today, actor.label, document
    audit_detail(object=("rating_publicity", row.id), decided=len(found), document=document)
    db.session.flush()
    return len(found)


def _keep_facts(
    actor: Actor, found: Sequence[Assessment], now: Mapping[int, Standing], day: date
) -> None:
    """What the register said at the decision stays with each assessment."""
    rows = []
    for each in found:
        read = now.get(each.party_organization_id or 0)
        words = [[fact.fact.value, fact.held, fact.words] for fact in read.facts] if read else []
        said = {"decided": {"day": day.isoformat(), "facts": words}}
        rows.append({"key": each.id, "facts_": {**each.facts, **said}})
    table: Any = Assessment.__table__
    of_key = update(table).where(table.c.id == bindparam("key"))
    with bulk(actor, PartyOrganization, [each.party_organization_id or 0 for each in found]):
        db.session.connection().execute(of_key.values(facts=bindparam("facts_")), rows)
    for each, row in zip(found, rows, strict=True):
        set_committed_value(each, "facts", row["facts_"])


def standings(
    actor: Actor, of: RatingRound, found: Sequence[Assessment], day: date
) -> Mapping[int, Standing]:
    """By Party organization what the live register leaves open on `day`."""
    subjects = [
        facts.Subject(each.party_organization_id, each.organization_id)
        for each in found
        if each.party_organization_id is not None
    ]
    scheme = schemes.scheme(of.scheme_id)
    return facts.standings(actor, scheme, subjects, of.year, of.founded_by, day)


def fallen(found: Sequence[Assessment], now: Mapping[int, Standing]) -> list[Assessment]:
    """Those whose star a fact has shut since it was computed."""
    return [
        each
        for each in found
        if (read := now.get(each.party_organization_id or 0)) is None
        or read.open_star < min(each.star or 0, each.ceiling or 0)
    ]


def _demand_answered(actor: Actor, publicity_id: int, found: Sequence[Assessment]) -> None:
    held = {each.case_id for each in found}
    for each in objecting.objections(actor, publicity_id):
        if each.finding is None:
            raise RuleBroken("还有异议没有答复，答复之后才能公布。")
        if each.finding is not Finding.DISMISSED and each.case_id in held:
            raise RuleBroken("异议成立的须重新审定，请先办理“重新审定”。")


def _demand_unchanged(found: Sequence[Assessment], now: Mapping[int, Standing]) -> None:
    changed = fallen(found, now)
    if not changed:
        return
    words = [
        next((bar.sentence for bar in read.bars()), "") if read else "党组织已不在本地"
        for each in changed[:NAMED]
        for read in [now.get(each.party_organization_id or 0)]
    ]
    raise RuleBroken(
        f"公示期间有 {len(changed)} 个党组织的参评条件有变化（{'；'.join(words)}），"
        "请对它们重新审定后再公布。"
    )


def _say(
    actor: Actor, of: RatingRound, found: Sequence[Assessment], day: date, document: str
) -> None:
    """Each star is a fact from the day on, for as long as the scheme says."""
    months = schemes.scheme(of.scheme_id).validity_months
    until = months_later(day, months) if months else FOREVER
    ids = [each.party_organization_id for each in found if each.party_organization_id is not None]
    held = previous_stars(actor, ids, day)
    said = [
        Said(
            PartyStar,
            (each.party_organization_id,),
            {
                "star": each.star,
                "move": rules.move(held.get(each.party_organization_id or 0), each.star or 0),
                "assessment_id": each.id,
                "decided_on": day,
                "document": document,
            },
            day,
            until,
        )
        for each in found
    ]
    say(actor, STAR, said, Because("评定星级", of.title, document))
