"""The store is tidied once a day, and doctor reads every file again."""

import os

import pytest

from partybuild import clock
from partybuild.evidence import store, upkeep
from tests import factories
from tests.evidence import papers
from tests.support.world import ROOT


@pytest.fixture
def row(cast):
    subject = papers.about(cast.bo, factories.make_organization())
    return papers.keep(cast.bo, subject, file=papers.arrived("a.pdf", papers.pdf(b"<< /Kept 1 >>")))


def age(path, days):
    at = clock.now().timestamp() - days * 86400
    os.utime(path, (at, at))


def test_what_no_row_names_for_a_day_goes(row):
    orphan = store.path_of(papers.arrived("b.pdf", papers.pdf(b"<< /Orphan 1 >>")).digest)
    fresh = store.path_of(papers.arrived("c.pdf", papers.pdf(b"<< /Fresh 1 >>")).digest)
    half = store.arriving()
    half.write_bytes(b"half")
    for path in (orphan, half, store.path_of(row.digest)):
        age(path, 2)
    age(fresh, 0.5)
    (store.folder() / "tidied").unlink(missing_ok=True)

    assert upkeep.turn(ROOT)

    assert not orphan.exists()
    assert not half.exists()
    assert fresh.exists()
    assert store.path_of(row.digest).exists()
    assert not upkeep.turn(ROOT), "once a day"


def test_doctor_finds_nothing_wrong(row):
    assert upkeep.faults(ROOT) == []


def test_doctor_finds_a_changed_and_a_lost_file(row):
    path = store.path_of(row.digest)
    path.chmod(0o600)
    path.write_bytes(b"changed")
    assert upkeep.faults(ROOT) == [f"材料 {row.id}“a.pdf”的内容与收存时不符。"]
    path.unlink()
    assert upkeep.faults(ROOT) == [f"材料 {row.id}“a.pdf”的文件不在存储中。"]


def test_content_that_arrives_again_heals_a_damaged_file(row):
    path = store.path_of(row.digest)
    path.chmod(0o600)
    path.write_bytes(b"changed")

    papers.arrived("b.pdf", papers.pdf(b"<< /Kept 1 >>"))

    assert upkeep.faults(ROOT) == []


def test_doctor_says_that_a_configured_scanner_is_absent(row, monkeypatch):
    monkeypatch.setenv("PARTYBUILD_SCANNER", "/no/such/scanner --quiet")
    assert "杀毒程序 /no/such/scanner 不存在" in upkeep.faults(ROOT)[0]
