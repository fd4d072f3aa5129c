"""Is what `make quick` leaves out all that is slow? A test that says nothing can start nothing."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_a_test_without_the_mark_starts_no_process() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"pytest\.mark\.process"):
        subprocess.run([sys.executable, "-c", ""], check=True)


async def test_nor_does_it_on_the_event_loop() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"pytest\.mark\.process"):
        await asyncio.create_subprocess_exec(sys.executable, "-c", "")


def test_nor_does_it_fork() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"pytest\.mark\.process"):
        os.fork()


def test_it_opens_no_port() -> None:
    with (
        socket.socket() as port,
        pytest.raises(pytest.fail.Exception, match=r"pytest\.mark\.discord"),
    ):
        port.bind(("127.0.0.1", 0))


@pytest.mark.process
def test_a_test_with_the_mark_starts_one() -> None:
    assert subprocess.run([sys.executable, "-c", ""], check=True).returncode == 0


@pytest.mark.usefixtures("holm_store")
def test_a_store_that_was_filled_by_a_process_is_a_mark(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("process")
    assert not request.node.get_closest_marker("discord")


@pytest.mark.process
def test_it_collects_the_tests_without_the_plugin_that_it_leaves_out() -> None:
    quick = ["-p", "no:simcord", "-p", "no:cacheprovider", "-m", "not process and not discord"]
    files = [
        str(each)
        for each in (ROOT / "tests" / "bot").rglob("test_*.py")
        if "simcord" in each.read_text("utf-8")
    ]
    collect = [sys.executable, "-m", "pytest", "--collect-only", "--assert=plain", "-qq", *quick, *files]
    collected = subprocess.run(collect, capture_output=True, text=True, check=False, cwd=ROOT)
    assert collected.returncode == 0, collected.stdout[-2_000:]
