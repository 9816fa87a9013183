"""The zip container of an .xlsx, opened by hand so that no member can lie about its size."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import IO, cast

from partybuild.imports.limits import MAX_INFLATED, MAX_MEMBERS
from partybuild.rules import RuleBroken

DAMAGED = "文件不完整或已损坏，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
TOO_MANY_MEMBERS = f"工作簿内部的部件超过 {MAX_MEMBERS} 个，请删去图片和附件，另存为 .xlsx 再导入。"
DUPLICATE_MEMBERS = "工作簿内部有重名的部件，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
OVERLAPPING_MEMBERS = "工作簿内部的部件互相重叠，请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。"
ENCRYPTED_MEMBERS = "工作簿内部的部件加了密，请取消密码并另存为 .xlsx 再导入。"
TOO_LARGE_INSIDE = f"工作簿解压后超过 {MAX_INFLATED // 1024 // 1024} MB，请拆成几个文件分别导入。"

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_MAX_DIRECTORY = MAX_MEMBERS * 1024
_PIECE = 1 << 18


@dataclass(frozen=True)
class Member:
    """One part of the container and where its compressed bytes lie."""

    name: str
    method: int
    header: int
    start: int
    end: int
    size: int
    crc: int


def members(data: mmap) -> list[Member]:
    """The parts in the order of the file; refuses what no office program writes."""
    _check_end_record(data)
    try:
        with zipfile.ZipFile(cast(IO[bytes], data)) as archive:
            infos, directory = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RuleBroken(DAMAGED) from error
    if len(infos) > MAX_MEMBERS:
        raise RuleBroken(TOO_MANY_MEMBERS)
    names = {info.filename.replace("\\", "/").lower() for info in infos}
    if len(names) != len(infos):
        raise RuleBroken(DUPLICATE_MEMBERS)
    if any(info.flag_bits & 0x41 for info in infos):
        raise RuleBroken(ENCRYPTED_MEMBERS)
    found = [_located(data, i) for i in sorted(infos, key=lambda i: i.header_offset)]
    _check_layout(found, directory)
    if sum(member.size for member in found) > MAX_INFLATED:
        raise RuleBroken(TOO_LARGE_INSIDE)
    return found


def _check_end_record(data: mmap) -> None:
    tail = data[-(65_535 + _END.size) :]
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise RuleBroken(DAMAGED)
    _, disk, first_disk, here, total, size, _, comment = _END.unpack_from(tail, at)
    if total > MAX_MEMBERS or size > _MAX_DIRECTORY:
        raise RuleBroken(TOO_MANY_MEMBERS)
    zip64 = at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07"
    ends_here = at + _END.size + comment == len(tail)
    if zip64 or disk or first_disk or here != total or not ends_here:
        raise RuleBroken(DAMAGED)


def _located(data: mmap, info: zipfile.ZipInfo) -> Member:
    try:
        head = _LOCAL.unpack_from(data, info.header_offset)
    except struct.error as error:
        raise RuleBroken(DAMAGED) from error
    start = info.header_offset + _LOCAL.size + head[9] + head[10]
    if head[0] != b"PK\x03\x04" or info.compress_type not in (0, zipfile.ZIP_DEFLATED):
        raise RuleBroken(DAMAGED)
    if head[2] & 0x41:
        raise RuleBroken(ENCRYPTED_MEMBERS)
    end = start + info.compress_size
    at, size = info.header_offset, info.file_size
    return Member(info.filename, info.compress_type, at, start, end, size, info.CRC)


def _check_layout(found: list[Member], directory: int) -> None:
    edge = 0
    for member in found:
        if member.header < edge:
            raise RuleBroken(OVERLAPPING_MEMBERS)
        edge = member.end
    if edge > directory:
        raise RuleBroken(OVERLAPPING_MEMBERS)


class Inflation:
    """Counts what really comes out of the container, over all its parts."""

    def __init__(self) -> None:
        self.total = 0

    def pieces(self, data: mmap, member: Member) -> Iterator[bytes]:
        """The part's bytes piece by piece; refuses once size or check sum are not as declared."""
        size, crc = 0, 0
        for piece in _stored(data, member) if member.method == 0 else _inflated(data, member):
            size += len(piece)
            self.total += len(piece)
            if self.total > MAX_INFLATED:
                raise RuleBroken(TOO_LARGE_INSIDE)
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != member.size or crc != member.crc:
            raise RuleBroken(DAMAGED)


def _stored(data: mmap, member: Member) -> Iterator[bytes]:
    for at in range(member.start, member.end, _PIECE):
        yield data[at : min(at + _PIECE, member.end)]


def _inflated(data: mmap, member: Member) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for raw in _stored(data, member):
            pending = raw
            if engine.eof:
                raise RuleBroken(DAMAGED)
            while pending and not engine.eof:
                yield engine.decompress(pending, _PIECE)
                pending = engine.unconsumed_tail
        yield from iter(lambda: engine.decompress(b"", _PIECE), b"")
    except zlib.error as error:
        raise RuleBroken(DAMAGED) from error
    if not engine.eof or engine.unused_data:
        raise RuleBroken(DAMAGED)
