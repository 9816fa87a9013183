"""The same tokens and terms in PostgreSQL's own full-text search."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from partybuild.search.text import query_terms, tokens, tsquery
from tests.support.postgres import postgres_url

INDEXED = tokens("重庆市MBA家具协会（演示）", ["51110000MJ0101505U", "陕社备字〔2024〕12号"])


@pytest.fixture(scope="module")
def server() -> Iterator[Connection]:
    with postgres_url() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def found(server: Connection, query: str) -> bool:
    sought = text("SELECT to_tsvector('simple', :terms) @@ to_tsquery('simple', :query)")
    terms = tsquery(query_terms(query))
    return bool(server.scalar(sought, {"terms": INDEXED, "query": terms}))


def test_a_row_is_found_by_any_part(server: Connection) -> None:
    queries = [
        "家具协会",
        "具",
        "会",
        "cqs",
        "mbajj",
        "51110000MJ",
        "0101505u",
        "2024",
        "重庆 mj0101",
    ]
    assert [query for query in queries if not found(server, query)] == []


def test_a_row_is_not_found_by_what_it_is_not(server: Connection) -> None:
    queries = ["家协", "庆家", "泉", "zqs", "0101505x", "重庆 陇县"]
    assert [query for query in queries if found(server, query)] == []
