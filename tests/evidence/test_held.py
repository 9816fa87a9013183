"""After a form error nobody chooses the files again; each download leaves its row."""

import io
import re

import pytest
from sqlalchemy import select

from partybuild.access.permissions import Role
from partybuild.access.scope import visible
from partybuild.accounts.queries import actor_by_login
from partybuild.audit.models import AuditRow
from partybuild.db import db
from partybuild.db.work import OutOfReach, work
from partybuild.evidence import held, store
from partybuild.evidence.models import EvidenceFile
from tests import factories
from tests.evidence import papers
from tests.gates.registration.conftest import answer, apply, asked, body, finish, picture
from tests.party.acts import somebody_of
from tests.support.world import ROOT, add_person

__all__ = ["answer", "apply", "asked", "body", "finish"]
WORD = re.compile(r'name="held-promise" value="([^"]+)" checked')


def kept():
    return db.session.scalars(visible(ROOT, EvidenceFile)).all()


@pytest.fixture
def refused(apply):
    """A form that was refused for its name, with its file."""
    answer = apply(papers=("promise",), name="")
    assert answer.status_code == 422
    return answer


def again(apply, word, **said):
    return apply(papers=(), **{"held-promise": word}, **said)


def test_the_form_lists_them_and_sends_them_again(apply, refused):
    assert "已上传：promise.png" in refused.text
    assert kept() == []

    done = again(apply, WORD.search(refused.text)[1])

    assert done.status_code == 303, done.text
    (file,) = kept()
    assert (file.slot, file.name) == ("promise", "promise.png")


def test_what_is_unticked_is_removed(apply, refused):
    assert apply(papers=()).status_code == 303

    assert kept() == []


def test_it_waits_on_where_the_form_is_wrong_twice(apply, refused):
    word = WORD.search(refused.text)[1]

    twice = again(apply, word, name="")

    assert twice.status_code == 422
    assert WORD.search(twice.text)


def test_a_bad_file_beside_good_ones_keeps_the_good(apply, as_actor, cast):
    client = as_actor(cast.zhu)
    data = {
        "matter": "founding",
        "name": "某协会（演示）",
        "kind": "association",
        "level": "县级",
        "region": "610103",
        "paper-promise": (io.BytesIO(picture()), "promise.png"),
        "paper-survey": (io.BytesIO(b"MZ"), "调查表.exe"),
    }
    answer = client.post("/registrations", data=data, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "调查表.exe" in answer.text
    assert "已上传：promise.png" in answer.text


def test_another_person_cannot_use_the_word(apply, refused, as_actor, cast):
    word = WORD.search(refused.text)[1]
    with work(ROOT):
        add_person("zhu2", Role.REGISTRAR, "610103")

    taken = again(apply, word, client=as_actor(actor_by_login("zhu2")))

    assert taken.status_code == 303, taken.text
    assert kept() == []


@pytest.mark.parametrize("word", ["", "x", "eyJ4IjoxfQ.abc.def"])
def test_a_made_up_word_brings_nothing(apply, database, word):
    assert again(apply, word).status_code == 303

    assert kept() == []


def test_after_a_day_it_is_gone_and_said(apply, refused, monkeypatch):
    word = WORD.search(refused.text)[1]
    monkeypatch.setattr(held, "HOURS", -1)

    answer = again(apply, word)

    assert answer.status_code == 422
    assert "请重新选择" in answer.text


def test_where_the_bytes_were_tidied_it_is_said(apply, refused):
    word = WORD.search(refused.text)[1]
    for path in list(store.folder().rglob("*")):
        if path.is_file():
            path.unlink()

    answer = again(apply, word)

    assert answer.status_code == 422
    assert "“promise.png”已不在" in answer.text


def downloads():
    rows = db.session.scalars(select(AuditRow).where(AuditRow.action == "下载材料")).all()
    return [(row.login, row.object_kind, row.object_id, row.detail) for row in rows]


def test_each_download_leaves_its_row(cast, as_actor):
    subject = papers.about(cast.bo, factories.make_organization())
    file = papers.keep(cast.bo, subject, file=papers.arrived("章程.pdf"))

    with as_actor(cast.bo).get(f"/evidence/{file.id}") as sent:
        assert sent.status_code == 200
    assert as_actor(cast.cheng).get(f"/evidence/{file.id}").status_code == 404

    ((login, kind, number, detail),) = downloads()
    assert (login, kind, number) == ("bo", "evidence", file.id)
    assert detail["digest"] == file.digest
    assert detail["subject"] == [subject.kind, subject.id]


@pytest.fixture
def secretary(cast):
    """Whoever leads the branch of one organization; (actor, her organization, a foreign one)."""
    own, foreign = factories.make_organization(), factories.make_organization()
    return somebody_of(Role.SECRETARY, own), own, foreign


def test_a_secretary_keeps_a_file_for_her_own_organization(secretary):
    actor, own, _ = secretary

    file = papers.keep(actor, papers.about(actor, own), file=papers.arrived("a.pdf"))

    assert file.organization_id == own


def test_a_foreign_one_is_not_there_for_her(cast, secretary):
    actor, _, foreign = secretary
    subject = papers.about(cast.bo, foreign)

    with pytest.raises(OutOfReach):
        papers.keep(actor, subject, file=papers.arrived("a.pdf"))
    assert kept() == []
