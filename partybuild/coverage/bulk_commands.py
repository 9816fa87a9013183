"""Doing to many organizations at once what was previewed, and nothing else."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.coverage.bulk_plans import Act, Line, Plan, Wanted, plan
from partybuild.db.work import Stale, audit_detail, current_work, needs
from partybuild.facts.commands import known
from partybuild.facts.histories import Because, Said, say
from partybuild.facts.rules import Row
from partybuild.organizations import places
from partybuild.organizations.models import OrganizationProfile
from partybuild.organizations.subject import naming
from partybuild.organizations.timelines import changed_from
from partybuild.party import cover
from partybuild.party.models import InstructorAssignment
from partybuild.party.telling import Lines, Told, Why, because, changed, opened, tell
from partybuild.party.writing import person_key
from partybuild.rules import RuleBroken


def do(actor: Actor, ids: Sequence[int], wanted: Wanted, seen: str) -> int:
    """Do the act to every organization that the plan does not refuse; how many.

    Raises OutOfReach when one is not in reach, Stale when the plan is not the one that was `seen`,
    RuleBroken when nothing is left to do. Then nothing is written.
    """
    return (_do_party if wanted.act.of_party else _do_profiles)(actor, ids, wanted, seen)


@needs(Permission.ORGANIZATIONS_KEEP, "批量变更社会组织")
def _do_profiles(actor: Actor, ids: Sequence[int], wanted: Wanted, seen: str) -> int:
    agreed = _agreed(actor, ids, wanted, seen)
    rows = known(OrganizationProfile, [(line.id,) for line in agreed.going])
    names = list(wanted.values)
    told = naming(
        places.unit_names(_all(rows, wanted, "unit_id")),
        places.body_names(_all(rows, wanted, "body_id")),
    )
    for mark, lines in _by_mark(agreed.going).items():
        said = [
            Said(OrganizationProfile, (line.id,), one.values, one.valid_from, one.valid_to)
            for line in lines
            for one in changed_from(rows[(line.id,)], wanted.values, names, wanted.day)
        ]
        say(actor, told, said, Because(wanted.act.label, wanted.reason, wanted.document, mark))
    current_work().touch(wanted.day, organizations=[line.id for line in agreed.going])
    return _noted(agreed)


@needs(Permission.PARTY_KEEP, "批量登记覆盖")
def _do_party(actor: Actor, ids: Sequence[int], wanted: Wanted, seen: str) -> int:
    agreed = _agreed(actor, ids, wanted, seen)
    doing: Mapping[Act, Callable[[Actor, Plan], None]] = {
        Act.BRANCH: _link,
        Act.INSTRUCTOR: _assign,
    }
    doing[wanted.act](actor, agreed)
    return _noted(agreed)


def _link(actor: Actor, agreed: Plan) -> None:
    wanted = agreed.wanted
    party_id = wanted.values["party_id"]
    row = cover.check_party(actor, party_id, wanted.day)
    opened(actor, party_id)
    why = Why(wanted.day, wanted.reason, wanted.document)
    cause = because(actor, "登记覆盖组织", why, row)
    ids = [line.id for line in agreed.going]
    cover.begin(actor, (party_id, row.name), ids, cause, wanted.day)


def _assign(actor: Actor, agreed: Plan) -> None:
    wanted = agreed.wanted
    values = {name: wanted.values[name] for name in ("name", "workplace", "telephone")}
    kind, key = wanted.values["kind"], person_key(**values)
    for mark, lines in _by_mark(agreed.going).items():
        cause = Because(f"派驻{kind.label}", wanted.reason, wanted.document, mark)
        tell(
            actor,
            [Told(InstructorAssignment, (n.id, kind, key), values, wanted.day) for n in lines],
            cause,
            Lines(
                wanted.day,
                organizations={n.id: [changed(kind.label, "", wanted.after)] for n in lines},
            ),
        )


def _agreed(actor: Actor, ids: Sequence[int], wanted: Wanted, seen: str) -> Plan:
    found = plan(actor, ids, wanted)
    if found.digest != seen:
        raise Stale("预览以后这些组织的情况有了变化，没有办理。请重新预览后再确认。")
    if not found.going:
        raise RuleBroken("所选组织都不用办理或不能办理，原因见预览。")
    return found


def _by_mark(lines: Sequence[Line]) -> Mapping[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.mark].append(line)
    return found


def _all(rows: Mapping[Any, Sequence[Row]], wanted: Wanted, column: str) -> set[int]:
    """All units or bodies that the history lines may have to name."""
    ids = {row.values[column] for line in rows.values() for row in line}
    return {number for number in (*ids, wanted.values.get(column)) if number is not None}


def _noted(agreed: Plan) -> int:
    count = len(agreed.going)
    audit_detail(
        act=agreed.wanted.act.label,
        after=agreed.wanted.after,
        day=agreed.wanted.day.isoformat(),
        reason=agreed.wanted.reason,
        organizations=count,
        left_out=len(agreed.refused),
        digest=agreed.digest,
    )
    return count
