"""The papers of a case about a lagging unit: what stands in their fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from partybuild import clock
from partybuild.enforcement.acting import Said
from partybuild.rectification.areas.rules import Named
from partybuild.rectification.kinds import AreaMeasure
from partybuild.regions.models import Region

KIND: Mapping[AreaMeasure, str] = {
    AreaMeasure.CIRCULAR: "area-circular",
    AreaMeasure.INTERVIEW: "area-interview",
    AreaMeasure.SUPERVISION: "area-supervision",
}
CLOSING = "area-closing"


def fields(
    measure: AreaMeasure, unit: Region, figures: Sequence[Named], said: Said
) -> dict[str, Any]:
    """Of the paper that takes a unit up."""
    found: dict[str, Any] = {
        "unit": unit.name,
        "as_of": clock.today(),
        "figures": [
            {"label": each.label, "value": each.shown, "wanted": each.demanded} for each in figures
        ],
        "deadline": said.day("deadline"),
        **{name: said.text(name) for name in ("reasons", "contact", "telephone")},
    }
    if measure is AreaMeasure.INTERVIEW:
        found |= {name: said.text(name) for name in ("invited", "hour", "place")}
        return found | {"at": said.day("answer_by")}
    return found | {"answer_by": said.day("answer_by")}


def closing(
    measure: AreaMeasure, unit: Region, pairs: Sequence[tuple[Named, Named]], words: str
) -> dict[str, Any]:
    """Of the paper that ends it: every figure then, as demanded, and now."""
    return {
        "unit": unit.name,
        "measure": measure.label,
        "as_of": clock.today(),
        "figures": [
            {
                "label": then.label,
                "before": then.shown,
                "wanted": then.demanded,
                "now": now.shown,
            }
            for then, now in pairs
        ],
        "words": words,
    }
