"""What is known now? Reload, swap, restore, and who may write."""

import asyncio
import shutil
from pathlib import Path

import pytest

from knowledge.base import SHIPPED_ARTICLES, KnowledgeBase, open_base
from knowledge.changes import StatusChange
from knowledge.errors import KnowledgeError, NoArticlesError, StoreBusyError, StoreError
from knowledge.retrieval import Thresholds
from knowledge.snapshot import Snapshot
from knowledge.store import open_store

QUESTION = "What do the tickets cost?"
DEARER = "Tickets cost nine crowns since April."


def text(snapshot: Snapshot, question: str = QUESTION) -> str:
    answer = snapshot.answer(question)
    return answer.hits[0].passage.text if answer.hits else ""


async def test_an_empty_store_is_filled_from_the_articles_folder(data: Path, folder: Path) -> None:
    async with open_base(data, folder) as base:
        assert "four crowns" in text(base.snapshot)
        assert base.problems == ()
        coverage = base.snapshot.coverage
        assert (coverage.articles, coverage.passages, coverage.topics) == (
            2,
            5,
            ("Harbour Bridge", "Night Boat"),
        )
        assert f"{coverage.first} {coverage.last}" == "2026-03-02 2026-03-09"


async def test_what_was_stored_is_served_without_the_folder(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder) as base:
        corpus = base.snapshot.corpus
    shutil.rmtree(folder)
    async with open_base(stored, folder) as base:
        assert base.snapshot.corpus == corpus
        assert "four crowns" in text(base.snapshot)
        with pytest.raises(NoArticlesError):
            await base.is_behind()


async def test_a_changed_folder_is_noticed_and_taken_up_only_when_asked(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder) as base:
        assert not await base.is_behind()
    (folder / "dearer.txt").write_text(DEARER, "utf-8")
    async with open_base(stored, folder) as base:
        assert await base.is_behind()
        assert base.snapshot.coverage.articles == 2
    async with open_base(stored, folder, refresh=True) as base:
        assert not await base.is_behind()
        assert base.snapshot.coverage.articles == 3


async def test_a_reload_swaps_the_snapshot_and_leaves_the_old_one_whole(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        old, head = base.snapshot, await base.store.head()
        (folder / "ferry.md").write_text(DEARER, "utf-8")
        changes = await base.reload()
        assert (changes.changed, changes.added, changes.removed) == (("ferry.md",), (), ())
        assert StatusChange("Night Boat", "Under Discussion", None) in changes.statuses
        assert (text(base.snapshot), "four crowns" in text(old)) == (DEARER, True)
        assert await base.store.head() != head


def put_instead(folder: Path, files: dict[str, str] | None) -> None:
    shutil.rmtree(folder)
    if files is not None:
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_text(content)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "There is no article in"),
        ({"bad.md": "", "note.pdf": "x"}, "could be read, the first because: bad.md: is empty"),
        (None, "There is no folder"),
    ],
)
async def test_a_reload_that_finds_no_good_article_changes_nothing(
    stored: Path, folder: Path, files: dict[str, str] | None, reason: str
) -> None:
    async with open_base(stored, folder, write=True) as base:
        snapshot, head = base.snapshot, await base.store.head()
        put_instead(folder, files)
        with pytest.raises(NoArticlesError, match=reason) as refused:
            await base.reload()
        assert refused.value.cure
        assert base.snapshot is snapshot
        assert await base.store.head() == head


async def test_an_empty_folder_fills_no_store(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoArticlesError):
        async with open_base(data, tmp_path / "empty"):
            pass
    async with open_store(data, write=False) as store:
        assert await store.head() is None


async def test_a_preview_says_what_a_reload_would_change_and_changes_nothing(
    stored: Path, folder: Path
) -> None:
    async with open_base(stored, folder, write=True) as base:
        snapshot, head = base.snapshot, await base.store.head()
        (folder / "dearer.txt").write_text(DEARER, "utf-8")
        changes = await base.preview()
        assert changes.added == ("dearer.txt",)
        assert base.snapshot is snapshot
        assert await base.store.head() == head
        assert await base.reload() == changes


async def test_a_bad_file_is_named_and_leaves_the_others_alone(data: Path, folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"\xff\xfe\x00")
    async with open_base(data, folder, write=True) as base:
        assert [problem.path for problem in base.problems] == ["bad.md"]
        assert "four crowns" in text(base.snapshot)
        (folder / "bad.md").unlink()
        assert (await base.reload()).nothing
        assert base.problems == ()


async def test_two_reloads_at_once_come_one_after_the_other(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        (folder / "dearer.txt").write_text(DEARER, "utf-8")
        first, second = await asyncio.gather(base.reload(), base.reload())
        assert (first.added, second.nothing) == (("dearer.txt",), True)


async def test_questions_are_answered_while_a_reload_is_under_way(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        before = text(base.snapshot)
        (folder / "ferry.md").write_text(DEARER, "utf-8")
        reload = asyncio.create_task(base.reload())
        seen: set[str] = set()
        while not reload.done():
            seen.add(text(base.snapshot))
            await asyncio.sleep(0)
        assert before in seen <= {before, DEARER}
        assert text(base.snapshot) == DEARER


async def test_a_store_that_refuses_a_reload_leaves_what_is_served(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder):
        pass
    async with open_base(stored, folder) as reader:
        snapshot = reader.snapshot
        (folder / "dearer.txt").write_text(DEARER, "utf-8")
        with pytest.raises(StoreError, match="reading only"):
            await reader.reload()
        assert reader.snapshot is snapshot


async def test_an_empty_store_restores_nothing_and_is_behind(data: Path, folder: Path) -> None:
    async with open_store(data) as store:
        base = KnowledgeBase(store, folder, Thresholds())
        assert not await base.restore()
        assert await base.is_behind()
        assert base.snapshot.coverage.articles == 0
        await base.reload()
        assert await base.restore()
        assert base.snapshot.coverage.articles == 2


@pytest.mark.parametrize("second", [{"write": True}, {"refresh": True}])
async def test_a_second_writer_is_refused(stored: Path, folder: Path, second: dict[str, bool]) -> None:
    async with open_base(stored, folder, write=True):
        with pytest.raises(StoreBusyError):
            async with open_base(
                stored, folder, write=second.get("write", False), refresh=second.get("refresh", False)
            ):
                pass


async def test_readers_read_beside_a_writer_what_it_has_published(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as writer, open_base(stored, folder) as reader:
        assert text(reader.snapshot) == text(writer.snapshot)
        (folder / "ferry.md").write_text(DEARER, "utf-8")
        await writer.reload()
        assert text(reader.snapshot) != DEARER
        assert await reader.restore()
        assert text(reader.snapshot) == DEARER


async def test_a_reader_frees_the_store_for_a_writer(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder):
        pass
    async with open_base(stored, folder), open_base(stored, folder, write=True) as writer:
        assert "four crowns" in text(writer.snapshot)


async def test_a_folder_s_own_glossary_replaces_the_shipped_one(data: Path, folder: Path) -> None:
    (folder / "glossary.toml").write_text('["Harbour Bridge"]\nde = ["Hafenbrücke"]\n', "utf-8")
    async with open_base(data, folder) as base:
        assert [term.name for term in base.snapshot.corpus.glossary] == ["Harbour Bridge"]
        status = base.snapshot.status("hafenbrücke").status
        assert status is not None
        assert status.topic == "Harbour Bridge"


async def test_a_folder_without_a_glossary_has_the_shipped_one(
    data: Path, folder: Path, shipped: Snapshot
) -> None:
    async with open_base(data, folder) as base:
        assert base.snapshot.corpus.glossary == shipped.corpus.glossary
        assert base.problems == ()


async def test_a_broken_glossary_is_a_problem_and_the_shipped_one_is_used(
    data: Path, folder: Path, shipped: Snapshot
) -> None:
    (folder / "glossary.toml").write_text("[Bridge", "utf-8")
    async with open_base(data, folder) as base:
        assert [problem.path for problem in base.problems] == ["glossary.toml"]
        assert base.snapshot.corpus.glossary == shipped.corpus.glossary


async def test_a_changed_glossary_alone_is_a_change(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        (folder / "glossary.toml").write_text('["Harbour Bridge"]\nde = ["Hafenbrücke"]\n', "utf-8")
        changes = await base.reload()
        assert changes.glossary
        assert not changes.nothing


async def test_progress_is_told_of_each_file(data: Path, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    async with open_base(data, folder, progress=lambda done, total: told.append((done, total))):
        assert told == [(1, 2), (2, 2)]


async def test_what_goes_wrong_while_the_base_is_open_comes_out_as_it_was(data: Path, folder: Path) -> None:
    for _ in ("filled", "read"):
        with pytest.raises(KnowledgeError, match="a test"):
            async with open_base(data, folder):
                raise KnowledgeError("This is a test.", "None is needed.")


def test_the_shipped_articles_are_where_the_package_is() -> None:
    assert (SHIPPED_ARTICLES / "glossary.toml").is_file()
