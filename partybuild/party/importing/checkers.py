"""The import kinds of this room by their key, as house.py lends them to imports."""

from collections.abc import Mapping

from partybuild.imports.plans import Checker
from partybuild.party.importing import instructors, ledger, life, roster

CHECKERS: Mapping[str, Checker] = {
    "party-organizations": roster.check,
    "instructors": instructors.check,
    "ledger": ledger.check,
    "organization-life": life.check,
}
