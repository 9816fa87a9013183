"""What the preview of a ledger says: both sides of each row, and what the file would make."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from partybuild.facts.histories import Change
from partybuild.imports.plans import Outcome, RowPlan
from partybuild.party.importing.assembling import COVERS
from partybuild.party.importing.context import Context
from partybuild.party.importing.covering import since
from partybuild.party.importing.drafting import Drafted
from partybuild.party.importing.findings import Findings, Place, Told, place
from partybuild.party.importing.given import given
from partybuild.party.importing.ledger_instructors import Posting
from partybuild.party.importing.lives import Life
from partybuild.party.telling import changed


def party_lines(
    drafted: Iterable[Drafted], sent: Iterable[Posting], lives: Mapping[Place, Life]
) -> dict[Place, list[Change]]:
    """The lines of each row's Party side; what concerns the whole branch stands with one row."""
    lines: dict[Place, list[Change]] = defaultdict(list)
    for each in drafted:
        wish = each.wish
        shared = [line for line in each.changes.lines if line["label"] != COVERS]
        lines[place(wish.row)] += shared
        begun = {begin.organization.id: begin for begin in each.links.begin}
        for row in wish.rows:
            life = lives.get(place(row))
            begin = begun.get(life.id) if life is not None else None
            if begin is not None:
                words = f"{wish.name}（{since(begin.day, begin.inferred)}）"
                lines[place(row)].append(changed("党组织", "", words))
    for posting in sent:
        lines[place(posting.row)] += posting.changes.lines
    return lines


def told(
    of_register: Sequence[RowPlan], lines: Mapping[Place, Sequence[Change]]
) -> dict[Place, Told]:
    """Every row: its organization's outcome and changes, then those of its Party side."""
    found = {}
    for row in of_register:
        at = (row.sheet, row.number)
        more = lines.get(at, ())
        outcome = Outcome.CHANGED if more and row.outcome is Outcome.SAME else row.outcome
        found[at] = Told(row.key, row.name, outcome, [*row.changes, *more])
    return found


def makes(drafted: Iterable[Drafted], sent: Iterable[Posting]) -> Iterator[str]:
    """The Party organizations, links and assignments that the file would make, one a line."""
    for each in drafted:
        new, wish = each.newcomer, each.wish
        if new is not None:
            stated = "party_founded_on" in wish.row.places and any(
                "party_founded_on" in row.values for row in wish.rows
            )
            mark = "" if stated else "，推定"
            kind = new.profile["kind"].label
            yield f"新建党组织：{wish.name}（{kind}，成立日期 {new.founded_on:%Y-%m-%d}{mark}）"
        for organization, day, inferred in each.links.begin:
            yield f"登记覆盖：{organization.name} → {wish.name}（{since(day, inferred)}）"
    for posting in sent:
        for line in posting.changes.lines:
            if line["after"] != "—":
                yield f"派驻{line['label']}：{line['after']} → {posting.organization.name}"


def warn_of_denied(
    context: Context,
    lives: Mapping[Place, Life],
    linked: Mapping[int, Iterable[int]],
    found: Findings,
) -> None:
    """A row that denies a Party organization the register knows of changes nothing."""
    for row in found.rows:
        life = lives.get(place(row))
        if life is None or given(row).get("has_party") is not False:
            continue
        for number in linked.get(life.id, ()):
            body = context.bodies.by_id.get(number)
            name = f"“{body.name}”" if body else "党组织"
            words = f"填的是未建立党组织，在册由{name}覆盖，没有改动；已不覆盖的，请在页面上解除。"
            found.warn(row, words)
