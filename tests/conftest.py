"""What do all tests share? A small folder of articles, and the shipped ones, made ready once.

Also where their folders lie, what a test of the quick run may do (it starts no process and opens no port),
and which lines are measured: those that a test itself runs, and nothing by chance.
"""

import asyncio
import importlib
import os
import pkgutil
import shutil
import sys
import tempfile
import textwrap
import time
from collections.abc import Generator, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import bot
import knowledge
from knowledge.reading.child import Child
from knowledge.snapshot import Snapshot
from knowledge.sources.edition import SHIPPED_ARTICLES
from soak.postgres import find_programs, run_postgres
from tests.asking import open_base
from tests.reading_here import READERS, ReadingHere

if TYPE_CHECKING:
    from _typeshed import TraceFunction

_FERRY = """
    ---
    title: The ferry opens
    published: 2026-03-02
    ---

    The ferry to Holm island begins to sail on Monday. Tickets cost four crowns.

    ## Timetable

    The first boat leaves the harbour at seven in the morning.

    | Project | Status |
    | --- | --- |
    | Harbour Bridge | Proposed |
    | Night Boat | Under Discussion |
"""
_LIGHTHOUSE = """
    ---
    title: A new keeper for the lighthouse
    published: 2026-03-09
    ---

    Ingrid Dahl keeps the lighthouse from now on. Her lamp reaches thirty miles.
"""


_HERE = Path(__file__).parent
_MEMORY, _ROOM = Path("/dev/shm"), 512 * 2**20
"""Where a system keeps files in memory, and how many bytes the folders of a few processes need at most."""

_NEEDS = {
    "process": {"filled", "holm_store", "shipped"},  # where many articles are read, which takes its time
    "discord": {"simcord_env"},
}
"""The fixtures that mark a test, so that `make quick` leaves it out."""

_EVENTS = {
    "os.fork": "process",
    "os.posix_spawn": "process",
    "subprocess.Popen": "process",
    "socket.bind": "discord",
    "socket.connect": "discord",
}
"""What the interpreter calls that which only a test with that mark may do."""


def pytest_configure() -> None:
    # A store waits for the disk at each commit, and there are thousands. A container may have 64 MB of this.
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
    if "PYTEST_XDIST_WORKER" in os.environ:
        # A worker is measured, and what it starts is not: each line of that is run by a test itself, too.
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)
    sys.addaudithook(_watch)
    # On a busy machine anything may take longer than the fifth of a second that hypothesis allows.
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


@pytest.hookimpl(tryfirst=True)  # before the marks choose what is run
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    for item in items:
        for mark, fixtures in _NEEDS.items():
            if not fixtures.isdisjoint(item.fixturenames):
                item.add_marker(mark)
    # Those of the whole come first: they take longest, and as nobody steals the first, what they share is
    # made once.
    items.sort(key=lambda item: item.path.parent != _HERE)


_refused: set[str] = set()
"""The marks that the test lacks which runs now."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    _refused.update(mark for mark in _NEEDS if not item.get_closest_marker(mark))
    try:
        return (yield)
    finally:
        _refused.clear()


def _watch(event: str, _: object) -> None:
    """Fail a test that does more than its marks say: the quick run would start what it is to leave out."""
    if event in _EVENTS and (mark := _EVENTS[event]) in _refused:
        pytest.fail(f"{event} in a test that is not marked: write @pytest.mark.{mark} above it.")


_measured: "list[TraceFunction | None]" = []
"""What measures the lines, from when the tests begin."""


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop() -> Generator[None, object, object]:
    """Measure what is run by an import until here, and from here on no more than the tests themselves."""
    _measured.append(sys.gettrace())
    if _measured[0]:
        _import_all()
    _trace(None)
    try:
        return (yield)
    finally:
        _trace(_measured.pop())


def _trace(function: "TraceFunction | None") -> None:
    """Measure from here on, or no more, also where a thread that begins to be measured holds that up."""
    while True:
        try:
            sys.settrace(function)
        except (
            RuntimeError
        ):  # "Cannot install a trace function while another trace function is being installed"
            time.sleep(0)
        else:
            return


_UNMEASURED = {"judged"}
"""Fixtures that ask hundreds of questions: to measure each line of that would take longer than all else."""


def _import_all() -> None:
    """Import each module, so that it does not matter whether a test or a fixture would be the first."""
    for package in (bot, knowledge):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
    # What is made once is the beginning of many a test; what is made for each is the same again and again.
    if fixturedef.scope != "function" and fixturedef.argname not in _UNMEASURED:
        _trace(_measured[0])
    try:
        return (yield)
    finally:
        _trace(None)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    # What hypothesis draws is another thing each time, and so would be the lines that it reaches.
    if not any(map(pyfuncitem.get_closest_marker, ("hypothesis", "unmeasured"))):
        _trace(_measured[0])
    try:
        return (yield)
    finally:
        _trace(None)


@pytest.fixture(scope="session", autouse=True)
def _save_time() -> Iterator[None]:
    """Start no process to read articles, and look at all objects of all tests only when Python wants to.

    A test that is about one of the two asks for `reading_child`, or calls the collector itself.
    """
    with pytest.MonkeyPatch.context() as patch:
        for reader in READERS:
            patch.setattr(reader, ReadingHere)
        patch.setattr("knowledge.base.pause_collection", nullcontext)
        patch.setattr("knowledge.base.collect_hidden", int)
        yield


@pytest.fixture
def reading_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let articles be read by a child process, as they are outside tests."""
    for reader in READERS:
        monkeypatch.setattr(reader, Child)


def _write(folder: Path) -> Path:
    folder.mkdir()
    for name, text in (("ferry.md", _FERRY), ("lighthouse.md", _LIGHTHOUSE)):
        (folder / name).write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of two articles, with two topics that have a status."""
    return _write(tmp_path / "folder")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a folder for a store; nothing is there yet."""
    return tmp_path / "data"


@pytest.fixture
def disk() -> Iterator[Path]:
    """Give an empty folder that is not in memory, for what must survive a crash there."""
    kept = Path("/var/tmp")
    with tempfile.TemporaryDirectory(dir=kept if kept.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the URL of a PostgreSQL of these tests' own."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian and Ubuntu: apt install postgresql).")
    # Its own folder: the one of pytest can be entered by nobody else.
    with tempfile.TemporaryDirectory(dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None) as place:
        Path(place).chmod(0o755)
        with run_postgres(programs, Path(place, "postgres")) as url:
            yield url


@pytest.fixture(scope="session")
def holm_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store that was filled from the two articles; only to be copied."""
    place = tmp_path_factory.mktemp("holm")
    asyncio.run(_snapshot(place / "data", _write(place / "folder")))
    return place / "data"


@pytest.fixture
def stored(holm_store: Path, data: Path) -> Path:
    """Give a store that was filled from the two articles, without reading them again."""
    return Path(shutil.copytree(holm_store, data))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the shipped articles, ready to answer."""
    return asyncio.run(_snapshot(tmp_path_factory.mktemp("shipped"), SHIPPED_ARTICLES))


async def _snapshot(data: Path, articles: Path) -> Snapshot:
    async with open_base(data, articles) as base:
        return base.snapshot
