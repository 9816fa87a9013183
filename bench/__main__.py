"""`python -m bench`: build or reuse the world, measure, print the table, keep it as JSON."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from flask import Flask

from bench import worlds
from bench.crowd import crowd
from bench.figures import figures
from bench.gating import gates
from bench.inspecting import inspecting
from bench.intake import intake
from bench.measure import Clock, Measure, save, show
from bench.memory import memory
from bench.pages import boards, desks, lists
from bench.rating import rating
from bench.rectifying import screening
from bench.workbooks import workbooks
from partybuild import clock

Suite = Callable[[Flask, int, date], Iterator[Measure]]
SUITES: Mapping[str, Suite] = {
    "lists": lambda app, total, today: lists(app, total, today.year),
    "boards": lambda app, total, _: boards(app, total),
    "desks": lambda app, total, _: desks(app, total),
    "figures": lambda app, _, today: figures(app, today),
    "gates": lambda app, total, _: gates(app, total),
    "workbooks": lambda app, _, today: workbooks(app, today),
    "intake": lambda app, total, _: intake(app, total),
    "inspecting": lambda app, total, _: inspecting(app, total),
    "screening": lambda app, total, _: screening(app, total),
    "rating": lambda app, total, _: rating(app, total),
    "memory": lambda app, _, __: memory(app),
    "crowd": lambda app, _, __: crowd(app),
}


def main() -> int:
    """Measure what was asked for on one database, then on the other if one was named."""
    words = _arguments()
    verdicts = [_measure(words, "")]
    if words.postgresql:
        verdicts.append(_measure(words, words.postgresql))
    return 0 if all(verdicts) else 1


def _measure(words: argparse.Namespace, postgresql: str) -> bool:
    found: list[Measure] = []
    Clock.use(bool(postgresql))
    with worlds.opened(words.organizations, words.seed, postgresql) as app:
        for name in words.only or SUITES:
            print(f"测量 {name} …", file=sys.stderr, flush=True)
            part = list(SUITES[name](app, words.organizations, clock.today()))
            print(show(part), flush=True)
            found += part
    backend = "postgresql" if postgresql else "sqlite"
    wrong = [one for one in found if one.verdict == "超出"]
    print(f"\n{backend}，{words.organizations:,} 个组织，毫秒 ms（内存 MB）；超出 {len(wrong)} 项")
    print(show(wrong))
    facts = {
        "backend": backend,
        "organizations": words.organizations,
        "at": clock.utc_stamp(),
        "load": os.getloadavg()[0],
    }
    save(worlds.RESULTS / f"{backend}-{words.organizations}.json", facts, found)
    return not wrong


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench", description="测速，并与同一次运行中的极限相比。")
    parser.add_argument("--organizations", type=int, default=63_235, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--postgresql", default="", metavar="URL", help="空的 PostgreSQL 数据库")
    parser.add_argument("--only", action="append", choices=list(SUITES), help="只测这些")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
