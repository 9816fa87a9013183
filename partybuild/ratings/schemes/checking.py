"""Whether a scheme may be published: every fault as a sentence that says where and what. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from partybuild.organizations.kinds import OrganizationKind
from partybuild.ratings.kinds import STAR_LABELS, Tier
from partybuild.ratings.points import shown
from partybuild.ratings.schemes.item_checks import faults_of_node
from partybuild.ratings.schemes.kinds import Desk, GateFact, Joint
from partybuild.ratings.schemes.rules import Gate, Scheme, leaves, walk

REVIEWING = [Tier.FIRST.value, Tier.SECOND.value, Tier.FINAL.value]
_RISING = [Desk.STREET.value, Desk.COUNTY.value, Desk.CITY.value, Desk.PROVINCE.value]
MOST_DAYS, MOST_PUBLICITY, MOST_MONTHS = 366, 60, 120


def check(scheme: Scheme) -> list[str]:
    """Every fault that stands against publishing; none: it may be published."""
    return [
        *_general(scheme),
        *_categories(scheme),
        *_tree(scheme),
        *_bonus(scheme),
        *_bands(scheme),
        *_caps(scheme),
        *_vetoes(scheme),
        *_gates(scheme),
        *_chain(scheme),
        *_windows(scheme),
    ]


def repeated(values: Iterable[str]) -> list[str]:
    """What occurs more than once; blanks do not count."""
    return [value for value, count in Counter(values).items() if count > 1 and value]


def _general(scheme: Scheme) -> Iterator[str]:
    if not scheme.label.strip():
        yield "方案：名称还没有填写。"
    if not 0 < scheme.total <= 10_000:
        yield "方案：满分应在 1 至 1000 分之间。"
    if not 1 <= scheme.validity_months <= MOST_MONTHS:
        yield f"方案：有效期应为 1 至 {MOST_MONTHS} 个月。"
    if scheme.joint not in set(Joint):
        yield "方案：联合党组织的参评条件应选“只看牵头单位”或“所覆盖的单位都看”。"


def _categories(scheme: Scheme) -> Iterator[str]:
    if not scheme.categories:
        yield "参评类别：至少要有一类。"
    yield from (f"参评类别：“{key}”重复。" for key in repeated(c.key for c in scheme.categories))
    for each in scheme.categories:
        if not each.label.strip():
            yield f"参评类别“{each.key}”：没有填写名称。"
        if not set(each.kinds) <= set(OrganizationKind):
            yield f"参评类别“{each.label}”：有不认识的组织类型。"


def _tree(scheme: Scheme) -> Iterator[str]:
    nodes = list(walk(scheme.indicators))
    if not nodes:
        yield "指标：还没有指标。"
    yield from (f"指标：代码“{key}”重复。" for key in repeated(n.indicator.key for n in nodes))
    tiers = {link.tier for link in scheme.chain}
    for node in nodes:
        yield from faults_of_node(node, tiers)
    base = sum(each.points for each in scheme.indicators if not each.bonus)
    if nodes and base != scheme.total:
        yield f"指标：一级指标（不含加分）合计 {shown(base)} 分，应为满分 {shown(scheme.total)} 分。"


def _bonus(scheme: Scheme) -> Iterator[str]:
    items = [each for each in leaves(scheme) if each.bonus]
    if items and scheme.bonus_cap <= 0:
        yield "加分：有加分指标，但没有设加分上限。"
    if scheme.bonus_cap < 0 or (not items and scheme.bonus_cap):
        yield "加分：设了加分上限，但没有加分指标。"
    if scheme.bonus_cap > 0:
        for each in items:
            if each.points > scheme.bonus_cap:
                cap = shown(scheme.bonus_cap)
                yield f"加分“{each.label}”：{shown(each.points)} 分超过加分上限 {cap} 分。"


def _bands(scheme: Scheme) -> Iterator[str]:
    if not scheme.bands:
        yield "档次：至少要有一档。"
    for each in scheme.bands:
        label = STAR_LABELS.get(each.star, f"{each.star} 星")
        if not 1 <= each.star <= 5:
            yield f"档次“{label}”：应为一星至五星。"
        if not 0 <= each.at_least <= scheme.limit:
            yield f"档次“{label}”：分数线应在 0 至 {shown(scheme.limit)} 分之间。"
    ordered = sorted(scheme.bands, key=lambda band: -band.star)
    for higher, lower in pairwise(ordered):
        high, low = STAR_LABELS.get(higher.star, ""), STAR_LABELS.get(lower.star, "")
        if higher.star == lower.star:
            yield f"档次：“{high}”重复。"
        elif higher.at_least <= lower.at_least:
            yield f"档次：“{high}”的分数线应高于“{low}”。"


def _caps(scheme: Scheme) -> Iterator[str]:
    with_band = {band.star for band in scheme.bands}
    stars = [str(cap.star) for cap in scheme.caps]
    yield from (f"名额：{STAR_LABELS.get(int(each), each)}重复。" for each in repeated(stars))
    for cap in scheme.caps:
        label = STAR_LABELS.get(cap.star, f"{cap.star} 星")
        if cap.star not in with_band:
            yield f"名额“{label}”：档次里没有这一星。"
        if not 0 <= cap.percent <= 100:
            yield f"名额“{label}”：比例应为 0 至 100。"


def _vetoes(scheme: Scheme) -> Iterator[str]:
    yield from (f"一票否决：代码“{key}”重复。" for key in repeated(v.key for v in scheme.vetoes))
    for each in scheme.vetoes:
        if not each.label.strip():
            yield f"一票否决“{each.key}”：没有填写情形。"
        if not 0 <= each.effect <= 5:
            yield f"一票否决“{each.label}”：后果应为摘星，或不得评为一星至五星及以上。"


def _gates(scheme: Scheme) -> Iterator[str]:
    yield from (f"参评条件：代码“{key}”重复。" for key in repeated(g.key for g in scheme.gates))
    yield from (
        f"参评条件：“{GateFact(fact).label}”写了不止一次。"
        for fact in repeated(g.fact for g in scheme.gates)
        if fact in set(GateFact)
    )
    for each in scheme.gates:
        yield from _gate(each)


def _gate(gate: Gate) -> Iterator[str]:
    name = gate.label.strip() or gate.key
    if not gate.label.strip():
        yield f"参评条件“{name}”：没有填写名称。"
    if gate.fact not in set(GateFact):
        yield f"参评条件“{name}”：系统没有“{gate.fact}”这一情况。"
    if not 0 <= gate.bars <= 5:
        yield f"参评条件“{name}”：后果应为不得参评，或不得评为一星至五星及以上。"
    if not gate.lifts.strip():
        yield f"参评条件“{name}”：没有写明怎样可以解除。"


def _chain(scheme: Scheme) -> Iterator[str]:
    tiers = [link.tier for link in scheme.chain]
    if not set(tiers) <= set(REVIEWING):
        yield "评审链：环节应为初评、复核、审定。"
        return
    if not tiers or tiers[-1] != Tier.FINAL.value:
        yield "评审链：最后一个环节应为审定。"
    if len(set(tiers)) < len(tiers) or tiers != sorted(tiers, key=REVIEWING.index):
        yield "评审链：应按初评、复核、审定的顺序，各一次。"
    yield from _desks([link.desk for link in scheme.chain])


def _desks(desks: list[str]) -> Iterator[str]:
    if not set(desks) <= set(Desk):
        yield "评审链：有不认识的评审单位。"
        return
    yield from (f"评审链：{Desk(desk).label}出现两次。" for desk in repeated(desks))
    levels = [_RISING.index(desk) for desk in desks if desk in _RISING]
    if levels != sorted(levels):
        yield "评审链：评审单位应由下级到上级。"


def _windows(scheme: Scheme) -> Iterator[str]:
    windows = scheme.windows
    if not 1 <= windows.fill_days <= MOST_DAYS:
        yield f"期限：填报应为 1 至 {MOST_DAYS} 天。"
    for link in scheme.chain:
        if link.tier in REVIEWING and not 1 <= windows.review_days.get(link.tier, 0) <= MOST_DAYS:
            yield f"期限：{Tier(link.tier).label}应为 1 至 {MOST_DAYS} 天。"
    if set(windows.review_days) - {link.tier for link in scheme.chain}:
        yield "期限：有评审链里没有的环节。"
    if not 1 <= windows.publicity_working_days <= MOST_PUBLICITY:
        yield f"期限：公示应为 1 至 {MOST_PUBLICITY} 个工作日。"
