"""From a form with files to a command: all or nothing, the sentence in the form."""

from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import StringField

from partybuild.access.permissions import Permission
from partybuild.db.work import needs
from partybuild.evidence import commands, forms, queries
from partybuild.evidence.rules import Slot
from partybuild.web.forms import ChineseForm, required
from tests import factories
from tests.evidence import papers

SLOTS = [Slot("charter", "章程"), Slot("pledge", "承诺书")]


class Form(ChineseForm):
    note = StringField("说明", [required()])


@pytest.fixture
def subject(cast):
    return papers.about(cast.bo, factories.make_organization())


def send(actor, subject, *files, **typed):
    form = Form(MultiDict(typed))
    sent = MultiDict((f"paper-{slot}", FileStorage(BytesIO(c), n)) for slot, n, c in files)

    @needs(Permission.EVIDENCE_KEEP, "补充材料")
    def command(actor, brought):
        return commands.keep_all(actor, subject, brought)

    return form, forms.submit(form, actor, sent, SLOTS, command)


def test_files_arrive_with_the_form(cast, subject):
    files = [("charter", "章程.pdf", papers.pdf()), ("pledge", "承诺书.jpg", papers.picture())]
    form, kept = send(cast.bo, subject, *files, note="补齐")

    assert not form.errors
    assert len(kept) == 2
    found = queries.latest(cast.bo, subject.kind, subject.id)
    assert [f.slot for f in found] == ["charter", "pledge"]


def test_one_bad_file_keeps_none(cast, subject):
    files = [("charter", "章程.pdf", papers.pdf()), ("pledge", "承诺书.exe", b"MZ")]
    form, kept = send(cast.bo, subject, *files, note="补齐")

    assert kept is None
    assert form.form_errors == ["“承诺书.exe”是程序，不能作为材料上传。"]
    assert not queries.files(cast.bo, subject.kind, subject.id)


def test_a_form_with_errors_says_all_that_is_wrong_at_once(cast, subject):
    form, kept = send(cast.bo, subject, ("charter", "x.exe", b"MZ"))

    assert kept is None
    assert form.note.errors
    assert form.form_errors == ["“x.exe”是程序，不能作为材料上传。"]
