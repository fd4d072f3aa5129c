"""What do all tests share? A small folder of articles, and the shipped ones, made ready once."""

import asyncio
import shutil
import textwrap
from pathlib import Path

import pytest

from knowledge.base import SHIPPED_ARTICLES
from knowledge.snapshot import Snapshot
from tests.asking import open_base

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
