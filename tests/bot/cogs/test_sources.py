"""Are live sources added, paused and removed on Discord, and nothing before that is confirmed?"""

import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.client import TalksBot
from knowledge.base import KnowledgeBase
from knowledge.opening import open_base
from knowledge.sources.kept import Kind, SourceSpec
from tests.asking import WHEN
from tests.bot.cogs.scene import Reply, Scene, read

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
{}
</channel></rss>"""
ITEM = """<item><title>Lock {0} is open</title><guid>{0}</guid><link>{1}/{0}</link>
<pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate></item>"""
PAGE = """<html><head><title>Lock {0} is open</title></head><body><article><h1>Lock {0} is open</h1>
<p>Since this morning ships pass through the lock number {0} again, the keeper says.</p>
<p>It had been shut for {0} weeks while its gates were mended by divers.</p></article></body></html>"""


class Site:
    """A site with a feed on this machine."""

    def __init__(self) -> None:
        self.url = ""
        self.locks = ["1", "2"]
        self.fails = False

    async def serve(self, request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        if request.path == "/feed":
            items = "".join(ITEM.format(lock, self.url) for lock in self.locks)
            return web.Response(status=500 if self.fails else 200, text=FEED.format(items))
        lock = request.path[1:]
        if lock not in {"4", "5"}:
            return web.Response(text=PAGE.format(lock), content_type="text/html")
        return web.Response(status=500)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", made.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    made.url = f"http://{host}:{port}"
    yield made
    await runner.cleanup()


def see(scene: Scene, *names: str) -> None:
    """Let Discord show commands; whom it does is for a server's admins to choose, and protects nothing."""
    for name in names:
        command = scene.env.backend.find_command(name, None)
        assert command
        scene.guild.set_command_permissions(int(command["id"]), {scene.member.user: True})


@pytest.fixture
def owner(scene: Scene) -> Scene:
    """It is the owner of the application who gives the commands."""
    assert isinstance(scene.env.bot, TalksBot)
    scene.env.bot.owner_id = scene.member.id
    see(scene, "sources", "reload")
    return scene


async def press(scene: Scene, reply: Reply, label: str) -> Reply:
    """Press the button with this label."""
    assert reply.message
    result = await scene.member.click(reply.message, label=label)
    return Reply(read(result.response), result.ephemeral, result.response)


def refusal(scene: Scene, reply: Reply) -> str:
    """Give what is said to a command that was refused, which is known as its error."""
    assert len(scene.env.errors) == 1
    assert reply.private
    return reply.text


async def add(scene: Scene, site: Site, **options: Any) -> Reply:
    return await scene.slash("sources add", name="locks", kind="feed", url=f"{site.url}/feed", **options)


async def test_a_source_is_tried_out_and_added_when_that_was_confirmed(
    owner: Scene, base: KnowledgeBase, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    offered = await add(owner, site, every=90, language="EN", max_age_days=30)
    assert offered.private
    assert "every 90 minutes" in offered.text
    assert "2 articles came when I looked.\n- Lock 1 is open\n- Lock 2 is open" in offered.text
    assert "**Added** (2)\n- locks/1-" in offered.text
    assert await base.intake.find_sources() == ()
    published = await press(owner, offered, "Publish")
    assert published.text.startswith("Published")
    assert base.snapshot.coverage.articles == 4
    (record,) = await base.intake.find_sources()
    assert record.spec
    assert (record.spec.language, record.spec.max_age_days) == ("en", 30)
    assert (
        f"The source locks at '{site.url}/feed' is to be published for user {owner.member.id}." in caplog.text
    )


async def test_a_source_that_is_cancelled_is_not_added(owner: Scene, base: KnowledgeBase, site: Site) -> None:
    await press(owner, await add(owner, site), "Cancel")
    assert await base.intake.find_sources() == ()


async def test_what_could_not_be_had_is_named(owner: Scene, site: Site) -> None:
    site.locks = ["1", "4", "2", "5"]
    offered = await add(owner, site)
    assert "2 articles came when I looked." in offered.text
    assert "**Not to be had** (2)" in offered.text
    assert "2 more would come in later rounds." in offered.text


async def test_only_the_first_articles_are_named(owner: Scene, site: Site) -> None:
    site.locks = ["1", "2", "3", "6", "7", "8"]
    offered = await add(owner, site)
    assert "6 articles came when I looked." in offered.text
    assert "- Lock 7 is open\n- … and 1 more" in offered.text


async def test_a_source_that_fails_is_not_offered(owner: Scene, site: Site) -> None:
    site.fails = True
    found = await add(owner, site)
    assert "This source cannot be read: it " in found.text
    assert found.message
    assert not found.message.components


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"name": "Locks!"}, "cannot be the name of a source"),
        ({"name": "added"}, "cannot be the name of a source"),
        ({"name": "folder"}, "cannot be the name of a source"),
        ({"url": "locks"}, "This is no web address."),
        ({"language": "x1"}, "This is no language."),
    ],
)
async def test_what_cannot_be_meant_is_refused(owner: Scene, given: dict[str, Any], reason: str) -> None:
    meant = {"name": "locks", "kind": "page", "url": "https://locks.example/", **given}
    assert reason in refusal(owner, await owner.slash("sources add", **meant))


async def test_a_name_is_taken_once(owner: Scene, base: KnowledgeBase, site: Site) -> None:
    await base.store.sources.add(SourceSpec("locks", Kind.FEED, f"{site.url}/feed"))
    assert "There is a source locks already." in refusal(owner, await add(owner, site))


async def test_sources_are_listed_those_first_that_fail(
    owner: Scene, base: KnowledgeBase, site: Site
) -> None:
    assert "There is no live source." in (await owner.slash("sources list")).text
    await press(owner, await add(owner, site), "Publish")
    await base.store.sources.add(SourceSpec("nothing", Kind.PAGE, f"{site.url}/5"))
    reloaded = await owner.slash("reload")
    assert "**Sources that cannot be read** (1)\n- **nothing**: it " in reloaded.text
    await owner.slash("sources pause", name="locks")
    found = await owner.slash("sources list")
    assert found.private
    _, first, second, *_ = found.text.splitlines()
    assert first.startswith("- **nothing**: ⚠ it ")
    assert "never read yet" in first
    assert second.startswith("- **locks**: paused · last read <t:1772712000:F>")
    assert "feed at" in second
    assert second.endswith("added on Discord")


async def test_a_paused_source_is_not_looked_at_until_it_goes_on(
    owner: Scene, base: KnowledgeBase, site: Site
) -> None:
    await press(owner, await add(owner, site), "Publish")
    site.locks.append("3")
    assert await owner.complete("sources pause", "name", "lo") == ["locks"]
    assert "I look at locks no more." in (await owner.slash("sources pause", name="locks")).text
    await owner.slash("reload")
    assert base.snapshot.coverage.articles == 4
    assert "again" in (await owner.slash("sources pause", name="locks", state="off")).text
    await owner.slash("reload", preview=True)
    assert base.snapshot.coverage.articles == 4
    await owner.slash("reload")
    assert base.snapshot.coverage.articles == 5


async def test_a_source_goes_with_its_articles_when_that_was_confirmed(
    owner: Scene, base: KnowledgeBase, site: Site
) -> None:
    await press(owner, await add(owner, site), "Publish")
    offered = await owner.slash("sources remove", name="locks")
    assert "**Removed** (2)\n- locks/1-" in offered.text
    assert base.snapshot.coverage.articles == 4
    await press(owner, offered, "Publish")
    assert base.snapshot.coverage.articles == 2
    assert await base.intake.find_sources() == ()


async def test_an_article_of_a_source_can_be_removed(owner: Scene, base: KnowledgeBase, site: Site) -> None:
    await press(owner, await add(owner, site), "Publish")
    await press(owner, await owner.slash("articles remove", article="Lock 1 is open"), "Publish")
    await owner.slash("reload")
    assert base.snapshot.coverage.articles == 3


async def test_the_list_can_be_typed(owner: Scene) -> None:
    assert "There is no live source." in (await owner.send("!sources")).text


class TestConfigured:
    @pytest.fixture
    async def base(self, filled: Path, tmp_path: Path, articles: Path) -> AsyncIterator[KnowledgeBase]:
        """A base with a source that the configuration sets."""
        data = Path(shutil.copytree(filled / "data", tmp_path / "data"))
        spec = SourceSpec("locks", Kind.FEED, "https://locks.example/")
        async with open_base(data, articles, when=lambda: WHEN, sources=[spec], write=True) as opened:
            yield opened

    async def test_it_is_removed_where_it_is_set(self, owner: Scene) -> None:
        said = refusal(owner, await owner.slash("sources remove", name="locks"))
        assert "The source locks is set in config.toml" in said

    async def test_it_can_be_paused_all_the_same(self, owner: Scene) -> None:
        await owner.slash("sources pause", name="locks")
        found = (await owner.slash("sources list")).text
        assert "**locks**: paused · never read yet · feed at" in found
        assert "in config.toml" in found


@pytest.mark.parametrize("known", [True, False])
async def test_a_source_that_there_is_not_is_refused(owner: Scene, base: KnowledgeBase, known: bool) -> None:
    if known:
        await base.store.sources.add(SourceSpec("locks", Kind.FEED, "https://locks.example/"))
    said = refusal(owner, await owner.slash("sources remove", name="docks"))
    assert ("There are: locks." if known else "There is none yet") in said


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("list", {}),
        ("add", {"name": "locks", "kind": "feed", "url": "https://locks.example/"}),
        ("pause", {"name": "locks"}),
        ("remove", {"name": "locks"}),
    ],
)
async def test_who_may_not_is_told_who_may(
    scene: Scene, caplog: pytest.LogCaptureFixture, name: str, options: dict[str, Any]
) -> None:
    assert isinstance(scene.env.bot, TalksBot)
    scene.env.bot.owner_id = 1111
    see(scene, "sources")
    denied = await scene.slash(f"sources {name}", **options)
    assert denied.private
    assert "belongs to the people who run this bot" in denied.text
    assert f"denied to user {scene.member.id} in guild {scene.guild.id}." in caplog.text
