"""Rendering one macro, and reading what came out."""

from collections.abc import Iterator
from html.parser import HTMLParser

from tests.web.patterns import environment


def shown(source: str, **values: object) -> str:
    """Render a line that imports macros, in the bare environment."""
    return environment().from_string(source).render(values)


def macro(name: str, call: str, **values: object) -> str:
    """Render one call of a macro from components/`name`.html."""
    function = call.split("(", maxsplit=1)[0]
    return shown(
        f'{{% from "components/{name}.html" import {function} %}}{{{{ {call} }}}}', **values
    )


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def __iter__(self) -> Iterator[tuple[str, dict[str, str | None]]]:
        return iter(self.found)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]
