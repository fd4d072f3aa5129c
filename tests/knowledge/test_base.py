"""What is known now? Reload, swap, roll back, restore, who is told, and who may write."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Standing, Verdict
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, NoArticlesError, StoreBusyError, StoreDamagedError, StoreError
from knowledge.intake import Intake
from knowledge.keys import key_passage
from knowledge.model import Alias, Corpus, CuratedAnswer, StatusChange
from knowledge.notices.audience import Bulletin, Correction, Known, Notice
from knowledge.notices.notices import net
from knowledge.opening import INDEXES
from knowledge.snapshot import Snapshot
from knowledge.sources.edition import SHIPPED_ARTICLES
from knowledge.sources.folders import Folders
from knowledge.statuses.changes import Changes, TakesBackError
from knowledge.store import MOST_CORPORA, open_store
from knowledge.when import When
from tests.asking import TODAY, always, ask, open_base

pytestmark = pytest.mark.process

QUESTION = "What do the tickets cost?"
DEARER = "Tickets cost nine crowns since April."
LATE = datetime(2100, 1, 1, tzinfo=UTC)
JUDGED = """
[[question]]
ask = "What do the tickets cost?"
expect = "four crowns"
[[question]]
ask = "Who keeps the lighthouse?"
expect = "Ingrid Dahl"
"""


# The shipped glossary would make each snapshot a tenth of a second slower.
SHORT = '["Night Boat"]\nde = ["Nachtboot"]\n'


@pytest.fixture(scope="module")
def holm_store(holm_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store that was filled from the two articles and a short glossary; only to be copied."""
    place = tmp_path_factory.mktemp("short")
    articles = Path(shutil.copytree(holm_store.parent / "folder", place / "folder"))
    (articles / "glossary.toml").write_text(SHORT, "utf-8")

    async def fill() -> None:
        async with open_base(place / "data", articles):
            pass

    asyncio.run(fill())
    return place / "data"


@pytest.fixture
def folder(folder: Path) -> Path:
    """Give the folder of two articles, with a short glossary."""
    (folder / "glossary.toml").write_text(SHORT, "utf-8")
    return folder


def without_ferry(base: KnowledgeBase) -> Corpus:
    """Give what is served without the article that says what the tickets cost."""
    served = base.snapshot.corpus
    return Corpus(tuple(each for each in served.articles if each.path != "ferry.md"), served.glossary)


def text(snapshot: Snapshot, question: str = QUESTION) -> str:
    answer = ask(snapshot, question)
    return answer.hits[0].passage.text if answer.hits else ""


def report(folder: Path, day: int, *rows: str, name: str = "") -> None:
    """Write an article of that day in March, with a table row for each "topic: status"."""
    table = "\n".join(f"| {' | '.join(row.split(': '))} |" for row in rows)
    head = f"---\ntitle: Report {day}\npublished: 2026-03-{day:02}\n---\n"
    text = f"{head}\nNews of day {day}.\n\n| Project | Status |\n| --- | --- |\n{table}\n"
    (folder / (name or f"report-{day:02}.md")).write_text(text, "utf-8")


def short(changes: Changes | Bulletin) -> list[tuple[str, str | None, str | None]]:
    statuses = changes.statuses if isinstance(changes, Changes) else changes.changes
    return [
        (each.topic, each.before and each.before.status, each.after and each.after.status)
        for each in statuses
    ]


async def notices(base: KnowledgeBase) -> list[Notice]:
    """Send all that is to be sent, in its order, and give it."""
    sent: list[Notice] = []
    while found := await base.store.outbox.find_due(LATE):
        sent += [due.notice for due in found]
        for due in found:
            await base.store.outbox.mark_sent(due.notice.nonce, len(sent))
    return sent


async def told(base: KnowledgeBase) -> list[tuple[int | None, str, str | None]]:
    """Send all that is to be sent of changes, and give it: (user or channel, topic, new status)."""
    return [
        (notice.user or notice.channel, change.topic, change.after and change.after.status)
        for notice in await notices(base)
        if isinstance(change := notice.matter, StatusChange)
    ]


async def corrected(base: KnowledgeBase) -> list[tuple[int | None, str, str | None, str | None]]:
    """Send all that is to be sent of corrections, and give it: (user, topic, what was told, what stands)."""
    return [
        (notice.user, told.topic, told.after and told.after.status, matter.stands and matter.stands.status)
        for notice in await notices(base)
        if isinstance(matter := notice.matter, Correction) and (told := matter.change)
    ]


def standing(base: KnowledgeBase, topic: str = "Night Boat") -> str | None:
    answer = base.snapshot.status(topic)
    return answer.step.status if isinstance(answer, Standing) else None


async def test_an_empty_store_is_filled_from_the_articles_folder_and_progress_is_told_of_each_file(
    data: Path, folder: Path
) -> None:
    told: list[tuple[int, int]] = []
    async with open_base(data, folder, progress=lambda done, total: told.append((done, total))) as base:
        assert told == [(1, 3), (2, 3), (3, 3)]
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
            await base.intake.is_behind()


async def test_a_changed_folder_is_noticed_and_taken_up_only_when_asked(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder) as base:
        assert not await base.intake.is_behind()
    (folder / "dearer.txt").write_text(DEARER, "utf-8")
    async with open_base(stored, folder) as base:
        assert await base.intake.is_behind()
        assert base.snapshot.coverage.articles == 2
    async with open_base(stored, folder, refresh=True) as base:
        assert not await base.intake.is_behind()
        assert base.snapshot.coverage.articles == 3


async def test_a_reload_swaps_the_snapshot_and_leaves_the_old_one_whole(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        old, head = base.snapshot, await base.store.corpora.get_head()
        (folder / "ferry.md").write_text(DEARER, "utf-8")
        changes = await base.reload()
        assert (changes.changed, changes.added, changes.removed) == (("ferry.md",), (), ())
        assert [(each.topic, each.after) for each in changes.statuses] == [
            ("Harbour Bridge", None),
            ("Night Boat", None),
        ]
        assert (text(base.snapshot), "four crowns" in text(old)) == (DEARER, True)
        assert await base.store.corpora.get_head() != head


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
        snapshot, head = base.snapshot, await base.store.corpora.get_head()
        put_instead(folder, files)
        with pytest.raises(NoArticlesError, match=reason) as refused:
            await base.reload()
        assert refused.value.cure
        assert base.snapshot is snapshot
        assert await base.store.corpora.get_head() == head


async def test_a_reload_that_changes_nothing_builds_and_stores_nothing(stored: Path, folder: Path) -> None:
    (folder / "bad.md").write_text("...", "utf-8")
    (folder / "odd.md").write_text("---\npublished: someday\n---\nIt is odd.\n", "utf-8")
    read: list[int] = []
    async with open_base(stored, folder, write=True) as base:
        first = await base.reload(lambda _, total: read.append(total))
        snapshot, heads = base.snapshot, await base.store.corpora.find_kept()
        read.clear()
        for changes in (await base.reload(lambda _, total: read.append(total)), await base.preview()):
            assert changes.nothing
            assert (changes.problems, changes.warnings) == (first.problems, first.warnings)
            assert (changes.articles, changes.passages) == (3, first.passages)
        assert (base.snapshot is snapshot, read, base.problems) == (True, [], first.problems)
        assert await base.store.corpora.find_kept() == heads
    async with open_base(stored, folder, write=True) as base:
        assert (await base.reload(lambda _, total: read.append(total))).nothing
        assert (read, [problem.path for problem in base.problems]) == ([], ["bad.md"])


async def test_a_folder_that_says_the_same_in_other_files_is_remembered_as_it_is_now(
    stored: Path, folder: Path
) -> None:
    async with open_base(stored, folder, write=True) as base:
        snapshot = base.snapshot
        (folder / "bad.md").write_text("...", "utf-8")
        assert (await base.reload()).nothing
        assert base.snapshot is snapshot
        assert not await base.intake.is_behind()


async def test_after_a_rollback_the_files_are_known_by_what_is_served(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        before = text(base.snapshot)
        await base.reload()
        (folder / "ferry.md").write_text(DEARER, "utf-8")
        await base.reload()
        await base.rollback()
        assert text(base.snapshot) == before
        read: list[int] = []
        assert (await base.reload(lambda _, total: read.append(total))).changed == ("ferry.md",)
        assert (len(read), text(base.snapshot)) == (1, DEARER)
        (folder / "ferry.md").write_text("Tickets are free.", "utf-8")
        assert (await base.reload()).changed == ("ferry.md",)


async def test_a_reload_of_the_same_ends_what_was_withdrawn(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        await base.reload()
        served = (folder / "ferry.md").read_text("utf-8")
        (folder / "ferry.md").write_text(DEARER, "utf-8")
        await base.reload()
        await base.rollback()
        assert not await base.intake.has_news()
        (folder / "ferry.md").write_text(served, "utf-8")
        assert (await base.reload()).nothing
        (folder / "ferry.md").write_text(DEARER, "utf-8")
        assert await base.intake.has_news()


async def test_an_empty_folder_fills_no_store(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoArticlesError):
        async with open_base(data, tmp_path / "empty"):
            pass
    async with open_store(data, write=False) as store:
        assert await store.corpora.get_head() is None


async def test_a_preview_says_what_a_reload_would_change_and_changes_nothing(
    stored: Path, folder: Path
) -> None:
    async with open_base(stored, folder, write=True) as base:
        snapshot, head = base.snapshot, await base.store.corpora.get_head()
        (folder / "dearer.txt").write_text(DEARER, "utf-8")
        changes = await base.preview()
        assert changes.added == ("dearer.txt",)
        assert base.snapshot is snapshot
        assert await base.store.corpora.get_head() == head


async def test_a_preview_names_what_looks_like_a_status_in_new_articles_and_is_none(
    stored: Path, folder: Path
) -> None:
    table = "| Proposal | Stage 2 reviewers |\n| --- | --- |\n| Harbour lights | A. Holm |\n"
    (folder / "plans.md").write_text(f"# Plans\n\n{table}", "utf-8")
    async with open_base(stored, folder, write=True) as base:
        ((path, found),) = (await base.preview()).ignored
        assert (path, found.text, found.lines[0]) == ("plans.md", "Stage 2 reviewers", 5)
        assert (await base.reload()).ignored == ()
        assert (await base.preview()).ignored == ()


async def test_a_bad_file_is_named_and_leaves_the_others_alone(data: Path, folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"\xff\xfe\x00")
    async with open_base(data, folder, write=True) as base:
        assert [problem.path for problem in base.problems] == ["bad.md"]
        assert "four crowns" in text(base.snapshot)
        (folder / "bad.md").unlink()
        assert (await base.reload()).nothing
        assert base.problems == ()


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


async def test_an_empty_store_restores_nothing_and_is_behind(data: Path, folder: Path) -> None:
    async with open_store(data) as store:
        base = KnowledgeBase(store, Intake(store, Folders(folder)), Thresholds(), always)
        assert not await base.restore()
        assert await base.intake.is_behind()
        assert await base.intake.has_news()
        assert base.snapshot.coverage.articles == 0
        await base.reload()
        assert await base.restore()
        assert base.snapshot.coverage.articles == 2


def spoil(data: Path, *numbers: int) -> None:
    """Change the texts of the corpora with these numbers alone, so that only their hashes tell."""
    with closing(sqlite3.connect(data / "talksbot.db")) as database, database:
        kept = f"corpus {{}} ({', '.join(map(str, numbers))})"
        own, others = (f"(SELECT body FROM line WHERE {kept.format(how)})" for how in ("IN", "NOT IN"))
        broken = "bytes = CAST(replace(CAST(bytes AS TEXT), 'e', 'i') AS BLOB)"
        database.execute(f"UPDATE body SET {broken} WHERE hash IN {own} AND hash NOT IN {others}")


async def test_where_the_head_is_damaged_the_newest_state_that_is_whole_is_served_until_a_reload(
    data: Path, folder: Path
) -> None:
    async with open_base(data, folder, write=True) as base:
        for said in ("The ferry has a captain.", "The ferry has two captains.", "The ferry is full."):
            (folder / "new.txt").write_text(f"{said} Whoever comes late must wait for the next one.\n")
            await base.reload()
        heads = await base.store.corpora.find_kept()
    spoil(data, 3, 4)

    async with open_base(data, folder, write=True) as base:
        assert base.lost == heads[0]
        assert text(base.snapshot, "Who is the captain?").startswith("The ferry has a captain.")
        with pytest.raises(StoreDamagedError):
            await base.rollback()
        # What was read anew is kept whole again, though the store knew it already.
        await base.reload()
        assert base.lost is None
        assert await base.store.corpora.load(heads[0].corpus_id) == base.snapshot.corpus
    async with open_base(data, folder) as base:
        assert base.lost is None
        assert text(base.snapshot, "Is the ferry full?").startswith("The ferry is full.")


async def test_what_was_announced_is_not_announced_again_when_a_damaged_head_is_mended(
    data: Path, folder: Path
) -> None:
    async with open_base(data, folder, write=True) as base:
        await base.store.subscriptions.add("Night Boat", user=1)
        (folder / "new.txt").write_text("- Night Boat: Approved\n")
        await base.reload()
        told = await base.store.outbox.find_due(LATE)
        assert len(told) == 1
    spoil(data, 2)
    async with open_base(data, folder, write=True) as base:
        assert base.lost
        await base.reload()
        assert await base.store.outbox.find_due(LATE) == told


async def test_a_rollback_from_a_damaged_head_goes_to_the_state_that_is_served(
    data: Path, folder: Path
) -> None:
    async with open_base(data, folder, write=True) as base:
        (folder / "new.txt").write_text("The ferry is full. Whoever comes late must wait for the next one.\n")
        await base.reload()
    spoil(data, 2)
    async with open_base(data, folder, write=True) as base:
        assert base.lost
        await base.rollback()
        assert base.lost is None
        assert base.snapshot.coverage.articles == 2


async def test_where_no_state_is_whole_none_is_served(data: Path, folder: Path) -> None:
    async with open_base(data, folder):
        pass
    spoil(data, 1)
    async with open_store(data) as store:
        base = KnowledgeBase(store, Intake(store, Folders(folder)), Thresholds(), always)
        with pytest.raises(StoreDamagedError) as failure:
            await base.restore()
        assert failure.value.cure.startswith("Reload")
        # Nothing is news, for nobody knows what was known.
        assert (await base.reload()).channels == 0
        assert await base.restore()


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
        await writer.store.publish(without_ferry(writer), "new")
        assert "four crowns" in text(reader.snapshot)
        assert await reader.restore()
        assert text(reader.snapshot) == ""


async def test_a_reader_frees_the_store_for_a_writer(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder):
        pass
    async with open_base(stored, folder), open_base(stored, folder, write=True) as writer:
        assert "four crowns" in text(writer.snapshot)


async def test_the_index_of_what_is_served_is_kept_beside_the_store(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder):
        pass
    (place,) = (stored / INDEXES).iterdir()
    made = place.stat().st_ino
    async with open_base(stored, folder) as base:
        assert "four crowns" in text(base.snapshot)
    assert place.stat().st_ino == made


async def test_indexes_are_kept_of_the_corpora_that_can_be_gone_back_to(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        for crowns in range(5, 9):
            (folder / "ferry.md").write_text(f"Tickets cost {crowns} crowns since April.", "utf-8")
            await base.preview()
            await base.reload()
        heads = await base.store.corpora.find_kept()
        assert kept_in(stored) == {head.corpus_id[:16] for head in heads}
        assert len(heads) == MOST_CORPORA
        await base.rollback()
        assert text(base.snapshot) == "Tickets cost 7 crowns since April."
        assert kept_in(stored) == {head.corpus_id[:16] for head in heads[1:]}


async def test_who_only_reads_removes_no_index(stored: Path, folder: Path) -> None:
    other = stored / INDEXES / ("0" * 16 + "-" + "0" * 12)
    other.mkdir(parents=True)
    async with open_base(stored, folder):
        assert other.exists()
    async with open_base(stored, folder, write=True):
        assert not other.exists()


def kept_in(data: Path) -> set[str]:
    """Give the beginnings of the ids of the corpora whose indexes are kept."""
    return {place.name.partition("-")[0] for place in (data / INDEXES).iterdir()}


async def test_a_folder_s_own_glossary_replaces_the_shipped_one(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder) as base:
        assert [term.name for term in base.snapshot.corpus.glossary] == ["Night Boat"]
        answer = base.snapshot.status("nachtboot")
        assert isinstance(answer, Standing)
        assert answer.step.topic == "Night Boat"


async def test_a_folder_without_a_glossary_has_the_shipped_one(
    data: Path, folder: Path, shipped: Snapshot
) -> None:
    (folder / "glossary.toml").unlink()
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


async def test_a_glossary_that_breaks_is_kept_as_it_was(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        (folder / "glossary.toml").write_text("[Bridge", "utf-8")
        changes = await base.reload()
        assert (changes.nothing, changes.stale) == (True, ("glossary.toml",))
        assert [term.name for term in base.snapshot.corpus.glossary] == ["Night Boat"]


BREAKS: dict[str, Callable[[Path], object]] = {
    "too large": lambda file: file.write_text("x" * 2_000_001),
    "empty": lambda file: file.write_text(""),
    "no text": lambda file: file.write_bytes(b"\xff\xfe"),
    "a link": lambda file: (file.unlink(), file.symlink_to("/dev/null")),
    "a folder in its place": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("how", [how for how in BREAKS if how != "a folder in its place"])
async def test_a_known_file_that_cannot_be_read_is_kept_as_it_was_and_is_no_news(
    stored: Path, folder: Path, how: str
) -> None:
    file = folder / "report-16.md"
    report(folder, 16, "Night Boat: Agreed")
    async with open_base(stored, folder, refresh=True) as base:
        await base.store.subscriptions.add(None, user=7)
        served = base.snapshot.corpus
        BREAKS[how](file)
        changes = await base.reload()
        assert (changes.nothing, changes.stale) == (True, ("report-16.md",))
        assert [problem.path for problem in changes.problems] == ["report-16.md"]
        assert (base.snapshot.corpus, await notices(base)) == (served, [])
        assert not await base.intake.has_news()

    # It is as it was after a new start, too, until it can be read again: then what it says is news.
    async with open_base(stored, folder, write=True) as base:
        assert (base.snapshot.corpus, standing(base)) == (served, "Agreed")
        assert (await base.reload()).stale == ("report-16.md",)
        file.unlink()
        report(folder, 16, "Night Boat: Signed")
        assert await base.intake.has_news()
        changes = await base.reload()
        assert (short(changes), changes.stale) == ([("Night Boat", "Agreed", "Signed")], ())
        assert await told(base) == [(7, "Night Boat", "Signed")]


@pytest.mark.parametrize("how", BREAKS)
async def test_a_file_that_is_gone_is_removed_also_where_it_could_not_be_read_before(
    stored: Path, folder: Path, how: str
) -> None:
    file = folder / "report-16.md"
    report(folder, 16, "Night Boat: Agreed")
    async with open_base(stored, folder, refresh=True) as base:
        BREAKS[how](file)
        changes = await base.reload()
        if how == "a folder in its place":
            file.rmdir()
        else:
            assert changes.removed == ()
            file.unlink()
            assert await base.intake.has_news()
            changes = await base.reload()
        assert (changes.removed, changes.stale) == (("report-16.md",), ())
        assert standing(base) == "Under Discussion"


async def test_all_files_of_a_folder_that_cannot_be_listed_are_kept_as_they_were(
    stored: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "march").mkdir()
    report(folder / "march", 16, "Night Boat: Agreed")
    async with open_base(stored, folder, refresh=True) as base:
        scan = os.scandir

        def scandir(path: Path) -> object:
            if path.name == "march":
                raise PermissionError(13, "Permission denied")
            return scan(path)

        with monkeypatch.context() as patched:
            patched.setattr(os, "scandir", scandir)
            assert await base.intake.has_news()
            changes = await base.reload()
        assert (changes.nothing, changes.stale) == (True, ("march/report-16.md",))
        assert [problem.path for problem in changes.problems] == ["march"]
        assert await base.intake.has_news()
        assert (await base.reload()).stale == ()


async def test_a_file_with_the_text_of_another_is_removed_for_that_text_is_known(
    stored: Path, folder: Path
) -> None:
    report(folder, 16, "Night Boat: Agreed")
    async with open_base(stored, folder, refresh=True) as base:
        shutil.copy(folder / "report-16.md", folder / "a.md")
        changes = await base.reload()
        assert (changes.added, changes.removed, changes.stale) == (("a.md",), ("report-16.md",), ())
        assert (short(changes), changes.loss.articles) == ([], ())


async def test_a_reload_that_would_take_back_much_changes_nothing_until_it_is_confirmed(
    stored: Path, folder: Path
) -> None:
    for day in (16, 17):
        report(folder, day, f"Pier {day}: Open")
    async with open_base(stored, folder, refresh=True) as base:
        snapshot, head = base.snapshot, await base.store.corpora.get_head()
        for day in (16, 17):
            (folder / f"report-{day}.md").unlink()
        assert (await base.preview()).loss.is_large
        with pytest.raises(
            TakesBackError, match="would take back 2 of 4 articles and 2 of 4 statuses"
        ) as refused:
            await base.reload()
        assert refused.value.changes.removed == ("report-16.md", "report-17.md")
        assert (base.snapshot, await base.store.corpora.get_head()) == (snapshot, head)
        # Whoever has confirmed one loss has confirmed no other.
        with pytest.raises(TakesBackError):
            await base.reload(confirmed="another")
        assert (await base.reload(confirmed=refused.value.changes.loss.key)).loss.is_large
        assert base.snapshot.coverage.articles == 2
        # What is taken back by name needs no other word.
        await base.rollback()
        await base.reload(confirmed=True)
        assert base.snapshot.coverage.articles == 2


async def test_a_folder_that_is_named_to_be_read_first_is_meant(stored: Path, folder: Path) -> None:
    for day in (16, 17):
        report(folder, day, f"Pier {day}: Open")
    async with open_base(stored, folder, refresh=True):
        pass
    (folder / "report-16.md").unlink()
    (folder / "report-17.md").unlink()
    async with open_base(stored, folder, refresh=True) as base:
        assert base.snapshot.coverage.articles == 2


async def test_a_file_of_another_folder_is_another_file_whatever_it_is_called(
    stored: Path, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "ferry.md").write_text("", "utf-8")
    async with open_base(stored, other, write=True) as base:
        assert [article.path for article in base.snapshot.corpus.articles] == ["lighthouse.md"]
        # From then on it is the folder whose last good versions are kept.
        (other / "lighthouse.md").write_text("", "utf-8")
        (other / "pier.txt").write_text("The pier is open.\n", "utf-8")
        assert (await base.reload()).stale == ("lighthouse.md",)


async def test_a_changed_glossary_alone_is_a_change(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        (folder / "glossary.toml").write_text('["Harbour Bridge"]\nde = ["Hafenbrücke"]\n', "utf-8")
        changes = await base.reload()
        assert changes.glossary
        assert not changes.nothing


async def test_what_goes_wrong_while_the_base_is_open_comes_out_as_it_was(data: Path, folder: Path) -> None:
    for _ in ("filled", "read"):
        with pytest.raises(KnowledgeError, match="a test"):
            async with open_base(data, folder):
                raise KnowledgeError("This is a test.", "None is needed.")


async def test_the_first_publication_is_no_news_and_nobody_is_told(data: Path, folder: Path) -> None:
    async with open_store(data) as store:
        await store.subscriptions.add(None, user=7)
        await store.waiting.add(7, QUESTION)
        base = KnowledgeBase(store, Intake(store, Folders(folder)), Thresholds(), always)
        changes = await base.reload()
        assert len(changes.statuses) == 2
        assert await notices(base) == []
        assert (await store.feed.read(), await store.feed.get_newest()) == ((), 0)
        assert [each.question for each in await store.waiting.find()] == [QUESTION]


async def test_a_changed_fact_is_told_once_to_each_who_listens(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        store = base.store
        await store.subscriptions.add(None, user=7)
        await store.subscriptions.add("night boats", user=7)
        own = await store.subscriptions.add("Night Boat", channel=5, guild=3)
        await store.subscriptions.add("Harbour Bridge", user=8)
        for day, status in ((16, "Agreed"), (20, "Signed")):
            report(folder, day, f"NIGHT BOAT: {status}")
        assert [each[1:] for each in short(await base.reload())] == [("Under Discussion", "Signed")]
        made = await notices(base)
        assert {(each.user or each.channel, each.subscription) for each in made} == {(7, 2), (5, own.number)}
        (matter,) = {each.matter for each in made}
        assert isinstance(matter, StatusChange)
        assert matter.before
        assert matter.after
        assert [(said.quote, f"{said.published}") for said in (matter.before, matter.after)] == [
            ("| Night Boat | Under Discussion |", "2026-03-02"),
            ("| NIGHT BOAT | Signed |", "2026-03-20"),
        ]
        (bulletin,) = await base.store.feed.read()
        assert bulletin.changes == (matter,)
        assert [article.path for article in bulletin.articles] == ["report-16.md", "report-20.md"]


async def test_what_changes_no_fact_is_told_to_nobody_and_what_says_nothing_new_is_no_news(
    stored: Path, folder: Path
) -> None:
    ferry, glossary = folder / "ferry.md", folder / "glossary.toml"
    async with open_base(stored, folder, write=True) as base:
        await base.store.subscriptions.add(None, user=7)
        glossary.write_text('["Night Boat"]\nen = ["Harbour Bridge"]\n', "utf-8")
        ferry.rename(folder / "old-ferry.md")
        assert not (await base.reload()).nothing
        assert await base.store.feed.read() == ()
        text = (folder / "old-ferry.md").read_text("utf-8")
        ferry.write_text(text.replace("Night Boat | Under Discussion", "night boats | *under discussion*"))
        (folder / "old-ferry.md").unlink()
        glossary.unlink()
        report(folder, 1, "Night Boat: Proposed")
        await base.reload()
        (bulletin,) = await base.store.feed.read()
        assert bulletin.changes == ()
        assert [article.path for article in bulletin.articles] == ["ferry.md", "report-01.md"]
        assert await notices(base) == []


async def test_rollbacks_go_back_one_by_one_and_hold_until_the_folder_changes_again(
    stored: Path, folder: Path
) -> None:
    async with open_base(stored, folder, write=True) as base:
        await base.store.subscriptions.add("Night Boat", user=7)
        assert not await base.intake.has_news()
        for day, status in ((16, "Agreed"), (20, "Signed")):
            report(folder, day, f"Night Boat: {status}")
            (folder / "bad.md").write_text("")
            assert await base.intake.has_news()
            await base.reload()
        assert await told(base) == [(7, "Night Boat", "Agreed"), (7, "Night Boat", "Signed")]

        # Each says what it changes, and joins the feed; who was told is corrected, and told nothing new.
        first, second = await base.rollback(), await base.rollback()
        assert (first.removed, short(first)) == (("report-20.md",), [("Night Boat", "Signed", "Agreed")])
        assert (second.removed, short(second)) == (
            ("report-16.md",),
            [("Night Boat", "Agreed", "Under Discussion")],
        )
        assert (standing(base), base.problems, await told(base)) == ("Under Discussion", (), [])
        feed = await base.store.feed.read()
        assert [short(bulletin) for bulletin in feed[2:]] == [short(first), short(second)]
        assert net(feed, base.snapshot) == Bulletin()
        with pytest.raises(KnowledgeError, match="no earlier state"):
            await base.rollback()
        assert (await base.intake.is_behind(), await base.intake.has_news()) == (True, False)

        # The folder is taken up again: who was told last that this does not stand is told.
        (folder / "report-20.md").unlink()
        assert await base.intake.has_news()
        await base.reload()
        assert (standing(base), await told(base)) == ("Agreed", [(7, "Night Boat", "Agreed")])
        assert short(net(await base.store.feed.read())) == [("Night Boat", "Under Discussion", "Agreed")]
        report(folder, 20, "Night Boat: Signed")
        assert await base.intake.has_news()


async def test_what_was_told_is_corrected_by_each_rollback_and_told_again_when_it_comes_again(
    stored: Path, folder: Path
) -> None:
    async with open_base(stored, folder, write=True) as base:
        await base.store.subscriptions.add("Night Boat", user=7)
        for day, status in ((16, "Agreed"), (20, "Signed")):
            report(folder, day, f"Night Boat: {status}")
            await base.reload()
        assert len(await told(base)) == 2
        await base.rollback()
        assert await corrected(base) == [(7, "Night Boat", "Signed", "Agreed")]
        await base.rollback()
        # The first correction said what does not stand any more.
        under = "Under Discussion"
        assert await corrected(base) == [
            (7, "Night Boat", "Agreed", under),
            (7, "Night Boat", "Signed", under),
        ]
        for _ in range(2):
            assert short(await base.reload()) == [("Night Boat", under, "Signed")]
            assert await told(base) == [(7, "Night Boat", "Signed")]
            await base.rollback()
            assert await corrected(base) == [(7, "Night Boat", "Signed", under)]


async def test_a_topic_that_a_rollback_takes_back_stands_nowhere_and_one_that_it_brings_back_is_not_told(
    stored: Path, folder: Path
) -> None:
    async with open_base(stored, folder, write=True) as base:
        await base.store.subscriptions.add(None, user=7)
        (folder / "ferry.md").unlink()
        report(folder, 16, "Pier: Open")
        await base.reload()
        assert await told(base) == [(7, "Pier", "Open")]
        await base.rollback()
        assert await corrected(base) == [(7, "Pier", "Open", None)]


async def test_an_article_that_goes_and_comes_back_is_told_each_time(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        await base.store.subscriptions.add("Night Boat", user=7)
        for status in ("Agreed", "Under Discussion", "Agreed"):
            if status == "Agreed":
                report(folder, 16, "Night Boat: Agreed")
            else:
                (folder / "report-16.md").unlink()
            await base.reload()
            assert await told(base) == [(7, "Night Boat", status)]


async def test_what_is_rolled_back_before_it_was_told_is_told_once_it_is_known_again(
    stored: Path, folder: Path
) -> None:
    async with open_base(stored, folder, write=True) as base:
        await base.store.subscriptions.add("Night Boat", user=7)
        report(folder, 16, "Night Boat: Agreed")
        await base.reload()
        await base.rollback()
        assert await told(base) == []
        await base.reload()
        assert await told(base) == [(7, "Night Boat", "Agreed")]


async def test_a_store_that_refuses_leaves_what_is_served_and_tells_nobody(
    stored: Path, folder: Path
) -> None:
    async with open_base(stored, folder, write=True) as base:
        await base.store.subscriptions.add(None, user=7)
        await base.store.publish(without_ferry(base), "new")
    async with open_base(stored, folder) as reader:
        snapshot = reader.snapshot
        for attempt in (reader.reload, reader.rollback):
            with pytest.raises(StoreError, match="reading only"):
                await attempt()
        assert reader.snapshot is snapshot
        assert (await notices(reader), await reader.store.feed.get_newest()) == ([], 0)


async def test_reloads_and_rollbacks_at_once_come_one_after_the_other(stored: Path, folder: Path) -> None:
    async with open_base(stored, folder, write=True) as base:
        report(folder, 16, "Night Boat: Agreed")
        made = await asyncio.gather(base.reload(), base.preview(), base.rollback(), base.reload())
        assert [changes.added for changes in made] == [("report-16.md",), (), (), ("report-16.md",)]
        assert [changes.removed for changes in made] == [(), (), ("report-16.md",), ()]
        assert len(await base.store.feed.read()) == 3


async def test_a_waiting_question_is_answered_once_by_the_reload_that_makes_it_answerable(
    stored: Path, folder: Path
) -> None:
    question = "Who paints the lighthouse?"
    async with open_base(stored, folder, write=True) as base:
        store = base.store
        for user in (7, 8):
            await store.waiting.add(user, question)
        await store.waiting.add(7, "Who won the football match?")
        (folder / "painter.txt").write_text("Olga Berg paints the lighthouse in red and white.", "utf-8")
        preview = await base.preview()
        assert preview.answerable == (question,)
        assert len(await store.waiting.find()) == 3
        assert await base.reload() == preview
        assert [(each.user, each.matter) for each in await notices(base)] == [
            (7, Known(question)),
            (8, Known(question)),
        ]
        assert [each.question for each in await store.waiting.find()] == ["Who won the football match?"]


async def test_what_counts_as_new_to_who_asks_is_told_to_who_waits_for_it(stored: Path, folder: Path) -> None:
    question = "What is new?"
    when = When(TODAY + timedelta(days=20), recent_days=30)
    async with open_base(stored, folder, when=lambda: when, write=True) as base:
        await base.store.waiting.add(7, question)
        report(folder, 10, "Night Boat: Agreed")
        assert (await base.reload()).answerable == (question,)
        assert [(each.user, each.matter) for each in await notices(base)] == [(7, Known(question))]
        assert ask(base.snapshot, question, when=when).hits[0].article.path == "report-10.md"


async def test_what_a_rollback_makes_answerable_is_told_by_the_next_reload(
    stored: Path, folder: Path
) -> None:
    async with open_base(stored, folder, write=True) as base:
        await base.store.publish(without_ferry(base), "new")
        await base.restore()
        await base.store.waiting.add(7, QUESTION)
        assert (await base.rollback()).answerable == ()
        assert await notices(base) == []
        changes = await base.reload()
        assert changes.answerable == (QUESTION,)
        assert not changes.nothing
        assert [notice.matter for notice in await notices(base)] == [Known(QUESTION)]


async def test_judged_questions_that_break_are_reported(stored: Path, folder: Path, tmp_path: Path) -> None:
    judged = tmp_path / "judged.toml"
    judged.write_text(JUDGED, "utf-8")
    async with open_base(stored, folder, judged=judged, write=True) as base:
        (folder / "ferry.md").write_text(DEARER, "utf-8")
        assert (await base.reload()).broken == (QUESTION,)
        judged.unlink()
        changes = await base.rollback()
        assert [problem.path for problem in changes.problems] == ["judged.toml"]
        assert "four crowns" in text(base.snapshot)


def test_the_shipped_articles_are_where_the_package_is() -> None:
    assert (SHIPPED_ARTICLES / "glossary.toml").is_file()


async def test_what_editors_say_is_taken_up_by_the_next_reload_and_a_rollback_goes_back_before_it(
    data: Path, folder: Path
) -> None:
    fare = "How expensive is a passage?"
    async with open_base(data, folder, write=True) as base:
        before = base.snapshot
        ferry = next(each for each in before.corpus.articles if each.path == "ferry.md")
        passage = next(each for each in ferry.passages if "four crowns" in each.text)
        chosen = CuratedAnswer(fare, ferry.path, key_passage(ferry, passage))
        gone = CuratedAnswer("Who is mayor?", "gone.md", "0" * 16)
        await base.store.inquiries.add(None, "key", fare, Verdict.NONE)
        await base.store.curations.add_answers([chosen, gone])
        await base.store.curations.add_alias(Alias("punt", "Night Boat"))
        expected = (chosen,), (Alias("punt", "Night Boat"),), (gone,), (fare,)
        previewed = await base.preview()
        assert base.snapshot is before
        for changes in previewed, await base.reload():
            assert (changes.curated, changes.aliases, changes.lapsed, changes.settled) == expected
        assert ask(base.snapshot, fare).hits[0].passage == passage
        assert standing(base, "punt")
        again = await base.reload()
        assert again.nothing
        assert again.lapsed == (gone,)
        await base.rollback()
        assert base.snapshot.corpus == before.corpus
        await base.reload()
    async with open_base(data, folder) as base:
        assert ask(base.snapshot, fare).hits[0].passage == passage
