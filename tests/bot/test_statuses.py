from collections.abc import Callable
from typing import Any

import pytest
import simcord

from knowledge.base import KnowledgeBase

Shown = Callable[[Any], str]


@pytest.mark.parametrize("asked", ["Fishing Rights", "fishing rigths", "FISHING"])
async def test_a_topic_is_found_by_name_or_misspelling(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, asked: str
) -> None:
    result = await alice.slash(channel, "status", topic=asked)
    text = shown(result.response)
    assert text.startswith("Fishing Rights\n**Under Discussion**")
    assert "> | Fishing Rights | Under Discussion |" in text
    assert "<t:1772366400:D>" in text
    assert not result.ephemeral


async def test_a_topic_is_found_by_another_name_after_the_prefix(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
) -> None:
    await alice.send(channel, "!status crossing")
    assert "**In Progress**" in shown(channel.last_message)


@pytest.mark.parametrize("topic", [None, " "])
async def test_without_a_topic_all_are_shown(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown, topic: str | None
) -> None:
    result = await alice.slash(channel, "status", **({} if topic is None else {"topic": topic}))
    lines = shown(result.response).splitlines()
    assert [line.split("**")[1] for line in lines[1:4]] == ["Bridge Repair", "Fishing Rights", "Winter Ferry"]


async def test_an_unknown_topic_is_told_to_the_asker_alone_with_the_nearest_names(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, shown: Shown
) -> None:
    result = await alice.slash(channel, "status", topic="winter fair @everyone")
    assert "no status for “winter fair @\u200beveryone”" in shown(result.response)
    assert "Winter Ferry" in shown(result.response)
    assert result.ephemeral


async def test_what_is_typed_is_completed(alice: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    choices = await alice.autocomplete(channel, "status", "topic", "win")
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
