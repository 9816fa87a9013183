"""The figures of 月报表 counted straight from the rows, as contract.md defines them."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from partybuild.returns.rows import MonthlyData, OrganizationRow, PartyRow, TermRow

COVERED = ("单独组建", "联合覆盖")


def figures(data: MonthlyData, unit: str | None) -> dict[str, object]:
    """What one row of 月报表 must say; None is 合计."""
    legal = [o for o in data.organizations if unit in (None, o.unit_row) and not o.filed]
    filed = [o for o in data.organizations if unit in (None, o.unit_row) and o.filed]
    parties = [p for p in data.party_organizations if unit in (None, p.unit_row)]
    terms = [t for t in data.terms if unit in (None, t.unit_row)]
    people = [i for i in data.instructors if unit in (None, i.unit_row)]
    missing = [s for s in data.should_build if unit in (None, s.unit_row)]
    weak = [w for w in data.weak if unit in (None, w.unit_row)]
    said: dict[str, object] = {
        "weak_open": sum(w.open for w in weak),
        "weak_closed_month": sum(w.struck_this_month for w in weak),
        "weak_closed_total": sum(w.struck_this_year for w in weak),
        "filed": len(filed),
        "should_build": len(missing),
        "instructors": sum(person.kind == "指导员" for person in people),
    }
    return said | _organizations(legal) | _parties(parties) | _terms(terms)


def _organizations(rows: list[OrganizationRow]) -> dict[str, object]:
    covered = [o for o in rows if o.cover in COVERED]
    work = [o for o in rows if o.cover != "未覆盖"]
    eligible = [o for o in rows if (o.full or 0) >= 3]
    built = [o for o in eligible if o.cover in COVERED]
    full = sum(o.full or 0 for o in rows)
    probationary = sum(o.probationary or 0 for o in rows)
    return {
        "organizations": len(rows),
        "associations": sum(o.kind == "社会团体" for o in rows),
        "private_units": sum(o.kind.startswith("社会服务机构") for o in rows),
        "foundations": sum(o.kind == "基金会" for o in rows),
        "trade_associations": sum(o.trade for o in rows),
        "trade_covered": sum(o.trade for o in covered),
        "independent": sum(o.cover == "单独组建" for o in rows),
        "joint": sum(o.cover == "联合覆盖" for o in rows),
        "covered": len(covered),
        "rate_covered": percent(len(covered), len(rows)),
        "instructor_only": sum(o.cover == "指导员" for o in rows),
        "liaison_only": sum(o.cover == "联络员" for o in rows),
        "mass_only": sum(o.cover == "群团" for o in rows),
        "work_covered": len(work),
        "rate_work": percent(len(work), len(rows)),
        "eligible": len(eligible),
        "eligible_covered": len(built),
        "rate_eligible": percent(len(built), len(eligible)),
        "members_no_condition": sum(o.lack == "有党员不符合条件" for o in rows),
        "no_member": sum(o.lack == "无党员" for o in rows),
        "unsurveyed": sum(o.unsurveyed for o in rows),
        "members": full + probationary,
        "full_members": full,
        "probationary_members": probationary,
        "members_affiliated": sum(o.affiliated or 0 for o in rows),
    }


def _parties(rows: list[PartyRow]) -> dict[str, object]:
    counted = [p for p in rows if p.counted]
    living = [p for p in counted if p.living]
    branches = [p for p in living if p.kind == "党支部"]
    return {
        "party_organizations": sum(p.kind != "工作委员会" for p in living),
        "committees": sum(p.kind == "党委" for p in living),
        "generals": sum(p.kind == "党总支" for p in living),
        "branches": len(branches),
        "joint_branches": sum(p.joint for p in branches),
        **{
            f"stars_{n}": sum(p.star == f"{'一二三四五'[n - 1]}星" for p in living)
            for n in range(1, 6)
        },
        "stars_none": sum(p.star in {"未评", "不定星"} for p in living),
        "functional_branches": sum(p.formation == "功能型" for p in branches),
        "new_month": sum(p.new_this_month for p in counted),
        "new_year": sum(p.new_this_year for p in counted),
        "dissolved_month": sum(p.dissolved_this_month for p in counted),
        "dissolved_year": sum(p.dissolved_this_year for p in counted),
    }


def _terms(rows: Iterable[TermRow]) -> dict[str, object]:
    states = [row.state for row in rows]
    return {
        "terms_due": sum(state != "即将届满" for state in states),
        "terms_elected": states.count("已换届"),
        "terms_postponed": states.count("经批准延期"),
        "terms_overdue": states.count("逾期未换届"),
    }


def percent(part: int, whole: int) -> float | str:
    """Half up to one place, by decimal arithmetic; — without a denominator."""
    if not whole:
        return "—"
    exact = Decimal(part) * 100 / Decimal(whole)
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
