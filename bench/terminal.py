"""How long does one question in the terminal take, from the command to the prompt?"""

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.report import Figure, percentile

ROOT = Path(__file__).parents[1]
_QUESTION = "What is the status of the economic sanctions review?"


def measure(folder: Path, runs: int = 9) -> list[Figure]:
    """Ask in a fresh process each time; the first one also fills the store."""
    (folder / "config.toml").write_text("", "utf-8")
    ask = [
        "-m",
        "bot",
        "ask",
        "--config",
        str(folder / "config.toml"),
        "--data",
        str(folder / "data"),
        _QUESTION,
    ]
    first = _seconds(ask)
    used_before = _processor_seconds()
    seconds = [_seconds(ask) for _ in range(runs)]
    used = (_processor_seconds() - used_before) / runs
    return [
        Figure("`talksbot ask` as a whole process, median", percentile(seconds, 0.5), "s", most=0.6),
        Figure("of it the processor's time, mean", used, "s"),
        Figure("the very first one, which reads the shipped articles", first, "s"),
        Figure("modules of discord.py that it imports", _discord_imports(ask), most=0),
    ]


def _seconds(arguments: list[str]) -> float:
    begun = time.perf_counter()
    _python(arguments)
    return time.perf_counter() - begun


def _processor_seconds() -> float:
    """Say how long the processor worked for ended processes: on a busy machine they took longer."""
    times = os.times()
    return times.children_user + times.children_system


def _discord_imports(arguments: list[str]) -> int:
    """Count them in what Python itself reports of its imports."""
    told = _python(["-X", "importtime", *arguments]).splitlines()
    names = [line.rpartition("|")[2].strip() for line in told if line.startswith("import time:")]
    if "knowledge.base" not in names:
        raise RuntimeError("Python told nothing of what it imported.")
    return sum(name.partition(".")[0] == "discord" for name in names)


def _python(arguments: list[str]) -> str:
    """Run Python in the project's folder, and give what it says on standard error."""
    ran = subprocess.run(  # noqa: S603  our own command
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    if "Proposed" not in ran.stdout:
        raise RuntimeError(f"This is not the answer: {ran.stdout}")
    return ran.stderr
