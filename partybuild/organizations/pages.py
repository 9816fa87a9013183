"""What the pages of an organization show: contexts for their templates, and filled forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.organizations import moving, places, queries
from partybuild.organizations.concerns import Concern
from partybuild.organizations.forms import FORMS, Dating, names
from partybuild.organizations.keeping import Asked
from partybuild.organizations.kinds import OrganizationKind
from partybuild.organizations.lists import INDUSTRIES, NO_PARTY_REASONS
from partybuild.organizations.ports import Cover, organization_ports
from partybuild.organizations.queries import Facts
from partybuild.organizations.rules import Part
from partybuild.regions import queries as regions
from partybuild.rules import RuleBroken
from partybuild.web.filters import masked

HISTORY = 30
SHEETS = 500
"""So many sheets are printed in one go."""
FLAGS = {
    "trade": "行业协会商会",
    "charity": "慈善组织",
    "community": "社区社会组织",
    "zombie": "僵尸型",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """An organization with the facts of one day and the names that they refer to."""

    subject: Any
    day: date
    facts: Facts
    cover: Cover
    concerns: Sequence[Concern]
    regions: Mapping[int, Any]
    """Units by id, those of its profile among them."""
    units: Mapping[int, str]
    """The same as they are written."""
    bodies: Mapping[int, str]

    @property
    def flags(self) -> list[str]:
        """The flags it bears, as shown."""
        return [label for name, label in FLAGS.items() if getattr(self.facts.profile, name, False)]

    @property
    def body(self) -> str:
        """Name of the 党建工作机构, in the tree or not, blank where there is none."""
        profile = self.facts.profile
        if profile is None:
            return ""
        return self.bodies.get(profile.body_id or 0) or profile.body_name


def seen(
    actor: Actor, ids: Sequence[int], day: date, known: Mapping[int, Facts] | None = None
) -> list[Seen]:
    """Organizations in reach by name with their facts of a day, read unless they are `known`.

    OutOfReach as for one.
    """
    near = queries.close_up(actor, ids)
    subjects = queries.organizations(near, ids)
    facts = known or queries.facts_on(near, ids, day)
    today = day == clock.today()
    covers = queries.covers(near, ids) if today else {}
    profiles = [one.profile for one in facts.values() if one.profile]
    units = regions.named([n for p in profiles for n in (p.region_id, p.unit_id)])
    written = {number: places.written(unit) for number, unit in units.items()}
    bodies = places.body_names(p.body_id for p in profiles)
    found = []
    for subject in subjects:
        own, cover = facts[subject.id], covers.get(subject.id, Cover())
        concerns = queries.concerns_of(subject, own, cover) if today else []
        found.append(Seen(subject, day, own, cover, concerns, units, written, bodies))
    return found


def crumbs(seen_one: Seen) -> list[str]:
    """The way down to the unit in which it counts, without the nation."""
    profile = seen_one.facts.profile
    if profile is None:
        return []
    unit = seen_one.regions[profile.unit_id]
    return [above.name for above in regions.ancestors(unit) if above.level] + [unit.name]


def form_for(part: Part, seen_one: Seen, typed: Any = None, version: int = 0) -> Dating:
    """The form of a part, with what is known on the day shown, or with what was typed."""
    form = FORMS[part](typed, data=None if typed else _known(part, seen_one))
    current = _known(part, seen_one)
    if part is Part.PROFILE:
        registered = OrganizationKind(current["kind"]).registered
        form.kind.choices = {
            k.value: k.label for k in OrganizationKind if k.registered == registered
        }
        form.industry.choices = options(INDUSTRIES, current["industry"])
    if part is Part.PLAN:
        form.reason_listed.choices = options(NO_PARTY_REASONS, current.get("reason_listed", ""))
    if typed is None:
        form.version.data = str(version)
        form.on.data = seen_one.day.isoformat()
    for field in form:
        # Two parts may be open on one page.
        field.id = f"{part.value}-{field.name}"
    return form


def removal(actor: Actor, seen_one: Seen, form: Any) -> moving.Removal | None:
    """What the form of a profile has to ask of 统计归属, asked in it with the expected answer."""
    profile = seen_one.facts.profile
    if profile is None or not form.region.data:
        return None
    before = {name: getattr(profile, name) for name in ("region_id", "level", "unit_id")}
    try:
        region_id = places.place(actor, form.region.data).id
    except RuleBroken:
        return None
    found = moving.removal(actor, before, {"region_id": region_id, "level": form.level.data})
    if found is not None:
        form.follow.choices = found.choices
        if form.follow.data not in found.choices:
            form.follow.data = found.preselected
    return found


def options(name: str, current: str = "") -> dict[str, str]:
    """Choices of a published list, blank first; a word since struck off stays where it is used."""
    words = dict.fromkeys((*queries.words(name), *([current] if current else [])))
    return {"": "未填", **{word: word for word in words}}


def _known(part: Part, seen_one: Seen) -> dict[str, Any]:
    row = getattr(seen_one.facts, {Part.BOARD: "board"}.get(part, part.value))
    if row is None:
        return {}
    if part is Part.PLAN:
        return {n: getattr(row, "reason" if n == "reason_listed" else n) for n in names(part)}
    known = {name: getattr(row, name, None) for name in names(part)}
    if part is Part.PROFILE:
        known |= {"region": seen_one.units[row.region_id], "body": seen_one.body}
    if part is Part.CONTACT:
        known["telephone"] = masked(row.telephone) if row.telephone else ""
    return known


def asked(form: Any) -> Asked:
    """What a valid form says beside its values."""
    on = _day(form.on.data) if "on" in form else None
    return Asked(
        version=form.last_seen(),
        day=form.day if isinstance(form, Dating) else None,
        shown_on=on or clock.today(),
        reason=form.reason.data or "",
        document=form.document.data or "",
        accepted=form.accepted.data if "accepted" in form else "",
        follow=(form.follow.data or "") if "follow" in form else "",
    )


def day_asked(text: str | None) -> date:
    """The day named in an address; today where none, or none that can be read."""
    return _day(text) or clock.today()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def offers(actor: Actor) -> dict[str, list[str]]:
    """What the fields for places and bodies offer while one types."""
    return {
        "units": [places.written(unit) for unit in places.offered(actor)],
        "bodies": [choice.name for choice in organization_ports.leading_bodies(actor)],
    }


def ids_asked(texts: Sequence[str]) -> list[int]:
    """Ids of the organizations to print, each once; RuleBroken for none."""
    ids = list(dict.fromkeys(int(text) for text in texts if text.isascii() and text.isdecimal()))
    if not ids:
        raise RuleBroken("没有选中社会组织，请回到名单勾选后再打印。")
    return ids


def check_printable(count: int) -> None:
    """Refuse more sheets than are printed in one go."""
    if count > SHEETS:
        raise RuleBroken(
            f"一社一档一次最多打印 {SHEETS} 家，现有 {count} 家，请加筛选条件或分批打印。"
        )
