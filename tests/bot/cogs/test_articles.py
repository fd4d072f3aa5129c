"""Are articles listed, shown, taken in and taken out on Discord, and nothing before that is confirmed?"""

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import discord
import pytest
import simcord
from aiohttp import web

from bot.client import TalksBot
from bot.config import Config
from knowledge.answers import Standing
from knowledge.base import KnowledgeBase
from knowledge.sources.kept import Kind, SourceSpec, SourceState
from tests.bot.cogs.scene import Reply, Scene, read

Build = Callable[[Config], TalksBot]

PLANS = b"""# Plans for the harbour

The harbour will get a second crane before the summer.

- Winter Ferry: Agreed
"""
PAGE = """<html><head><title>The tunnel</title></head><body><article><h1>The tunnel</h1>
<p>The tunnel under the river will be dug by two machines, says the mayor of the town.</p>
<p>Nobody has said yet where the earth from it goes, and who pays for all that.</p>
</article></body></html>"""


@pytest.fixture
def owner(scene: Scene) -> Scene:
    """It is the owner of the application who gives the commands."""
    assert isinstance(scene.env.bot, TalksBot)
    scene.env.bot.owner_id = scene.member.id
    return scene


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """A web site on this machine."""

    async def serve(request: web.Request) -> web.Response:
        if request.path == "/tunnel":
            return web.Response(text=PAGE, content_type="text/html")
        return web.Response(status=500 if request.path == "/broken" else 404)

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    server = web.TCPSite(runner, "127.0.0.1", 0)
    await server.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def press(scene: Scene, reply: Reply, label: str) -> Reply:
    """Press the button with this label."""
    assert reply.message
    result = await scene.member.click(reply.message, label=label)
    return Reply(read(result.response), result.ephemeral, result.response)


def refusal(scene: Scene, reply: Reply) -> str:
    """Give what is said to a command that was refused, which is known as its error."""
    assert len(scene.env.errors) == 1
    assert reply.private
    assert reply.message
    assert not reply.message.components
    return reply.text


def labels(reply: Reply) -> list[str]:
    assert reply.message
    return [button["label"] for row in reply.message.components for button in row["components"]]


class TestListing:
    async def test_everybody_sees_what_is_loaded_newest_first(self, scene: Scene) -> None:
        found = await scene.slash("articles list")
        assert found.private
        first, second, *_ = found.text.splitlines()[1:]
        assert first.startswith("- **Talks on the river**: folder · ")
        assert "3 statuses" in first
        assert second.startswith("- **Timetable of the ferry**: folder · ")
        assert "0 statuses" in second
        assert "2 articles" in found.text
        assert labels(found) == []

    @pytest.mark.parametrize(
        "typed", ["!articles", "!articles list", "!articles folder", "!articles list folder"]
    )
    async def test_it_can_be_typed(self, scene: Scene, typed: str) -> None:
        assert "**Talks on the river**" in (await scene.send(typed)).text

    async def test_one_source_is_listed_alone(self, scene: Scene) -> None:
        assert "There is no article of added." in (await scene.slash("articles list", source="added")).text
        assert await scene.complete("articles list", "source", "f") == ["folder"]
        found = await scene.slash("articles list", source="nowhere")
        assert "There is no such source." in refusal(scene, found)

    @pytest.mark.parametrize("how", ["slash", "text"])
    async def test_pages_are_turned_by_buttons_of_any_process(
        self, scene: Scene, articles: Path, base: KnowledgeBase, build: Build, configured: Config, how: str
    ) -> None:
        for number in range(21):
            text = f"# Notice {number:02}\n\nThe pier number {number} is closed for repairs today.\n"
            (articles / f"notice-{number:02}.md").write_text(text, "utf-8")
        await base.reload()
        if how == "slash":
            first = await scene.slash("articles list")
            assert labels(first) == ["Next"]
        else:
            await scene.send("!articles")
            message = scene.channel.last_message
            assert message
            await scene.env.restart_bot(build(configured))
            result = await scene.member.click(message, label="Next")
            assert result.ephemeral  # what everybody sees stays as it is
            assert "page 2 of 3" in read(result.response)
            return
        second = await press(scene, first, "Next")
        assert "page 2 of 3" in second.text
        assert labels(second) == ["Previous", "Next"]
        third = await press(scene, second, "Next")
        assert "page 3 of 3" in third.text
        assert labels(third) == ["Previous"]

    async def test_a_source_that_cannot_be_read_stands_above(self, scene: Scene, base: KnowledgeBase) -> None:
        spec = SourceSpec("ministry", Kind.FEED, "https://ministry.example/feed")
        await base.store.sources.add(spec)
        failed = SourceState(reason="answers with 500", cure="Wait.")
        await base.store.sources.keep_round("ministry", failed, (), {})
        found = await scene.slash("articles list")
        assert found.text.splitlines()[1] == "**ministry**: ⚠ it answers with 500. Wait. — never read yet"


class TestShowing:
    async def test_it_says_what_was_read(self, scene: Scene) -> None:
        found = await scene.slash("articles show", article="talks on the river")
        assert found.private
        assert "**Statuses** (3)\n- **Fishing Rights**: Under Discussion" in found.text
        assert "The two delegations met in the old mill" in found.text

    async def test_titles_are_suggested_and_paths_taken(self, scene: Scene) -> None:
        assert await scene.complete("articles show", "article", "ferr") == ["Timetable of the ferry"]
        assert await scene.complete("articles show", "article", "talks.md") == ["Talks on the river"]
        assert "Timetable of the ferry" in (await scene.slash("articles show", article="timetable.md")).text

    async def test_titles_that_do_not_tell_apart_are_asked_about(
        self, scene: Scene, articles: Path, base: KnowledgeBase
    ) -> None:
        text = "# Timetable of the ferry\n\nFrom now on the ferry leaves at eight.\n"
        (articles / "new-timetable.md").write_text(text, "utf-8")
        await base.reload()
        offered = await scene.complete("articles show", "article", "timetable")
        assert offered == ["new-timetable.md", "timetable.md"]
        asked = refusal(scene, await scene.slash("articles show", article="timetable of the ferry"))
        assert "2 articles have this title." in asked
        assert "new-timetable.md, timetable.md" in asked

    async def test_a_name_that_there_is_not_is_no_article(self, scene: Scene) -> None:
        found = await scene.slash("articles show", article="moon")
        assert "There is no article “moon”." in refusal(scene, found)


class TestAdding:
    async def test_a_file_is_taken_up_when_that_was_confirmed(
        self, owner: Scene, base: KnowledgeBase, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        await owner.subscribe("Winter Ferry")
        served = base.snapshot
        offered = await owner.slash("articles add", file=("plans.md", PLANS), published="2026-03-04")
        assert offered.private
        assert "Plans for the harbour" in offered.text
        assert "- **Winter Ferry**: Agreed · line 5" in offered.text
        assert "**Winter Ferry**: Proposed → **Agreed**" in offered.text
        assert "Would be told: 1 channel" in offered.text
        assert labels(offered) == ["Publish", "Cancel"]
        assert base.snapshot is served
        published = await press(owner, offered, "Publish")
        assert published.private
        assert published.text.startswith("Published")
        assert "Told: 1 channel" in published.text
        standing = base.snapshot.status("winter ferry")
        assert isinstance(standing, Standing)
        assert standing.step.status == "Agreed"
        assert f"Adding the article 'plans.md' asked for by user {owner.member.id}." in caplog.messages
        assert f"is to be published for user {owner.member.id}." in caplog.text
        assert "- **Plans for the harbour**: added on Discord" in (await owner.slash("articles list")).text

    async def test_who_presses_twice_publishes_once(self, owner: Scene, base: KnowledgeBase) -> None:
        offered = await owner.slash("articles add", file=("plans.md", PLANS))
        await press(owner, offered, "Publish")
        served = base.snapshot
        assert "This is done already" in (await press(owner, offered, "Publish")).text
        assert "This is done already" in (await press(owner, offered, "Cancel")).text
        assert base.snapshot is served

    async def test_what_is_cancelled_is_not_taken_up(self, owner: Scene, base: KnowledgeBase) -> None:
        offered = await owner.slash("articles add", file=("plans.md", PLANS))
        assert "Nothing has changed." in (await press(owner, offered, "Cancel")).text
        assert "This is done already" in (await press(owner, offered, "Publish")).text
        assert base.snapshot.coverage.articles == 2

    async def test_a_button_works_after_a_restart(
        self, owner: Scene, base: KnowledgeBase, build: Build, configured: Config
    ) -> None:
        offered = await owner.slash("articles add", file=("plans.md", PLANS))
        await owner.env.restart_bot(build(configured))
        assert isinstance(owner.env.bot, TalksBot)
        owner.env.bot.owner_id = owner.member.id
        await press(owner, offered, "Publish")
        assert base.snapshot.coverage.articles == 3

    async def test_the_right_is_looked_at_again_when_a_button_is_pressed(
        self, owner: Scene, base: KnowledgeBase
    ) -> None:
        offered = await owner.slash("articles add", file=("plans.md", PLANS))
        assert isinstance(owner.env.bot, TalksBot)
        owner.env.bot.owner_id = 1111
        for label in ("Publish", "Cancel"):
            assert "belongs to the people who run this bot" in (await press(owner, offered, label)).text
        assert base.snapshot.coverage.articles == 2

    async def test_a_title_goes_before_that_of_the_file(self, owner: Scene, base: KnowledgeBase) -> None:
        offered = await owner.slash(
            "articles add", file=("plans.md", PLANS), title="Crane", published="4 March 2026"
        )
        await press(owner, offered, "Publish")
        (added,) = (each for each in base.snapshot.corpus.articles if each.source)
        assert added.title == "Crane"
        assert str(added.published) == "2026-03-04"

    async def test_a_file_without_a_title_has_its_name(self, owner: Scene) -> None:
        text = b"The new crane of the harbour lifts ninety tons at once.\n"
        offered = await owner.slash("articles add", file=("harbour_crane.md", text))
        assert offered.text.splitlines()[1] == "**harbour crane**"

    async def test_a_file_of_the_same_name_is_a_new_version(self, owner: Scene, base: KnowledgeBase) -> None:
        await press(owner, await owner.slash("articles add", file=("plans.md", PLANS)), "Publish")
        again = PLANS.replace(b"Agreed", b"Rejected")
        await press(owner, await owner.slash("articles add", file=("plans.md", again)), "Publish")
        (added,) = (each for each in base.snapshot.corpus.articles if each.source)
        assert len(added.earlier) == 1
        # The same once more is no version of its own; only what is said of it may change.
        once_more = await owner.slash("articles add", file=("plans.md", again), title="Crane")
        await press(owner, once_more, "Publish")
        (added,) = (each for each in base.snapshot.corpus.articles if each.source)
        assert (added.title, len(added.earlier)) == ("Crane", 1)

    async def test_a_page_is_fetched(self, owner: Scene, base: KnowledgeBase, site: str) -> None:
        offered = await owner.slash("articles add", url=f"{site}/tunnel")
        assert "The tunnel" in offered.text
        assert "Nobody would be told." in offered.text
        await press(owner, offered, "Publish")
        (added,) = (each for each in base.snapshot.corpus.articles if each.source)
        assert added.url == f"{site}/tunnel"

    async def test_it_can_be_typed(self, owner: Scene, base: KnowledgeBase, site: str) -> None:
        offered = await owner.send(f"!articles add {site}/tunnel Moles yesterday")
        assert "**Moles**" in offered.text
        message = owner.channel.last_message
        assert message
        await owner.member.click(message, label="Publish")
        (added,) = (each for each in base.snapshot.corpus.articles if each.source)
        assert (added.title, str(added.published)) == ("Moles", "2026-03-04")
        assert "Remove this?" in (await owner.send("!articles remove moles")).text

    @pytest.mark.parametrize(
        ("page", "reason"), [("/gone", "There is nothing at this address."), ("/broken", "This address ")]
    )
    async def test_a_page_that_cannot_be_had_says_why(
        self, owner: Scene, site: str, page: str, reason: str
    ) -> None:
        assert reason in refusal(owner, await owner.slash("articles add", url=f"{site}{page}"))

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ({}, "Give one of the two"),
            ({"file": ("plans.md", PLANS), "url": "https://a.example/"}, "Give one of the two"),
            ({"url": "plans"}, "This is no web address."),
            ({"file": ("plans.exe", PLANS)}, "of no kind that can be read"),
            ({"file": ("plans", PLANS)}, "of no kind that can be read"),
            ({"file": ("plans.md", b"x" * 2_000_001)}, "This file has 2,000,001 bytes"),
            ({"file": ("plans.md", PLANS), "published": "soon"}, "“soon” is not a date."),
        ],
    )
    async def test_what_cannot_be_taken_says_why(
        self, owner: Scene, given: dict[str, object], reason: str
    ) -> None:
        assert reason in refusal(owner, await owner.slash("articles add", **given))

    async def test_what_cannot_be_read_is_not_offered(self, owner: Scene) -> None:
        found = await owner.slash("articles add", file=("plans.md", b"\0" * 99))
        assert found.text.startswith("plans.md\n")
        assert "**Not read** (1)" in found.text
        assert found.message
        assert not found.message.components

    async def test_a_file_that_discord_has_no_more_says_so(
        self, owner: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def forget(_: str) -> None:
            """Discord gives a file for a while only: then without its bytes."""

        monkeypatch.setattr(owner.env.backend.cdn, "get", forget)
        found = await owner.slash("articles add", file=("plans.md", PLANS))
        assert "Discord does not give me this file." in refusal(owner, found)


class TestRights:
    @pytest.mark.parametrize("what", ["add", "remove"])
    async def test_who_may_not_is_told_who_may(
        self, scene: Scene, caplog: pytest.LogCaptureFixture, what: str
    ) -> None:
        assert isinstance(scene.env.bot, TalksBot)
        scene.env.bot.owner_id = 1111
        options = {"file": ("plans.md", PLANS)} if what == "add" else {"article": "talks.md"}
        denied = await scene.slash(f"articles {what}", **options)
        assert denied.private
        assert "belongs to the people who run this bot" in denied.text
        assert "- the owner of the application: " in denied.text
        assert f"- members of {scene.guild.name} with the right Manage Server" in denied.text
        assert "home\\_guild" in denied.text
        assert f"denied to user {scene.member.id} in guild {scene.guild.id}." in caplog.text

    async def test_users_in_the_configuration_are_counted(
        self, scene: Scene, build: Build, configured: Config
    ) -> None:
        changed = replace(configured.discord, admins=(4711, 4712), home_guild=4713)
        await scene.env.restart_bot(build(replace(configured, discord=changed)))
        assert isinstance(scene.env.bot, TalksBot)
        scene.env.bot.owner_id = 1111
        denied = await scene.slash("articles remove", article="talks.md")
        assert "- 2 users named by id in the configuration" in denied.text
        assert "members of the server 4713" in denied.text

    async def test_who_manages_the_home_server_may(
        self, env: simcord.Env, guild: simcord.GuildHandle, scene: Scene, base: KnowledgeBase
    ) -> None:
        manages = guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
        member = guild.add_member(env.create_user("manager"), roles=[manages])
        result = await member.slash(scene.channel, "articles add", file=("plans.md", PLANS))
        assert result.response
        await member.click(result.response, label="Publish")
        assert base.snapshot.coverage.articles == 3


class TestRemoving:
    async def test_what_was_added_goes_when_that_was_confirmed(
        self, owner: Scene, base: KnowledgeBase
    ) -> None:
        await press(owner, await owner.slash("articles add", file=("plans.md", PLANS)), "Publish")
        assert await owner.complete("articles remove", "article", "") == ["Plans for the harbour"]
        offered = await owner.slash("articles remove", article="Plans for the harbour")
        assert "**Removed** (1)\n- added/plans-" in offered.text
        assert base.snapshot.coverage.articles == 3
        assert (await press(owner, offered, "Publish")).text.startswith("Published")
        assert base.snapshot.coverage.articles == 2
        # Who hands it in again begins anew.
        await press(owner, await owner.slash("articles add", file=("plans.md", PLANS)), "Publish")
        assert base.snapshot.coverage.articles == 3

    async def test_a_file_of_the_folder_is_left_alone(self, owner: Scene) -> None:
        found = await owner.slash("articles remove", article="Talks on the river")
        said = refusal(owner, found)
        assert "talks.md is a file of the articles folder" in said
        assert "Remove the file there, then use **/reload**." in said

    async def test_what_is_removed_already_says_so(self, owner: Scene, base: KnowledgeBase) -> None:
        await press(owner, await owner.slash("articles add", file=("plans.md", PLANS)), "Publish")
        (kept,) = await base.intake.find_kept()
        await base.store.documents.remove(kept.source, kept.identity)
        found = await owner.slash("articles remove", article="Plans for the harbour")
        assert "This article is removed already." in refusal(owner, found)

    async def test_a_large_loss_that_was_shown_is_meant(self, owner: Scene, base: KnowledgeBase) -> None:
        many = b"# Points\n\n" + b"\n".join(b"- Matter %d: Agreed" % number for number in range(9))
        await press(owner, await owner.slash("articles add", file=("points.md", many)), "Publish")
        offered = await owner.slash("articles remove", article="Points")
        assert "which must be confirmed" in offered.text
        await press(owner, offered, "Publish")
        assert base.snapshot.coverage.articles == 2

    async def test_a_larger_loss_than_was_shown_waits_for_a_reload(
        self, owner: Scene, base: KnowledgeBase
    ) -> None:
        many = b"# Points\n\n" + b"\n".join(b"- Matter %d: Agreed" % number for number in range(9))
        for name, data in (("points.md", many), ("plans.md", PLANS)):
            await press(owner, await owner.slash("articles add", file=(name, data)), "Publish")
        offered = await owner.slash("articles remove", article="Plans for the harbour")
        points = next(each for each in await base.intake.find_kept() if "points" in each.identity)
        await base.store.documents.remove(points.source, points.identity)
        assert (await press(owner, offered, "Publish")).text.startswith("Nothing is reloaded yet")
        assert base.snapshot.coverage.articles == 4
