"""Cases and papers about no organization follow their unit, and their body, when it is re-parented."""

from datetime import date

import pytest

from partybuild.access.scope import visible
from partybuild.db import db
from partybuild.db.work import work
from partybuild.enforcement.models import DormantBatch
from partybuild.notices import commands, samples
from partybuild.notices.commands import Issue
from partybuild.notices.kinds import KINDS
from partybuild.notices.models import Notice
from partybuild.party import commands as party_commands
from partybuild.party.kinds import PartyKind
from partybuild.regions import keeping
from partybuild.regions.levels import Level
from partybuild.regions.queries import place
from tests import factories
from tests.party.acts import WHY, make_committee, party
from tests.support.world import ROOT

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 11, 1)
KIND = KINDS["announcement"]


def do(actor, command, *arguments):
    with work(actor) as running:
        return command(running.actor, *arguments)


def batch(unit, **place_of_body):
    with factories.inside():
        row = DormantBatch(
            **place(factories.region(unit)),
            **place_of_body,
            title="第一批",
            opened_on=DAY,
            opened_by="周（演示）",
        )
        db.session.add(row)
        db.session.flush()
        return row.id


def stands(model, number):
    query = visible(ROOT, model).where(model.id == number)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def sees(actor, model):
    return list(db.session.scalars(visible(actor, model, model.id).order_by(model.id)))


@pytest.fixture
def city(cast):
    """Another city of the province."""
    province = factories.region("610000").id
    return do(
        cast.sheng, keeping.add_zone, province, "新区市（演示）", Level.CITY, DAY, "陕政〔2026〕1号"
    )


def test_a_reparented_county_takes_its_papers_and_cases_along(cast, city):
    paper = do(cast.zhu, commands.issue, Issue(KIND.key, samples.given(KIND))).id
    below, here = batch("610103001"), batch("610103")
    elsewhere = batch("610102")
    county = factories.region("610103")
    assert sees(cast.shi, Notice) == [paper]
    assert sees(cast.shi, DormantBatch) == [below, here, elsewhere]

    do(cast.sheng, keeping.move, county.id, city, DAY, "陕政〔2026〕2号")

    assert sees(cast.shi, Notice) == []
    assert sees(cast.shi, DormantBatch) == [elsewhere]
    assert sees(cast.bo, DormantBatch) == [below, here]
    assert sees(cast.sheng, DormantBatch) == [below, here, elsewhere]
    moved = stands(DormantBatch, below)
    assert (moved.level1_id, moved.level2_id, moved.level3_id) == (
        factories.region("610000").id,
        city,
        county.id,
    )
    assert moved.level4_id == moved.unit_id == factories.region("610103001").id
    assert stands(Notice, paper).level2_id == city
    assert stands(DormantBatch, elsewhere).level2_id == factories.region("610100").id


def test_a_body_that_gets_another_superior_takes_them_along(cast):
    old, new = make_committee("老党委（演示）"), make_committee("新党委（演示）")
    middle = factories.make_party(kind=PartyKind.GENERAL_BRANCH, parent_id=old)
    low = factories.make_party(parent_id=middle)
    here = batch("610103", body_id=low, body_path=f"/{old}/{middle}/{low}/")
    stays = batch("610103", body_id=old, body_path=f"/{old}/")

    version = party(middle).version
    do(cast.bo, party_commands.change_profile, middle, version, {"parent_id": new}, WHY)

    assert stands(DormantBatch, here).body_path == f"/{new}/{middle}/{low}/"
    assert stands(DormantBatch, stays).body_path == f"/{old}/"
