"""A folder of articles, read in real child processes."""

import asyncio
import os
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError, NoArticlesError
from knowledge.model import Term
from knowledge.reading.child import Child
from knowledge.reading.limits import Limits
from knowledge.sources import reader
from knowledge.sources.folder import fingerprint
from knowledge.sources.reader import read_folder

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("reading_child")]

SLOW_GLOSSARY = ".".join("a" * 20_000) + " = 1\n"


def children() -> set[str]:
    """The processes that this one has started and not yet waited for."""
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


async def test_a_folder_becomes_articles_a_glossary_and_problems(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("---\npublished: 2026-01-31\n---\n# Talks\n\nThey met.\n")
    (tmp_path / "a.txt").write_text("They met again.")
    (tmp_path / "c.html").write_text("<title>Page</title><p>They left.</p>")
    (tmp_path / "bad.txt").write_bytes(b"one\n\0")
    (tmp_path / "copy.txt").write_text("They met again.")
    (tmp_path / "glossary.toml").write_text("[Gas]\nalso = ['fuel']")
    seen: list[tuple[int, int]] = []
    reading = await read_folder(tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert [(article.path, article.title) for article in reading.articles] == [
        ("a.txt", "a"),
        ("b.md", "Talks"),
        ("c.html", "Page"),
    ]
    assert reading.articles[1].published == date(2026, 1, 31)
    assert reading.glossary == (Term("Gas", (("", "fuel"),)),)
    assert [f"{problem}" for problem in reading.problems] == [
        "bad.txt:2: holds NUL bytes: it is no text, or UTF-16 (Save it as UTF-8.)",
        "copy.txt: holds the same text as a.txt (Remove one of the two.)",
    ]
    assert reading.fingerprint == fingerprint(tmp_path)
    assert seen == [(done, 5) for done in range(1, 6)]
    assert children() == set()


async def test_many_files_are_read_by_more_than_one_process_in_the_same_order(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(f"They met on day {number}.")
    reading = await read_folder(tmp_path)
    assert [article.path for article in reading.articles] == [f"{number:02}.txt" for number in range(60)]
    assert reading.glossary is None
    assert reading.problems == ()


async def test_an_empty_folder_starts_no_process_and_one_that_is_none_is_refused(tmp_path: Path) -> None:
    reading = await read_folder(tmp_path)
    assert (reading.articles, reading.glossary, reading.problems) == ((), None, ())
    with pytest.raises(NoArticlesError, match="There is no folder"):
        await read_folder(tmp_path / "gone")


async def test_a_file_that_takes_too_much_time_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    (tmp_path / "z.txt").write_text("They left.")
    (tmp_path / "glossary.toml").write_text(SLOW_GLOSSARY)
    reading = await read_folder(tmp_path, limits=Limits(cpu_seconds=1, wall_seconds=60, memory_bytes=2**40))
    assert [article.path for article in reading.articles] == ["a.txt", "z.txt"]
    assert reading.glossary is None
    assert [f"{problem}" for problem in reading.problems] == [
        "glossary.toml: took more than 1 s of processor time to read (Make it smaller or simpler.)"
    ]
    assert children() == set()


async def test_slow_files_are_read_beside_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"They met on day {number}.")
    most = 0

    def count(done: int, total: int) -> None:
        nonlocal most
        most = max(most, len(children()))

    monkeypatch.setattr(reader, "_SLOW_SECONDS", 600)
    reading = await read_folder(tmp_path, progress=count)
    assert (len(reading.articles), most) == (6, 1)
    # Each file is slow now, so that others are read meanwhile, by so many processes as may be.
    monkeypatch.setattr(reader, "_SLOW_SECONDS", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    again = await read_folder(tmp_path, progress=count)
    assert (again, most) == (reading, 2)
    assert children() == set()


async def test_a_file_that_takes_too_much_memory_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    (tmp_path / "b.txt").write_text("a b\n\n" * 190_000)
    (tmp_path / "c.txt").write_text("They left.")
    reading = await read_folder(
        tmp_path, limits=Limits(cpu_seconds=60, wall_seconds=60, memory_bytes=80_000_000)
    )
    assert [article.path for article in reading.articles] == ["a.txt", "c.txt"]
    assert [problem.reason for problem in reading.problems] == ["takes more than 76 MB of memory to read"]


def command(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


SAYS_READY = "import sys; print('ready', flush=True); "


async def test_a_process_that_does_not_answer_in_time_is_ended_and_replaced() -> None:
    silent = command(SAYS_READY + "sys.stdin.readline(); sys.stdin.readline()")
    async with Child(Limits(wall_seconds=0.05), silent) as child:
        for path in ("a.txt", "b.txt"):
            answer = await child.read("articles", path, "")
            assert answer.problem
            assert (answer.problem.path, answer.problem.reason) == (path, "took longer than 0.05 s to read")
            assert children() == set()


async def test_a_process_that_ends_is_the_problem_of_the_file_it_was_on() -> None:
    async with Child(Limits(), command(SAYS_READY + "sys.stdin.readline(); sys.exit(7)")) as child:
        answer = await child.read("articles", "a.txt", "")
    assert answer.problem
    assert answer.problem.reason == "ended the process that read it (code 7)"


@pytest.mark.parametrize(
    ("started", "reason"),
    [(command("raise SystemExit(3)"), "ended with"), (("/nowhere/python",), "No such file")],
)
async def test_a_process_that_does_not_start_is_no_fault_of_a_file(
    started: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(KnowledgeError, match=reason) as failure:
        async with Child(Limits(), started) as child:
            await child.read("articles", "a.txt", "")
    assert failure.value.cure
    assert children() == set()


async def test_a_process_that_does_not_end_by_itself_is_ended() -> None:
    code = SAYS_READY + "import time; sys.stdin.readline(); print('{}', flush=True); time.sleep(600)"
    async with Child(Limits(wall_seconds=60), command(code)) as child:
        await child.read("articles", "a.txt", "")
        child._limits = Limits(wall_seconds=0.05)  # pyright: ignore[reportPrivateUsage] -- else it waits long
    assert children() == set()


async def test_a_failure_to_start_reaches_the_caller_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    failing = partial(Child, command=(sys.executable, "-c", "raise SystemExit(3)"))
    monkeypatch.setattr(reader, "Child", failing)
    with pytest.raises(KnowledgeError, match="could not be started"):
        await read_folder(tmp_path)
    assert children() == set()


async def test_cancelling_leaves_no_process_behind(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(f"They met on day {number}.")
    begun = asyncio.Event()

    def note(done: int, total: int) -> None:
        begun.set()

    task = asyncio.create_task(read_folder(tmp_path, progress=note))
    await begun.wait()
    assert children()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == set()


async def test_the_child_gets_no_secret_and_loads_nothing_that_it_does_not_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    code = (
        "import os, sys, json, knowledge.reading.worker;"
        "loaded = {'discord', 'tantivy', 'aiosqlite', 'lxml', 'markdown_it'} & set(sys.modules);"
        "secret = str('DISCORD_TOKEN' in os.environ);"
        "print('ready', flush=True); sys.stdin.readline();"
        "print(json.dumps({'problem': {'path': str(loaded), 'reason': secret, 'cure': ''}}))"
    )
    async with Child(Limits(), command(code)) as child:
        answer = await child.read("articles", "a.txt", "")
    assert answer.problem
    assert (answer.problem.path, answer.problem.reason) == ("set()", "False")


async def test_a_child_that_was_started_for_nothing_is_ended() -> None:
    for code in ("raise SystemExit(3)", SAYS_READY + "sys.stdin.readline()"):
        async with Child(Limits(), command(code)) as child:
            child.begin()
            child.begin()
        assert children() == set()


async def test_a_child_is_there_once_it_is_waited_for() -> None:
    async with Child(Limits(), command(SAYS_READY + "sys.stdin.readline()")) as child:
        child.begin()
        process = await child.ready()
        child.begin()
        assert await child.ready() is process
        assert len(children()) == 1
    assert children() == set()
