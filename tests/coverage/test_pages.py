"""Every number on the pages of coverage opens its list, and the list has as many rows."""

import html
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from partybuild.party.kinds import PartyKind
from tests import factories
from tests.coverage.test_queries import random_world

pytestmark = pytest.mark.usefixtures("database")
NUMBER = re.compile(r"^[\d,]+$")
RATE = re.compile(r"^[\d.]+%$")
CARD = re.compile(r'<a class="card figure[^>]*href="([^"]+)">.*?class="value">([^<]+)<', re.DOTALL)
SHOWN = re.compile(r'id="number"[^>]*>([\d,—]+)<')


class Links(HTMLParser):
    """(text, href) of every link in main, and the numbers of cells that lead nowhere."""

    def __init__(self, page):
        super().__init__()
        self.links, self.unlinked, self._href, self._cell = [], [], None, None
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "a":
            self._href, self._words = found.get("href"), ""
        if tag == "td":
            self._cell, self._linked = "", False

    def handle_data(self, data):
        if self._href is not None:
            self._words += data
            self._linked = True
        elif self._cell is not None:
            self._cell += data

    def handle_endtag(self, tag):
        if tag == "a" and self._href is not None:
            self.links.append((self._words.strip(), self._href))
            self._href = None
        if tag == "td" and self._cell is not None:
            if NUMBER.match(self._cell.strip()) and self._cell.strip() != "0":
                self.unlinked.append(self._cell.strip())
            self._cell = None


def number_of(text):
    return int(text.replace(",", ""))


def follow_all(client, address):
    """Open every number of the page; how many there were."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.text[:500])
    links = Links(page.text)
    counted = 0
    for words, href in links.links:
        if NUMBER.match(words) and "/coverage/list" in href:
            shown = opened(client, href)
            assert shown == number_of(words), (address, words, href)
            counted += 1
        elif RATE.match(words) and "/coverage/list" in href:
            assert divided(client, href) == words, (address, words, href)
            counted += 1
    return counted, links


def follow_cards(client, address):
    """Open every leading figure of the page; how many there were."""
    cards = CARD.findall(client.get(address).text)
    for href, value in cards:
        found = html.unescape(href)
        shown = divided(client, found) if RATE.match(value) else opened(client, found)
        assert shown == (value if RATE.match(value) else number_of(value)), (address, found)
    return len(cards)


def opened(client, href):
    answer = client.get(href)
    assert answer.status_code == 200, (href, answer.text[:300])
    return number_of(SHOWN.search(answer.text).group(1))


def divided(client, href):
    """The rate that numerator and denominator give when both are opened."""
    page = client.get(href)
    links = [h for words, h in Links(page.text).links if words.startswith(("分子", "分母"))]
    upper, lower = (opened(client, href) for href in links)
    tenths = (2000 * upper + lower) // (2 * lower)
    return f"{tenths // 10}.{tenths % 10}%"


@pytest.fixture
def world(cast):
    """Forty organizations at all levels, a leading body over some, 备案 and 行业协会商会 among them."""
    body = factories.make_party(
        "社会组织综合党委（演示）",
        kind=PartyKind.COMMITTEE,
        unit="610000",
        founded_on=date(2020, 1, 1),
    )
    random_world(3)
    led = factories.make_organization(full=4, body_id=body, level="市级", unit="610100")
    factories.make_organization(full=2, body_id=body, trade=True)
    factories.make_party(covers=[led], parent_id=body)
    return body


@pytest.mark.parametrize(
    ("page", "cards"), [("?region=610100", 5), ("?region=610103&by=kind", 5), ("register", 3)]
)
def test_every_leading_figure_is_that_of_its_list(world, cast, as_actor, page, cards):
    assert follow_cards(as_actor(cast.sheng), f"/coverage/{page}") == cards


PLACES = ("region=610000", "region=610103", "region=610103&own=1", "region=610103001", "")


@pytest.mark.parametrize("place", PLACES)
def test_every_number_of_the_page_is_that_of_its_list(world, cast, as_actor, place):
    counted, links = follow_all(as_actor(cast.sheng), f"/coverage/?{place}")

    assert counted
    assert links.unlinked == []


@pytest.mark.parametrize("by", ["body", "kind", "industry", "level", "supervisor", "registration"])
def test_every_number_of_a_breakdown_is_that_of_its_list(world, cast, as_actor, by):
    counted, links = follow_all(
        as_actor(cast.shi), f"/coverage/?region=610103&by={by}&basis=operating&day=2026-03-31"
    )

    assert counted
    assert links.unlinked == []


def test_every_number_of_a_past_day_is_that_of_its_list(world, cast, as_actor):
    counted, _ = follow_all(as_actor(cast.sheng), "/coverage/?region=610100&day=2024-12-31")

    assert counted


def test_every_number_under_a_body_is_that_of_its_list(world, cast, as_actor):
    counted, _ = follow_all(as_actor(cast.sheng), "/coverage/?body=DZ0000001&day=2026-10-31")

    assert counted


@pytest.mark.parametrize("place", ["region=610000", "region=610103"])
def test_every_number_of_the_register_is_that_of_its_list(world, cast, as_actor, place):
    counted, links = follow_all(as_actor(cast.sheng), f"/coverage/register?{place}")

    assert counted
    assert links.unlinked == []
