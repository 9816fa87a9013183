"""The parts of a Party organization that have a form: what it shows first, what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.organizations import places
from partybuild.party import choosing, commands, correction_commands, forms, post_commands
from partybuild.party.display import Display
from partybuild.party.post_commands import Members, Secretary
from partybuild.party.telling import Why
from partybuild.regions import queries as regions

Opening = Callable[[Display], Mapping[str, Any]]
Act = Callable[[Actor, Display, Any], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A form page of a Party organization."""

    heading: str
    button: str
    form: type[Any]
    opening: Opening
    act: Act
    hint: str = ""
    danger: bool = False


def why(form: Any, day: Any = None) -> Why:
    """The day, reason and document of a form."""
    return Why(day or form.effective_on.data, form.reason.data, form.document.data)


def _today(_: Display) -> Mapping[str, Any]:
    return {"effective_on": clock.today()}


def profile_of(shown: Display) -> dict[str, Any]:
    """The profile as its form shows it first."""
    profile = shown.facts.profile
    if profile is None:
        return {}
    committee = {True: "yes", False: "no", None: ""}[profile.has_committee]
    region = regions.region(profile.region_id) if profile.region_id else None
    return {
        "name": profile.name,
        "kind": profile.kind.value,
        "formation": profile.formation.value if profile.formation else "",
        "social": "yes" if profile.social else "no",
        "superior": shown.superior.name if shown.superior else "",
        "lead": shown.lead.name if shown.lead else "",
        "region": places.written(region) if region else "",
        "approval_number": profile.approval_number,
        "approved_on": profile.approved_on,
        "has_committee": committee,
        "seats_due": profile.seats_due,
        "seats_filled": profile.seats_filled,
        "effective_on": clock.today(),
    }


def looked_up(actor: Actor, form: forms.ProfileFields, shown: Display | None) -> dict[str, Any]:
    """Superior, region and lead organization by what the form says; unchanged words stay."""
    profile = shown.facts.profile if shown else None
    first = profile_of(shown) if shown else {}
    words = {name: getattr(form, name).data for name in ("superior", "region", "lead")}
    found: dict[str, Any] = {}
    for name, column in _LOOKED_UP.items():
        if profile is not None and words[name] == first[name]:
            found[column] = getattr(profile, column)
    if "parent_id" not in found:
        found["parent_id"] = choosing.party_named(actor, words["superior"])
    if "lead_organization_id" not in found:
        found["lead_organization_id"] = choosing.organization_named(actor, words["lead"])
    if "region_id" not in found:
        place = places.unit(actor, words["region"]) if words["region"] else None
        found["region_id"] = place.id if place else None
    return found


_LOOKED_UP = {"superior": "parent_id", "region": "region_id", "lead": "lead_organization_id"}


def _change_profile(actor: Actor, shown: Display, form: forms.ProfileForm) -> None:
    values = {**form.values(), **looked_up(actor, form, shown)}
    commands.change_profile(actor, shown.row.id, form.number(), values, why(form))


def _appoint(actor: Actor, shown: Display, form: forms.SecretaryForm) -> None:
    who = Secretary(form.name.data, form.telephone.data, form.last_day.data)
    post_commands.appoint_secretary(actor, shown.row.id, form.number(), who, why(form))


def _leave(actor: Actor, shown: Display, form: forms.DepartureForm) -> None:
    last = form.last_day.data
    post_commands.leave_secretary(actor, shown.row.id, form.number(), last, why(form, last))


def _set_term(actor: Actor, shown: Display, form: forms.TermForm) -> None:
    last = form.last_day.data
    post_commands.set_term(actor, shown.row.id, form.number(), last, why(form))


def _extend(actor: Actor, shown: Display, form: forms.ExtensionForm) -> None:
    last = form.extended_to.data
    post_commands.extend_term(actor, shown.row.id, form.number(), last, why(form))


def _count(actor: Actor, shown: Display, form: forms.MembersForm) -> None:
    members = Members(form.full.data, form.probationary.data)
    post_commands.count_members(actor, shown.row.id, form.number(), members, why(form))


def _members_of(shown: Display) -> Mapping[str, Any]:
    members = shown.facts.members
    if members is None:
        return _today(shown)
    return {
        "full": members.full,
        "probationary": members.probationary,
        "effective_on": clock.today(),
    }


def _dissolve(actor: Actor, shown: Display, form: forms.DissolutionForm) -> None:
    ended = form.ended_too.data
    commands.dissolve(actor, shown.row.id, form.number(), why(form), ended_too=ended)


def _correct_founding(actor: Actor, shown: Display, form: forms.FoundingDayForm) -> None:
    day, number = form.founded_on.data, shown.row.id
    stated = why(form, clock.today())
    correction_commands.correct_founding(actor, number, form.number(), day, stated)


def _restore(actor: Actor, shown: Display, form: forms.RestorationForm) -> None:
    correction_commands.restore(actor, shown.row.id, form.number(), why(form, clock.today()))


def _founding_of(shown: Display) -> Mapping[str, Any]:
    return {"founded_on": shown.row.founded_on}


def _nothing(_: Display) -> Mapping[str, Any]:
    return {}


PARTS: Mapping[str, Part] = {
    "profile": Part("变更基本情况", "保存变更", forms.ProfileForm, profile_of, _change_profile,
                    "只写改动的项目；改动从生效日期起算，以前的情况留在经过里。"),
    "secretary": Part("任命书记", "保存", forms.SecretaryForm, _today, _appoint,
                      "新书记任职之日，原书记即离任。"),
    "departure": Part("书记离任", "保存", forms.DepartureForm, _today, _leave),
    "term": Part("登记换届", "保存", forms.TermForm, _today, _set_term),
    "extension": Part("登记延期", "保存", forms.ExtensionForm, _today, _extend,
                      "经上级党组织批准可以延期，一般不超过一年，须填写批复文号。"),
    "members": Part("登记党员数", "保存", forms.MembersForm, _members_of, _count,
                    "只登记人数，不登记党员个人情况。"),
    "dissolution": Part("撤销党组织", "撤销", forms.DissolutionForm, _today, _dissolve,
                        danger=True),
    "founding": Part("更正成立日期", "更正", forms.FoundingDayForm, _founding_of, _correct_founding,
                     "原来就登记错了，才用更正；须写明理由。"),
    "restoration": Part("恢复党组织（误办撤销）", "恢复", forms.RestorationForm, _nothing, _restore,
                        "撤销登记有误的，写明理由后恢复；同日结束的书记、任期、覆盖一并恢复。"),
}  # fmt: skip
