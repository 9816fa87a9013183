"""The sections of a draft besides its tree: each a form that makes another scheme of one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtforms import FieldList, FormField

from partybuild.ratings.schemes.editing import free_key
from partybuild.ratings.schemes.kinds import GateFact
from partybuild.ratings.schemes.scheme import Category, Gate, Scheme, Veto
from partybuild.ratings.schemes.section_forms import Chain, General, Section, Stars
from partybuild.ratings.schemes.section_rows import CategoryRow, GateRow, VetoRow

SPARE = 3
"""Blank rows for new lines."""
MOST_ROWS = 40


class Vetoes(Section):
    """一票否决."""

    TITLE = "一票否决"
    HINT = "由评审单位凭文件提出；“不得评为某星及以上”限制最高星级，“摘星”为不定星。"
    rows = FieldList(FormField(VetoRow), max_entries=MOST_ROWS)

    @staticmethod
    def filled(scheme: Scheme) -> dict[str, Any]:
        """What the fields say of a scheme."""
        rows = [{"key": v.key, "label": v.label, "effect": str(v.effect)} for v in scheme.vetoes]
        return {"rows": [*rows, *_spare()]}

    def change(self, scheme: Scheme) -> Scheme:
        """With these vetoes; a new one gets a key of its own."""
        rows = _kept(self.rows)
        keys = _keys(rows, "veto")
        said = [(row.label.data.strip(), int(row.effect.data)) for row in rows]
        return replace(scheme, vetoes=tuple(Veto(k, *v) for k, v in zip(keys, said, strict=True)))


class Gates(Section):
    """参评条件, a row for each fact that the register knows."""

    TITLE = "参评条件"
    HINT = "系统从在册情况中读取，参评前告知，公布前和公示最后一天再次核对。"
    rows = FieldList(FormField(GateRow), min_entries=len(GateFact), max_entries=len(GateFact))

    @staticmethod
    def filled(scheme: Scheme) -> dict[str, Any]:
        """What the fields say of a scheme."""
        by_fact = {gate.fact: gate for gate in scheme.gates}
        rows = [
            {
                "bars": str(by_fact[fact].bars) if fact in by_fact else "",
                "label": by_fact[fact].label if fact in by_fact else fact.label,
                "lifts": by_fact[fact].lifts if fact in by_fact else "",
            }
            for fact in GateFact
        ]
        return {"rows": rows}

    @staticmethod
    def titles() -> list[str]:
        """The facts."""
        return [fact.label for fact in GateFact]

    def change(self, scheme: Scheme) -> Scheme:
        """With these gates; one that was there keeps its key."""
        keys = {gate.fact: gate.key for gate in scheme.gates}
        rows = zip(GateFact, (entry.form for entry in self.rows.entries), strict=True)
        return replace(
            scheme,
            gates=tuple(
                Gate(
                    keys.get(fact, fact.value),
                    fact.value,
                    (row.label.data or "").strip() or fact.label,
                    int(row.bars.data),
                    (row.lifts.data or "").strip(),
                )
                for fact, row in rows
                if row.bars.data
            ),
        )


class Categories(Section):
    """参评类别."""

    TITLE = "参评类别"
    HINT = "同一类别内比较和计算名额；只限行业协会商会的类别优先。没有归入任何类别的组织不参评。"
    rows = FieldList(FormField(CategoryRow), max_entries=MOST_ROWS)

    @staticmethod
    def filled(scheme: Scheme) -> dict[str, Any]:
        """What the fields say of a scheme."""
        rows = [
            {"key": c.key, "label": c.label, "kinds": list(c.kinds), "trade_only": c.trade_only}
            for c in scheme.categories
        ]
        return {"rows": [*rows, *_spare()]}

    def change(self, scheme: Scheme) -> Scheme:
        """With these categories."""
        rows = _kept(self.rows)
        keys = _keys(rows, "group")
        return replace(
            scheme,
            categories=tuple(
                Category(key, row.label.data.strip(), tuple(row.kinds.data), row.trade_only.data)
                for key, row in zip(keys, rows, strict=True)
            ),
        )


def _spare() -> list[dict[str, Any]]:
    return [{} for _ in range(SPARE)]


def _kept(rows: Any) -> list[Any]:
    return [entry.form for entry in rows.entries if (entry.form.label.data or "").strip()]


def _keys(rows: Sequence[Any], stem: str) -> list[str]:
    """The key each row had, or a free one."""
    found: list[str] = []
    taken = [row.key.data or "" for row in rows]
    for row in rows:
        key = row.key.data if row.key.data and row.key.data not in found else ""
        found.append(key or free_key([*taken, *found], stem))
    return found


SECTIONS: Mapping[str, type[Section]] = {
    "general": General,
    "categories": Categories,
    "stars": Stars,
    "vetoes": Vetoes,
    "gates": Gates,
    "chain": Chain,
}
