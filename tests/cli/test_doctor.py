"""`doctor` finds what is kept wrongly, and `--rebuild` mends it."""

import json

import pytest
from sqlalchemy import select, update

from partybuild.access.scope import system
from partybuild.audit.models import AuditHead
from partybuild.cli import main
from partybuild.coverage.models import CoverageSpan
from partybuild.db import OPEN, db, declared
from partybuild.db.engine import mode
from partybuild.organizations.models import Organization
from tests.factories import make_organization, make_party


@pytest.fixture
def world(cast):
    """Three organizations, two of them covered."""
    ids = [make_organization(full=5) for _ in range(3)]
    make_party(covers=ids[:2])
    return ids


def doctor(capsys, *options):
    code = main(["doctor", "--json", *options])
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is (code == 0)
    return {check["name"]: check for check in answer["checks"]}


def damage(model, where, **values):
    with mode("write"), system("Test"):
        db.session.execute(update(model).where(where).values(**values))
        db.session.commit()


def test_all_is_well(world, capsys):
    checks = doctor(capsys)
    assert all(check["ok"] for check in checks.values()), checks
    assert set(checks) == {
        "settings",
        "schema",
        "audit",
        "spans",
        "figures",
        "search",
        "cases",
        "party",
        "ratings",
        "stars",
        "rectification",
        "verdicts",
        "evidence",
    }


@pytest.mark.parametrize(
    ("model", "of", "values"),
    [
        (CoverageSpan, CoverageSpan.organization_id, {"full": 99}),
        (CoverageSpan, CoverageSpan.organization_id, {"known_to": 1}),
        (Organization, Organization.id, {"name": "改了名"}),
    ],
)
def test_a_kept_value_that_is_not_what_the_facts_give(world, capsys, model, of, values):
    damage(model, of == world[0], **values)

    checks = doctor(capsys)
    assert not checks["spans"]["ok"]
    assert f"社会组织 1 个的留存区段与事实不符，如编号 {world[0]}" in checks["spans"]["faults"][0]
    assert not doctor(capsys)["spans"]["ok"], "looking must not mend"

    assert doctor(capsys, "--rebuild")["spans"]["ok"]
    assert doctor(capsys)["spans"]["ok"]


def test_looking_changes_nothing(world, capsys):
    def standing():
        db.session.rollback()
        with system("Test"):
            spans = db.session.execute(select(CoverageSpan.__table__)).all()
        return spans, db.session.scalars(select(AuditHead.digest)).one()

    before = standing()
    doctor(capsys)
    assert standing() == before


def test_a_rebuild_is_one_audited_change(world, capsys):
    damage(CoverageSpan, CoverageSpan.organization_id == world[0], full=99)
    doctor(capsys, "--rebuild")
    with system("Test"):
        wrong = db.session.scalars(
            select(CoverageSpan.full).where(
                CoverageSpan.organization_id == world[0], CoverageSpan.known_to == OPEN
            )
        ).all()
    assert set(wrong) <= {5, None}


def test_r66_a_broken_chain_is_found(world, capsys):
    damage(AuditHead, AuditHead.number > 0, digest="f" * 64)
    checks = doctor(capsys)
    assert not checks["audit"]["ok"]


def test_a_missing_trigger_is_found(database, capsys, monkeypatch):
    wanted = "CREATE TRIGGER IF NOT EXISTS gone_no_update BEFORE UPDATE ON x"
    monkeypatch.setattr(declared, "expected", lambda dialect: [wanted])
    checks = doctor(capsys)
    assert checks["schema"]["faults"] == ["缺少 gone_no_update。"]


def test_without_json_it_is_read_by_people(world, capsys):
    assert main(["doctor"]) == 0
    assert "正常  留存区段" in capsys.readouterr().out
