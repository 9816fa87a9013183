"""What the forms of cover hand to their commands."""

from partybuild.access.actor import Actor
from partybuild.party import choosing, people
from partybuild.party.cover_commands import Sent
from partybuild.party.forms_cover import AssignmentForm, JoiningForm
from partybuild.party.kinds import InstructorKind, PartyKind
from partybuild.rules import RuleBroken

COVERING = (PartyKind.COMMITTEE, PartyKind.GENERAL_BRANCH, PartyKind.BRANCH)


def known(actor: Actor) -> dict[int, str]:
    """Choices of people already at work, a blank one first."""
    return {0: "（新的人员，在下面填写）"} | {
        each.row_id: each.words for each in people.known_instructors(actor)
    }


def sent(actor: Actor, form: AssignmentForm) -> Sent:
    """Who is sent: somebody known, else the name given. RuleBroken where there is neither."""
    kind, last = InstructorKind(form.kind.data), form.last_day.data
    if form.known.data:
        one = people.instructor(actor, form.known.data)
        return Sent(kind, one.name, one.workplace, one.telephone, last)
    if not form.name.data:
        raise RuleBroken("请选择已在岗人员，或填写姓名。")
    return Sent(kind, form.name.data, form.workplace.data, form.telephone.data, last)


def shelter(actor: Actor, form: JoiningForm) -> int:
    """The Party organization that takes an organization in; RuleBroken where none is chosen."""
    number = choosing.party_named(actor, form.other.data, "党组织") or form.party.data
    if not number:
        raise RuleBroken("请选择并入哪个党组织，或填写其编码或名称。")
    return int(number)
