"""Mass organizations as files of organizations name them: lent to the register's import."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from partybuild.access.scope import system
from partybuild.db import FOREVER, OPEN, db
from partybuild.facts.commands import Statement, put
from partybuild.organizations.ports import MassSaid
from partybuild.party.kinds import MassKind
from partybuild.party.models import MassCover

CHUNK = 5000
KINDS = {kind.label: kind for kind in MassKind}


class Mass:
    """`organizations.ports.MassBook` over `MassCover`."""

    def standing(self, ids: Collection[int], day: date) -> Mapping[int, Mapping[str, date]]:
        """Labels present on a day with the day they began; the caller has checked the reach."""
        found: dict[int, dict[str, date]] = defaultdict(dict)
        ordered = sorted(set(ids))
        columns = (MassCover.organization_id, MassCover.kind, MassCover.valid_from)
        with system("核对已建群团"):
            for start in range(0, len(ordered), CHUNK):
                query = select(*columns).where(
                    MassCover.organization_id.in_(ordered[start : start + CHUNK]),
                    MassCover.present,
                    MassCover.known_to == OPEN,
                    MassCover.valid_from <= day,
                    MassCover.valid_to > day,
                )
                for number, kind, begun in db.session.execute(query):
                    found[number][kind.label] = begun
        return found

    def put(self, said: Sequence[MassSaid]) -> None:
        """Present ones are said from their day on, absent ones end on it."""
        put(
            MassCover,
            [
                Statement(
                    (one.organization_id, KINDS[one.label]),
                    {"present": True} if one.present else None,
                    one.day,
                )
                for one in said
            ],
        )

    def fresh(self, said: Sequence[MassSaid]) -> tuple[Any, list[dict[str, Any]]]:
        """Rows without change numbers, for organizations that are only being entered."""
        return MassCover, [
            {
                "organization_id": one.organization_id,
                "kind": KINDS[one.label],
                "present": True,
                "valid_from": one.day,
                "valid_to": FOREVER,
            }
            for one in said
        ]
