"""What a request says, once more: a returned one is put right before it is sent again."""

from wtforms import TextAreaField

from partybuild.gates.terms.forms import FORMS, StepForm, count_field
from partybuild.gates.terms.rules import Matter
from partybuild.organizations.forms import day_field, stripped, text_field
from partybuild.web.forms import at_most, required


class RequestForm(StepForm):
    """Why an election is asked for."""

    why = TextAreaField("事由", [at_most(300)], filters=[stripped])


class ExtensionRequest(RequestForm):
    """To which day the term is to last."""

    until = day_field("延期至", required("请填写延期至哪一天，最长一年。"))
    why = TextAreaField(
        "延期原因", [required("请写明延期原因。"), at_most(300)], filters=[stripped]
    )


class AppointmentRequest(RequestForm):
    """Who is to be secretary."""

    secretary = text_field("拟任书记", 60, required("请填写拟任书记姓名。"))
    telephone = text_field("书记电话", 30, description="不改的留空")
    former = text_field("不再担任书记的同志", 60)


class FoundingRequest(RequestForm):
    """How many members the new Party organization has, and why it is set up."""

    full = count_field("正式党员数")
    probationary = count_field("预备党员数")


_REQUESTS: dict[Matter, type[StepForm]] = {
    Matter.FOUNDING: FoundingRequest,
    Matter.ELECTION: RequestForm,
    Matter.EXTENSION: ExtensionRequest,
    Matter.APPOINTMENT: AppointmentRequest,
}


def step_form(matter: Matter, action: str) -> type[StepForm]:
    """The form of a step."""
    if action == "request" and matter in _REQUESTS:
        return _REQUESTS[matter]
    return FORMS.get(action, StepForm)
