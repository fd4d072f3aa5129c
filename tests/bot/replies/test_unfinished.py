import asyncio

from bot.replies.unfinished import Unfinished


async def test_who_pauses_does_not_hold_up_the_end() -> None:
    unfinished = Unfinished()

    async def work() -> None:
        await unfinished.pause(3600)

    unfinished.add(asyncio.create_task(work()))
    async with asyncio.timeout(60):
        await unfinished.wait()


async def test_a_pause_ends() -> None:
    await Unfinished().pause(0)
