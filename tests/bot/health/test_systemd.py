import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.health._systemd import Systemd

pytestmark = pytest.mark.discord  # as far as `make quick` is concerned: it binds a socket


@pytest.fixture(params=["file", "abstract"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """What NOTIFY_SOCKET says, and what hears there."""
    name = str(tmp_path / "notify") if request.param == "file" else f"@talksbot-{os.getpid()}-{tmp_path.name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(name.replace("@", "\0"))
        listener.settimeout(5)
        yield name, listener


def test_each_line_arrives_in_one_datagram_at_a_file_and_at_a_name_without_one(
    told: tuple[str, socket.socket],
) -> None:
    name, listener = told
    Systemd({"NOTIFY_SOCKET": name}, lambda: 0.0).tell("READY=1", "STATUS=Відповідаю")
    assert listener.recv(1000).decode() == "READY=1\nSTATUS=Відповідаю"


def test_a_status_is_told_when_it_changes(told: tuple[str, socket.socket]) -> None:
    name, listener = told
    systemd = Systemd({"NOTIFY_SOCKET": name}, lambda: 0.0)
    for status in ("connecting", "connecting", "ready"):
        systemd.tell_status(status)
    assert [listener.recv(1000) for _ in range(2)] == [b"STATUS=connecting", b"STATUS=ready"]


@pytest.mark.parametrize("process", [None, os.getpid()], ids=["any", "this"])
def test_a_sign_of_life_goes_out_twice_as_often_as_is_asked_for(
    told: tuple[str, socket.socket], process: int | None
) -> None:
    name, listener = told
    asked = {"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "30000000"}
    clock = iter(range(100, 130))
    systemd = Systemd(asked | ({"WATCHDOG_PID": str(process)} if process else {}), lambda: next(clock))
    for _ in range(100, 130):
        systemd.tell_life()
    systemd.tell("over")
    assert [listener.recv(1000) for _ in range(3)] == [b"WATCHDOG=1", b"WATCHDOG=1", b"over"]


@pytest.mark.parametrize(
    "asked",
    [{}, {"WATCHDOG_USEC": "soon"}, {"WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": "0"}],
)
def test_who_asks_for_no_sign_of_life_of_this_process_gets_none(
    told: tuple[str, socket.socket], asked: dict[str, str]
) -> None:
    name, listener = told
    systemd = Systemd(asked | {"NOTIFY_SOCKET": name}, lambda: 0.0)
    systemd.tell_life()
    systemd.tell("over")
    assert listener.recv(1000) == b"over"


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/notify"}])
def test_where_nobody_listens_nothing_is_said_and_nothing_fails(environment: dict[str, str]) -> None:
    Systemd(environment, lambda: 0.0).tell("READY=1")


def test_a_listener_that_reads_nothing_is_not_waited_for(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        systemd = Systemd({"NOTIFY_SOCKET": str(tmp_path / "notify")}, lambda: 0.0)
        for _ in range(1000):
            systemd.tell("WATCHDOG=1")
