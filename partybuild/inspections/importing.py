"""年检结果: the check of a file of conclusions and evaluations; nothing is written here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.imports.columns import KINDS
from partybuild.imports.plans import Options, Outcome, Plan
from partybuild.imports.row import Row
from partybuild.imports.rows import missing
from partybuild.inspections import import_lines, import_writing, queries, rules
from partybuild.inspections.import_lines import Allowed, Course, Window
from partybuild.inspections.kinds import Conclusion, Evaluation, Regime
from partybuild.inspections.models import BLANK, Expected, Inspection, InspectionCampaign
from partybuild.organizations import codes
from partybuild.organizations.matching import Known, organizations_in_reach
from partybuild.organizations.writing import numbers
from partybuild.party.importing.findings import Findings, Told, place
from partybuild.party.importing.given import given, labelled, plain
from partybuild.rules import RuleBroken
from partybuild.workflow.many import CHUNK, Standing, standings

KIND = KINDS["inspections"]
KEPT = {"filed_on", "conclusion", "measures", "document", "rectify_by", "note"}
EVALUATED = {"score", "evaluation"}
_KEPT = ("organization_id", "year", "id", "campaign_id", "case_id", "regime", "history")
VALUES = (*import_lines.LABELS, "late", "first_published_on")


@dataclass(frozen=True, slots=True)
class Kept:
    """An inspection as the check found it."""

    id: int
    campaign_id: int | None
    case_id: int | None
    regime: Regime
    history: bool
    values: Mapping[str, Any]


@dataclass(slots=True)
class Line:
    """A row about a known organization and year, what stands, and what it comes to."""

    row: Row
    about: Known
    year: int
    said: dict[str, Any]
    standing: Standing | None = None
    inspection: Kept | None = None
    history: bool = False
    course: Course = field(default_factory=lambda: Course(""))

    @property
    def before(self) -> dict[str, Any]:
        """The values that stand."""
        return dict(self.inspection.values if self.inspection is not None else BLANK)

    @property
    def told(self) -> Told:
        """What the preview says of the row."""
        lines = import_lines.told(self.before, self.course.values)
        blank = self.before["conclusion"] is None and self.before["evaluation"] is None
        new = self.inspection is None or (blank and not self.before["filed_on"])
        outcome = (Outcome.NEW if new else Outcome.CHANGED) if lines else Outcome.SAME
        return Told(self.about.number, f"{self.about.name} {self.year}年度", outcome, lines)


def check(actor: Actor, rows: Iterable[Row], options: Options, columns: Collection[str]) -> Plan:
    """What a file of 年检结果 would do; a `plans.Checker`."""
    if options.effective_on > clock.today():
        raise RuleBroken("年检结果的生效日期（结论和评价日期）不能晚于今天，请核对。")
    found = Findings(KIND, list(rows))
    may = Allowed(
        actor.may(Permission.INSPECTIONS_KEEP),
        actor.may(Permission.INSPECTIONS_EVALUATE),
        options.effective_on,
    )
    lines = list(_lines(actor, found, may))
    _look_up(actor, lines)
    campaigns, reasons = _campaigns(lines), _reasons(actor, lines)
    for line in lines:
        _settle(line, found, may, campaigns, reasons)
    plan = found.plan({place(line.row): line.told for line in lines})
    good = [line for line in lines if not found.refused(line.row) and line.course.values]
    results = import_writing.Results(good, options)
    plan.prepare, plan.write, plan.moved = results.prepare, results.write, results.moved
    plan.notes += _notes(may, columns)
    return plan


def _notes(may: Allowed, columns: Collection[str]) -> list[str]:
    said = []
    if not may.evaluate and EVALUATED & set(columns):
        said.append("您的岗位不作党建评价，党建评价得分和结论两栏没有读取，请党务干部导入或填写。")
    if not may.keep and KEPT & set(columns):
        said.append(
            "您的岗位不作年检结论，只读取了党建评价得分和结论，其余各栏请登记管理干部导入。"
        )
    return said


def _lines(actor: Actor, found: Findings, may: Allowed) -> Iterator[Line]:
    names = organizations_in_reach(actor)
    said = {place(row): given(row) for row in found.rows}
    wanted = {codes.clean(str(code)) for v in said.values() if (code := plain(v.get("code")))}
    elsewhere = numbers(code for code in wanted if names.numbered(code) is None)
    for row in found.rows:
        values = said[place(row)]
        found.add(row, missing(KIND, row))
        code, text = plain(values.get("code")), plain(values.get("year"))
        if code is None or text is None:
            continue
        about = names.numbered(codes.clean(str(code)))
        if about is None and codes.clean(str(code)) in elsewhere:
            found.hide(row)
        elif about is None:
            found.refuse(row, "code", f"没有找到代码是“{code}”的社会组织，请核对或先导入名册。")
        else:
            yield from _line(row, about, values, found, may)


def _line(
    row: Row, about: Known, values: Mapping[str, Any], found: Findings, may: Allowed
) -> Iterator[Line]:
    try:
        year = import_lines.year_of(str(plain(values.get("year"))))
    except RuleBroken as broken:
        found.refuse(row, "year", str(broken))
        return
    if not rules.FIRST_YEAR <= year < clock.today().year:
        found.refuse(row, "year", f"{year}年度还没有结束或不存在，请填被检年度。")
        return
    yield Line(row, about, year, dict(_said(row, values, found, may)))


def _said(
    row: Row, values: Mapping[str, Any], found: Findings, may: Allowed
) -> Iterator[tuple[str, Any]]:
    """Values by column of the inspection, as far as this person may say them."""
    taken = (KEPT if may.keep else set()) | (EVALUATED if may.evaluate else set())
    for name in taken & values.keys():
        value = plain(values[name])
        if value is None and name in ("conclusion", "evaluation"):
            found.refuse(row, name, "这一列不能清空；要改结论或评价请在页面上办理。")
        elif name == "measures":
            yield from import_lines.measures(value or ()).items()
        elif name == "score" and value is not None:
            try:
                yield name, rules.score(str(value))
            except RuleBroken as broken:
                found.refuse(row, name, str(broken))
        elif name == "conclusion":
            yield name, labelled(Conclusion, value)
        elif name == "evaluation":
            yield name, labelled(Evaluation, value)
        else:
            yield name, value if value is not None else BLANK[name]


def _look_up(actor: Actor, lines: Sequence[Line]) -> None:
    """Every line has the inspection of its organization and year, and the case as it stands."""
    years = {line.year for line in lines}
    known: dict[tuple[int, int], Kept] = {}
    columns = [getattr(Inspection, name) for name in (*_KEPT, *VALUES)]
    for part in _parts({line.about.id for line in lines}):
        query = visible(actor, Inspection, *columns).where(
            Inspection.organization_id.in_(part), Inspection.year.in_(years)
        )
        for row in db.session.execute(query):
            values = dict(zip(VALUES, row[len(_KEPT) :], strict=True))
            kept = Kept(row.id, row.campaign_id, row.case_id, row.regime, row.history, values)
            known[row.organization_id, row.year] = kept
    cases = standings(actor, [kept.case_id for kept in known.values() if kept.case_id is not None])
    for line in lines:
        line.inspection = known.get((line.about.id, line.year))
        if line.inspection is not None:
            line.standing = cases.get(line.inspection.case_id or 0)


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for at in range(0, len(ordered), CHUNK):
        yield ordered[at : at + CHUNK]


def _campaigns(lines: Sequence[Line]) -> Mapping[int, InspectionCampaign]:
    wanted = {line.inspection.campaign_id for line in lines if line.inspection is not None}
    return queries.by_id([number for number in wanted if number is not None])


def _reasons(actor: Actor, lines: Sequence[Line]) -> Mapping[tuple[int, int], str]:
    """Why an organization is not on the list of a year, by organization and year."""
    found: dict[tuple[int, int], str] = defaultdict(str)
    for part in _parts({line.about.id for line in lines if line.inspection is None}):
        columns = (Expected.organization_id, InspectionCampaign.year, Expected.reason)
        query = (
            visible(actor, Expected, *columns)
            .join(InspectionCampaign, InspectionCampaign.id == Expected.campaign_id)
            .where(Expected.organization_id.in_(part), Expected.reason.is_not(None))
        )
        for number, year, reason in db.session.execute(query):
            found[number, year] = reason.label
    return found


def _settle(
    line: Line,
    found: Findings,
    may: Allowed,
    campaigns: Mapping[int, InspectionCampaign],
    reasons: Mapping[tuple[int, int], str],
) -> None:
    try:
        if line.inspection is None or line.inspection.history:
            _history(line, reasons)
            return
        campaign = campaigns[line.inspection.campaign_id or 0]
        window = Window(campaign.opens_on, campaign.closes_on, line.inspection.regime)
        standing = line.standing
        if standing is None:
            raise RuleBroken("该组织本年度的办理记录不完整，请联系系统管理员。")
        by = Allowed(may.keep, may.evaluate, may.day, standing.parts)
        line.course = import_lines.course(line.before, line.said, standing.state, window, by)
    except RuleBroken as broken:
        found.refuse(line.row, getattr(broken, "column", "conclusion"), str(broken))


def _history(line: Line, reasons: Mapping[tuple[int, int], str]) -> None:
    """Years before the rule need no list; later ones are refused until it is settled."""
    if line.inspection is None and line.year >= queries.begins():
        why = reasons.get((line.about.id, line.year))
        raise import_lines.Misplaced(
            "code",
            f"该组织不在{line.year}年度应检名单中（{why}），请先补列入名单并写明理由，再导入。"
            if why
            else f"{line.year}年度还没有列入该组织的应检名单，请先开放年检，或补列入名单并写明理由。",
        )
    line.history = True
    before = line.before
    line.course.values = {n: v for n, v in line.said.items() if before[n] != v}
    if line.inspection is None and "conclusion" not in line.course.values:
        raise RuleBroken(f"{line.year}年度是规则施行前的年度，补录历史须填写年检结论。")
