"""What the page of one case shows, and how the forms of its steps begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.deadlines import calendar
from partybuild.deadlines import clocks as terms_of
from partybuild.enforcement import holding, queries
from partybuild.enforcement.kinds import Measure
from partybuild.enforcement.models import Penalty, Promise
from partybuild.enforcement.process import BY_KIND
from partybuild.enforcement.step_forms import StepForm
from partybuild.enforcement.step_table import FORMS
from partybuild.enforcement.terms import grounds, terms
from partybuild.evidence import queries as evidence
from partybuild.evidence.models import EvidenceFile
from partybuild.notices import queries as notices
from partybuild.notices.models import Notice
from partybuild.organizations import queries as organizations
from partybuild.organizations.models import Organization
from partybuild.workflow import queries as cases
from partybuild.workflow.models import WorkflowCase, WorkflowEvent
from partybuild.workflow.rules import Choice, Step, here

SILENT = "你单位在规定期限内没有提出陈述、申辩意见。"
LABELS = {
    slot.key: slot.label for kind in FORMS.values() for form in kind.values() for slot in form.FILES
} | {"origin": "依据材料"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One case, whole."""

    case: WorkflowCase
    subject: Organization
    facts: Sequence[tuple[str, str]]
    promises: Sequence[Promise]
    penalties: Sequence[Penalty]
    files: Sequence[EvidenceFile]
    papers: Sequence[Notice]
    events: Sequence[WorkflowEvent]
    steps: Sequence[tuple[Step, StepForm, str]]
    """Steps that may be taken now, with their forms and 同一人经办 where that applies."""
    refused: Sequence[Choice]
    clocks: Sequence[tuple[Any, str]]
    """Clocks of the case with how they were counted."""
    left: str
    batch_id: int | None

    @property
    def measure(self) -> Measure:
        """Which kind of case."""
        return Measure(self.case.kind)

    @property
    def state(self) -> str:
        """The state in words."""
        return BY_KIND[self.case.kind].states[self.case.state]

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        return self.case.due_on is not None and self.case.due_on < clock.today()


def shown(actor: Actor, case_id: int, typed: StepForm | None = None, action: str = "") -> Shown:
    """A case in reach; `typed` is the refused form of the step `action`."""
    case = queries.case(actor, case_id)
    row, held = queries.row(actor, case), terms()
    subject = organizations.organization(actor, case.organization_id or 0)
    found = here(cases.allowed(actor, case, queries.refusals(actor, case, row, held)), case.state)
    given = defaults(actor, case, row, subject)
    query = visible(actor, Penalty).where(Penalty.case_id == case.id)
    return Shown(
        case=case,
        subject=subject,
        facts=holding.facts(case.kind, row),
        promises=queries.promises(actor, case.id),
        penalties=db.session.scalars(query.order_by(Penalty.id)).all(),
        files=evidence.files(actor, "case", case.id),
        papers=notices.notices(actor, case_id=case.id),
        events=cases.events(actor, case.id),
        steps=[
            (each.step, _form(actor, case, each.step.action, given, typed, action), each.mark)
            for each in found
            if each.allowed
        ],
        refused=[each for each in found if not each.allowed],
        clocks=[
            (each, terms_of.computing(each, ())) for each in terms_of.clocks(actor, "case", case.id)
        ],
        left=calendar.words(clock.today(), case.due_on, False) if case.due_on else "",
        batch_id=queries.batch_in_reach(actor, getattr(row, "batch_id", None)),
    )


def _clocks(actor: Actor, case_id: int) -> list[tuple[Any, str]]:
    found = terms_of.clocks(actor, "case", case_id)
    pauses = terms_of.pauses_of(actor, [each.id for each in found])
    return [(each, terms_of.computing(each, pauses.get(each.id, ()))) for each in found]


def form_of(actor: Actor, case: WorkflowCase, action: str, formdata: Any) -> StepForm | None:
    """The form of a step as it was sent; None where the kind has no such step."""
    kind = FORMS[case.kind].get(action)
    if kind is None:
        return None
    return _offered(actor, case, kind(formdata, prefix=f"{action}-"))


def _form(
    actor: Actor,
    case: WorkflowCase,
    action: str,
    given: Mapping[str, Any],
    typed: StepForm | None,
    refused: str,
) -> StepForm:
    if typed is not None and action == refused:
        return typed
    data = {**given, "version": str(case.version)}
    return _offered(actor, case, FORMS[case.kind][action](prefix=f"{action}-", data=data))


def _offered(actor: Actor, case: WorkflowCase, form: StepForm) -> StepForm:
    if "promise" in form:
        waiting = [each for each in queries.promises(actor, case.id) if each.closed_on is None]
        form["promise"].choices = {str(each.id): each.words for each in waiting}
    return form


def contacts(actor: Actor) -> dict[str, str]:
    """Who was named to be asked on the last paper that this person issued."""
    query = visible(actor, Notice).where(Notice.issued_by == actor.user_id)
    query = query.order_by(Notice.id.desc()).limit(1)
    last = db.session.scalars(query).first()
    kept = last.fields if last is not None else {}
    found = {name: str(kept.get(name) or "") for name in ("contact", "telephone", "address")}
    return found | {"signer": last.signer if last is not None else ""}


def defaults(actor: Actor, case: WorkflowCase, row: Any, subject: Organization) -> dict[str, Any]:
    """What the forms of the steps begin with."""
    found: dict[str, Any] = {"day": clock.today(), **contacts(actor)}
    if case.kind == Measure.INTERVIEW:
        found |= {"invited": row.invited, "host": row.host, "hour": row.hour, "place": row.place}
    elif case.kind in (Measure.LISTING, Measure.DISHONEST):
        ground = grounds(case.kind).get(row.ground)
        found["answer"] = (
            "你单位在规定期限内没有提出陈述、申辩意见。"
            if row.warned_on
            else "上述情形有登记管理记录证明。"
        )
        found["duties"] = ground.duty if ground else ""
    elif case.kind == Measure.DORMANT:
        found |= _of_dormant(actor, case, row, subject)
    return found


def make_up(today: date) -> date:
    """The day offered as the last one for making up for what was missed; the registrar may move it."""
    return today + timedelta(days=30)


def _of_dormant(
    actor: Actor, case: WorkflowCase, row: Any, subject: Organization
) -> dict[str, Any]:
    years = "、".join(f"{year}年度" for year in row.years)
    contact = organizations.facts_on(actor, [subject.id], clock.today(), "contact")
    known = contact[subject.id].contact
    written: Mapping[str, Any] = {}
    for paper in notices.notices(actor, case_id=case.id):
        if paper.kind == "cancellation-warning":
            written = paper.fields
            break
    kept = {
        "facts": "\n".join(written.get("facts") or ())
        or f"{years}连续{len(row.years)}年未按规定参加年度检查。",
        "evidence": written.get("evidence") or "年度检查公告、年检参检记录",
        "law": written.get("law") or "",
        "answer": "你单位在规定期限内没有提出陈述、申辩意见，也没有要求听证。"
        if row.defended_on is None
        else row.defence,
    }
    return kept | {
        "legal_person": known.legal_person if known else "",
        "place": known.address if known else "",
        "discussed": clock.today(),
        "until": make_up(clock.today()),
        "review_term": "六十日",
        "court_term": "六个月",
    }
