"""Good and hostile files, and a small command that keeps them."""

import io
import struct
import zipfile
import zlib

import docx
import openpyxl
from PIL import Image

from partybuild.access.permissions import Permission
from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import needs, work
from partybuild.evidence import commands
from partybuild.evidence.arrivals import Upload, arrive
from partybuild.evidence.commands import Subject
from partybuild.evidence.models import EvidenceFile
from partybuild.organizations.models import Organization
from tests import factories


def picture(form="JPEG", size=(60, 40), **how):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form, **how)
    return out.getvalue()


def located():
    """A photo that says where and with what it was taken, and is to be turned."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (34.0, 15.0, 30.0)
    return picture(exif=exif, comment=b"at home")


def huge_png(side=100_000):
    """A PNG of a few bytes that promises side × side points."""

    def chunk(kind, body):
        return (
            struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
        )

    head = struct.pack(">LLBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(*objects, tail=b""):
    """A small PDF with further objects."""
    body = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    for number, content in enumerate(objects, 3):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n" + tail


def stream(head, content):
    return b"<< %s /Length %d >>\nstream\r\n%s\nendstream" % (head, len(content), content)


def document(text="章程"):
    out = io.BytesIO()
    paper = docx.Document()
    paper.add_paragraph(text)
    paper.save(out)
    return out.getvalue()


def workbook():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def with_part(base, name, body):
    """A package with one part added or replaced."""
    with zipfile.ZipFile(io.BytesIO(base)) as old:
        parts = {each: old.read(each) for each in old.namelist()} | {name: body}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each, content in parts.items():
            new.writestr(each, content)
    return out.getvalue()


def upload(name="承诺书.pdf", content=None):
    return Upload(name, io.BytesIO(pdf() if content is None else content))


def arrived(name="承诺书.pdf", content=None):
    return arrive(upload(name, content))


def about(actor, organization_id, kind="organization", number=None):
    """The organization as a subject, as this person sees it."""
    query = visible(actor, Organization).where(Organization.id == organization_id)
    row = db.session.scalars(query).one()
    return Subject.of(kind, number or organization_id, row, organization_id=organization_id)


@needs(Permission.EVIDENCE_KEEP, "上传材料")
def _keep(actor, subject, slot, file, replaces):
    return commands.keep(actor, subject, slot, file, replaces)


def keep(actor, subject, slot="charter", file=None, replaces=None):
    """Kept in a transaction of its own; the row, loose."""
    with work(actor) as running:
        row = _keep(running.actor, subject, slot, file or arrived(), replaces)
    db.session.expunge(row)
    return row


@needs(Permission.EVIDENCE_KEEP, "撤回材料")
def _withdraw(actor, subject, file_id, reason):
    return commands.withdraw(actor, subject, file_id, reason)


def withdraw(actor, subject, file_id, reason="传错了"):
    with work(actor) as running:
        row = _withdraw(running.actor, subject, file_id, reason)
    db.session.expunge(row)
    return row


def about_region(code):
    """A case that is about no organization yet, at a unit."""
    unit = factories.region(code)
    levels = {f"level{n}_id": getattr(unit, f"level{n}_id") for n in range(1, 6)}
    return EvidenceFile(unit_id=unit.id, body_id=None, body_path="", **levels)
