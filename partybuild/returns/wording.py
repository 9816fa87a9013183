"""A basis in words, as it is printed below the monthly return. Pure."""

from partybuild.coverage.basis import FLAGS, Basis
from partybuild.returns.rows import BasisWords


def basis_words(basis: Basis) -> BasisWords:
    """What the basis counts and leaves out, a sentence an item."""
    measure = "正式党员数" if basis.member_measure == "full" else "组织关系在本组织党员数"
    words = [
        "数据为统计日终了时的状态；社会组织按统计归属单位计数，备案的社区社会组织另列，不计入总数。",
        "单独组建、联合组建按社会组织计数，每家只计一次；联合党支部覆盖几家即计几家，党组织数只计一个。",
        "仅工作覆盖按指导员、联络员、群团的次序每家只计一次；"
        + ("群团组织计为工作覆盖。" if basis.count_mass else "群团组织不计为工作覆盖。"),
        f"应建数为{measure}三名以上的社会组织；未填党员数的按零计，并列入“未摸排”。",
    ]
    left_out = _left_out(basis)
    if left_out:
        words.append(f"不计入：{'、'.join(left_out)}。")
    return BasisWords(basis.name, basis.label, f"第{basis.version}版", words)


def basis_ages(basis: Basis) -> list[str]:
    """Whom the basis leaves out by 成立登记日期, counted to the day of the figure."""
    younger, older = basis.exclude_younger, basis.exclude_older
    found = [f"至统计日登记未满{younger.words}的社会组织"] if younger is not None else []
    return found + ([f"至统计日登记超过{older.words}的社会组织"] if older is not None else [])


def _left_out(basis: Basis) -> list[str]:
    found = [] if basis.include_zombies else ["僵尸型社会组织"]
    found += [state.label for state in sorted(basis.exclude_states)]
    found += [kind.label for kind in sorted(basis.exclude_kinds)]
    found += sorted(basis.exclude_industries)
    found += [FLAGS[flag] for flag in sorted(basis.exclude_flags)]
    found += basis_ages(basis)
    found += [f"{way.label}的覆盖" for way in sorted(basis.exclude_formations)]
    return found
