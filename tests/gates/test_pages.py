"""Every number of the matrix and every point of the line opens a list with as many rows."""

import random
import re
from datetime import date, timedelta

import pytest

from partybuild.party.kinds import PartyKind
from tests import factories
from tests.coverage.test_pages import Links
from tests.gates.test_recount import elect

pytestmark = pytest.mark.usefixtures("database")
NUMBER = re.compile(r"^[\d,]+$")
RATE = re.compile(r"^[\d.]+%$")
SHOWN = re.compile(r'id="number"[^>]*>([\d,]+)<')


def shown(client, href):
    answer = client.get(href)
    assert answer.status_code == 200, (href, answer.text[:300])
    return int(SHOWN.search(answer.text).group(1).replace(",", ""))


def follow(client, address):
    """Open every number of the page; how many there were, and how many rates."""
    page = client.get(address)
    assert page.status_code == 200, page.text[:400]
    links = Links(page.text)
    numbers = rates = 0
    for words, href in links.links:
        if "/gates/list" not in href:
            continue
        if NUMBER.match(words):
            assert shown(client, href) == int(words.replace(",", "")), (address, words, href)
            numbers += 1
        elif RATE.match(words):
            whole = shown(client, href)
            part = shown(client, href.replace("verdict=rated", "verdict=in_step"))
            tenths = (2000 * part + whole) // (2 * whole)
            assert f"{tenths // 10}.{tenths % 10}%" == words, (address, href)
            rates += 1
    assert not links.unlinked
    return numbers, rates


@pytest.fixture
def body(cast):
    """Organizations at every level with every verdict, a leading body over some."""
    dice = random.Random(7)
    body = factories.make_party(
        "社会组织综合党委（演示）",
        kind=PartyKind.COMMITTEE,
        unit="610000",
        founded_on=date(2020, 1, 1),
    )
    units = ["610000", "610100", "610103", "610103001", "610102", "610104"]
    for n in range(30):
        unit, day = units[n % 6], date(2025, 6, 1) + timedelta(days=dice.randrange(537))
        led = {"body_id": body} if n % 3 == 0 else {}
        number = factories.make_organization(
            registered_on=dice.choice([day, date(2020, 3, 2)]), unit=unit, full=2, **led
        )
        if n % 2:
            factories.assign(number, day=max(day, date(2026, 9, 1)), name=f"指导{n}")
        if n % 4 == 0:
            elect(number, date(2026, 11, 1) + timedelta(days=n % 7))
        if n % 5 == 0:
            factories.make_party(founded_on=date(2026, 10, 1), covers=[number])
    return body


@pytest.mark.parametrize(
    "page",
    ["", "?region=610100", "?region=610100&own=1", "?region=610100&by=body", "?by=kind"],
)
@pytest.mark.parametrize("day", ["2026-11-20", "2026-06-30"])
def test_every_number_is_that_of_its_list(body, cast, as_actor, page, day):
    joint = "&" if page else "?"
    numbers, rates = follow(as_actor(cast.sheng), f"/gates/{page}{joint}day={day}")

    assert numbers > 3
    assert rates


def test_by_body_and_below_it(body, cast, as_actor):
    code = factories.party_code(body)
    numbers, _ = follow(as_actor(cast.sheng), f"/gates/?body={code}")

    assert numbers > 3


def test_every_point_of_the_line_is_that_of_its_list(body, cast, as_actor):
    _, rates = follow(as_actor(cast.sheng), "/gates/trend?region=610100")

    assert rates > 3


def test_numbers_kept_in_memory_follow_every_change(cast, as_actor):
    client = as_actor(cast.bo)

    def missing():
        text = client.get("/gates/?day=2026-11-20").text
        found = re.search(r'verdict=missing">([\d,]+)</a>', text)
        return int(found.group(1)) if found else 0

    assert missing() == 0
    number = factories.make_organization(registered_on=date(2026, 6, 1))
    assert missing() == 1
    assert missing() == 1
    factories.assign(number, day=date(2026, 6, 1))
    assert missing() == 0


def test_a_county_sees_nothing_of_its_neighbour(body, cast, as_actor):
    page = as_actor(cast.bo).get("/gates/?region=610102")

    assert page.status_code == 404
    assert as_actor(cast.cheng).get("/gates/").status_code == 200


@pytest.mark.parametrize("sort", ["name", "-name", "unit", "trigger", "-due", "late"])
def test_pages_of_a_list_hold_every_row_once(body, cast, as_actor, sort, monkeypatch):
    monkeypatch.setattr("partybuild.coverage.keyset.PAGE", 7)
    client, seen = as_actor(cast.sheng), []
    href = f"/gates/list?rule=registration&sort={sort}"
    whole = shown(client, href)
    while href:
        text = client.get(href).text
        seen += re.findall(r'<a href="/organizations/(\d+)">', text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        href = found and found.group(1).replace("&amp;", "&")

    assert len(seen) == len(set(seen)) == whole == 30


@pytest.mark.parametrize(
    "query",
    [
        "rule=nothing",
        "verdict=nothing",
        "kind=nothing",
        "month=2026-13",
        "sort=nothing",
        "after=x",
        "day=2027-01-01",
    ],
)
def test_what_there_cannot_be_is_refused_in_words(cast, as_actor, query):
    page = as_actor(cast.sheng).get(f"/gates/list?{query}")

    assert page.status_code == 422
    assert "。" in page.text


def test_a_breakdown_there_is_not_is_refused(cast, as_actor):
    assert as_actor(cast.sheng).get("/gates/?by=industry").status_code == 422


def test_the_matrix_costs_the_same_for_many(cast, as_actor, queries):
    client = as_actor(cast.sheng)

    def cost():
        with queries() as sent:
            client.get("/gates/")
            client.get("/gates/list?rule=registration")
            client.get("/gates/trend")
        return len(sent)

    factories.make_organization(registered_on=date(2026, 6, 1))
    first = cost()
    for unit in ("610103", "610102", "610104") * 4:
        factories.make_organization(registered_on=date(2026, 6, 1), unit=unit)

    assert cost() <= first


def test_the_workbook_of_a_list(body, cast, as_actor):
    from io import BytesIO

    from openpyxl import load_workbook

    answer = as_actor(cast.sheng).get("/gates/list/workbook?rule=registration")
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    numbers = [row[0] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]

    assert numbers == list(range(1, 31))


def test_the_lanes_and_the_panel_of_an_organization(cast, as_actor):
    number = factories.make_organization(registered_on=date(2026, 6, 1))
    factories.make_party(
        founded_on=date(2026, 6, 3), covers=[number], approval_number="碑组发〔2026〕8号"
    )
    client = as_actor(cast.bo)

    for path in (f"/organizations/{number}", f"/gates/organizations/{number}"):
        text = client.get(path).text
        assert "迟 2 个工作日" in text
        assert "2026-06-01 成立登记" in text
        assert "2026-06-03 党组织经批准成立" in text
        assert "碑组发〔2026〕8号" in text
    assert as_actor(cast.cheng).get(f"/gates/organizations/{number}").status_code == 404


def test_open_items_stand_among_the_to_dos(cast, as_actor):
    factories.make_organization("待办协会（演示）", registered_on=date(2026, 11, 20))
    factories.make_organization("逾期协会（演示）", registered_on=date(2026, 6, 1))

    text = as_actor(cast.bao).get("/todo?kind=sync").text

    assert text.index("逾期协会（演示）") < text.index("待办协会（演示）")


@pytest.mark.parametrize("who", ["bo", "zhu"])
def test_who_works_at_the_registration_gate_has_one_to_do_for_one_registration(cast, as_actor, who):
    factories.make_organization("逾期协会（演示）", registered_on=date(2026, 11, 10))
    client = as_actor(getattr(cast, who))

    text = client.get("/todo").text

    assert text.count("逾期协会（演示）") == 1
    assert re.search(r'href="/registrations/\d+">[^<]*逾期协会', text)
    assert "逾期协会（演示）" not in client.get("/todo?kind=sync").text
