"""Which papers are missing, which files hold; names made safe."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partybuild.evidence import rules
from partybuild.evidence.names import clean_name
from partybuild.evidence.rules import FileState, Slot, current, missing
from partybuild.rules import RuleBroken

CHARTER, PLEDGE = Slot("charter", "章程"), Slot("pledge", "党建工作承诺书")
PHOTO = Slot("photo", "照片", required=False)


@dataclass
class File:
    id: int
    slot: str = "charter"
    state: FileState = FileState.KEPT
    replaces_id: int | None = None


def test_required_papers_without_a_file_are_missing_in_order():
    assert missing([CHARTER, PHOTO, PLEDGE], []) == [CHARTER, PLEDGE]
    assert missing([CHARTER, PHOTO, PLEDGE], [File(1)]) == [PLEDGE]


@pytest.mark.parametrize("state", [FileState.WITHDRAWN, FileState.QUARANTINED])
def test_a_file_that_does_not_hold_meets_nothing(state):
    assert missing([CHARTER], [File(1, state=state)]) == [CHARTER]


def test_the_later_version_holds_and_a_withdrawn_one_does_not_revive_the_first():
    first, second = File(1), File(2, replaces_id=1)
    assert current([first, second]) == [second]
    second.state = FileState.WITHDRAWN
    assert current([first, second]) == []


def test_the_quota_is_inclusive():
    rules.check_quota(rules.QUOTA_BYTES - 5, 5)
    with pytest.raises(RuleBroken, match="500 MB"):
        rules.check_quota(rules.QUOTA_BYTES - 5, 6)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("章程.pdf", "章程.pdf"),
        ("C:\\我的文档\\章程.PDF", "章程.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("章程\0.pdf", "章程.pdf"),
        ("章程\u202efdp.exe", "章程fdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("...", "未命名"),
        ("", "未命名"),
        (".pdf", "未命名.pdf"),
        ('a"b.pdf', "a_b.pdf"),
    ],
)
def test_a_name_is_one_harmless_line(raw, clean):
    assert clean_name(raw) == clean


def test_a_long_name_keeps_its_suffix():
    assert clean_name("章" * 500 + ".docx") == "章" * 120 + ".docx"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["", "jpg", "png"]))
def test_any_name_becomes_one_short_visible_line(raw, suffix):
    name = clean_name(raw, suffix)
    assert name.isprintable()
    assert 0 < len(name) <= 131
    assert not set(name) & set('/\\<>:"|?*\0')
    assert clean_name(name, suffix) == name
    assert name.endswith((suffix, "jpeg"))
