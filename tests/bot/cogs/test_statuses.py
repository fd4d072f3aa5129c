from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import simcord

from bot.replies.failures import NotADateError
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.notices.audience import Bulletin
from knowledge.statuses.changes import Changes

Shown = Callable[[Any], str]
Rewrite = Callable[[str, str], Awaitable[Changes]]

MORE = """\
---
title: The ferry of spring
published: 2026-03-04
---
# The ferry of spring

- Winter Ferry: Agreed
- Fishing Rights: Under Discussion
"""


@pytest.fixture
async def story(articles: Any, base: KnowledgeBase) -> None:
    """A second article, three days after the talks."""
    (articles / "spring.md").write_text(MORE, encoding="utf-8")
    await base.reload()


class TestStatus:
    @pytest.mark.parametrize("asked", ["Fishing Rights", "fishing rigths", "FISHING"])
    async def test_a_topic_is_found_by_name_or_misspelling(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, asked: str
    ) -> None:
        result = await alice.slash(channel, "status", topic=asked)
        text = shown(result.response)
        assert text.startswith("Fishing Rights\n**Under Discussion**")
        assert "> | Fishing Rights | Under Discussion |" in text
        assert "<t:1772366400:D>" in text
        assert not result.ephemeral

    async def test_a_topic_is_found_by_another_name_after_the_prefix(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        await alice.send(channel, "!status crossing")
        assert "**In Progress**" in shown(channel.last_message)

    @pytest.mark.parametrize("topic", [None, " "])
    async def test_without_a_topic_all_are_shown(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, topic: str | None
    ) -> None:
        result = await alice.slash(channel, "status", **({} if topic is None else {"topic": topic}))
        text = shown(result.response)
        places = [text.index(name) for name in ("Bridge Repair", "Fishing Rights", "Winter Ferry")]
        assert places == sorted(places)

    async def test_an_unknown_topic_is_told_to_the_asker_alone_with_the_nearest_names(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        result = await alice.slash(channel, "status", topic="winter fair @everyone")
        assert "no status for “winter fair @\u200beveryone”" in shown(result.response)
        assert "Winter Ferry" in shown(result.response)
        assert result.ephemeral


@pytest.mark.usefixtures("story")
class TestOnADay:
    async def test_a_topic_is_shown_as_it_stood_on_a_day(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        now = await alice.slash(channel, "status", topic="winter ferry")
        then = await alice.slash(channel, "status", topic="winter ferry", as_of="2026-03-02")
        assert "**Agreed**" in shown(now.response)
        assert "**Proposed**" in shown(then.response)
        assert "Agreed" not in shown(then.response)

    @pytest.mark.parametrize("text", ["!status winter ferry 2026-03-02", "!status 2026-03-02"])
    async def test_a_text_command_takes_the_day_from_its_end(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, text: str
    ) -> None:
        await alice.send(channel, text)
        assert "Proposed" in shown(channel.last_message)
        assert "Agreed" not in shown(channel.last_message)

    async def test_a_day_to_come_is_today(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        now = await alice.slash(channel, "status", topic="winter ferry")
        then = await alice.slash(channel, "status", topic="winter ferry", as_of="2038-01-20")
        assert shown(then.response) == shown(now.response)

    async def test_a_day_before_all_articles_is_told_to_the_asker_alone(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        result = await alice.slash(channel, "status", topic="winter ferry", as_of="2026-01-01")
        assert shown(result.response).startswith("Winter Ferry\n")
        assert "no status" in shown(result.response)
        assert "<t:1772366400:D>" in shown(result.response)
        assert result.ephemeral

    async def test_an_unknown_topic_on_a_day_is_unknown(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        result = await alice.slash(channel, "status", topic="zymurgy", as_of="2026-03-02")
        assert "No such topic" in shown(result.response)

    @pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "3/2/2026", "@everyone", "²026-03-02"])
    async def test_what_is_not_a_date_is_answered_with_an_example(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        day: str,
    ) -> None:
        said = [await alice.slash(channel, "status", topic="winter ferry", as_of=day)]
        said += [await alice.slash(channel, "new", since=day)]
        for each in said:
            assert "is not a date" in shown(each.response)
            assert "2026-11-10" in shown(each.response)
            assert "@everyone" not in shown(each.response)
            assert each.ephemeral
        assert len(env.errors) == 2

    async def test_a_date_that_does_not_exist_is_no_part_of_a_topic(
        self, env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        await alice.send(channel, "!status winter ferry 2026-02-30")
        assert "“2026-02-30” is not a date" in shown(channel.last_message)
        assert [type(getattr(error, "original", error)) for error in env.errors] == [NotADateError]


@pytest.mark.usefixtures("story")
class TestHistory:
    @pytest.mark.parametrize("how", ["slash", "text"])
    async def test_each_step_is_shown_with_its_words(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, how: str
    ) -> None:
        if how == "slash":
            result = await alice.slash(channel, "history", topic="winter ferry")
            assert not result.ephemeral
            text = shown(result.response)
        else:
            await alice.send(channel, "!history winter ferry")
            text = shown(channel.last_message)
        assert "| Winter Ferry | Proposed |" in text
        assert "Winter Ferry: Agreed" in text

    async def test_an_unknown_topic_is_told_to_the_asker_alone(
        self, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        result = await alice.slash(channel, "history", topic="zymurgy")
        assert "No such topic" in shown(result.response)
        assert result.ephemeral

    async def test_without_a_topic_it_says_what_is_missing(
        self, env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
    ) -> None:
        await alice.send(channel, "!history")
        assert "The topic is missing" in shown(channel.last_message)
        assert len(env.errors) == 1


class TestNew:
    async def test_the_first_look_shows_the_last_days_and_the_next_one_what_came_since(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        rewrite: Rewrite,
    ) -> None:
        first = await alice.slash(channel, "new")
        assert first.ephemeral
        assert "Winter Ferry" in shown(first.response)
        assert "Talks on the river" in shown(first.response)
        assert "Timetable of the ferry" not in shown(first.response)  # of 23 days ago
        assert "Nothing has changed since you last looked" in shown(
            (await alice.slash(channel, "new")).response
        )
        await rewrite("| Proposed |", "| Agreed |")
        await rewrite("| Agreed |", "| Signed |")
        later = shown((await alice.slash(channel, "new")).response)
        assert "Winter Ferry" in later
        assert "Proposed" in later
        assert "Signed" in later
        assert "Agreed" not in later
        assert "Fishing Rights" not in later
        assert "Talks on the river" in later
        assert "Nothing has changed since you last looked" in shown(
            (await alice.slash(channel, "new")).response
        )

    async def test_each_user_has_seen_something_else(
        self,
        env: simcord.Env,
        guild: simcord.GuildHandle,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        rewrite: Rewrite,
    ) -> None:
        await alice.send(channel, "!new")
        await rewrite("| Proposed |", "| Agreed |")
        bob = guild.add_member(env.create_user("bob"))
        assert "In the last 7 days" in shown((await bob.slash(channel, "new")).response)
        await alice.send_dm("!new")
        assert "Agreed" in shown(alice.user.dm_channel.last_message)
        await alice.send_dm("!new")
        assert "Nothing has changed" in shown(alice.user.dm_channel.last_message)

    @pytest.mark.parametrize(
        ("since", "names"),
        [
            ("2026-02-01", ["Winter Ferry", "Talks on the river", "Timetable of the ferry"]),
            ("2026-02-20", ["Winter Ferry", "Talks on the river"]),
            ("2026-03-02", ["Nothing has changed since"]),
            ("2038-01-19", ["Nothing has changed since"]),
            ("0001-01-01", ["Winter Ferry"]),
        ],
    )
    async def test_what_came_since_a_day_is_shown_however_often_one_looks(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        since: str,
        names: list[str],
    ) -> None:
        result = await alice.slash(channel, "new", since=since)
        await alice.send(channel, f"!new {since}")
        for text in (shown(result.response), shown(channel.last_message)):
            assert [name for name in names if name not in text] == []
        assert result.ephemeral
        assert "In the last 7 days" in shown((await alice.slash(channel, "new")).response)

    async def test_what_comes_while_somebody_looks_is_shown_the_next_time(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
        monkeypatch: pytest.MonkeyPatch,
        rewrite: Rewrite,
    ) -> None:
        await alice.slash(channel, "new")
        read = base.store.feed.read

        async def overtaken(after: int = 0) -> tuple[Bulletin, ...]:
            monkeypatch.undo()
            await rewrite("| Proposed |", "| Agreed |")
            return await read(after)

        monkeypatch.setattr(base.store.feed, "read", overtaken)
        assert "Nothing has changed" in shown((await alice.slash(channel, "new")).response)
        assert "Agreed" in shown((await alice.slash(channel, "new")).response)

    async def test_two_quick_looks_lose_nothing(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        rewrite: Rewrite,
    ) -> None:
        await alice.slash(channel, "new")
        await rewrite("| Proposed |", "| Agreed |")
        for _ in range(2):
            env.backend.create_message(channel.id, alice.id, "!new")
        await env.settle()
        said = [shown(message) for message in channel.history() if message.author.id != alice.id]
        assert any("Agreed" in each for each in said)
        await rewrite("| Agreed |", "| Signed |")
        assert "Signed" in shown((await alice.slash(channel, "new")).response)

    async def test_what_was_not_delivered_has_not_been_seen(
        self,
        env: simcord.Env,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        shown: Shown,
        rewrite: Rewrite,
    ) -> None:
        await alice.slash(channel, "new")
        await rewrite("| Proposed |", "| Agreed |")
        env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
        await alice.slash(channel, "new")
        assert "Agreed" in shown((await alice.slash(channel, "new")).response)
        assert len(env.errors) == 1

    async def test_where_the_store_fails_the_last_days_are_shown(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        async def failing() -> int:
            raise StoreError("The disk of /srv is full.", "Make room.")

        monkeypatch.setattr(base.store.feed, "get_newest", failing)
        result = await alice.slash(channel, "new")
        assert "Winter Ferry" in shown(result.response)
        assert "In the last 7 days" in shown(result.response)
        assert "The disk of /srv is full" in caplog.text
        assert await base.store.feed.get_seen(alice.id) is None

    async def test_where_the_store_does_not_keep_it_the_answer_is_given(
        self,
        alice: simcord.MemberActor,
        channel: simcord.ChannelHandle,
        base: KnowledgeBase,
        shown: Shown,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        async def failing(*_: int) -> None:
            raise StoreError("The disk is full.", "Make room.")

        monkeypatch.setattr(base.store.feed, "mark_seen", failing)
        assert "Winter Ferry" in shown((await alice.slash(channel, "new")).response)
        assert "should have been kept" in caplog.text


@pytest.mark.parametrize("command", ["status", "history", "follow"])
async def test_what_is_typed_is_completed(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, command: str
) -> None:
    choices = await alice.autocomplete(channel, command, "topic", "win")
    assert choices[0] == {"name": "Winter Ferry", "value": "Winter Ferry"}


async def test_completions_stay_within_what_discord_takes(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase, articles: Any
) -> None:
    rows = [f"| {'very ' * 30}long topic {number} | Proposed |" for number in range(40)]
    rows += ["| \u200b\u200b. | Proposed |"]
    table = "\n".join(["| Point | Status |", "| --- | --- |", *rows])
    (articles / "long.md").write_text(f"---\ntitle: Long\n---\n# Long\n\n{table}\n", encoding="utf-8")
    await base.reload()
    choices = await alice.autocomplete(channel, "status", "topic", "")
    assert len(choices) == 25
    assert all(1 <= len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)
