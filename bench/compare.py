"""Does another checkout answer as this one does? The same questions to both, and the answers that differ."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bench.mistyping import SEED, mistyped
from bench.report import Figure
from bench.terminal import ROOT
from knowledge.evaluation import read_questions
from knowledge.sources.edition import SHIPPED_ARTICLES

_FILE = ROOT / "tests" / "questions" / "talks.toml"
_SHOWN, _LONGEST = 10, 300
"""Answers that differ and are printed, and the characters of each."""
_DAYS = ("", " 2026-03-05", " 2030-01-01", " yesterday")


def measure(other: Path, asked: Sequence[str]) -> tuple[str, list[Figure]]:
    """Ask both about this one's articles; give the first answers that differ, in words, and how many do."""
    here, there = (_answer(checkout, asked) for checkout in (ROOT, other.resolve()))
    pairs = [(line, *_shared(one, two)) for line, one, two in zip(asked, here, there, strict=True)]
    differ = [(line, one, two) for line, one, two in pairs if one != two]
    shown = (text for line, one, two in differ[:_SHOWN] for text in _describe(line, one, two))
    return "\n".join(shown), [Figure(f"answers that differ, of {len(asked):,}", len(differ), most=0)]


def questions(topics: Sequence[str], file: Path | None = None) -> list[str]:
    """Give what is asked: judged questions as they are, carelessly typed, shouted, mistyped; and commands."""
    asked = [" ".join(question.ask.split()) for question in read_questions(file or _FILE)]
    careless = ("".join(each for each in text.lower() if each.isalnum() or each == " ") for text in asked)
    every = [*asked, *careless, *map(str.upper, asked), *map(mistyped, asked), *_commands(topics)]
    return list(filter(None, dict.fromkeys(map(str.strip, every))))


def _commands(topics: Sequence[str]) -> Iterator[str]:
    yield from ("!help", "!new", "!exit", "!history", "status", "what is new?", "what changed last month?")
    for day in _DAYS:
        yield from (f"!new{day}", f"!status{day}")
    random = Random(SEED)  # noqa: S311  the same each time, on purpose
    for topic in topics:
        name = random.choice(topic.split())
        for typed in (topic, topic.lower(), mistyped(topic), name, f"{name}x"):
            yield from (f"!status {typed}{day}" for day in _DAYS)
            yield from (f"!history {typed}", f"where does {typed} stand?", f"since when is {typed} so?")
            yield from (f"what was {typed} before?", f"status of {typed} in March 2026?")


def _answer(checkout: Path, asked: Sequence[str]) -> list[dict[str, Any]]:
    """Ask a checkout in a process and a store of its own."""
    with TemporaryDirectory(prefix="talksbot-bench-") as place:
        Path(place, "config.toml").write_text("", "utf-8")
        folders = ("--articles", str(SHIPPED_ARTICLES), "--data", f"{place}/data")
        options = ("--json", "--config", f"{place}/config.toml", *folders)
        ran = subprocess.run(  # noqa: S603  our own command
            [sys.executable, "-m", "bot", "ask", *options],
            input="\n".join(asked), cwd=place, env={**os.environ, "PYTHONPATH": str(checkout)},
            stdout=subprocess.PIPE, encoding="utf-8", check=True,
        )  # fmt: skip
    return list(map(json.loads, ran.stdout.rstrip("\n").split("\n")))


def _shared(one: dict[str, Any], two: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Leave out the keys that only one of the two knows."""
    return {key: one[key] for key in one if key in two}, {key: two[key] for key in two if key in one}


def _describe(line: str, one: dict[str, Any], two: dict[str, Any]) -> Iterator[str]:
    sides = (("here", one), ("there", two))
    yield f"{line!r}:"
    for key in one:
        if one[key] != two[key]:
            yield from (f"    {key} {where}: {str(each[key])[:_LONGEST]}" for where, each in sides)
