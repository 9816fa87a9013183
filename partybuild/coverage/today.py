"""Cover of single organizations today, in words, for their own pages."""

from collections.abc import Mapping, Sequence

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.coverage.models import CoverageSpan
from partybuild.coverage.span import Cover as Way
from partybuild.db import OPEN, db
from partybuild.organizations.ports import Cover
from partybuild.party.beyond import party_names

_BY_WORK = "仅工作覆盖（{}）"


def cover_today(actor: Actor, ids: Sequence[int]) -> Mapping[int, Cover]:
    """How each organization in reach among `ids` is covered today; without a span, left out."""
    today = clock.today()
    columns = (CoverageSpan.organization_id, CoverageSpan.cover, CoverageSpan.party_ids)
    query = visible(actor, CoverageSpan, *columns).where(
        CoverageSpan.organization_id.in_(sorted(set(ids))),
        CoverageSpan.known_to == OPEN,
        CoverageSpan.valid_from <= today,
        CoverageSpan.valid_to > today,
    )
    rows = db.session.execute(query).all()
    called = party_names({number for _, _, party in rows for number in party})
    return {
        number: Cover(_words(way), way.by_party, tuple(called[party] for party in ids_))
        for number, way, ids_ in rows
    }


def _words(way: Way) -> str:
    if way.by_party or way is Way.NONE:
        return way.label
    return _BY_WORK.format(way.label)
