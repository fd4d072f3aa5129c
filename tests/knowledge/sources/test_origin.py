"""From which folder do the articles come? Another one is noticed; a move is none."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import NoArticlesError, StoreBusyError
from knowledge.sources.edition import SHIPPED_ARTICLES
from knowledge.sources.origin import Origin
from knowledge.store import KnowledgeStore, open_store
from tests.asking import open_base


@pytest.fixture
async def store(data: Path) -> AsyncIterator[KnowledgeStore]:
    """Give a store that is open for writing, and empty."""
    async with open_store(data) as opened:
        yield opened


async def test_a_store_that_remembers_no_folder_knows_no_other(store: KnowledgeStore, data: Path) -> None:
    assert not await Origin.of(Path("articles"), data).is_new_to(store.facts)


async def test_a_store_knows_the_folder_that_it_remembers_from_others(
    store: KnowledgeStore, data: Path, tmp_path: Path
) -> None:
    await Origin.of(tmp_path / "articles", data).remember(store.facts)
    assert not await Origin.of(tmp_path / "articles", data).is_new_to(store.facts)
    assert not await Origin.of(tmp_path / "data" / ".." / "articles", data).is_new_to(store.facts)
    assert await Origin.of(tmp_path / "other", data).is_new_to(store.facts)
    await Origin.of(tmp_path / "other", data).remember(store.facts)
    assert await Origin.of(tmp_path / "articles", data).is_new_to(store.facts)


async def test_a_relative_folder_is_the_one_below_the_current_folder(
    store: KnowledgeStore, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await Origin.of(Path("articles"), Path("data")).remember(store.facts)
    assert not await Origin.of(tmp_path / "articles", data).is_new_to(store.facts)


async def test_neither_a_moved_store_nor_a_moved_installation_is_another_folder(
    store: KnowledgeStore, data: Path, tmp_path: Path
) -> None:
    await Origin.of(tmp_path / "articles", data).remember(store.facts)
    assert not await Origin.of(tmp_path / "articles", Path("/elsewhere/data")).is_new_to(store.facts)
    assert not await Origin.of(Path("/elsewhere/articles"), Path("/elsewhere/data")).is_new_to(store.facts)
    assert await Origin.of(Path("/elsewhere/articles"), data).is_new_to(store.facts)


async def test_a_link_that_leads_elsewhere_now_is_no_other_folder(
    store: KnowledgeStore, data: Path, folder: Path, tmp_path: Path
) -> None:
    link = tmp_path / "current"
    link.symlink_to(folder)
    await Origin.of(link, data).remember(store.facts)
    link.unlink()
    link.symlink_to(shutil.copytree(folder, tmp_path / "second"))
    assert not await Origin.of(link, data).is_new_to(store.facts)


async def test_the_shipped_articles_are_one_folder_wherever_they_lie(
    store: KnowledgeStore, data: Path
) -> None:
    shipped = Origin.of(SHIPPED_ARTICLES, data)
    assert shipped.names == ("talksbot/articles",)
    await shipped.remember(store.facts)
    assert await Origin.of(Path("articles"), data).is_new_to(store.facts)


@pytest.mark.parametrize("name", ["two\nlines", "no text \udcff", "статті", "it's \u2028 here"])
async def test_a_folder_of_any_name_is_remembered(
    store: KnowledgeStore, data: Path, tmp_path: Path, name: str
) -> None:
    await Origin.of(tmp_path / name, data).remember(store.facts)
    assert not await Origin.of(tmp_path / name, data).is_new_to(store.facts)
    assert await Origin.of(tmp_path / name[:3], data).is_new_to(store.facts)


# What is served where another folder is configured


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Give another folder, with one article and a glossary that is read quickly."""
    place = tmp_path / "other"
    place.mkdir()
    (place / "zoo.txt").write_text("The zebra arrived by boat.", "utf-8")
    (place / "glossary.toml").write_text('[Zebra]\nde = ["Zebra"]\n', "utf-8")
    return place


def paths(base: KnowledgeBase) -> list[str]:
    return [article.path for article in base.snapshot.corpus.articles]


HOLM = ["ferry.md", "lighthouse.md"]


@pytest.mark.parametrize("write", [True, False])
async def test_another_folder_in_the_configuration_is_read_once_and_then_served(
    stored: Path, folder: Path, other: Path, *, write: bool
) -> None:
    async with open_base(stored, other, write=write) as base:
        assert (paths(base), base.has_new_origin) == (["zoo.txt"], True)
    (other / "late.txt").write_text("The giraffe came later.", "utf-8")
    async with open_base(stored, other, write=write) as base:
        assert (paths(base), base.has_new_origin) == (["zoo.txt"], False)
        assert await base.intake.is_behind()
    async with open_base(stored, folder, write=write) as base:
        assert (paths(base), base.has_new_origin) == (HOLM, True)


@pytest.mark.parametrize("write", [True, False])
async def test_another_folder_with_the_same_content_needs_no_reload(
    stored: Path, folder: Path, tmp_path: Path, *, write: bool
) -> None:
    same = Path(shutil.copytree(folder, tmp_path / "same"))
    async with open_base(stored, folder) as base:
        head = await base.store.corpora.get_head()
    async with open_base(stored, same, write=write) as base:
        assert (await base.store.corpora.get_head(), base.has_new_origin) == (head, False)


async def test_a_folder_that_is_read_by_the_way_holds_until_another_one_is_configured(
    stored: Path, folder: Path, other: Path, tmp_path: Path
) -> None:
    async with open_base(stored, other, configured=folder, refresh=True) as base:
        assert (paths(base), base.has_new_origin) == (["zoo.txt"], False)
    async with open_base(stored, folder) as base:
        assert (paths(base), base.has_new_origin) == (["zoo.txt"], False)
        assert await base.intake.is_behind()
    third = Path(shutil.copytree(folder, tmp_path / "third"))
    async with open_base(stored, third) as base:
        assert (paths(base), base.has_new_origin) == (HOLM, True)


@pytest.mark.process
async def test_an_empty_store_that_is_filled_by_the_way_remembers_the_configured_folder(
    data: Path, folder: Path, other: Path
) -> None:
    async with open_base(data, other, configured=folder, refresh=True):
        pass
    async with open_base(data, folder) as base:
        assert paths(base) == ["zoo.txt"]


async def test_a_rollback_holds_although_it_leads_back_to_another_folder(stored: Path, other: Path) -> None:
    async with open_base(stored, other, write=True) as base:
        await base.rollback()
        assert paths(base) == HOLM
    async with open_base(stored, other) as base:
        assert (paths(base), base.has_new_origin) == (HOLM, False)


async def test_a_store_from_before_is_taken_as_unchanged_and_remembers_from_then_on(
    stored: Path, folder: Path, other: Path
) -> None:
    async with open_store(stored) as store:
        corpus = await store.corpora.load((await store.corpora.find_kept())[0].corpus_id)
    shutil.rmtree(stored)
    async with open_store(stored) as store:  # as a version did that remembered no folder
        await store.publish(corpus, "fingerprint")
    async with open_base(stored, other) as base:
        assert paths(base) == HOLM
    async with open_base(stored, folder, write=True) as base:
        assert paths(base) == HOLM
    async with open_base(stored, other) as base:
        assert paths(base) == ["zoo.txt"]


async def test_beside_a_running_bot_another_folder_is_not_answered_from(
    stored: Path, folder: Path, other: Path
) -> None:
    async with open_base(stored, folder, write=True) as running:
        with pytest.raises(
            StoreBusyError, match="is not the folder that the articles were read from"
        ) as refused:
            async with open_base(stored, other):
                pass
        assert str(other) in refused.value.reason
        assert "Start that process anew" in refused.value.cure
        assert paths(running) == HOLM


@pytest.mark.parametrize("write", [True, False])
async def test_another_folder_without_an_article_is_refused_and_changes_nothing(
    stored: Path, folder: Path, tmp_path: Path, *, write: bool
) -> None:
    for name in ("missing", "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(NoArticlesError):
            async with open_base(stored, tmp_path / name, write=write):
                pass
    async with open_base(stored, folder) as base:
        assert (paths(base), base.has_new_origin) == (HOLM, False)
