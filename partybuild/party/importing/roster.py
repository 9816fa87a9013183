"""党组织名册: the check of a file of Party organizations."""

from collections.abc import Collection, Iterable

from partybuild import clock
from partybuild.access.actor import Actor
from partybuild.imports.columns import KINDS
from partybuild.imports.plans import Options, Plan
from partybuild.imports.row import Row
from partybuild.imports.rows import missing
from partybuild.imports.values import CLEAR
from partybuild.organizations.matching import Names, organizations_in_reach
from partybuild.organizations.siting import Misplaced
from partybuild.party import rules
from partybuild.party.importing import absent, assembling, bodies, entering, tree
from partybuild.party.importing.context import Context
from partybuild.party.importing.covering import Cover
from partybuild.party.importing.drafting import Drafting, Wanted
from partybuild.party.importing.findings import Findings
from partybuild.party.importing.lives import lives
from partybuild.party.importing.settling import Settling
from partybuild.party.importing.wishes import Wish, of_roster
from partybuild.rules import RuleBroken

KIND = KINDS["party-organizations"]
LEAD = "lead_organization_id"


def check(actor: Actor, rows: Iterable[Row], options: Options, columns: Collection[str]) -> Plan:
    """What a 党组织名册 would do; a `plans.Checker`."""
    rules.check_not_ahead(options.effective_on, clock.today())
    found = Findings(KIND, list(rows))
    wishes = of_roster(found.rows)
    context = Context(actor, options, bodies.load(actor, _codes(wishes)))
    Settling(context.bodies, wishes, found).settle()
    for wish in wishes:
        if wish.body is None and not found.hidden(wish.row):
            found.add(wish.row, missing(KIND, wish.row))
    wanted = _refer(context, wishes, found)
    tree.check(context.bodies, wishes, found, options.effective_on)
    drafting = Drafting(context, wanted)
    drafted = [drafting.draft(each) for each in wanted]
    for each in drafted:
        new = each.newcomer
        if new is not None and not _inside(context, each.wish, new.unit_id):
            found.hide(each.wish.row)
    ended = {each.wish.number: each.ends_on for each in drafted if each.ends_on is not None}
    tree.check_ends(wishes, ended, found)
    assembling.note(drafted, found)
    plan = found.plan(assembling.told_of(drafted))
    draft = assembling.assemble(drafted, found)
    why = entering.because("导入党组织名册", KIND, options)
    used = context.used_places(draft)
    plan.write = lambda writer: entering.write(
        writer, draft, why, places=context.places.create(used)
    )
    units = [newcomer.unit_id for newcomer in draft.newcomers.values()]
    plan.absent = absent.bodies_left_out(context, wishes, units)
    return plan


def _codes(wishes: Iterable[Wish]) -> set[str]:
    return {code for wish in wishes if (code := wish.words("code"))}


def _inside(context: Context, wish: Wish, unit_id: int) -> bool:
    """Whether a new one would stand in the importer's unit, or below a body in the body's tree."""
    if context.actor.reach.body is not None and wish.parent is not None:
        return True
    return context.inside(unit_id)


def _refer(context: Context, wishes: Iterable[Wish], found: Findings) -> list[Wanted]:
    """Every wish with its units and organizations, each found by code or name."""
    wishes = list(wishes)
    named = any(name in wish.values for wish in wishes for name in ("lead", "covers"))
    names = organizations_in_reach(context.actor) if named else Names("社会组织", ())
    meant: dict[int, tuple[int | None, list[int] | None]] = {}
    for wish in wishes:
        lead = wish.words("lead")
        number = _find(names, wish, "lead", lead, found) if lead else None
        meant[wish.ref] = number, _covers(names, wish, found)
    ids = {n for lead, some in meant.values() for n in (lead, *(some or ())) if n is not None}
    context.lives |= lives(context.actor, ids)
    return [_wanted(context, wish, *meant[wish.ref], found) for wish in wishes]


def _wanted(
    context: Context, wish: Wish, lead: int | None, covers: list[int] | None, found: Findings
) -> Wanted:
    of = Wanted(wish, {})
    if lead is not None or wish.values.get("lead") is CLEAR:
        of.refers[LEAD] = lead
    region = wish.words("region")
    if region is not None:
        _site(context, of, region, found)
    elif wish.values.get("region") is CLEAR:
        of.refers["region_id"] = None
    if wish.body is None:
        of.refers["parent_id"] = wish.parent
    if covers is not None:
        of.cover = Cover([context.lives[number] for number in covers], whole=True)
    return of


def _site(context: Context, of: Wanted, words: str, found: Findings) -> None:
    try:
        place = context.place(words)
    except Misplaced as broken:
        found.refuse(of.wish.row, "region", str(broken))
        return
    of.refers["region_id"] = place.id
    if context.actor.reach.body is None and not context.inside(place.id):
        found.hide(of.wish.row)


def _covers(names: Names, wish: Wish, found: Findings) -> list[int] | None:
    """Ids of the organizations in the list; None where nothing is said."""
    said = wish.values.get("covers")
    if said is None:
        return None
    words = () if said is CLEAR else said
    numbers = [_find(names, wish, "covers", word, found) for word in words]
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _find(names: Names, wish: Wish, column: str, word: str, found: Findings) -> int | None:
    try:
        known = names.find(word)
    except RuleBroken as broken:
        found.refuse(wish.row, column, str(broken))
        return None
    if known is None:
        words = f"没有找到社会组织“{word}”，请核对代码、备案编号或名称。"
        found.refuse(wish.row, column, words)
        return None
    return known.id
