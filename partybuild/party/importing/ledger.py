"""社会组织党建台账: organizations, their Party organizations and instructors in one table."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.imports.columns import KINDS
from partybuild.imports.plans import Options, Plan
from partybuild.imports.row import Row
from partybuild.organizations import importing as register
from partybuild.party import rules
from partybuild.party.importing import (
    assembling,
    bodies,
    entering,
    grouping,
    ledger_organizations,
    ledger_preview,
    tree,
)
from partybuild.party.importing.context import Context
from partybuild.party.importing.covering import Cover
from partybuild.party.importing.drafting import Drafted, Drafting, Wanted
from partybuild.party.importing.drafts import Draft
from partybuild.party.importing.findings import Findings, Place, place
from partybuild.party.importing.grouping import Group
from partybuild.party.importing.instructors import add
from partybuild.party.importing.ledger_instructors import postings
from partybuild.party.importing.lives import Life, links_of_organizations
from partybuild.party.importing.settling import Settling
from partybuild.party.importing.wishes import Wish

KIND = KINDS["ledger"]


def check(actor: Actor, rows: Iterable[Row], options: Options, columns: Collection[str]) -> Plan:
    """What a ledger would do; a `plans.Checker`."""
    rules.check_not_ahead(options.effective_on, clock.today())
    return _Ledger(actor, list(rows), options, columns).plan()


class _Ledger:
    """One ledger: the register's check first, then the Party side of its rows."""

    def __init__(
        self, actor: Actor, rows: list[Row], options: Options, columns: Collection[str]
    ) -> None:
        self.actor, self.options = actor, options
        self.checking = register.examined(actor, rows, options, columns)
        self.found = Findings(KIND, rows)
        ledger_organizations.hide_foreign(self.checking, self.found)
        self.lives, self.refs = ledger_organizations.of_rows(actor, self.checking)
        places = self.checking.register.places
        self.context = Context(actor, options, bodies.load(actor, ()), places)
        self.context.lives |= {life.id: life for life in self.lives.values()}
        self.linked = self._linked()
        self.groups = grouping.groups(self.lives, self.found)
        self.postings = postings(self.context, self.lives, self.found)
        self.drafted = self._draft()

    def _linked(self) -> Mapping[int, frozenset[int]]:
        """Party organizations that cover each organization on the effective day."""
        known = {life.id for life in self.lives.values() if life.id > 0}
        found: dict[int, set[int]] = defaultdict(set)
        for link in links_of_organizations(self.actor, known):
            if link.valid_from <= self.options.effective_on < link.valid_to:
                found[link.organization_id].add(link.party_id)
        return {number: frozenset(parties) for number, parties in found.items()}

    def _draft(self) -> list[Drafted]:
        wishes = [group.wish(n, self.found) for n, group in enumerate(self.groups, start=1)]
        for wish, group in zip(wishes, self.groups, strict=True):
            covering = [self.linked.get(life.id, frozenset()) for life in group.lives.values()]
            wish.hints = frozenset().union(*covering)
        Settling(self.context.bodies, wishes, self.found, lenient=True).settle()
        wanted = [self._wanted(w, g) for w, g in zip(wishes, self.groups, strict=True)]
        tree.check(self.context.bodies, wishes, self.found, self.options.effective_on)
        drafting = Drafting(self.context, wanted)
        drafted = [drafting.draft(each) for each in wanted]
        assembling.note(drafted, self.found)
        return drafted

    def _wanted(self, wish: Wish, group: Group) -> Wanted:
        good = [life for at, life in group.lives.items() if self._good(group, at)]
        of = Wanted(wish, {}, Cover(list({life.id: life for life in good}.values()), whole=False))
        self._warn_of_double(wish, group)
        if wish.body is not None:
            return of
        if wish.words("kind") is None:
            wish.values["kind"] = grouping.kind_of(wish.name)
        if wish.words("founded_on") is None and group.lives:
            wish.values["founded_on"] = min(life.registered_on for life in group.lives.values())
        of.refers["parent_id"] = wish.parent
        of.refers |= self._place(list(group.lives.values()))
        return of

    def _good(self, group: Group, at: Place) -> bool:
        return not any(place(row) == at and self.found.refused(row) for row in group.rows)

    def _place(self, covered: list[Life]) -> dict[str, int | None]:
        """Where a new one counts: with its only organization, else in their lowest common unit."""
        if len(covered) == 1:
            return {"lead_organization_id": covered[0].id}
        lineages = [
            [n for n in self.context.places.by_id[life.unit_id].lineage if n is not None]
            for life in covered
            if life.unit_id in self.context.places.by_id
        ]
        common = [level[0] for level in zip(*lineages, strict=False) if len(set(level)) == 1]
        return {"region_id": common[-1]} if common else {}

    def _warn_of_double(self, wish: Wish, group: Group) -> None:
        names = self.context.bodies.by_id
        for row in group.rows:
            life = group.lives.get(place(row))
            others = self.linked.get(life.id, frozenset()) - {wish.number} if life else set()
            for number in others:
                if number in names:
                    words = f"在册已由“{names[number].name}”覆盖，导入后是重复覆盖，请核对。"
                    self.found.warn(row, words)

    def plan(self) -> Plan:
        """Both sides in one plan: an organization's row tells what becomes of its Party side."""
        ledger_preview.warn_of_denied(self.context, self.lives, self.linked, self.found)
        of_register = self.checking.finish()
        self.checking.leave_out({place(row) for row in self.found.rows if self.found.refused(row)})
        good = [each for each in self.drafted if not self.found.refused(each.wish.row)]
        sent = [each for each in self.postings.values() if not self.found.refused(each.row)]
        lines = ledger_preview.party_lines(good, sent, self.lives)
        plan = self.found.plan(ledger_preview.told(of_register.rows, lines))
        plan.warnings[:0] = of_register.warnings
        plan.absent = of_register.absent
        plan.makes = list(ledger_preview.makes(good, sent))
        draft = assembling.assemble(self.drafted, self.found)
        for posting in sent:
            add(draft, posting.organization, posting.changes)
        plan.write = lambda writer: self._write(writer, draft)
        return plan

    def _write(self, actor: Actor, draft: Draft) -> None:
        """Organizations first, then what refers to them, in the same change."""
        self.checking.draft.write(actor)
        used = self.context.used_places(draft)
        used |= {new.organization.profile["unit_id"] for new in self.refs.values()}
        places = self.context.places.create({number for number in used if number < 0})
        organizations = ledger_organizations.ids(actor, self.refs, places)
        why = entering.because("导入社会组织党建台账", KIND, self.options)
        entering.write(actor, draft, why, places=places, organizations=organizations)
