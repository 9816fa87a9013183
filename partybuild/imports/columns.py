"""The kinds of import workbooks by their key on the command line (contract.md)."""

from collections.abc import Mapping

from partybuild.imports.inspection_columns import INSPECTIONS
from partybuild.imports.ledger_columns import LEDGER
from partybuild.imports.organization_facts import ORGANIZATIONS
from partybuild.imports.party_columns import PARTY_ORGANIZATIONS
from partybuild.imports.records import Column, Kind, Required, Type
from partybuild.imports.work_columns import INSTRUCTORS, ORGANIZATION_LIFE

KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        ORGANIZATIONS,
        PARTY_ORGANIZATIONS,
        LEDGER,
        INSTRUCTORS,
        ORGANIZATION_LIFE,
        INSPECTIONS,
    )
}

__all__ = ["KINDS", "Column", "Kind", "Required", "Type"]
