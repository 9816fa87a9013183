"""A zip container, opened by hand so that no member can lie about its size."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from mmap import mmap
from typing import IO, cast

from partybuild.rules import RuleBroken


class Fault(Enum):
    """What may be wrong with a container."""

    DAMAGED = auto()
    TOO_MANY_MEMBERS = auto()
    DUPLICATE_MEMBERS = auto()
    OVERLAPPING_MEMBERS = auto()
    ENCRYPTED_MEMBERS = auto()
    TOO_LARGE_INSIDE = auto()


@dataclass(frozen=True)
class Bounds:
    """How much a container may hold, and the sentence for each fault."""

    members: int
    inflated: int
    sentences: Mapping[Fault, str]

    def refusal(self, fault: Fault) -> RuleBroken:
        """The refusal in the words of whoever asked."""
        return RuleBroken(self.sentences[fault])


_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = 1024
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


def members(data: mmap, bounds: Bounds) -> list[Member]:
    """The parts in the order of the file; refuses what no office program writes."""
    _check_end_record(data, bounds)
    try:
        with zipfile.ZipFile(cast(IO[bytes], data)) as archive:
            infos, directory = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise bounds.refusal(Fault.DAMAGED) from error
    if len(infos) > bounds.members:
        raise bounds.refusal(Fault.TOO_MANY_MEMBERS)
    names = {info.filename.replace("\\", "/").lower() for info in infos}
    if len(names) != len(infos):
        raise bounds.refusal(Fault.DUPLICATE_MEMBERS)
    if any(info.flag_bits & 0x41 for info in infos):
        raise bounds.refusal(Fault.ENCRYPTED_MEMBERS)
    found = [_located(data, i, bounds) for i in sorted(infos, key=lambda i: i.header_offset)]
    _check_layout(found, directory, bounds)
    if sum(member.size for member in found) > bounds.inflated:
        raise bounds.refusal(Fault.TOO_LARGE_INSIDE)
    return found


def _check_end_record(data: mmap, bounds: Bounds) -> None:
    tail = data[-(65_535 + _END.size) :]
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise bounds.refusal(Fault.DAMAGED)
    _, disk, first_disk, here, total, size, _, comment = _END.unpack_from(tail, at)
    if total > bounds.members or size > bounds.members * _ENTRY:
        raise bounds.refusal(Fault.TOO_MANY_MEMBERS)
    zip64 = at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07"
    ends_here = at + _END.size + comment == len(tail)
    if zip64 or disk or first_disk or here != total or not ends_here:
        raise bounds.refusal(Fault.DAMAGED)


def _located(data: mmap, info: zipfile.ZipInfo, bounds: Bounds) -> Member:
    try:
        head = _LOCAL.unpack_from(data, info.header_offset)
    except struct.error as error:
        raise bounds.refusal(Fault.DAMAGED) from error
    start = info.header_offset + _LOCAL.size + head[9] + head[10]
    if head[0] != b"PK\x03\x04" or info.compress_type not in (0, zipfile.ZIP_DEFLATED):
        raise bounds.refusal(Fault.DAMAGED)
    if head[2] & 0x41:
        raise bounds.refusal(Fault.ENCRYPTED_MEMBERS)
    end = start + info.compress_size
    at, size = info.header_offset, info.file_size
    return Member(info.filename, info.compress_type, at, start, end, size, info.CRC)


def _check_layout(found: list[Member], directory: int, bounds: Bounds) -> None:
    edge = 0
    for member in found:
        if member.header < edge:
            raise bounds.refusal(Fault.OVERLAPPING_MEMBERS)
        edge = member.end
    if edge > directory:
        raise bounds.refusal(Fault.OVERLAPPING_MEMBERS)


class Inflation:
    """Counts what really comes out of the container, over all its parts."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.total = 0

    def pieces(self, data: mmap, member: Member) -> Iterator[bytes]:
        """The part's bytes piece by piece; refuses once size or check sum are not as declared."""
        size, crc = 0, 0
        for piece in self._raw(data, member):
            size += len(piece)
            self.total += len(piece)
            if self.total > self.bounds.inflated:
                raise self.bounds.refusal(Fault.TOO_LARGE_INSIDE)
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != member.size or crc != member.crc:
            raise self.bounds.refusal(Fault.DAMAGED)

    def _raw(self, data: mmap, member: Member) -> Iterator[bytes]:
        if member.method == 0:
            return _stored(data, member)
        return _inflated(data, member, self.bounds)


def _stored(data: mmap, member: Member) -> Iterator[bytes]:
    for at in range(member.start, member.end, _PIECE):
        yield data[at : min(at + _PIECE, member.end)]


def _inflated(data: mmap, member: Member, bounds: Bounds) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for raw in _stored(data, member):
            pending = raw
            if engine.eof:
                raise bounds.refusal(Fault.DAMAGED)
            while pending and not engine.eof:
                yield engine.decompress(pending, _PIECE)
                pending = engine.unconsumed_tail
        yield from iter(lambda: engine.decompress(b"", _PIECE), b"")
    except zlib.error as error:
        raise bounds.refusal(Fault.DAMAGED) from error
    if not engine.eof or engine.unused_data:
        raise bounds.refusal(Fault.DAMAGED)
