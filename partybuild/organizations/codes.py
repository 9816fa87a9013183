"""The unified social credit code (统一社会信用代码, GB 32100-2015). Pure."""

import unicodedata

from stdnum.cn import uscc

from partybuild.organizations.kinds import OrganizationKind

PREFIXES = {
    OrganizationKind.ASSOCIATION: "51",
    OrganizationKind.PRIVATE_UNIT: "52",
    OrganizationKind.FOUNDATION: "53",
}
LENGTH = 18

_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_NOISE = str.maketrans("", "", "-'’‘`")
# GB 11714: the organization code inside, positions 9 to 16, guarded by position 17.
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BODY_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def clean(text: str) -> str:
    """The code as it is stored: half width, upper case, without blanks, breaks, hyphens, quotes."""
    return "".join(unicodedata.normalize("NFKC", text).upper().translate(_NOISE).split())


def problem(code: str, kind: OrganizationKind | None) -> str | None:
    """What is wrong with a cleaned code, as a sentence that says how to mend it; None if nothing.

    Without a kind any of the three prefixes will do.
    """
    return malformed(code, kind) or miscomputed(code)


def malformed(code: str, kind: OrganizationKind | None) -> str | None:
    """A fault of form or prefix, which nobody may let pass. The check character is not seen."""
    if "E+" in code:
        return f"“{code}”是被表格软件改写的数字，请把这一列设为文本后重新填写统一社会信用代码。"
    if len(code) != LENGTH:
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位，请对照登记证书核对。"
    return _wrong_characters(code) or _wrong_prefix(code, kind)


def miscomputed(code: str) -> str | None:
    """The sentence for a well-formed code whose check character is wrong; an officer may accept it.

    A few early codes in circulation fail the check, so it is no absolute bar (domain.md §7.3).
    """
    right = check_character(code[:17])
    if code[17] == right:
        return None
    return (
        f"统一社会信用代码末位校验码不符：按前 17 位推算应为 {right}，现为 {code[17]}，"
        "请对照登记证书核对；证书确为此码的，可说明理由后放行。"
    )


def check_character(first17: str) -> str:
    """The 18th character that belongs to the first seventeen."""
    return uscc.calc_check_digit(first17)


def make(prefix: str, region6: str, serial: int) -> str:
    """A well-formed code for the demo world: body MJ and six digits, both checks right."""
    body = f"MJ{serial:06d}"
    first17 = prefix + region6 + body + _body_check(body)
    return first17 + check_character(first17)


def _wrong_characters(code: str) -> str | None:
    strange = "、".join(dict.fromkeys(c for c in code if c not in _ALPHABET))
    if strange:
        return (
            f"统一社会信用代码不应含有 {strange}：只用数字和大写字母，"
            "且不用 I、O、S、V、Z（常与 1、0、5、U、2 混淆），请对照登记证书核对。"
        )
    if not code[:8].isdecimal():
        return "统一社会信用代码前 8 位应全是数字，请对照登记证书核对。"
    return None


def _wrong_prefix(code: str, kind: OrganizationKind | None) -> str | None:
    given = code[:2]
    if kind is None:
        if given in PREFIXES.values():
            return None
        return f"社会组织的统一社会信用代码以 51、52 或 53 开头，现为 {given}，请核对。"
    wanted = PREFIXES.get(kind)
    if wanted in (None, given):
        return None
    return f"{kind.label}的统一社会信用代码应以 {wanted} 开头，现为 {given}，请核对代码或组织类型。"


def _body_check(body: str) -> str:
    total = sum(_BODY_DIGITS.index(c) * w for c, w in zip(body, _BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]
