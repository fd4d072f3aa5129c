"""What is measured? `python -m bench`; its other parts take minutes, and two of them public data.

`announcements` kills the bot a hundred times while it announces.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench import (
    announcing,
    compare,
    connected,
    courses,
    feeds,
    forbidden,
    hostile,
    judged,
    pages,
    quality,
    reloading,
    retrievers,
    speed,
    suggesting,
    terminal,
)
from bench.asking import open_base
from bench.report import Figure, table
from knowledge.semantic import open_model
from knowledge.semantic.reader import Reader
from knowledge.snapshot import Snapshot
from knowledge.sources.edition import SHIPPED_ARTICLES


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print a table, and give 1 where something that was asked is missed."""
    arguments = _parser().parse_args(argv)
    print("Measuring ...", file=sys.stderr)
    if arguments.what == "quality":
        figures = _quality(arguments)
    elif arguments.what == "compare":
        shipped = asyncio.run(_shipped_once())
        asked = compare.questions(shipped.coverage.topics, arguments.questions)
        differing, figures = compare.measure(arguments.other, asked)
        print(differing, end="\n\n")
    elif arguments.what == "announcements":
        figures = asyncio.run(_announcements(arguments.kills))
    elif arguments.what == "answers":
        with tempfile.TemporaryDirectory(prefix="talksbot-bench-") as made:
            figures = asyncio.run(connected.measure(Path(made), answers=arguments.answers))
    elif arguments.what == "pages":
        figures = pages.measure(arguments.data)
    elif arguments.what == "feeds":
        figures = [*asyncio.run(feeds.measure()), *asyncio.run(forbidden.measure())]
    elif arguments.what == "reloading":
        with tempfile.TemporaryDirectory(prefix="talksbot-bench-") as made:
            figures = asyncio.run(reloading.measure_again(Path(made), arguments.articles))
    elif arguments.what == "speed":
        figures = [*speed.measure(arguments.data), *_many_hostile_questions()]
    else:
        figures = everyday()
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def _quality(arguments: argparse.Namespace) -> list[Figure]:
    brought = {name: make for spec in arguments.peers for name, make in retrievers.brought(spec).items()}
    model = None
    if arguments.model:
        model = open_model(arguments.model)
        brought[f"talksbot, {arguments.model}"] = partial(retrievers.talksbot, model=model)
    if arguments.reader:
        brought["talksbot, reader"] = partial(retrievers.talksbot, model=model, reader=Reader())
    comparison, figures = quality.measure(arguments.data, arguments.sets, brought, arguments.most)
    print(comparison, end="\n\n")
    return figures


def everyday(
    runs: int = 9,
    articles: int = 1_000,
    questions: int = 1_000,
    rate: float = 50,
    seconds: float = 10,
    kills: int = 10,
    answers: int = 2_000,
) -> list[Figure]:
    """Measure what anybody can without further data: terminal, reload, questions, statuses, Discord."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="talksbot-bench-") as made:
        folders = {name: Path(made, name) for name in ("terminal", "reload", "shipped", "discord", "told")}
        for folder in folders.values():
            folder.mkdir()
        figures += terminal.measure(folders["terminal"], runs)
        figures += asyncio.run(reloading.measure(folders["reload"], articles))
        shipped = asyncio.run(_shipped(folders["shipped"]))
        figures += judged.measure(shipped)
        figures += hostile.measure(shipped, questions)
        figures += courses.measure(2 * articles, questions)
        figures += suggesting.measure(2 * articles, 10 * articles)
        figures += asyncio.run(connected.measure(folders["discord"], rate, seconds, answers))
        figures += asyncio.run(announcing.measure(folders["told"], kills, channels=5 * kills))
    return figures


async def _announcements(kills: int) -> list[Figure]:
    """Measure on a Discord that knows what it has taken for a while, and on one that does not."""
    figures: list[Figure] = []
    for seconds in (300, 0):
        with tempfile.TemporaryDirectory(prefix="talksbot-bench-") as made:
            figures += await announcing.measure(Path(made), kills, nonce_seconds=seconds)
    return figures


def _many_hostile_questions() -> list[Figure]:
    return hostile.measure(asyncio.run(_shipped_once()), count=50_000, most_ms=250)


async def _shipped_once() -> Snapshot:
    with tempfile.TemporaryDirectory(prefix="talksbot-bench-") as made:
        return await _shipped(Path(made))


async def _shipped(folder: Path) -> Snapshot:
    async with open_base(folder, SHIPPED_ARTICLES) as base:
        return base.snapshot


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures what the README says.")
    parser.set_defaults(what="everyday")
    commands = parser.add_subparsers(dest="what", metavar="PART")
    beside = commands.add_parser("quality", help="how good the answers are beside the peers'")
    beside.add_argument(
        "--sets", nargs="+", default=quality.SETS, metavar="SET", help="some of the sets only"
    )
    beside.add_argument(
        "--peers",
        action="append",
        default=[],
        metavar="FILE.py:NAME,NAME",
        help="measure further retrievers too",
    )
    beside.add_argument(
        "--reader", action="store_true", help="measure talksbot with its reader too (takes minutes)"
    )
    beside.add_argument("--most", type=int, metavar="N", help="draw so many questions of each set")
    beside.add_argument("--model", metavar="NAME", help="measure talksbot with a model too (takes minutes)")
    told = commands.add_parser("announcements", help="whether each comes once though the bot is killed")
    told.add_argument("--kills", type=int, default=100, metavar="N", help="how often it is killed")
    many = commands.add_parser("answers", help="how the bot does on Discord, and whether it grows by answers")
    many.add_argument("--answers", type=int, default=20_000, metavar="N", help="with buttons")
    commands.add_parser("feeds", help="whether live sources lose nothing, and reach no forbidden address")
    again = commands.add_parser("reloading", help="how long a reload takes where little has changed")
    again.add_argument("--articles", type=int, default=10_000, metavar="N", help="in the folder")
    other = commands.add_parser("compare", help="whether another checkout gives the same answers")
    other.add_argument("other", type=Path, metavar="OTHER_CHECKOUT")
    other.add_argument("--questions", type=Path, metavar="FILE", help="judged questions instead of our own")
    fast = commands.add_parser("speed", help="how fast it is beside the peers")
    real = commands.add_parser("pages", help="how well real pages are read")
    for command in (beside, fast, real):
        command.add_argument(
            "--data", type=Path, required=True, metavar="DIR", help="the folder of the public data"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
