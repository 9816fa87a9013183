"""What the check of a file knows beside its rows: the register in reach, names, days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.db import FOREVER
from partybuild.facts.commands import known
from partybuild.facts.rules import Row
from partybuild.imports.plans import Options
from partybuild.organizations.siting import Place, Places, reaches
from partybuild.party import beyond
from partybuild.party.importing.bodies import Bodies
from partybuild.party.importing.change import When
from partybuild.party.importing.drafts import Draft
from partybuild.party.importing.lives import FirstDays, Life
from partybuild.party.importing.wishes import Wish
from partybuild.party.models import (
    PartyHeadcount,
    PartyProfile,
    PartySecretary,
    PartyTerm,
)
from partybuild.regions import queries as regions

MODELS = (PartyProfile, PartySecretary, PartyTerm, PartyHeadcount)
Timelines = Mapping[Any, Mapping[tuple[Any, ...], list[Row]]]


@dataclass
class Context:
    """One check: who asks for what, and the register as far as it is in reach."""

    actor: Actor
    options: Options
    bodies: Bodies
    places: Places = field(default_factory=Places)
    lives: dict[int, Life] = field(default_factory=dict)
    """Organizations by id, or by ref where the file itself brings them in."""
    first_days: FirstDays = field(default_factory=FirstDays)
    today: date = field(default_factory=clock.today)

    @property
    def base(self) -> Place:
        """The unit chosen at upload, else the importer's own, else 全国."""
        unit = self.actor.reach.unit
        chosen = self.options.unit_id or (unit.id if unit is not None else None)
        if chosen is not None and chosen in self.places.by_id:
            return self.places.by_id[chosen]
        return self.places.by_code[regions.TOP]

    def place(self, words: str) -> Place:
        """The unit meant by a code or a name. Raises Misplaced."""
        return self.places.meant(words, self.base, "region")

    def inside(self, unit_id: int) -> bool:
        """Whether a unit, standing or new, lies in the importer's unit."""
        place = self.places.by_id.get(unit_id)
        return place is not None and reaches(self.actor, place)

    def first_day(self, unit_id: int) -> date:
        """启用日 of a unit; of one that does not stand yet, of the nearest above that does."""
        lineage = self.places.by_id[unit_id].lineage if unit_id < 0 else (unit_id,)
        standing = [number for number in lineage if number is not None and number > 0]
        return self.first_days.of(standing[-1])

    def used_places(self, draft: Draft) -> set[int]:
        """Units that do not stand yet and that the draft refers to."""
        used = {new.unit_id for new in draft.newcomers.values()}
        values: list[Mapping[str, Any]] = [new.profile for new in draft.newcomers.values()]
        values += [told.values for told in draft.told if told.values is not None]
        used |= {value.get("region_id") or 0 for value in values}
        return {number for number in used if number < 0}

    def when(self, wish: Wish) -> When:
        """The days of a known Party organization, and from which its values change."""
        body = wish.body
        assert body is not None
        end = body.dissolved_on or FOREVER
        day = max(self.options.effective_on, body.founded_on)
        if body.dissolved_on is not None and day >= body.dissolved_on:
            day = body.dissolved_on - timedelta(days=1)
        return When(day, body.founded_on, end, self.options.correct)


def timelines(ids: Collection[int]) -> Timelines:
    """The known rows of everything that is dated of these Party organizations in reach."""
    keys = [(number,) for number in ids]
    return {model: known(model, keys) for model in MODELS}


class Words:
    """Names of what profiles refer to, as the preview and the history tell them."""

    def __init__(self, context: Context, wishes: Collection[Wish], profiles: Any) -> None:
        self._context = context
        self._new = {wish.ref: wish.name for wish in wishes}
        rows = [row.values for lines in profiles.values() for row in lines]
        parents = {row["parent_id"] for row in rows} - context.bodies.by_id.keys()
        leads = {row["lead_organization_id"] for row in rows} - context.lives.keys()
        self._parents = beyond.party_names(parents)
        self._leads = beyond.organization_names(leads)

    def __call__(self, name: str, value: Any) -> Any:
        """A value of a profile: names for ids, everything else as it is."""
        if value is None:
            return None
        if name == "parent_id":
            body = self._context.bodies.by_id.get(value)
            return body.name if body else self._new.get(value) or self._parents.get(value)
        if name == "region_id":
            place = self._context.places.by_id.get(value)
            return place.name if place else None
        if name == "lead_organization_id":
            life = self._context.lives.get(value)
            return life.name if life else self._leads.get(value)
        return value
