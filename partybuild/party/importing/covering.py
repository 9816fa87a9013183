"""Which organizations a Party organization of a file covers, and from which day. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from partybuild.party.importing.change import Changes, When
from partybuild.party.importing.lives import Life, Link
from partybuild.party.models import CoverageLink

COLUMN = "covers"


@dataclass(frozen=True, slots=True)
class Cover:
    """What a file says of cover; the `whole` list ends whatever it does not name."""

    organizations: Sequence[Life]
    whole: bool


class Begin(NamedTuple):
    """A link to begin; its day was taken from the later founding where it is `inferred` (推定)."""

    organization: Life
    day: date
    inferred: bool


class End(NamedTuple):
    """A link to end on a day."""

    organization: Life
    day: date
    until: date


@dataclass(slots=True)
class Links:
    """What is to begin and to end."""

    begin: list[Begin] = field(default_factory=list)
    end: list[End] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opening:
    """When links begin (contract: Meaning).

    `created` by this very file, or of an organization `never_linked` before by a file that runs on
    or before 启用日: on the later of founding and registration. Every other on the effective day.
    """

    created: bool
    never_linked: Callable[[int], bool]
    first_days: Callable[[int], date]
    today: date

    def of(self, organization: Life, when: When) -> Begin:
        """The link of an organization that is not linked yet."""
        later = max(when.founded_on, organization.registered_on)
        if self.created or self._at_the_start(organization):
            return Begin(organization, later, True)
        return Begin(organization, max(when.day, later), False)

    def _at_the_start(self, organization: Life) -> bool:
        first = self.never_linked(organization.id)
        return first and self.today <= self.first_days(organization.unit_id)


def links(
    cover: Cover, known: Iterable[Link], lives: Mapping[int, Life], when: When, opening: Opening
) -> Links:
    """What begins and ends so that the cover is as the file says from the effective day on."""
    live = {link.organization_id: link for link in known if link.valid_to > when.day}
    wanted = {organization.id for organization in cover.organizations}
    found = Links()
    for organization in cover.organizations:
        if organization.id not in live:
            found.begin.append(opening.of(organization, when))
    if cover.whole:
        for number, link in live.items():
            if number not in wanted and number in lives:
                day = max(when.day, link.valid_from)
                found.end.append(End(lives[number], day, link.valid_to))
    return found


def check(found: Links, when: When, changes: Changes) -> None:
    """Refuse a link on whose first day one of its ends does not exist."""
    for organization, day, _ in found.begin:
        if day >= when.end:
            words = (
                f"“{organization.name}”在 {day:%Y-%m-%d} 才登记，党组织在此之前已经撤销，请核对。"
            )
            changes.refuse(COLUMN, words)
        if not organization.lives_on(day):
            changes.refuse(
                COLUMN,
                f"“{organization.name}”在 {day:%Y-%m-%d} 尚未登记或已经终止，不能登记为覆盖，请核对。",
            )


def told(found: Links, number: int, when: When, changes: Changes) -> None:
    """State the links of the Party organization with this id or ref, line by line."""
    for organization, day, inferred in found.begin:
        key = (organization.id, number)
        changes.say(CoverageLink, key, {"inferred": inferred}, (day, when.end))
        changes.tell("organization", "", f"{organization.name}（{since(day, inferred)}）")
    for organization, day, until in found.end:
        changes.say(CoverageLink, (organization.id, number), None, (day, until))
        changes.tell("organization", organization.name, "")


def since(day: date, inferred: bool) -> str:
    """From which day a link holds, marked where nobody said it."""
    return f"自 {day:%Y-%m-%d} 起" + ("，推定" if inferred else "")
