from collections.abc import Callable
from typing import Any

import discord
import pytest
import simcord

from bot.client import TalksBot
from knowledge.base import KnowledgeBase
from knowledge.notices.audience import DigestPlan, Subscription
from knowledge.store import KnowledgeStore

Shown = Callable[[Any], str]

COMMANDS = ["show", "announcements", "digest"]


@pytest.fixture
def store(base: KnowledgeBase) -> KnowledgeStore:
    return base.store


@pytest.fixture
def manager(env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
    role = guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
    return guild.add_member(env.create_user("manager"), roles=[role])


@pytest.fixture
def news(guild: simcord.GuildHandle) -> simcord.ChannelHandle:
    return guild.create_news_channel("news")


def _yes(_: object) -> bool:
    return True


async def _subscribed(
    store: KnowledgeStore, guild: simcord.GuildHandle
) -> list[tuple[int | None, str | None, bool]]:
    return [(each.channel, each.topic, each.edits) for each in await store.subscriptions.find(guild=guild.id)]


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
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        caplog: pytest.LogCaptureFixture,
        who: str,
        allowed: bool,
        how: str,
    ) -> None:
        may = discord.Permissions(
            manage_guild="manager" in who, administrator=who == "administrator", manage_messages=True
        )
        user = guild.owner if who == "server owner" else env.create_user("asker")
        where = env.create_guild() if who == "manager elsewhere" else guild
        role = where.create_role("role", permissions=may)
        if where is not guild:
            where.add_member(user, roles=[role])
        roles = [role] if where is guild and who not in {"member", "owner of the bot"} else []
        member = guild.add_member(user, roles=roles)
        if who == "former manager":
            env.backend.delete_role(guild.id, role.id)
        if who == "owner of the bot":
            assert isinstance(env.bot, TalksBot)
            env.bot.owner_id = member.id
        # Whom Discord shows the command is for a server's admins to choose: it protects nothing.
        found = env.backend.find_command("settings", None)
        assert found
        guild.set_command_permissions(int(found["id"]), {member.user: True})
        for command in COMMANDS:
            caplog.clear()
            if how == "slash":
                result = await member.slash(channel, f"settings {command}")
                assert result.ephemeral
                text = shown(result.response)
            else:
                await member.send(channel, f"!settings {command}")
                text = shown(channel.last_message)
            assert ("belong to those who manage it" in text) is not allowed
            denied = f"Settings denied to user {member.id} in guild {guild.id}."
            assert (denied in caplog.messages) is not allowed
        assert bool(await store.subscriptions.find()) is allowed
        assert bool(await store.digests.find_plans()) is allowed

    @pytest.mark.parametrize("command", COMMANDS)
    async def test_there_is_nothing_to_set_in_a_direct_message(
        self, manager: simcord.MemberActor, store: KnowledgeStore, shown: Shown, command: str
    ) -> None:
        await manager.send_dm(f"!settings {command}")
        assert "nothing to set here" in shown(manager.user.dm_channel.last_message)
        assert await store.subscriptions.find() == ()
        assert await store.digests.find_plans() == ()

    async def test_who_brings_the_bot_along_to_a_server_cannot_set_it(
        self,
        manager: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(discord.Interaction, "is_user_integration", _yes)
        result = await manager.slash(channel, "settings announcements")
        assert "belong to those who manage it" in shown(result.response)
        assert await store.subscriptions.find() == ()

    def test_discord_shows_it_to_managers_in_servers_that_have_installed_it(self, env: simcord.Env) -> None:
        found = env.backend.find_command("settings", None)
        assert found
        assert found["default_member_permissions"] == discord.Permissions(manage_guild=True).value
        assert found["integration_types"] == [0]
        assert found["contexts"] == [0]
        assert [each["name"] for each in found["options"]] == COMMANDS


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
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        options: dict[str, str],
        topic: str | None,
        edits: bool,
    ) -> None:
        result = await manager.slash(channel, "settings announcements", channel=news, **options)
        assert await _subscribed(store, guild) == [(news.id, topic, edits)]
        text = shown(result.response)
        assert f"<#{news.id}>" in text
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
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
        words: str,
        topic: str | None,
        edits: bool,
    ) -> None:
        await manager.send(channel, f"!settings announcements {words.format(news=news.id)}")
        where = news if "#" in words else channel
        assert await _subscribed(store, guild) == [(where.id, topic, edits)]

    async def test_an_unknown_topic_is_told_with_the_nearest_names(
        self,
        manager: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
    ) -> None:
        result = await manager.slash(channel, "settings announcements", topic="winter fair")
        assert "Winter Ferry" in shown(result.response)
        assert result.ephemeral
        assert await store.subscriptions.find() == ()

    async def test_topics_are_completed(
        self, manager: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> None:
        found = await manager.autocomplete(channel, "settings announcements", "topic", "win")
        assert found[0] == {"name": "Winter Ferry", "value": "Winter Ferry"}

    async def test_they_can_go_to_a_thread(
        self,
        env: simcord.Env,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        thread = env.backend.create_thread(channel.id, "talks", manager.id)
        await manager.send(channel, f"!settings announcements <#{thread.id}>")
        assert await _subscribed(store, guild) == [(thread.id, None, False)]

    @pytest.mark.parametrize(
        "lacking", ["view_channel", "send_messages", "embed_links", "send_messages_in_threads"]
    )
    @pytest.mark.parametrize("place", ["channel", "thread"])
    async def test_a_channel_where_the_bot_may_not_write_is_refused_with_the_missing_permission(
        self,
        env: simcord.Env,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        lacking: str,
        place: str,
    ) -> None:
        deny = discord.PermissionOverwrite(**{lacking: False})
        closed = guild.create_text_channel("closed", overwrites={guild.default_role: deny})
        where = closed.id
        if place == "thread":
            where = env.backend.create_thread(closed.id, "talks", manager.id).id
        await manager.send(channel, f"!settings announcements <#{where}>")
        needless = {"channel": "send_messages_in_threads", "thread": "send_messages"}[place]
        if lacking == needless:
            assert len(await store.subscriptions.find()) == 1
            return
        assert len(env.errors) == 1
        assert await store.subscriptions.find() == ()
        text = shown(channel.last_message)
        assert lacking.replace("_", " ").title().replace(" In ", " in ") in text
        assert f"#{'talks' if place == 'thread' else 'closed'}" in text

    @pytest.mark.parametrize("place", ["voice", "forum", "unknown", "of another server"])
    async def test_any_other_place_is_refused(
        self,
        env: simcord.Env,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        place: str,
    ) -> None:
        where = {
            "voice": lambda: guild.create_voice_channel("voices").id,
            "forum": lambda: guild.create_forum_channel("forum").id,
            "unknown": lambda: 123456789012345678,
            "of another server": lambda: env.create_guild().create_text_channel("theirs").id,
        }[place]()
        await manager.send(channel, f"!settings announcements <#{where}>")
        expected = "is no text channel" if place in {"voice", "forum"} else "no such channel"
        assert expected in shown(channel.last_message)
        assert len(env.errors) == 1
        assert await store.subscriptions.find() == ()

    async def test_a_topic_beside_all_topics_is_refused_for_it_would_be_announced_twice(
        self,
        env: simcord.Env,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
    ) -> None:
        await manager.slash(channel, "settings announcements")
        result = await manager.slash(channel, "settings announcements", topic="Winter Ferry")
        assert "All topics are announced in #general already" in shown(result.response)
        assert result.ephemeral
        assert len(env.errors) == 1
        assert await _subscribed(store, guild) == [(channel.id, None, False)]

    async def test_all_topics_take_the_place_of_single_ones(
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        for where, topic in [(channel, "Winter Ferry"), (channel, "Bridge Repair"), (news, "Winter Ferry")]:
            await manager.slash(channel, "settings announcements", channel=where, topic=topic)
        await manager.slash(channel, "settings announcements", how="edit")
        assert await _subscribed(store, guild) == [
            (news.id, "Winter Ferry", False),
            (channel.id, None, True),
        ]

    async def test_a_second_time_changes_how_and_goes_on_where_it_was_paused(
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        # It was set while the topic was spelt otherwise.
        before = await store.subscriptions.add("bridge  REPAIR", channel=channel.id, guild=guild.id)
        await store.subscriptions.pause(before.number)
        await manager.slash(channel, "settings announcements", topic="crossing", how="edit")
        (after,) = await store.subscriptions.find(guild=guild.id)
        assert (after.number, after.edits, after.paused) == (before.number, True, False)


class TestAnnouncementsOff:
    @pytest.fixture
    async def both(
        self, guild: simcord.GuildHandle, channel: simcord.ChannelHandle, store: KnowledgeStore
    ) -> list[Subscription]:
        topics = ("Winter Ferry", "Bridge Repair")
        return [await store.subscriptions.add(topic, channel=channel.id, guild=guild.id) for topic in topics]

    @pytest.mark.usefixtures("both")
    async def test_it_ends_all_of_a_channel(
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
    ) -> None:
        await store.subscriptions.add(None, channel=news.id, guild=guild.id)
        result = await manager.slash(channel, "settings announcements", how="off")
        assert "no longer announced in #general" in shown(result.response)
        assert await _subscribed(store, guild) == [(news.id, None, False)]

    @pytest.mark.usefixtures("both")
    @pytest.mark.parametrize("topic", ["winter fery", "WINTER FERRY"])
    async def test_it_ends_one_topic(
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        topic: str,
    ) -> None:
        await manager.send(channel, f"!settings announcements off {topic}")
        assert "Changes of Winter Ferry are no longer" in shown(channel.last_message)
        assert await _subscribed(store, guild) == [(channel.id, "Bridge Repair", False)]

    async def test_it_ends_a_topic_that_no_article_names_any_more(
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        await store.subscriptions.add("Lighthouse Oil", channel=channel.id, guild=guild.id)
        await manager.slash(channel, "settings announcements", how="off", topic="lighthouse oil")
        assert await store.subscriptions.find() == ()

    async def test_it_ends_a_topic_that_is_spelt_otherwise_now(
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        await store.subscriptions.add("crossing", channel=channel.id, guild=guild.id)
        await manager.slash(channel, "settings announcements", how="off", topic="Bridge Repair")
        assert await store.subscriptions.find() == ()

    @pytest.mark.parametrize("topic", [None, "Fishing Rights"])
    async def test_where_there_is_none_it_says_so(
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        topic: str | None,
    ) -> None:
        there = None if topic else "Winter Ferry"
        await store.subscriptions.add(there, channel=(channel if topic else news).id, guild=guild.id)
        options = {"topic": topic} if topic else {}
        result = await manager.slash(channel, "settings announcements", how="off", **options)
        text = shown(result.response)
        assert f"No changes{' of Fishing Rights' if topic else ''} are announced in #general" in text
        assert len(await store.subscriptions.find()) == 1

    async def test_a_channel_that_is_gone_can_be_named(
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        await store.subscriptions.add(None, channel=123456789012345678, guild=guild.id)
        await manager.send(channel, "!settings announcements <#123456789012345678> off")
        assert await store.subscriptions.find() == ()

    async def test_another_server_is_left_alone(
        self,
        env: simcord.Env,
        manager: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        theirs = env.create_guild().create_text_channel("theirs")
        await store.subscriptions.add(None, channel=theirs.id, guild=1234)
        await manager.send(channel, f"!settings announcements <#{theirs.id}> off")
        assert len(await store.subscriptions.find()) == 1


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
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        options: dict[str, Any],
        hour: int,
        zone: str,
        weekday: int | None,
        next_time: str,
    ) -> None:
        result = await manager.slash(channel, "settings digest", **options)
        (plan,) = await store.digests.find_plans()
        assert (plan.guild, plan.channel) == (guild.id, channel.id)
        assert (plan.hour, plan.zone, plan.weekday) == (hour, zone, weekday)
        assert plan.last is not None
        moment = int(discord.utils.parse_time(next_time).timestamp())
        assert f"<t:{moment}:F>" in shown(result.response)
        assert f"<#{channel.id}>" in shown(result.response)

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
        self,
        manager: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
        words: str,
        hour: int,
        zone: str,
        weekday: int | None,
    ) -> None:
        await manager.send(channel, f"!settings digest {words.format(news=news.id)}")
        (plan,) = await store.digests.find_plans()
        assert plan.channel == (news if "#" in words else channel).id
        assert (plan.hour, plan.zone, plan.weekday) == (hour, zone, weekday)

    async def test_what_is_left_out_stays_as_it_is(
        self,
        manager: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        first = {"every": "weekly", "weekday": "friday", "hour": 7, "zone": "Asia/Kathmandu", "channel": news}
        await manager.slash(channel, "settings digest", **first)
        await manager.slash(channel, "settings digest", hour=8)
        (plan,) = await store.digests.find_plans()
        assert (plan.channel, plan.hour, plan.zone, plan.weekday) == (news.id, 8, "Asia/Kathmandu", 4)
        await manager.slash(channel, "settings digest", every="weekly", channel=channel)
        (plan,) = await store.digests.find_plans()
        assert (plan.channel, plan.weekday) == (channel.id, 4)
        await manager.slash(channel, "settings digest", every="daily")
        (plan,) = await store.digests.find_plans()
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
        self,
        env: simcord.Env,
        manager: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        words: str,
        said: str,
    ) -> None:
        await manager.slash(channel, "settings digest", hour=7)
        before = await store.digests.find_plans()
        await manager.send(channel, f"!settings digest {words}")
        assert said in shown(channel.last_message).replace("\\", "")
        assert len(env.errors) == 1
        assert await store.digests.find_plans() == before

    async def test_it_can_be_switched_off(
        self,
        manager: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
    ) -> None:
        await manager.slash(channel, "settings digest")
        result = await manager.slash(channel, "settings digest", every="off")
        assert "no digest any more" in shown(result.response)
        assert await store.digests.find_plans() == ()
        result = await manager.slash(channel, "settings digest", every="off")
        assert "This server has no digest" in shown(result.response)

    async def test_zones_are_completed(
        self, manager: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> None:
        found = await manager.autocomplete(channel, "settings digest", "zone", "kyi")
        assert found[0] == {"name": "Europe/Kyiv", "value": "Europe/Kyiv"}
        assert (await manager.autocomplete(channel, "settings digest", "zone", "nwe york"))[0][
            "name"
        ] == "America/New_York"
        every = await manager.autocomplete(channel, "settings digest", "zone", "")
        assert len(every) == 25
        assert every[0]["name"] == "UTC"


class TestShow:
    @pytest.mark.parametrize("how", ["!settings", "!settings show", "/settings show"])
    async def test_all_that_is_set_is_shown(
        self,
        manager: simcord.MemberActor,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
        shown: Shown,
        how: str,
    ) -> None:
        paused = await store.subscriptions.add("Winter Ferry", channel=channel.id, guild=guild.id)
        await store.subscriptions.pause(paused.number)
        await store.subscriptions.add(None, channel=news.id, guild=guild.id, edits=True)
        await store.subscriptions.add(None, channel=5, guild=1234)
        await store.digests.save_plan(DigestPlan(guild.id, news.id, 7, "Asia/Kathmandu", 4))
        await store.digests.save_plan(DigestPlan(1234, 5, 8, "UTC"))
        if how.startswith("/"):
            text = shown((await manager.slash(channel, how[1:])).response)
        else:
            await manager.send(channel, how)
            text = shown(channel.last_message)
        assert f"<#{channel.id}>: **Winter Ferry**" in text
        assert "paused" in text
        assert f"<#{news.id}>: every topic" in text
        assert "Friday at 07:00 (Asia/Kathmandu)" in text.replace("\\", "")
        assert "<#5>" not in text


class TestForgetting:
    async def test_a_server_that_the_bot_has_left_is_forgotten(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        await store.subscriptions.add(None, channel=channel.id, guild=guild.id)
        await store.subscriptions.add(None, channel=5, guild=1234)
        await store.digests.save_plan(DigestPlan(guild.id, channel.id, 7, "UTC"))
        env.backend.remove_guild(guild.id)
        await env.settle()
        assert [each.guild for each in await store.subscriptions.find()] == [1234]
        assert await store.digests.find_plans() == ()

    async def test_a_server_that_is_away_is_not(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        await store.subscriptions.add(None, channel=channel.id, guild=guild.id)
        env.backend.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})
        await env.settle()
        assert len(await store.subscriptions.find()) == 1

    @pytest.mark.parametrize("place", ["channel", "thread"])
    async def test_what_was_sent_to_a_channel_ends_with_it(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
        place: str,
    ) -> None:
        gone = (
            channel.id
            if place == "channel"
            else env.backend.create_thread(channel.id, "talks", guild.owner.id).id
        )
        await store.subscriptions.add(None, channel=gone, guild=guild.id)
        await store.subscriptions.add(None, channel=news.id, guild=guild.id)
        await store.digests.save_plan(DigestPlan(guild.id, gone, 7, "UTC"))
        env.backend.delete_channel(gone)
        await env.settle()
        assert await _subscribed(store, guild) == [(news.id, None, False)]
        assert await store.digests.find_plans() == ()

    async def test_what_is_sent_to_the_others_goes_on(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        news: simcord.ChannelHandle,
        store: KnowledgeStore,
    ) -> None:
        await store.digests.save_plan(DigestPlan(guild.id, news.id, 7, "UTC"))
        env.backend.delete_channel(channel.id)
        await env.settle()
        assert len(await store.digests.find_plans()) == 1
