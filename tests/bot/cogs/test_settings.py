from typing import Any

import discord
import pytest
import simcord

from bot.client import TalksBot
from knowledge.base import KnowledgeBase
from knowledge.notices.audience import DigestPlan
from tests.bot.cogs.scene import Scene

COMMANDS = ["show", "announcements", "digest", "board", "articles", "check"]


@pytest.fixture
def scene(
    env: simcord.Env, guild: simcord.GuildHandle, channel: simcord.ChannelHandle, base: KnowledgeBase
) -> Scene:
    """Give a scene whose member manages the server."""
    role = guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
    return Scene(env, guild, channel, guild.add_member(env.create_user("manager"), roles=[role]), base)


def _yes(_: object) -> bool:
    return True


def cast(scene: Scene, who: str) -> None:
    """Give the part of the member to somebody else; Discord shows the command to them, too."""
    env, guild = scene.env, scene.guild
    may = discord.Permissions(
        manage_guild="manager" in who, administrator=who == "administrator", manage_messages=True
    )
    user = guild.owner if who == "server owner" else env.create_user("asker")
    where = env.create_guild() if who == "manager elsewhere" else guild
    role = where.create_role("role", permissions=may)
    if where is not guild:
        where.add_member(user, roles=[role])
    roles = [role] if where is guild and who not in {"member", "owner of the bot"} else []
    scene.member = guild.add_member(user, roles=roles)
    if who == "former manager":
        env.backend.delete_role(guild.id, role.id)
    if who == "owner of the bot":
        assert isinstance(env.bot, TalksBot)
        env.bot.owner_id = scene.member.id
    # Whom Discord shows the command is for a server's admins to choose: it protects nothing.
    found = env.backend.find_command("settings", None)
    assert found
    guild.set_command_permissions(int(found["id"]), {scene.member.user: True})


class TestWho:
    @pytest.mark.parametrize("how", ["slash", "text"])
    @pytest.mark.parametrize(
        ("who", "allowed"),
        [
            ("member", False),
            ("moderator", False),
            ("former manager", False),
            ("manager elsewhere", False),
            ("owner of the bot", False),
            ("manager", True),
            ("administrator", True),
            ("server owner", True),
        ],
    )
    async def test_only_those_who_manage_a_server_set_it(
        self, scene: Scene, caplog: pytest.LogCaptureFixture, who: str, allowed: bool, how: str
    ) -> None:
        cast(scene, who)
        denied = f"Settings denied to user {scene.member.id} in guild {scene.guild.id}."
        for command in COMMANDS:
            caplog.clear()
            if how == "slash":
                reply = await scene.slash(f"settings {command}")
                assert reply.private
            else:
                reply = await scene.send(f"!settings {command}")
            assert ("belong to those who manage it" in reply.text) is not allowed
            assert (denied in caplog.messages) is not allowed
        assert bool(await scene.store.subscriptions.find()) is allowed
        assert bool(await scene.store.digests.find_plans()) is allowed

    @pytest.mark.parametrize("command", COMMANDS)
    async def test_there_is_nothing_to_set_in_a_direct_message(self, scene: Scene, command: str) -> None:
        assert "nothing to set here" in (await scene.send_dm(f"!settings {command}")).text
        assert await scene.store.subscriptions.find() == ()
        assert await scene.store.digests.find_plans() == ()

    async def test_who_brings_the_bot_along_to_a_server_cannot_set_it(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(discord.Interaction, "is_user_integration", _yes)
        assert "belong to those who manage it" in (await scene.announce()).text
        assert await scene.store.subscriptions.find() == ()

    def test_discord_shows_it_to_managers_in_servers_that_have_installed_it(self, env: simcord.Env) -> None:
        found = env.backend.find_command("settings", None)
        assert found
        assert found["default_member_permissions"] == discord.Permissions(manage_guild=True).value
        assert found["integration_types"] == [0]
        assert found["contexts"] == [0]
        assert {each["name"] for each in found["options"]} == {*COMMANDS, "corpus"}


class TestAnnouncements:
    @pytest.mark.parametrize(
        ("options", "topic", "edits"),
        [
            ({}, None, False),
            ({"how": "post"}, None, False),
            ({"how": "edit"}, None, True),
            ({"topic": "winter fery"}, "Winter Ferry", False),
            ({"topic": "crossing", "how": "edit"}, "Bridge Repair", True),
        ],
    )
    async def test_they_are_set_for_a_channel(
        self, scene: Scene, options: dict[str, str], topic: str | None, edits: bool
    ) -> None:
        text = (await scene.announce(channel=scene.news, **options)).text
        assert await scene.announced() == [(scene.news.id, topic, edits)]
        assert f"<#{scene.news.id}>" in text
        assert (topic or "a topic changes") in text
        assert ("edited" if edits else "a new message") in text
        assert "twice" in text

    @pytest.mark.parametrize(
        ("words", "topic", "edits"),
        [
            ("", None, False),
            ("<#{news}>", None, False),
            ("<#{news}> EDIT", None, True),
            ("<#{news}> post winter ferry", "Winter Ferry", False),
            ("<#{news}> Fishing Rights", "Fishing Rights", False),
            ("fishing rights", "Fishing Rights", False),
        ],
    )
    async def test_the_same_words_work_after_the_prefix(
        self, scene: Scene, words: str, topic: str | None, edits: bool
    ) -> None:
        await scene.send(f"!settings announcements {words.format(news=scene.news.id)}")
        where = scene.news if "#" in words else scene.channel
        assert await scene.announced() == [(where.id, topic, edits)]

    async def test_an_unknown_topic_is_told_with_the_nearest_names(self, scene: Scene) -> None:
        reply = await scene.announce(topic="winter fair")
        assert "Winter Ferry" in reply.text
        assert reply.private
        assert await scene.store.subscriptions.find() == ()

    async def test_topics_are_completed(self, scene: Scene) -> None:
        assert (await scene.complete("settings announcements", "topic", "win"))[0] == "Winter Ferry"

    async def test_they_can_go_to_a_thread(self, scene: Scene) -> None:
        thread = scene.env.backend.create_thread(scene.channel.id, "talks", scene.member.id)
        await scene.send(f"!settings announcements <#{thread.id}>")
        assert await scene.announced() == [(thread.id, None, False)]

    @pytest.mark.parametrize(
        "lacking", ["view_channel", "send_messages", "embed_links", "send_messages_in_threads"]
    )
    @pytest.mark.parametrize("place", ["channel", "thread"])
    async def test_a_channel_where_the_bot_may_not_write_is_refused_with_the_missing_permission(
        self, scene: Scene, lacking: str, place: str
    ) -> None:
        deny = discord.PermissionOverwrite(**{lacking: False})
        closed = scene.guild.create_text_channel("closed", overwrites={scene.guild.default_role: deny})
        where = closed.id
        if place == "thread":
            where = scene.env.backend.create_thread(closed.id, "talks", scene.member.id).id
        text = (await scene.send(f"!settings announcements <#{where}>")).text
        needless = {"channel": "send_messages_in_threads", "thread": "send_messages"}[place]
        if lacking == needless:
            assert len(await scene.store.subscriptions.find()) == 1
            return
        assert len(scene.env.errors) == 1
        assert await scene.store.subscriptions.find() == ()
        assert lacking.replace("_", " ").title().replace(" In ", " in ") in text
        assert f"#{'talks' if place == 'thread' else 'closed'}" in text

    @pytest.mark.parametrize("place", ["voice", "forum", "unknown", "of another server"])
    async def test_any_other_place_is_refused(self, scene: Scene, place: str) -> None:
        where = {
            "voice": lambda: scene.guild.create_voice_channel("voices").id,
            "forum": lambda: scene.guild.create_forum_channel("forum").id,
            "unknown": lambda: 123456789012345678,
            "of another server": lambda: scene.env.create_guild().create_text_channel("theirs").id,
        }[place]()
        reply = await scene.send(f"!settings announcements <#{where}>")
        expected = "is no text channel" if place in {"voice", "forum"} else "no such channel"
        assert expected in reply.text
        assert len(scene.env.errors) == 1
        assert await scene.store.subscriptions.find() == ()

    async def test_a_topic_beside_all_topics_is_refused_for_it_would_be_announced_twice(
        self, scene: Scene
    ) -> None:
        await scene.announce()
        reply = await scene.announce(topic="Winter Ferry")
        assert "All topics are announced in #general already" in reply.text
        assert reply.private
        assert len(scene.env.errors) == 1
        assert await scene.announced() == [(scene.channel.id, None, False)]

    async def test_all_topics_take_the_place_of_single_ones(self, scene: Scene) -> None:
        await scene.announce(topic="Winter Ferry")
        await scene.announce(topic="Bridge Repair")
        await scene.announce(channel=scene.news, topic="Winter Ferry")
        await scene.announce(how="edit")
        assert await scene.announced() == [
            (scene.news.id, "Winter Ferry", False),
            (scene.channel.id, None, True),
        ]

    async def test_a_second_time_changes_how_and_goes_on_where_it_was_paused(self, scene: Scene) -> None:
        # It was set while the topic was spelt otherwise.
        before = await scene.subscribe("bridge  REPAIR")
        await scene.store.subscriptions.pause(before)
        await scene.announce(topic="crossing", how="edit")
        (after,) = await scene.store.subscriptions.find(guild=scene.guild.id)
        assert (after.number, after.edits, after.paused) == (before, True, False)


class TestAnnouncementsOff:
    @pytest.fixture
    async def both(self, scene: Scene) -> None:
        for topic in ("Winter Ferry", "Bridge Repair"):
            await scene.subscribe(topic)

    @pytest.mark.usefixtures("both")
    async def test_it_ends_all_of_a_channel(self, scene: Scene) -> None:
        await scene.subscribe(None, scene.news.id)
        assert "no longer announced in #general" in (await scene.announce(how="off")).text
        assert await scene.announced() == [(scene.news.id, None, False)]

    @pytest.mark.usefixtures("both")
    @pytest.mark.parametrize("topic", ["winter fery", "WINTER FERRY"])
    async def test_it_ends_one_topic(self, scene: Scene, topic: str) -> None:
        reply = await scene.send(f"!settings announcements off {topic}")
        assert "Changes of Winter Ferry are no longer" in reply.text
        assert await scene.announced() == [(scene.channel.id, "Bridge Repair", False)]

    @pytest.mark.parametrize(
        ("kept", "named"),
        [("Lighthouse Oil", "lighthouse oil"), ("crossing", "Bridge Repair")],
        ids=["no article names it any more", "it is spelt otherwise now"],
    )
    async def test_it_ends_a_topic_whatever_became_of_it(self, scene: Scene, kept: str, named: str) -> None:
        await scene.subscribe(kept)
        await scene.announce(how="off", topic=named)
        assert await scene.store.subscriptions.find() == ()

    @pytest.mark.parametrize("topic", [None, "Fishing Rights"])
    async def test_where_there_is_none_it_says_so(self, scene: Scene, topic: str | None) -> None:
        there = (None, scene.channel.id) if topic else ("Winter Ferry", scene.news.id)
        await scene.subscribe(*there)
        reply = await scene.announce(how="off", **({"topic": topic} if topic else {}))
        said = f"No changes{' of Fishing Rights' if topic else ''} are announced in #general"
        assert said in reply.text
        assert len(await scene.store.subscriptions.find()) == 1

    async def test_a_channel_that_is_gone_can_be_named(self, scene: Scene) -> None:
        await scene.subscribe(None, 123456789012345678)
        await scene.send("!settings announcements <#123456789012345678> off")
        assert await scene.store.subscriptions.find() == ()

    async def test_another_server_is_left_alone(self, scene: Scene) -> None:
        theirs = scene.env.create_guild().create_text_channel("theirs")
        await scene.store.subscriptions.add(None, channel=theirs.id, guild=1234)
        await scene.send(f"!settings announcements <#{theirs.id}> off")
        assert len(await scene.store.subscriptions.find()) == 1


class TestDigest:
    """It is Thursday, the 5th of March 2026, 12:00 UTC."""

    @pytest.mark.parametrize(
        ("options", "hour", "zone", "weekday", "next_time"),
        [
            ({}, 9, "UTC", None, "2026-03-06T09:00+00:00"),
            ({"every": "daily", "hour": 18}, 18, "UTC", None, "2026-03-05T18:00+00:00"),
            ({"hour": 9, "zone": "Europe/Kyiv"}, 9, "Europe/Kyiv", None, "2026-03-06T09:00+02:00"),
            ({"hour": 15, "zone": "kyiv"}, 15, "Europe/Kyiv", None, "2026-03-05T15:00+02:00"),
            ({"every": "weekly"}, 9, "UTC", 0, "2026-03-09T09:00+00:00"),
            ({"every": "weekly", "weekday": "thursday"}, 9, "UTC", 3, "2026-03-12T09:00+00:00"),
            ({"weekday": "friday", "hour": 0}, 0, "UTC", 4, "2026-03-06T00:00+00:00"),
        ],
    )
    async def test_a_plan_is_made_and_the_next_time_told(
        self,
        scene: Scene,
        options: dict[str, Any],
        hour: int,
        zone: str,
        weekday: int | None,
        next_time: str,
    ) -> None:
        text = (await scene.digest(**options)).text
        plan = await scene.plan()
        assert (plan.guild, plan.channel) == (scene.guild.id, scene.channel.id)
        assert (plan.hour, plan.zone, plan.weekday) == (hour, zone, weekday)
        assert plan.last is not None
        moment = int(discord.utils.parse_time(next_time).timestamp())
        assert f"<t:{moment}:F>" in text
        assert f"<#{scene.channel.id}>" in text

    @pytest.mark.parametrize(
        ("words", "hour", "zone", "weekday"),
        [
            ("daily 9 Europe/Kyiv", 9, "Europe/Kyiv", None),
            ("weekly Monday 18 <#{news}> new york", 18, "America/New_York", 0),
            ("Daily <#{news}>", 9, "UTC", None),
            ("UTC", 9, "UTC", None),
        ],
    )
    async def test_the_same_words_work_after_the_prefix(
        self, scene: Scene, words: str, hour: int, zone: str, weekday: int | None
    ) -> None:
        await scene.send(f"!settings digest {words.format(news=scene.news.id)}")
        plan = await scene.plan()
        assert plan.channel == (scene.news if "#" in words else scene.channel).id
        assert (plan.hour, plan.zone, plan.weekday) == (hour, zone, weekday)

    async def test_what_is_left_out_stays_as_it_is(self, scene: Scene) -> None:
        await scene.digest(
            every="weekly", weekday="friday", hour=7, zone="Asia/Kathmandu", channel=scene.news
        )
        await scene.digest(hour=8)
        plan = await scene.plan()
        assert (plan.channel, plan.hour, plan.zone, plan.weekday) == (scene.news.id, 8, "Asia/Kathmandu", 4)
        await scene.digest(every="weekly", channel=scene.channel)
        plan = await scene.plan()
        assert (plan.channel, plan.weekday) == (scene.channel.id, 4)
        await scene.digest(every="daily")
        plan = await scene.plan()
        assert (plan.hour, plan.weekday) == (8, None)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("daily 24", "no hour 24"),
            ("daily -1", "no hour -1"),
            ("daily friday", "A daily digest has no weekday"),
            ("daily 9 Europe/Kiew", "no time zone “Europe/Kiew”.\nThe nearest names: Europe/Kiev"),
            ("daily 9 ../../etc/passwd", "no time zone “../../etc/passwd”"),
            ("daily 9 localtime", "no time zone"),
            ("dayly 9", "no time zone “dayly 9”"),
            ("<#123456789012345678>", "no such channel"),
        ],
    )
    async def test_what_cannot_be_is_refused_and_keeps_the_plan(
        self, scene: Scene, words: str, said: str
    ) -> None:
        await scene.digest(hour=7)
        before = await scene.plan()
        reply = await scene.send(f"!settings digest {words}")
        assert said in reply.text.replace("\\", "")
        assert len(scene.env.errors) == 1
        assert await scene.plan() == before

    async def test_it_can_be_switched_off(self, scene: Scene) -> None:
        await scene.digest()
        assert "no digest any more" in (await scene.digest(every="off")).text
        assert await scene.store.digests.find_plans() == ()
        assert "This server has no digest" in (await scene.digest(every="off")).text

    async def test_zones_are_completed(self, scene: Scene) -> None:
        assert (await scene.complete("settings digest", "zone", "kyi"))[0] == "Europe/Kyiv"
        assert (await scene.complete("settings digest", "zone", "nwe york"))[0] == "America/New_York"
        every = await scene.complete("settings digest", "zone", "")
        assert len(every) == 25
        assert every[0] == "UTC"


class TestShow:
    @pytest.mark.parametrize("how", ["!settings", "!settings show", "/settings show"])
    async def test_all_that_is_set_is_shown(self, scene: Scene, how: str) -> None:
        here, news, store = scene.guild.id, scene.news.id, scene.store
        await store.subscriptions.pause(await scene.subscribe("Winter Ferry"))
        await store.subscriptions.add(None, channel=news, guild=here, edits=True)
        await store.subscriptions.add(None, channel=5, guild=1234)
        await store.digests.save_plan(DigestPlan(here, news, 7, "Asia/Kathmandu", 4))
        await store.digests.save_plan(DigestPlan(1234, 5, 8, "UTC"))
        text = (await (scene.slash(how[1:]) if how.startswith("/") else scene.send(how))).text
        assert f"<#{scene.channel.id}>: **Winter Ferry**" in text
        assert "paused" in text
        assert f"<#{news}>: every topic" in text
        assert "Friday at 07:00 (Asia/Kathmandu)" in text.replace("\\", "")
        assert "<#5>" not in text


class TestForgetting:
    async def test_a_server_that_the_bot_has_left_is_forgotten(self, scene: Scene) -> None:
        await scene.subscribe(None)
        await scene.store.subscriptions.add(None, channel=5, guild=1234)
        await scene.store.digests.save_plan(DigestPlan(scene.guild.id, scene.channel.id, 7, "UTC"))
        scene.env.backend.remove_guild(scene.guild.id)
        await scene.env.settle()
        assert [each.guild for each in await scene.store.subscriptions.find()] == [1234]
        assert await scene.store.digests.find_plans() == ()

    async def test_a_server_that_is_away_is_not(self, scene: Scene) -> None:
        await scene.subscribe(None)
        scene.env.backend.emit("GUILD_DELETE", {"id": str(scene.guild.id), "unavailable": True})
        await scene.env.settle()
        assert len(await scene.store.subscriptions.find()) == 1

    @pytest.mark.parametrize("place", ["channel", "thread"])
    async def test_what_was_sent_to_a_channel_ends_with_it(self, scene: Scene, place: str) -> None:
        gone = scene.channel.id
        if place == "thread":
            gone = scene.env.backend.create_thread(gone, "talks", scene.guild.owner.id).id
        await scene.subscribe(None, gone)
        await scene.subscribe(None, scene.news.id)
        await scene.store.digests.save_plan(DigestPlan(scene.guild.id, gone, 7, "UTC"))
        scene.env.backend.delete_channel(gone)
        await scene.env.settle()
        assert await scene.announced() == [(scene.news.id, None, False)]
        assert await scene.store.digests.find_plans() == ()

    async def test_what_is_sent_to_the_others_goes_on(self, scene: Scene) -> None:
        await scene.store.digests.save_plan(DigestPlan(scene.guild.id, scene.news.id, 7, "UTC"))
        scene.env.backend.delete_channel(scene.channel.id)
        await scene.env.settle()
        assert len(await scene.store.digests.find_plans()) == 1
