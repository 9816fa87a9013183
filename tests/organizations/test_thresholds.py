"""The numbers of the field stand in one place, and every room reads them there."""

import re
from pathlib import Path

import partybuild
from partybuild.organizations import thresholds

ROOT = Path(partybuild.__file__).parent
NAMES = [name for name in vars(thresholds) if name.isupper()]


def test_no_other_module_says_them_again():
    said = re.compile(rf"^(?:{'|'.join(NAMES)}|ENOUGH) *=", re.MULTILINE)

    found = [path.name for path in ROOT.rglob("*.py") if said.search(path.read_text())]

    assert found == ["thresholds.py"]


def test_three_members_call_for_the_same_in_every_room():
    from partybuild.gates.registration.rules import Calls, Members, calls_for
    from partybuild.party.joint_rules import needs_of

    enough = thresholds.ENOUGH_MEMBERS

    assert calls_for(Members(full=enough)) is Calls.OWN
    assert calls_for(Members(full=enough - 1)) is Calls.JOIN
    assert "应当建立党组织" in needs_of(covered=False, full=enough, probationary=0)[0]
    assert "应当建立党组织" not in needs_of(covered=False, full=enough - 1, probationary=0)[0]
