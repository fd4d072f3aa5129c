from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.replies.failures import NotADateError
from knowledge.base import KnowledgeBase
from knowledge.errors import StoreError
from knowledge.notices.audience import Bulletin
from knowledge.statuses.changes import Changes
from tests.bot.cogs.scene import Reply, Scene, read

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
    async def test_a_topic_is_found_by_name_or_misspelling(self, scene: Scene, asked: str) -> None:
        reply = await scene.slash("status", topic=asked)
        text = reply.text
        assert text.startswith("Fishing Rights\n**Under Discussion**")
        assert "> **Fishing Rights**: Under Discussion" in text
        assert "<t:1772366400:D>" in text
        assert not reply.private

    async def test_a_topic_is_found_by_another_name_after_the_prefix(self, scene: Scene) -> None:
        reply = await scene.send("!status crossing")
        assert "**In Progress**" in reply.text

    @pytest.mark.parametrize("topic", [None, " "])
    async def test_without_a_topic_all_are_shown(self, scene: Scene, topic: str | None) -> None:
        reply = await scene.slash("status", **({} if topic is None else {"topic": topic}))
        text = reply.text
        places = [text.index(name) for name in ("Bridge Repair", "Fishing Rights", "Winter Ferry")]
        assert places == sorted(places)

    async def test_an_unknown_topic_is_told_to_the_asker_alone_with_the_nearest_names(
        self, scene: Scene
    ) -> None:
        reply = await scene.slash("status", topic="winter fair @everyone")
        assert "no status for “winter fair @\u200beveryone”" in reply.text
        assert "Winter Ferry" in reply.text
        assert reply.private


@pytest.mark.usefixtures("story")
class TestOnADay:
    async def test_a_topic_is_shown_as_it_stood_on_a_day(self, scene: Scene) -> None:
        now = await scene.slash("status", topic="winter ferry")
        then = await scene.slash("status", topic="winter ferry", as_of="2026-03-02")
        assert "**Agreed**" in now.text
        assert "**Proposed** · since" in then.text
        assert "Now: **Agreed**" in then.text

    @pytest.mark.parametrize("day", ["2026-03-02", "2 March", "two days ago", "last monday"])
    async def test_a_text_command_takes_the_day_from_its_end(self, scene: Scene, day: str) -> None:
        reply = await scene.send(f"!status winter ferry {day}")
        assert "**Proposed** · since" in reply.text
        assert "Now: **Agreed**" in reply.text
        board = await scene.send(f"!status {day}")
        assert "Winter Ferry**: Proposed" in board.text
        assert "Agreed" not in board.text

    async def test_a_day_to_come_is_today(self, scene: Scene) -> None:
        now = await scene.slash("status", topic="winter ferry")
        then = await scene.slash("status", topic="winter ferry", as_of="2038-01-20")
        assert then.text == now.text

    async def test_a_day_before_all_articles_is_told_to_the_asker_alone(self, scene: Scene) -> None:
        reply = await scene.slash("status", topic="winter ferry", as_of="2026-01-01")
        assert reply.text.startswith("Winter Ferry\n")
        assert "no status" in reply.text
        assert "<t:1772366400:D>" in reply.text
        assert reply.private

    async def test_an_unknown_topic_on_a_day_is_unknown(self, scene: Scene) -> None:
        reply = await scene.slash("status", topic="zymurgy", as_of="2026-03-02")
        assert "No such topic" in reply.text

    @pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "3/2/2026", "@everyone", "soon"])
    async def test_what_is_not_a_date_is_answered_with_an_example(
        self,
        scene: Scene,
        day: str,
    ) -> None:
        said = [await scene.slash("status", topic="winter ferry", as_of=day)]
        said += [await scene.slash("new", since=day)]
        for each in said:
            assert "is not a date" in each.text
            assert "2026-11-10" in each.text
            assert "@everyone" not in each.text
            assert each.private
        assert len(scene.env.errors) == 2

    async def test_a_date_that_does_not_exist_is_no_part_of_a_topic(self, scene: Scene) -> None:
        reply = await scene.send("!status winter ferry 2026-02-30")
        assert "“2026-02-30” is not a date" in reply.text
        assert [type(getattr(error, "original", error)) for error in scene.env.errors] == [NotADateError]


@pytest.mark.usefixtures("story")
class TestHistory:
    @pytest.mark.parametrize("how", ["slash", "text"])
    async def test_each_step_is_shown_with_its_words(self, scene: Scene, how: str) -> None:
        if how == "slash":
            reply = await scene.slash("history", topic="winter ferry")
            assert not reply.private
            text = reply.text
        else:
            text = (await scene.send("!history winter ferry")).text
        assert "> **Winter Ferry**: Proposed" in text
        assert "Winter Ferry: Agreed" in text

    async def test_an_unknown_topic_is_told_to_the_asker_alone(self, scene: Scene) -> None:
        reply = await scene.slash("history", topic="zymurgy")
        assert "No such topic" in reply.text
        assert reply.private

    async def test_without_a_topic_it_says_what_is_missing(self, scene: Scene) -> None:
        reply = await scene.send("!history")
        assert "The topic is missing" in reply.text
        assert len(scene.env.errors) == 1


class TestNew:
    async def test_the_first_look_shows_the_last_days_and_the_next_one_what_came_since(
        self,
        scene: Scene,
        rewrite: Rewrite,
    ) -> None:
        first = await scene.slash("new")
        assert first.private
        assert "Winter Ferry" in first.text
        assert "Talks on the river" in first.text
        assert "Timetable of the ferry" not in first.text  # of 23 days ago
        assert "Nothing has changed since you last looked" in (await scene.slash("new")).text
        await rewrite("| Proposed |", "| Agreed |")
        await rewrite("| Agreed |", "| Signed |")
        later = (await scene.slash("new")).text
        assert "Winter Ferry" in later
        assert "Proposed" in later
        assert "Signed" in later
        assert "Agreed" not in later
        assert "Fishing Rights" not in later
        assert "Talks on the river" in later
        assert "Nothing has changed since you last looked" in (await scene.slash("new")).text

    async def test_each_user_has_seen_something_else(
        self,
        scene: Scene,
        rewrite: Rewrite,
    ) -> None:
        await scene.send("!new")
        await rewrite("| Proposed |", "| Agreed |")
        bob = scene.guild.add_member(scene.env.create_user("bob"))
        assert "In the last 7 days" in read((await bob.slash(scene.channel, "new")).response)
        assert "Agreed" in (await scene.send_dm("!new")).text
        assert "Nothing has changed" in (await scene.send_dm("!new")).text

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
        scene: Scene,
        since: str,
        names: list[str],
    ) -> None:
        reply = await scene.slash("new", since=since)
        typed = await scene.send(f"!new {since}")
        for text in (reply.text, typed.text):
            assert [name for name in names if name not in text] == []
        assert reply.private
        assert "In the last 7 days" in (await scene.slash("new")).text

    async def test_what_comes_while_somebody_looks_is_shown_the_next_time(
        self,
        scene: Scene,
        base: KnowledgeBase,
        monkeypatch: pytest.MonkeyPatch,
        rewrite: Rewrite,
    ) -> None:
        await scene.slash("new")
        read = base.store.feed.read

        async def overtaken(after: int = 0) -> tuple[Bulletin, ...]:
            monkeypatch.undo()
            await rewrite("| Proposed |", "| Agreed |")
            return await read(after)

        monkeypatch.setattr(base.store.feed, "read", overtaken)
        assert "Nothing has changed" in (await scene.slash("new")).text
        assert "Agreed" in (await scene.slash("new")).text

    async def test_two_quick_looks_lose_nothing(
        self,
        scene: Scene,
        rewrite: Rewrite,
    ) -> None:
        await scene.slash("new")
        await rewrite("| Proposed |", "| Agreed |")
        for _ in range(2):
            scene.env.backend.create_message(scene.channel.id, scene.member.id, "!new")
        await scene.env.settle()
        said = [read(each) for each in scene.channel.history() if each.author.id != scene.member.id]
        assert any("Agreed" in each for each in said)
        await rewrite("| Agreed |", "| Signed |")
        assert "Signed" in (await scene.slash("new")).text

    async def test_what_was_not_delivered_has_not_been_seen(
        self,
        scene: Scene,
        rewrite: Rewrite,
    ) -> None:
        await scene.slash("new")
        await rewrite("| Proposed |", "| Agreed |")
        scene.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
        await scene.member.slash(scene.channel, "new")  # and reads nothing
        assert "Agreed" in (await scene.slash("new")).text
        assert len(scene.env.errors) == 1

    async def test_where_the_store_fails_the_last_days_are_shown(
        self,
        scene: Scene,
        base: KnowledgeBase,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        async def failing() -> int:
            raise StoreError("The disk of /srv is full.", "Make room.")

        monkeypatch.setattr(base.store.feed, "get_newest", failing)
        reply = await scene.slash("new")
        assert "Winter Ferry" in reply.text
        assert "In the last 7 days" in reply.text
        assert "The disk of /srv is full" in caplog.text
        assert await base.store.feed.get_seen(scene.member.id) is None

    async def test_where_the_store_does_not_keep_it_the_answer_is_given(
        self,
        scene: Scene,
        base: KnowledgeBase,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        async def failing(*_: int) -> None:
            raise StoreError("The disk is full.", "Make room.")

        monkeypatch.setattr(base.store.feed, "mark_seen", failing)
        assert "Winter Ferry" in (await scene.slash("new")).text
        kept = [each for each in caplog.records if "should have been kept" in each.getMessage()]
        assert kept[0].getMessage().endswith("was not: The disk is full. Make room.")
        assert not kept[0].exc_info


@pytest.mark.parametrize("command", ["status", "new"])
async def test_what_does_not_fit_is_on_pages_that_buttons_turn(
    scene: Scene, base: KnowledgeBase, articles: Any, command: str
) -> None:
    await scene.slash("new")
    rows = [f"| Street {each:03}, which is long and has no end | Proposed |" for each in range(90)]
    table = "\n".join(["| Point | Status |", "| --- | --- |", *rows])
    (articles / "long.md").write_text(f"---\ntitle: Long\n---\n# Long\n\n{table}\n", encoding="utf-8")
    await base.reload()
    page = await scene.slash(command)
    said = page.text
    for _ in range(3):
        assert page.message
        result = await scene.member.click(page.message, label="Next")
        page = Reply(read(result.response), result.ephemeral, result.response)
        said += page.text
    assert all(f"Street {each:03}" in said for each in range(70))


@pytest.mark.parametrize("command", ["status", "history", "follow"])
async def test_what_is_typed_is_completed(scene: Scene, command: str) -> None:
    assert (await scene.complete(command, "topic", "win"))[0] == "Winter Ferry"


async def test_completions_stay_within_what_discord_takes(
    scene: Scene, base: KnowledgeBase, articles: Any
) -> None:
    rows = [f"| {'very ' * 30}long topic {number} | Proposed |" for number in range(40)]
    rows += ["| \u200b\u200b. | Proposed |"]
    table = "\n".join(["| Point | Status |", "| --- | --- |", *rows])
    (articles / "long.md").write_text(f"---\ntitle: Long\n---\n# Long\n\n{table}\n", encoding="utf-8")
    await base.reload()
    choices = await scene.member.autocomplete(scene.channel, "status", "topic", "")
    assert len(choices) == 25
    assert all(1 <= len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)
