"""Does each question get one answer, and what does who asks too often?"""

import re

from tests.bot.cogs.scene import Scene

QUESTION = "When does the ferry leave the northern pier?"


async def test_a_question_that_was_answered_in_the_channel_just_now_gets_a_link_to_that_answer(
    scene: Scene,
) -> None:
    assert "at seven in the morning" in (await scene.send(f"!ask {QUESTION}")).text
    assert scene.channel.last_message
    answer = scene.channel.last_message.id
    again = await scene.send(f"!ask {QUESTION.upper()}")
    assert f"https://discord.com/channels/{scene.guild.id}/{scene.channel.id}/{answer}" in again.text
    assert "at seven in the morning" not in again.text
    # What only the asker sees, what stands in other places and what was not answered is no repetition.
    assert "at seven in the morning" in (await scene.slash("ask", question=QUESTION, private=True)).text
    assert "at seven in the morning" in (await scene.send_dm(QUESTION)).text
    linked = await scene.slash("ask", question=QUESTION)
    assert linked.private
    assert str(answer) in linked.text


async def test_who_asks_faster_than_anybody_reads_is_told_once_and_then_left_out(scene: Scene) -> None:
    for number in range(10):
        await scene.send(f"!status as of {number}")
    told = await scene.send("!help")
    assert "You ask faster than I can answer." in told.text
    count = len(scene.channel.history())
    await scene.send("!help")
    assert len(scene.channel.history()) == count + 1
    refused = await scene.slash("help")
    assert refused.private
    assert re.search(r"Please ask again in [123] seconds?;", refused.text)
    assert await scene.complete("status", "topic", "ferry")
