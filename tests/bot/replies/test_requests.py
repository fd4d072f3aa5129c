import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.admission import BusyError
from bot.replies import requests
from bot.replies.outcomes import find_outcome, name_refusal
from bot.replies.requests import UnreadableError, find_time_left, make_nonce, note_arrival, request, respond


class _Response:
    def __init__(self, status: int) -> None:
        self.status, self.reason = status, "injected"


def _refused(status: int, code: int = 0) -> discord.HTTPException:
    kind = discord.DiscordServerError if status >= 500 else discord.HTTPException
    return kind(_Response(status), {"code": code, "message": "injected"})  # pyright: ignore[reportArgumentType]


def fail(*faults: BaseException) -> tuple[Callable[[], Awaitable[str]], list[int]]:
    """Make what fails so often, and counts how often it is called."""
    left: Iterator[BaseException] = iter(faults)
    calls: list[int] = []

    async def call() -> str:
        calls.append(1)
        if fault := next(left, None):
            raise fault
        return "done"

    return call, calls


PASSING = [
    aiohttp.ClientOSError(104, "reset"),
    aiohttp.ServerDisconnectedError(),
    aiohttp.ClientPayloadError("half of it"),
    KeyError("id"),
    TypeError("string indices must be integers"),
    _refused(503),
]


@pytest.mark.parametrize("fault", PASSING, ids=lambda each: type(each).__name__)
async def test_what_discord_py_gives_up_is_asked_once_more(fault: BaseException) -> None:
    call, calls = fail(fault)
    assert await request(call) == "done"
    assert len(calls) == 2


@pytest.mark.parametrize("fault", PASSING, ids=lambda each: type(each).__name__)
async def test_what_may_not_be_done_twice_is_asked_once(fault: BaseException) -> None:
    call, calls = fail(fault)
    with pytest.raises(requests.NOT_TAKEN):
        await request(call, again=False)
    assert len(calls) == 1


async def test_it_is_asked_no_third_time() -> None:
    call, calls = fail(KeyError("id"), KeyError("id"))
    with pytest.raises(UnreadableError, match="KeyError"):
        await request(call)
    assert len(calls) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 502])
async def test_what_discord_refuses_is_asked_once(status: int) -> None:
    call, calls = fail(_refused(status))
    with pytest.raises(discord.HTTPException):
        await request(call)
    assert len(calls) == 1


async def test_a_server_that_hangs_is_given_up() -> None:
    with pytest.raises(TimeoutError):
        await request(asyncio.Event().wait, 0.0)


class Interaction:
    """As much of one as is asked for here."""

    def __init__(self) -> None:
        self.extras: dict[Any, Any] = {}
        self.response = self
        self.done = False

    def is_done(self) -> bool:
        return self.done


@pytest.fixture
def interaction() -> Any:
    return Interaction()


async def test_a_first_response_that_discord_has_already_is_edited(interaction: Any) -> None:
    first, _ = fail(_refused(400, 40060))
    later, calls = fail()
    assert await respond(interaction, first, later) == "done"
    assert len(calls) == 1


async def test_a_first_response_that_was_given_but_not_read_is_edited(interaction: Any) -> None:
    async def first() -> str:
        interaction.done = True
        raise KeyError("id")

    later, calls = fail()
    assert await respond(interaction, first, later) == "done"
    assert len(calls) == 1


async def test_any_other_refusal_is_one(interaction: Any) -> None:
    first, _ = fail(_refused(404, 10062))
    later, calls = fail()
    with pytest.raises(discord.HTTPException):
        await respond(interaction, first, later)
    assert not calls


async def test_who_came_too_long_ago_gets_no_first_response(
    interaction: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_time_left(interaction) == 2.5
    note_arrival(interaction)
    monkeypatch.setattr(requests, "FIRST_SECONDS", 0.0)
    first, calls = fail()
    with pytest.raises(BusyError):
        await respond(interaction, first, first)
    assert not calls


@pytest.mark.parametrize(
    ("error", "name", "is_outcome"),
    [
        (_refused(404, 10062), "too_late", True),
        (_refused(404, 0), "no_place", True),
        (discord.RateLimited(60), "rate_limited", True),
        (_refused(500), "500", False),
        (TimeoutError(), "TimeoutError", False),
    ],
)
def test_what_was_refused_has_a_name(error: BaseException, name: str, *, is_outcome: bool) -> None:
    assert name_refusal(error) == name
    assert (find_outcome(error) is not None) is is_outcome


def test_the_answer_to_a_message_has_one_name_until_that_is_edited() -> None:
    def name(number: int, edited: datetime | None = None) -> str:
        said: Any = SimpleNamespace(id=number, edited_at=edited)
        return make_nonce(said)

    moment = datetime(2026, 3, 5, tzinfo=UTC)
    assert name(2**63 - 1) == name(2**63 - 1)
    assert name(7, moment) == name(7, moment)
    assert len({name(7), name(8), name(7, moment), name(7, moment + timedelta(milliseconds=1))}) == 4
    assert len(name(2**63 - 1)) <= 25  # Discord takes no longer ones
