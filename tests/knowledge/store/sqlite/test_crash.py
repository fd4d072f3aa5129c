"""What is left when the process is killed, or the disk is full, in the middle of a publish?

The other process is `store_process.py`, beside this file.
"""

import os
import random
import runpy
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.model import Corpus
from knowledge.store import KnowledgeStore
from knowledge.store.sqlite import open_store

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[4]
SCHEMA = ROOT / "knowledge" / "store" / "sqlite" / "schema"
PROCESS = Path(__file__).with_name("store_process.py")
# Test files cannot import each other: pytest runs them in importlib mode.
story: Callable[[int], Corpus] = runpy.run_path(str(PROCESS))["story"]


def other_process(*arguments: object) -> subprocess.Popen[str]:
    """Run the other process, with what it prints in a pipe."""
    return subprocess.Popen(
        [sys.executable, PROCESS, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def killed_after_a_while(process: subprocess.Popen[str], chance: random.Random) -> list[str]:
    """Kill a process that has said its first line, at most 60 ms later; return all its lines."""
    assert process.stdout
    with process.stdout as output:
        first = output.readline()
        try:
            process.wait(timeout=chance.uniform(0, 0.06))
        except subprocess.TimeoutExpired:
            process.kill()
        process.wait()
        return [first, *output]


async def find_due(store: KnowledgeStore) -> list[str]:
    found = await store.outbox.find_due(datetime(2100, 1, 1, tzinfo=UTC), most=100_000)
    return [each.notice.nonce for each in found]


@pytest.mark.parametrize("seed", range(10))
async def test_a_writer_killed_in_mid_publish_leaves_all_of_a_publication_or_nothing(
    disk: Path, seed: int
) -> None:
    acknowledged = killed_after_a_while(other_process("publish", disk), random.Random(seed))

    last = int(acknowledged[-1])
    # First a reader, which has to undo what was left half done; then a writer.
    for write in (False, True):
        async with open_store(disk, write=write) as store:
            head, *older = await store.corpora.find_kept()
            assert int(head.fingerprint) in (last, last + 1)
            for kept in (head, *older):
                assert await store.corpora.load(kept.corpus_id) == story(int(kept.fingerprint))
            published = int(head.fingerprint)
            assert [bulletin.number for bulletin in await store.feed.read()] == list(range(1, published + 1))
            assert await find_due(store) == [
                f"{n}-{place}" for n in range(1, published + 1) for place in range(1, 6)
            ]
            # At most the question that the next publication would have answered is left.
            assert {each.number for each in await store.waiting.find()} <= {published + 1}
            if write:
                await store.publish(story(999), "999")


@pytest.mark.parametrize("seed", range(3))
async def test_a_writer_killed_in_mid_migration_leaves_a_whole_store(disk: Path, seed: int) -> None:
    schema = disk / "schema"
    schema.mkdir()
    steps = [file.read_text() for file in sorted(SCHEMA.iterdir())]
    steps += [f"CREATE TABLE body_{n} AS SELECT * FROM body;" for n in range(12)]
    for number, sql in enumerate(steps, 1):
        (schema / f"{number:04}_step.sql").write_text(sql)
    async with open_store(disk) as store:
        head = await store.publish(story(1), "1")

    killed_after_a_while(other_process("migrate", disk, schema), random.Random(seed))

    async with open_store(disk, schema=schema) as store:
        assert await store.corpora.load(head.corpus_id) == story(1)
    with closing(sqlite3.connect(disk / "talksbot.db")) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (len(steps),)


@pytest.mark.parametrize("write", [True, False])
async def test_what_a_killed_writer_left_half_written_is_undone(disk: Path, write: bool) -> None:
    async with open_store(disk) as store:
        head = await store.publish(story(1), "1")
    before = (disk / "talksbot.db").read_bytes()
    with other_process("overwrite", disk) as process:
        assert process.wait() == -signal.SIGKILL
    assert (disk / "talksbot.db").read_bytes() != before

    async with open_store(disk, write=write) as store:
        assert await store.corpora.get_head() == head
        assert await store.corpora.load(head.corpus_id) == story(1)


def test_a_full_disk_refuses_what_is_new_and_keeps_what_was(disk: Path) -> None:
    with other_process("fill", disk) as process:
        output, _ = process.communicate()

    assert output.splitlines() == ["refused"] * 10 + ["recovered"]
