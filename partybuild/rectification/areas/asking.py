"""The form that takes a unit up, begun with what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.enforcement.showing import contacts
from partybuild.rectification.areas import limits, opening, standing
from partybuild.rectification.areas.forms import URGING, UrgeForm
from partybuild.rectification.areas.opening import Urging
from partybuild.rectification.areas.rules import Named
from partybuild.rectification.kinds import AreaMeasure
from partybuild.regions.models import Region
from partybuild.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom, in which way, over which figures."""

    unit: Region
    measure: AreaMeasure
    figures: Sequence[Named]
    wanted: Mapping[str, str]
    """What is ticked, with what is wanted of it."""
    form: UrgeForm

    @property
    def urging(self) -> Urging:
        """For the command."""
        return Urging(self.measure, self.unit.code, self.wanted)


def asked(actor: Actor, given: Any, typed: Any = None) -> Asked:
    """What the address (or, with `typed`, the form sent) asks for.

    RuleBroken for a way there is not and for a unit that the person does not stand above.
    """
    word = given.get("measure", "") or AreaMeasure.CIRCULAR.value
    if word not in list(AreaMeasure):
        raise RuleBroken("督促方式只有通报、约谈和挂牌督办，请从页面上选择。")
    measure = AreaMeasure(word)
    unit = opening.below(actor, given.get("unit", ""))
    figures = standing.of_unit(actor, unit)
    form = URGING[measure](typed, data=_begun(actor, measure))
    return Asked(unit, measure, figures, _wanted(given, figures, typed), form)


def _wanted(given: Any, figures: Sequence[Named], typed: Any) -> Mapping[str, str]:
    if typed is None:
        return {each.key: each.wanted for each in figures if each.short}
    return {key: typed.get(f"wanted-{key}", "")[:12] for key in typed.getlist("figure")}


def _begun(actor: Actor, measure: AreaMeasure) -> dict[str, Any]:
    content, today = limits.held()[0], clock.today()
    known = contacts(actor)
    return {
        "measure": measure.value,
        "answer_by": today + timedelta(days=content["answer_days"]),
        "deadline": today + timedelta(days=content["days"]),
        **{name: known[name] for name in ("contact", "telephone", "signer")},
    }
