"""The order of rooms and of layers, as code: who may import what is checked, not remembered."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "partybuild"
ROOMS = """
    access db clock audit facts policies web regions accounts jobs evidence workflow deadlines
    imports sheets notices search organizations party coverage gates inspections enforcement
    ratings rectification returns programmes home demo
""".split()
TOGETHER = {"__init__", "house", "wiring", "cli", "schema", "__main__"}
"""What puts the house together may import every room."""
BELOW_ALL = {"rules", "config"}
"""What every room may import."""
FRAMEWORKS = {"flask", "flask_login", "flask_wtf", "sqlalchemy", "wtforms", "partybuild.db"}
PURE = FRAMEWORKS | {"partybuild.web"}
FORBIDDEN = {
    "rules.py": PURE,
    "span.py": PURE,
    "figures.py": PURE,
    "basis.py": PURE,
    "movement.py": PURE,
    "kinds.py": PURE,
    "codes.py": PURE,
    "levels.py": PURE,
    "permissions.py": PURE,
    "actor.py": {"sqlalchemy", "wtforms", "partybuild.db"},
    "queries.py": {"flask", "flask_login", "flask_wtf", "wtforms"},
    "commands.py": {"flask", "flask_login", "flask_wtf", "wtforms"},
    "writing.py": {"flask", "flask_login", "flask_wtf", "wtforms"},
    "models.py": {"flask", "flask_login", "flask_wtf", "wtforms"},
    "forms.py": {"flask_login", "sqlalchemy", "partybuild.db"},
    "views.py": {"sqlalchemy", "partybuild.db", "flask_login"},
}
TRANSACTION = "partybuild.db.work"
"""The vocabulary of transactions (`work`, its refusals) is no access to the database."""
ROOM_OF = {name: number for number, name in enumerate(ROOMS)}
FILES = sorted(path for path in PACKAGE.rglob("*.py"))


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path):
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_above_it(path):
    here = room(path)
    if here in TOGETHER:
        return
    assert here in ROOM_OF or here in BELOW_ALL, f"{here} stands in no list of rooms"
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "partybuild" or len(parts) == 1 or parts[1] in BELOW_ALL:
            continue
        there = parts[1]
        if there in ROOM_OF and here not in BELOW_ALL:
            assert ROOM_OF[there] <= ROOM_OF[here], f"{here} stands above {there}"
        elif parts[1:] != parts[1:2] or there in TOGETHER - {"__init__"}:
            assert there in ROOM_OF, f"{here} may not import {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_layer_may(path):
    forbidden = FORBIDDEN.get(path.name, set())
    if path.parts[-2] == "web":
        return
    found = {
        name
        for name in imports_of(path)
        for root in forbidden
        if f"{name}.".startswith(f"{root}.") and not f"{name}.".startswith(f"{TRANSACTION}.")
    }

    assert not found, f"{path.relative_to(PACKAGE)} must not import {sorted(found)}"


def test_views_never_touch_models():
    for path in PACKAGE.rglob("views.py"):
        assert not [name for name in imports_of(path) if ".models" in name], path


def test_only_one_room_opens_sqlite():
    for path in FILES:
        if room(path) != "db":
            names = {name.split(".")[0] for name in imports_of(path)}
            assert not names & {"sqlite3", "pysqlite3"}, path


WORDS = {
    *("db/engine.py", "db/declared.py", "db/guard.py", "db/many.py", "db/staging.py"),
    "search/matching.py",
}
"""Files that may send statements as text."""


def test_statements_in_words_stand_in_listed_files():
    for path in FILES:
        here = str(path.relative_to(PACKAGE))
        text = path.read_text("utf-8")
        if here not in WORDS and room(path) not in {"cli", "schema"}:
            assert "exec_driver_sql" not in text, here
            assert "sqlalchemy.text" not in set(imports_of(path)), here


SYSTEM = """
    cli/spans.py coverage/commands.py coverage/daily.py coverage/dwelling.py coverage/moving.py
    coverage/moving_of_party.py coverage/narrowing.py coverage/newcomers.py
    coverage/rebuilding.py coverage/scopes.py
    coverage/successors.py db/ids.py db/many.py db/staging.py deadlines/recomputing.py
    demo/people.py demo/writing.py facts/commands.py gates/commands.py gates/previewing.py
    gates/rebuilding.py
    inspections/import_writing.py inspections/opening.py inspections/prepared.py
    ratings/rounds/opening.py ratings/stars/working.py rectification/screening/working.py
    gates/registration/makeup.py jobs/ledger.py notices/numbering.py
    organizations/import_writing.py organizations/lookup.py organizations/multitude.py
    organizations/successors.py organizations/writing.py party/beyond.py party/finding.py
    party/following.py party/importing/bodies.py party/importing/entering.py party/kept.py
    party/lookup.py
    party/mass.py party/queries.py party/writing.py regions/following.py
    returns/commands.py returns/gathering.py
    search/commands.py
""".split()
"""Files in which the system may read or write for itself; each says why where it does."""


def test_the_system_reads_for_itself_only_in_listed_files():
    found = {
        str(path.relative_to(PACKAGE))
        for path in FILES
        if "partybuild.access.scope.system" in set(imports_of(path))
    }

    assert found <= set(SYSTEM)


def test_no_file_outgrows_its_size():
    long = {
        str(path.relative_to(ROOT)): count
        for path in [*FILES, *(ROOT / "templates").rglob("*.html")]
        if (count := len(path.read_text("utf-8").splitlines())) > 250
    }

    assert not long


def test_no_view_outgrows_its_size():
    for path in PACKAGE.rglob("views.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                length = node.end_lineno - node.lineno + 1
                assert length <= 25, f"{path.parent.name}.{node.name} has {length} lines"
