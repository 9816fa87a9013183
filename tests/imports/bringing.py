"""From lines of a sheet to a checked file, and into the register."""

from contextlib import contextmanager
from datetime import date

from partybuild import clock
from partybuild.imports import commands, engine
from partybuild.imports.engine import Asked
from partybuild.imports.plans import Options, Outcome
from partybuild.imports.reading import read
from tests.imports import files


@contextmanager
def examining(actor, path, kind="organizations", take=None, **options):
    """The file, checked on the actor's behalf."""
    options = {"effective_on": clock.today(), "document": path.name} | options
    asked = Asked(kind, path.name, engine.file_digest(path), Options(**options), take or {})
    with read(path, path.name) as workbook:
        yield engine.examine(actor, asked, workbook)


def sheet(folder, lines, name="名册.xlsx"):
    """A workbook of one sheet; days become date texts."""
    plain = [[v.isoformat() if isinstance(v, date) else v for v in line] for line in lines]
    return files.workbook(folder / name, {"名册": plain})


def check(actor, folder, lines, **more):
    """The plan of these lines; nothing is written."""
    with examining(actor, sheet(folder, lines), **more) as examined:
        return examined.plan


def bring(actor, folder, lines, **more):
    """The plan of these lines, written."""
    with examining(actor, sheet(folder, lines), **more) as examined:
        commands.write(actor, examined)
        return examined.plan


def outcomes(plan):
    """How many rows were new, changed, same and refused."""
    return tuple(plan.count(outcome) for outcome in Outcome)


def messages(plan):
    """Every error as 行 列：话."""
    return [f"{e.row} {e.column}：{e.message}" for e in plan.errors]
