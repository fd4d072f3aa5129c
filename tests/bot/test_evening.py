"""Is all that the bot sends in a whole evening as Discord takes it, and does it ping nobody?

Somebody with a hostile name asks in every way, presses every button, sets up the server and is told what
changed; then each payload is looked at.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from typing import Any, cast

import discord
import pytest
import simcord

from bot.clock import Clock
from bot.delivery import Delivery
from bot.replies.unfinished import Unfinished
from bot.stories import Stories
from bot.wording import Action
from knowledge.base import KnowledgeBase
from knowledge.statuses.changes import Changes

HOSTILE = "@everyone <@1> <@&2> <#3> [a](https://e.vil) ``` ** \u202e"
SLASH: tuple[tuple[str, dict[str, Any]], ...] = (
    ("help", {}),
    ("ask", {"question": "When does the ferry leave the northern pier?"}),
    ("ask", {"question": "Where did the delegations meet?", "private": True}),
    ("ask", {"question": f"Who {HOSTILE}?"}),
    ("status", {}),
    ("status", {"topic": "winter ferry"}),
    ("status", {"topic": HOSTILE}),
    ("history", {"topic": "Bridge Repair"}),
    ("new", {"since": "2026-01-01"}),
    ("new", {"since": HOSTILE[:40]}),
    ("follow", {"topic": "Winter Ferry"}),
    ("following", {}),
    ("privacy", {}),
    ("export_me", {}),
    ("articles list", {}),
    ("articles show", {"article": "Talks on the river"}),
    ("sources list", {}),
    ("reload", {"preview": True}),
    ("settings announcements", {}),
    ("settings digest", {"every": "daily"}),
    ("settings board", {}),
    ("settings articles", {}),
    ("settings check", {}),
    ("settings show", {}),
)
TYPED = (
    *("hello!", "who are you?", "When does the ferry leave? And where did they meet?", HOSTILE),
    *("!status", "!status crossing", "!history fishing rights", "!nonsense", "!follow nothing", "thanks"),
)
NOT_PRESSED = {Action.DELETE, Action.PUBLISH, Action.CANCEL, Action.RELOAD}
"""What takes away a message, or changes what the others are about; and a list needs a choice."""


@pytest.fixture
def clock(clock: Clock) -> Clock:
    """A minute passes whenever it is looked at: nobody asks too often."""
    minutes = count(step=60.0)
    return Clock(now=clock.now, monotonic=lambda: next(minutes))


@pytest.fixture
def manager(env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
    may = discord.Permissions(manage_guild=True)
    user = env.create_user("@everyone **mallory**")
    return guild.add_member(user, roles=[guild.create_role("manager", permissions=may)])


async def _press_all(manager: simcord.MemberActor, shown: list[Any]) -> set[str]:
    """Press a button of each kind below what was shown, or below what that shows; give what was pressed."""
    pressed: set[str] = set()
    while shown:
        message = shown.pop()
        for each in _find_components(_read_rows(message)):
            named = str(each.get("custom_id", ""))
            action = named.partition(":")[0]
            if each["type"] == 2 and action not in NOT_PRESSED | pressed:
                pressed.add(action)
                is_direct = _find_place(message) == manager.user.dm_channel.id
                pressing = manager.user if is_direct else manager
                came = (await pressing.click(message, custom_id=named)).response
                shown += [came] if came else []
    return pressed


def _find_place(message: Any) -> int:
    return message.channel.id if isinstance(message, discord.Message) else message.channel_id


def _read_rows(message: Any) -> list[dict[str, Any]]:
    if isinstance(message, discord.Message):
        return [row.to_dict() for row in message.components]  # pyright: ignore[reportReturnType]  as it came
    return message.components


def _find_components(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield from row["components"]


def _find_payloads(env: simcord.Env) -> Iterator[dict[str, Any]]:
    for request in env.http_requests:
        body = cast("dict[str, Any]", request.json if isinstance(request.json, dict) else {})
        message: Any = body.get("data") or body
        if not {"embeds", "content", "components"}.isdisjoint(message):
            yield message


def _find_faults(message: dict[str, Any]) -> Iterator[str]:
    """Say what Discord would refuse in a message, or whom it would ping."""
    embeds: list[Any] = message.get("embeds") or []
    rows: list[Any] = message.get("components") or []
    cards = [discord.Embed.from_dict(each) for each in embeds]
    said = [str(message.get("content") or ""), *(f"{each.title} {each.description}" for each in cards)]
    yield from ("allowed mentions",) * (message.get("allowed_mentions") != {"parse": []})
    for text in said:
        yield from ("a mention",) * bool(re.search(r"(?<!\\)<@|@everyone|@here", text))
    yield from ("a long text",) * (len(said[0]) > 2000)
    yield from ("too many cards",) * (len(cards) > 10 or sum(map(len, cards)) > 6000)
    for each in cards:
        is_whole = len(each.title or "") <= 256 and 1 <= len(each.description or "") <= 4096
        yield from ("a card",) * (not is_whole or len(each.fields) > 25)
    ids = [each["custom_id"] for each in _find_components(rows) if "custom_id" in each]
    yield from ("ids",) * (len(set(ids)) < len(ids) or not all(1 <= len(each) <= 100 for each in ids))
    yield from ("rows",) * (len(rows) > 5 or any(len(each["components"]) > 5 for each in rows))
    for each in _find_components(rows):
        yield from ("a label",) * (len(each.get("label") or "") > 80 or len(each.get("options") or ()) > 25)


@pytest.mark.simcord(check_errors=False)  # a date that is none is an error to discord.py, and told
async def test_all_that_is_sent_in_an_evening_is_valid_and_pings_nobody(
    env: simcord.Env,
    channel: simcord.ChannelHandle,
    manager: simcord.MemberActor,
    base: KnowledgeBase,
    stories: Stories,
    clock: Clock,
    rewrite: Callable[[str, str], Awaitable[Changes]],
) -> None:
    shown: list[Any] = []
    for name, options in SLASH:
        shown += [(await manager.slash(channel, name, **options)).response]
    assert env.bot.user
    for text in TYPED:
        await manager.send(channel, text if text.startswith("!") else f"{env.bot.user.mention} {text}")
        shown += [channel.last_message]
        await manager.send_dm(text)
        shown += [manager.user.dm_channel.last_message]
    pressed = await _press_all(manager, [each for each in shown if each])
    await rewrite("| Winter Ferry | Proposed |", f"| Winter Ferry | Agreed {HOSTILE} |")
    delivery = Delivery(env.bot, stories.main, clock, Unfinished())
    while await delivery.send_due():
        await env.settle()
    payloads = list(_find_payloads(env))
    assert {fault for message in payloads for fault in _find_faults(message)} == set()
    assert len(payloads) > len(SLASH) + 2 * len(TYPED)
    assert pressed >= {"follow", "helpful", "history", "more", "setting", "share", "source", "why"}
    own = [
        each
        for kept in env.backend.messages.values()
        for each in kept.values()
        if each.author_id == env.bot.user.id
    ]
    assert [each for each in own if each.ping_user_ids or each.ping_role_ids or each.mention_everyone] == []
    assert any("Agreed" in str(each.embeds) for each in own)
