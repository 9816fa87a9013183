"""`verify`: was this file issued here, when, by whom, and what was changed in it since?

The kept digests decide. What the record says of a cell comes from writing the workbook once more,
by the builder of its layout as known at its change; a row that no longer comes out is said to be so.
"""

import re
import tempfile
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json import loads
from pathlib import Path
from zlib import decompress

from partybuild.access.actor import Actor
from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.audit import commands as audit
from partybuild.db import db
from partybuild.db.work import NotPermitted
from partybuild.imports.reading import read
from partybuild.returns.columns import COLUMNS, FORM, NOTES
from partybuild.returns.models import IssueRecord
from partybuild.returns.rebuilding import rebuild
from partybuild.returns.verify import (
    Difference,
    compare,
    digest,
    values_of_sheets,
)
from partybuild.rules import RuleBroken
from partybuild.sheets.tally import column_letters
from partybuild.sheets.values import DIGEST_SIZE, Row, row_digest
from partybuild.web.filters import masked

Values = Mapping[str, Sequence[Row]]
SERIAL = re.compile(r"PB-[0-9A-Za-z]+-\d{6}-\d{2,}")
UNKNOWN = (
    "文件里的编号 {serial} 没有签发记录，或不在管理范围内：这份文件不是本系统签发的，或编号被改过。"
)
NO_SERIAL = "文件里没有月报编号，不是本系统签发的月报工作簿，或编号已被删去。"
LOST = "（已无法重现）"
_TELEPHONE = re.compile(r"\d[\d\- ]{5,}\d")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The issue that a file names, and every place where the file differs from it."""

    record: IssueRecord
    differences: Sequence[Difference]

    @property
    def unchanged(self) -> bool:
        """Whether the file says what was issued."""
        return not self.differences

    @property
    def sentence(self) -> str:
        """Whether, when and by whom it was issued, and whether it was changed."""
        record = self.record
        month = f"{record.month.year}年{record.month.month}月"
        said = (
            f"编号 {record.serial}：{record.scope_name}{month}月报，"
            f"{record.issued_at:%Y-%m-%d %H:%M} 由{record.actor}签发。"
        )
        if self.unchanged:
            return said + "内容与签发时一致，没有改动。"
        return said + f"与签发时相比有 {len(self.differences)} 处不同。"


def verify(actor: Actor, path: Path, filename: str) -> Verdict:
    """What became of the issued workbook that the file says it is.

    Reads it through the gate of imports, in a process of its own; formulas count by their cached
    values. NotPermitted without the right to issue; RuleBroken where the gate refuses the file,
    or it names no issue in reach.
    """
    if not actor.may(Permission.RETURNS_EXPORT):
        raise NotPermitted("核验月报")
    with read(path, filename) as book:
        found = values_of_sheets(book.sheets)
    record = _record(actor, found)
    differences = _differences(record, found)
    if differences and not record.masked and not actor.may(Permission.TELEPHONES_REVEAL):
        differences = [_without_telephone(one) for one in differences]
    audit.note(actor, "核验月报", serial=record.serial, differences=len(differences))
    return Verdict(record, differences)


def _record(actor: Actor, found: Values) -> IssueRecord:
    """The issue that the file names; RuleBroken where it names none that is known."""
    serials = _serials(found)
    if not serials:
        raise RuleBroken(NO_SERIAL)
    query = visible(actor, IssueRecord).where(IssueRecord.serial.in_(serials))
    known = {record.serial: record for record in db.session.scalars(query)}
    if not known:
        raise RuleBroken(UNKNOWN.format(serial=serials[0]))
    record: IssueRecord = next(known[serial] for serial in serials if serial in known)
    db.session.expunge(record)
    return record


def _serials(found: Values) -> list[str]:
    """Serials in the file: as 口径说明 says, then as stands below 月报表."""
    rows = [row for name in (NOTES, FORM) for row in found.get(name, ())]
    texts = (value for row in rows for value in row if isinstance(value, str))
    return list(dict.fromkeys(match for text in texts for match in SERIAL.findall(text)))


def _differences(record: IssueRecord, found: Values) -> list[Difference]:
    if record.sheets == {name: digest(rows) for name, rows in found.items()}:
        return []
    kept = _kept_digests(record)
    with tempfile.TemporaryDirectory(prefix="partybuild-verify-") as folder:
        built = rebuild(record, Path(folder, "issued.xlsx"))
    issued: dict[str, list[Row]] = {}
    lost: list[Difference] = []
    for name, digests in kept.items():
        own = list(found.get(name, ()))
        issued[name], gone = _as_issued(digests, built.get(name, ()), own)
        lost += [_lost(name, at, own) for at in gone if name in found]
        for at in gone:
            issued[name][at] = own[at] if at < len(own) else ()
    return sorted(
        [*compare(issued, found), *lost],
        key=lambda one: list(kept).index(one.sheet) if one.sheet in kept else len(kept),
    )


def _kept_digests(record: IssueRecord) -> dict[str, list[bytes]]:
    rows = loads(decompress(record.rows))
    joined = {name: b64decode(text) for name, text in rows.items()}
    return {
        name: [whole[at : at + DIGEST_SIZE] for at in range(0, len(whole), DIGEST_SIZE)]
        for name, whole in joined.items()
    }


def _as_issued(
    digests: Sequence[bytes], built: Sequence[Row], own: Sequence[Row]
) -> tuple[list[Row], list[int]]:
    """The rows as issued, and where those stood that can no longer be told."""
    told = {row_digest(row): row for row in (*own, *built)}
    rows = [told.get(one) for one in digests]
    return [row or () for row in rows], [at for at, row in enumerate(rows) if row is None]


def _lost(sheet: str, at: int, own: Sequence[Row]) -> Difference:
    words = "｜".join(str(value) for value in own[at] if value is not None) if at < len(own) else ""
    return Difference(sheet, f"第{at + 1}行", LOST, words or "（无此行）")


def _without_telephone(one: Difference) -> Difference:
    """The same with telephone numbers masked, for those who may not see them."""
    columns = [
        column_letters(n) for n, c in enumerate(COLUMNS.get(one.sheet, ())) if "电话" in c.heading
    ]
    if one.cell.rstrip("0123456789") in columns:
        return one._replace(issued=str(masked(one.issued)), found=str(masked(one.found)))
    return one._replace(issued=_masked_words(one.issued), found=_masked_words(one.found))


def _masked_words(words: str) -> str:
    parts = words.split("｜")
    if len(parts) == 1:
        return words
    return "｜".join(str(masked(p)) if _TELEPHONE.fullmatch(p) else p for p in parts)
