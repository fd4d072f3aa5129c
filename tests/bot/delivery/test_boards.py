"""A board is there once and pinned, whatever happens to it, to Discord or to the bot."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from random import Random

import discord
import pytest

from bench.channels import BOT, text
from bot import wording
from bot.delivery import boards
from bot.delivery.boards import Boards
from bot.stories import Stories
from knowledge.errors import StoreError
from knowledge.notices.audience import Board
from knowledge.notices.share import Share
from knowledge.statuses.changes import Changes
from tests.bot.delivery.memory import Fuse, KilledError, Memory
from tests.bot.delivery.office import Time, fail

GUILD, CHANNEL, ELSEWHERE = 3, 77, 78
USER = "9"

pytestmark = pytest.mark.discord


class Keeper:
    """A bot with its boards, which may be started anew."""

    def __init__(self, client: discord.Client, stories: Stories, memory: Memory, fuse: Fuse) -> None:
        self.client, self.stories = client, stories
        self.memory, self.fuse, self.time = memory, fuse, Time()
        self.store = stories.main.store.boards
        self.start()

    def start(self) -> None:
        """Forget all that is in memory only."""
        self.boards = Boards(self.client, self.stories, self.time.clock)

    async def look(self, seconds: float = 11) -> None:
        """Let time pass, and bring the boards up to date."""
        await self.time.sleep(seconds)
        await self.boards.update_all()


@pytest.fixture
async def keeper(stories: Stories, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Keeper]:
    fuse = Fuse()
    memory = Memory(fuse)
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        memory.install(client)
        await client.login("token")
        save = stories.main.store.boards.save

        async def burning(board: Board) -> None:
            fuse.burn()
            await save(board)
            fuse.burn()

        monkeypatch.setattr(stories.main.store.boards, "save", burning)
        memory.requests.clear()
        yield Keeper(client, stories, memory, fuse)


Rewrite = Callable[[str, str], Awaitable[Changes]]


@pytest.fixture
async def there(keeper: Keeper) -> Keeper:
    await keeper.boards.begin(GUILD, CHANNEL)
    await keeper.look()
    keeper.memory.requests.clear()
    return keeper


async def test_it_is_posted_once_and_pinned(keeper: Keeper) -> None:
    await keeper.boards.begin(GUILD, CHANNEL)
    await keeper.boards.update_all()
    await keeper.look()
    (board,) = keeper.memory.boards()
    assert board["pinned"]
    assert text(board).startswith("Where things stand\n- **Bridge Repair**: In Progress · since")
    assert keeper.memory.requests.count("POST messages") == 1


async def test_each_is_kept_by_the_process_that_has_its_server(there: Keeper, rewrite: Rewrite) -> None:
    boards = [Boards(there.client, there.stories, there.time.clock, Share(at, at, 2)) for at in (1, 0)]
    await rewrite("| Proposed |", "| Agreed |")
    await boards[0].update_all()
    assert not there.memory.requests
    await boards[1].update_all()
    assert "PATCH messages" in there.memory.requests


async def test_it_is_edited_when_what_it_shows_has_changed_and_only_then(
    there: Keeper, rewrite: Rewrite
) -> None:
    await there.look()
    assert not there.memory.requests
    await rewrite("| Proposed |", "| Agreed |")
    await there.look()
    await there.look()
    (board,) = there.memory.boards()
    assert "**Winter Ferry**: Agreed" in text(board)
    assert there.memory.requests == ["PATCH messages"]


async def test_after_a_start_it_is_looked_at_and_left_alone(there: Keeper) -> None:
    there.start()
    await there.look()
    await there.look()
    assert there.memory.requests == ["GET messages"]


async def test_one_that_is_unpinned_is_pinned_again(there: Keeper) -> None:
    there.memory.boards()[0]["pinned"] = False
    there.boards.notice_pins(ELSEWHERE)
    await there.look()
    assert not there.memory.requests
    there.boards.notice_pins(CHANNEL)
    await there.look()
    assert there.memory.boards()[0]["pinned"]
    there.boards.notice_pins(CHANNEL)
    await there.look()
    assert there.memory.requests.count("PUT pins") == 1


async def test_one_that_is_deleted_is_posted_anew_once(there: Keeper) -> None:
    (board,) = there.memory.boards()
    there.memory.messages.remove(board)
    there.boards.notice_deleted({1, int(board["id"])})
    await there.look()
    await there.look()
    assert [each["pinned"] for each in there.memory.boards()] == [True]
    assert there.memory.boards()[0]["id"] != board["id"]


async def test_one_that_is_deleted_before_it_is_kept_is_posted_anew(keeper: Keeper) -> None:
    await keeper.boards.begin(GUILD, CHANNEL)
    keeper.fuse.left = 7  # its message is there, and the bot does not know
    with pytest.raises(KilledError):
        await keeper.look()
    keeper.fuse.left = None
    keeper.memory.messages.clear()
    keeper.start()
    for _ in range(3):
        await keeper.look(61)
    assert len(keeper.memory.boards()) == 1


async def test_it_moves_to_another_channel_and_ends(there: Keeper) -> None:
    await there.boards.begin(GUILD, CHANNEL)
    await there.look()
    assert there.memory.requests == ["GET messages"]
    await there.boards.begin(GUILD, ELSEWHERE)
    assert not there.memory.boards()
    await there.look()
    assert len(there.memory.boards()) == 1
    assert [each.channel for each in await there.store.find()] == [ELSEWHERE]
    assert await there.boards.find(GUILD) == (await there.store.find())[0]
    assert await there.boards.end(GUILD)
    assert not await there.boards.end(GUILD)
    await there.look()
    assert not there.memory.boards()
    assert not await there.store.find()


async def test_a_board_that_cannot_be_deleted_is_ended_all_the_same(there: Keeper) -> None:
    there.memory.refuses["DELETE messages"] = 403, 50001
    assert await there.boards.end(GUILD)
    assert not await there.store.find()


async def test_a_server_that_is_left_is_forgotten(there: Keeper) -> None:
    there.boards.forget(GUILD)
    await there.look()
    assert not there.memory.requests


@pytest.mark.parametrize(
    ("refused", "status", "code", "said"),
    [
        ("POST messages", 403, 50013, "board.lacks_write"),
        ("PUT pins", 403, 50013, "board.lacks_pin"),
        ("PUT pins", 400, 30003, "board.pins_full"),
        ("GET pins", 403, 50001, "board.lacks_read"),
        ("GET messages", 403, 50001, "board.lacks_read"),
        ("POST messages", 404, 10003, "board.gone"),
    ],
)
async def test_where_something_is_missing_it_is_paused_and_says_what_once(
    keeper: Keeper, caplog: pytest.LogCaptureFixture, refused: str, status: int, code: int, said: str
) -> None:
    keeper.memory.refuses[refused] = status, code
    await keeper.boards.begin(GUILD, CHANNEL)
    for _ in range(70):
        await keeper.look()
    problem = keeper.boards.get_problem(GUILD)
    assert problem
    assert problem.key == said
    assert keeper.memory.requests.count(refused) <= 2
    assert [each.levelno for each in caplog.records].count(logging.WARNING) == 1
    keeper.memory.refuses.clear()
    await keeper.look(601)
    assert [each["pinned"] for each in keeper.memory.boards()] == [True]
    assert keeper.boards.get_problem(GUILD) is None


async def test_an_outage_is_waited_out(keeper: Keeper) -> None:
    keeper.memory.refuses["POST messages"] = 503, 0
    await keeper.boards.begin(GUILD, CHANNEL)
    await keeper.look()
    await keeper.look()
    assert keeper.memory.requests.count("POST messages") == 2
    keeper.memory.refuses.clear()
    await keeper.look(61)
    assert len(keeper.memory.boards()) == 1
    assert keeper.boards.get_problem(GUILD) is None


async def test_a_discord_that_does_not_answer_holds_up_nothing(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "_PATIENCE_SECONDS", 0.05)
    await keeper.boards.begin(GUILD, CHANNEL)
    keeper.memory.answers.clear()
    await keeper.look()
    keeper.memory.answers.set()
    await keeper.look(61)
    assert len(keeper.memory.boards()) == 1


async def test_it_goes_on_until_it_is_cancelled(keeper: Keeper) -> None:
    await keeper.boards.begin(GUILD, CHANNEL)
    running = asyncio.create_task(keeper.boards.run())
    await asyncio.wait_for(keeper.memory.pinned.wait(), 10)
    running.cancel()
    await asyncio.wait({running})
    assert len(keeper.memory.boards()) == 1


@pytest.mark.unmeasured
async def test_it_is_never_there_twice_over_150_kills(keeper: Keeper, rewrite: Rewrite) -> None:
    chance = Random(7)
    statuses, killed, deleted = ["Proposed", "Agreed"], 0, 0
    await keeper.boards.begin(GUILD, CHANNEL)
    for number in range(2_000):
        if killed == 150:
            break
        keeper.start()
        await _disturb(keeper, chance)
        deleted += not keeper.memory.boards()
        if number % 100 == 50:
            await rewrite(f"| {statuses[0]} |", f"| {statuses[1]} |")
            statuses.reverse()
        keeper.fuse.left = chance.choice([0, 1, 2, 3, 5, 7, 9, 11])
        try:
            await keeper.look(chance.choice([1, 61, 601]))
        except KilledError:
            killed += 1
        assert len(keeper.memory.boards()) <= 1
    keeper.fuse.left = None
    for _ in range(3):
        await keeper.look(61)
    (board,) = keeper.memory.boards()
    assert board["pinned"]
    assert f"**Winter Ferry**: {statuses[0]}" in text(board)
    assert killed == 150
    assert deleted > 15


async def _disturb(keeper: Keeper, chance: Random) -> None:
    """Let people write, delete and unpin; let Discord forget what was posted."""
    for _ in range(chance.randrange(4)):
        keeper.memory.write(chance.choice([USER, BOT]), content="Hello")
    board = next(iter(keeper.memory.boards()), None)
    keeper.memory.messages[:] = [each for each in keeper.memory.messages[-15:] if each is not board]
    keeper.memory.messages += [board] if board else []
    match chance.randrange(6):
        case 0 if board:
            keeper.memory.messages.remove(board)
            keeper.boards.notice_deleted({int(board["id"])})
        case 1 if board:
            board["pinned"] = False
            keeper.boards.notice_pins(CHANNEL)
        case 2:
            keeper.memory.nonces.clear()
        case _:
            pass


async def test_one_that_cannot_be_drawn_is_logged_and_tried_much_later(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await keeper.boards.begin(GUILD, CHANNEL)
    with monkeypatch.context() as patched:
        patched.setattr(wording, "pinned_board", None)
        await keeper.look()
        await keeper.look()
    assert caplog.text.count("cannot be shown") == 1
    await keeper.look(601)
    assert len(keeper.memory.boards()) == 1


async def test_a_store_that_fails_ends_it_with_the_failure_and_nothing_is_there_twice(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keeper.boards.begin(GUILD, CHANNEL)
    with monkeypatch.context() as patched:
        patched.setattr(keeper.store, "save", fail)
        with pytest.raises(StoreError):
            await keeper.look()
    keeper.start()
    await keeper.look()
    assert len(keeper.memory.boards()) == 1


async def test_one_that_is_deleted_while_it_is_edited_or_pinned_is_posted_anew(
    there: Keeper, rewrite: Rewrite
) -> None:
    await rewrite("| Proposed |", "| Agreed |")
    there.memory.messages.clear()
    there.memory.nonces.clear()
    await there.look()
    assert len(there.memory.boards()) == 1
    there.memory.boards()[0]["pinned"] = False
    there.memory.refuses["PUT pins"] = 404, 10008
    there.boards.notice_pins(CHANNEL)
    await there.look()
    assert there.boards.get_problem(GUILD) is None
