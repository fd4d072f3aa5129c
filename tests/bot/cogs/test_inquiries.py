"""Do those who run a server see what is asked there, and can those who run the bot do something about it?"""

from typing import Any

import discord
import pytest
import simcord

from bot.client import TalksBot
from bot.replies.views import view_of
from bot.wording import Action, Button
from knowledge.answers import Verdict
from knowledge.base import KnowledgeBase
from knowledge.model import NO_CURATIONS
from tests.asking import ask
from tests.bot.cogs.scene import read
from tests.bot.conftest import HOME

FARE, OVERPASS, MAYOR = "How expensive is a passage?", "is the overpass being repaired", "Who is the mayor?"
ELSEWHERE = 77


@pytest.fixture
def owner(env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
    role = guild.create_role("staff", permissions=discord.Permissions(manage_guild=True))
    user = env.create_user("owner")
    assert isinstance(env.bot, TalksBot)
    env.bot.owner_id = user.id
    return guild.add_member(user, roles=[role])


@pytest.fixture
def manager(env: simcord.Env) -> tuple[simcord.MemberActor, simcord.ChannelHandle]:
    """Somebody who manages another server than the one whose managers run the bot."""
    other = env.create_guild(id=ELSEWHERE)
    role = other.create_role("staff", permissions=discord.Permissions(manage_guild=True))
    channel = other.create_text_channel("general")
    return other.add_member(env.create_user("manager"), roles=[role]), channel


@pytest.fixture
async def asked(
    base: KnowledgeBase,
    guild: simcord.GuildHandle,
    manager: tuple[simcord.MemberActor, simcord.ChannelHandle],
) -> None:
    """Something was asked at home, elsewhere and privately; of a server that is not ours nothing is kept."""
    assert guild.id == HOME
    assert manager[0].id
    inquiries = base.store.inquiries
    await inquiries.add(None, "a" * 16, FARE, Verdict.NONE)
    await inquiries.add(ELSEWHERE, "b" * 16, OVERPASS, Verdict.CLOSEST)
    await inquiries.add(HOME, "c" * 16, MAYOR, Verdict.NONE)
    await inquiries.add(HOME, "d" * 16, "Who is mayor?", Verdict.NONE)
    await inquiries.add(HOME, "e" * 16, "When does the ferry leave?", Verdict.ANSWER)


def labels(message: Any) -> dict[str, str]:
    """Give the ids of a message's buttons by their names."""
    found = [button for row in message.components for button in row["components"]]
    return {button["label"]: button["custom_id"] for button in found}


async def press(member: simcord.MemberActor, message: Any, label: str) -> simcord.InteractionResult:
    return await member.click(message, custom_id=labels(message)[label])


@pytest.mark.usefixtures("asked")
async def test_who_runs_the_bot_answers_an_open_question_by_a_passage_and_it_counts_after_a_reload(
    owner: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase
) -> None:
    listed = await owner.slash(channel, "unanswered")
    assert listed.ephemeral
    assert "- 1. **Who is mayor?**: asked 2 times" in read(listed.response)
    opened = await press(owner, listed.response, "3")
    assert f"**Asked**: {FARE}" in read(opened.response)
    form = await press(owner, opened.response, "Answered by …")
    offered = await owner.submit_modal(form, {"0": "northern pier"})
    assert "**1.**\n> The ferry leaves the northern pier" in read(offered.response)
    chosen = await press(owner, offered.response, "1")
    assert f"**Answered by this passage**\n- {FARE}" in read(chosen.response)
    assert ask(base.snapshot, FARE).verdict is not Verdict.ANSWER
    report = read((await press(owner, chosen.response, "Reload now")).response)
    assert f"**Questions now answered** (1)\n- {FARE}" in report
    assert "northern pier" in ask(base.snapshot, FARE).hits[0].passage.text
    said = await press(owner, chosen.response, "Said by editors")
    assert "have said nothing" in read((await press(owner, said.response, "Take back 1")).response)
    left = read((await press(owner, said.response, "All questions")).response)
    assert "3 open questions" in left
    await base.reload()
    assert ask(base.snapshot, FARE).verdict is not Verdict.ANSWER


@pytest.mark.usefixtures("asked")
async def test_an_alias_is_a_word_of_the_question_for_a_name_of_the_articles(
    owner: simcord.MemberActor, channel: simcord.ChannelHandle, base: KnowledgeBase
) -> None:
    listed = await owner.slash(channel, "unanswered")
    opened = await press(owner, listed.response, "2")
    told: list[str] = []
    for word, name in (("ship", "Bridge Repair"), ("overpass", "Space Port"), ("overpass", "Bridge Repair")):
        form = await press(owner, opened.response, "Add alias")
        values = {"0": word, "1": name}
        told.append(read((await owner.submit_modal(form, values)).response))
    assert ["“ship”" in told[0], "“Space Port”" in told[1]] == [True, True]
    assert "“overpass” stands for “Bridge Repair”" in told[2]
    said = await press(owner, opened.response, "All questions")
    said = await press(owner, said.response, "Said by editors (1)")
    assert "1. “overpass” stands for “Bridge Repair”" in read(said.response)
    changes = await base.reload()
    assert changes.settled == (OVERPASS,)
    again = await press(owner, (await owner.slash(channel, "unanswered")).response, "Said by editors (1)")
    await press(owner, said.response, "Take back 1")
    assert "taken back already" in read((await press(owner, again.response, "Take back 1")).response)
    assert (await base.store.curations.find()).aliases == ()


@pytest.mark.usefixtures("asked")
async def test_who_manages_a_server_sees_what_was_asked_there_and_sets_it_aside(
    manager: tuple[simcord.MemberActor, simcord.ChannelHandle],
    base: KnowledgeBase,
) -> None:
    member, elsewhere = manager
    listed, before = [await member.slash(elsewhere, "unanswered") for _ in range(2)]
    assert "1 open question" in read(listed.response)
    opened = await press(member, listed.response, "1")
    assert labels(opened.response).keys() == {"Ignore", "All questions"}
    assert "Nothing is open" in read((await press(member, opened.response, "Ignore")).response)
    assert [each.question for each in await base.store.inquiries.find_open(ELSEWHERE)] == []
    assert "not open any more" in read((await press(member, before.response, "1")).response)


@pytest.mark.usefixtures("asked")
async def test_where_others_see_the_answer_only_the_questions_of_the_server_are_shown(
    env: simcord.Env, owner: simcord.MemberActor, alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    await owner.send(channel, "!unanswered")
    assert "1 open question" in read(channel.last_message)
    listed = channel.last_message
    assert listed
    await alice.send(channel, "!unanswered")
    assert "for those who manage this server" in read(channel.last_message)
    assert len(env.errors) == 1
    # Others see the button, and may not press it.
    pressed = await alice.click(listed, custom_id="open:" + "d" * 16)
    assert pressed.ephemeral
    assert "for those who manage this server" in read(pressed.response)
    await owner.send_dm("!unanswered")
    assert "3 open questions" in read(owner.user.dm_channel.last_message)


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("action", "key"),
    [
        (Action.ALIAS, "d" * 16),
        (Action.ANSWER, "d" * 16),
        (Action.CHOOSE, f"{'d' * 16}-{'0' * 16}"),
        (Action.TAKE_BACK, "0" * 16),
        (Action.PAGE, "curations-0"),
    ],
)
async def test_who_only_manages_a_server_changes_nothing_that_is_said_in_others(
    env: simcord.Env,
    manager: tuple[simcord.MemberActor, simcord.ChannelHandle],
    base: KnowledgeBase,
    action: Action,
    key: str,
) -> None:
    member, elsewhere = manager
    place: Any = env.bot.get_channel(elsewhere.id)
    await place.send("Forged", view=view_of([Button("Press", action, key)]))
    assert elsewhere.last_message
    pressed = await member.click(elsewhere.last_message, custom_id=f"{action}:{key}")
    assert pressed.ephemeral
    assert "run this bot" in read(pressed.response)
    assert await base.store.curations.find() == NO_CURATIONS


@pytest.mark.usefixtures("asked")
async def test_a_passage_that_is_gone_meanwhile_and_a_question_that_is_gone_are_said(
    env: simcord.Env, owner: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    place: Any = env.bot.get_channel(channel.id)
    gone = [
        Button("Passage", Action.CHOOSE, f"{'d' * 16}-{'0' * 16}"),
        Button("Question", Action.ANSWER, "0" * 16),
    ]
    await place.send("Old", view=view_of(gone))
    assert channel.last_message
    told = [
        read((await owner.click(channel.last_message, custom_id=f"{each.action}:{each.key}")).response)
        for each in gone
    ]
    assert "not in the articles any more" in told[0]
    assert "not open any more" in told[1]


@pytest.mark.usefixtures("asked")
async def test_insights_come_with_a_chart(
    env: simcord.Env, owner: simcord.MemberActor, alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    summed = await owner.slash(channel, "insights", days=7)
    assert "5 questions" in read(summed.response)
    assert summed.response
    assert summed.response.attachments
    await owner.send(channel, "!insights")
    assert "3 questions" in read(channel.last_message)
    await alice.send(channel, "!insights")
    assert "for those who manage" in read(channel.last_message)
    assert len(env.errors) == 1
