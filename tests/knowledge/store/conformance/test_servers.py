"""Does a store know what each server has set, and which of its messages is its board?"""

from knowledge.notices.audience import Board
from knowledge.notices.preferences import NO_PREFERENCES, Preferences, Style
from knowledge.notices.share import Share
from knowledge.store import KnowledgeStore

SERVER, OTHER, CHANNEL = 2**63 - 1, 3, 2**61 + 13
ALL_SET = Preferences("uk", "«?»", False, (CHANNEL, 5), (7,), 30, Style.TEXT, "Друга", CHANNEL, True)


async def test_a_server_has_the_preferences_that_were_saved_last(store: KnowledgeStore) -> None:
    assert await store.servers.find() == {}
    await store.servers.save(SERVER, Preferences("de"))
    await store.servers.save(OTHER, NO_PREFERENCES)
    await store.servers.save(SERVER, ALL_SET)
    assert await store.servers.find() == {SERVER: ALL_SET, OTHER: Preferences()}


async def test_those_of_a_share_are_found_without_the_others(store: KnowledgeStore) -> None:
    for guild in (SERVER, OTHER):
        await store.servers.save(guild, NO_PREFERENCES)
    await store.boards.save(Board(1 << 22, CHANNEL, 5))
    assert set(await store.servers.find(Share(0, 1, 4))) == {OTHER}
    assert await store.servers.find_known(Share(0, 1, 4)) == {OTHER, 1 << 22}
    assert set(await store.servers.find(Share(2, 3, 4))) == {SERVER}
    assert await store.servers.find_known(Share(2, 3, 4)) == {SERVER}
    assert await store.servers.find_known(Share(1, 1, 4)) == {1 << 22}


async def test_a_server_has_one_board(store: KnowledgeStore) -> None:
    assert await store.boards.find() == ()
    await store.boards.save(Board(SERVER, CHANNEL, None))
    await store.boards.save(Board(OTHER, 4, 2**62, "other"))
    assert await store.boards.find() == (Board(OTHER, 4, 2**62, "other"), Board(SERVER, CHANNEL, None))
    await store.boards.save(Board(SERVER, CHANNEL + 1, 5, "shown"))
    assert await store.boards.find() == (
        Board(OTHER, 4, 2**62, "other"),
        Board(SERVER, CHANNEL + 1, 5, "shown"),
    )
    assert await store.boards.find(Share(0, 0, 2)) == (Board(OTHER, 4, 2**62, "other"),)
    assert await store.boards.find(Share(1, 1, 2)) == (Board(SERVER, CHANNEL + 1, 5, "shown"),)


async def test_a_board_that_is_removed_is_gone(store: KnowledgeStore) -> None:
    await store.boards.save(Board(SERVER, CHANNEL, 5))
    assert await store.boards.remove(SERVER)
    assert not await store.boards.remove(SERVER)
    assert await store.boards.find() == ()
