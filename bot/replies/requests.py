"""How long may Discord take, and is it asked again? One deadline and one second try for all that is asked."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, TypeVar

import discord
from aiohttp import ClientConnectionError, ClientError, ClientPayloadError
from discord.ext import commands

from bot.admission import BusyError

Pressed: TypeAlias = discord.Interaction[commands.AutoShardedBot]
"""What waits for a response: a button that was pressed, or a slash command."""

_Result = TypeVar("_Result")

FIRST_SECONDS, LATER_SECONDS = 2.5, 10.0
"""Discord waits three seconds for the first response to a slash command or a button, and longer else."""

ANSWERED = 40060
"""What it says to a second first response."""

_CAME = "came"
_OUT_OF_ORDER = 503

NOT_TAKEN = (ClientError, TimeoutError, discord.HTTPException, discord.RateLimited)
"""What is raised where Discord does not take something."""


class UnreadableError(ClientError):
    """Discord, or what stands before it, said something that is not its language."""


async def request(
    call: Callable[[], Awaitable[_Result]], seconds: float | None = None, *, again: bool = True
) -> _Result:
    """Ask Discord for something in so many seconds, else in ten, waiting for its limits included.

    It is asked `again`, once, where discord.py gives up though it need not: where the connection breaks,
    where Discord is out of order (503), and where its answer cannot be read. What was asked may be done
    by then: so only for what is the same when it is done twice, or has a nonce.

    Raises one of NOT_TAKEN where Discord does not take it.
    """
    async with asyncio.timeout(LATER_SECONDS if seconds is None else seconds):
        try:
            return await _read(call)
        except (ClientConnectionError, ClientPayloadError, UnreadableError):
            if not again:
                raise
        except discord.DiscordServerError as error:
            if error.status != _OUT_OF_ORDER or not again:
                raise
        return await _read(call)


def make_nonce(question: discord.Message) -> str:
    """Name the one answer to a message as it reads now: of two with the same name Discord takes the first.

    There are two where a receipt was lost, and where two processes hear the same for a moment, because one of
    them was given up for dead.
    """
    edited = question.edited_at.timestamp() if question.edited_at else 0
    return hashlib.sha256(f"{question.id} {edited}".encode()).hexdigest()[:16]


def note_arrival(interaction: discord.Interaction[Any]) -> None:
    """Remember when an interaction came: from then on Discord waits."""
    interaction.extras[_CAME] = asyncio.get_running_loop().time()


def find_age(interaction: discord.Interaction[Any]) -> float:
    """Return how many seconds ago an interaction came."""
    now = asyncio.get_running_loop().time()
    return now - interaction.extras.get(_CAME, now)


def find_time_left(interaction: discord.Interaction[Any]) -> float:
    """Return how many seconds there are for a first response; raise BusyError where there are none."""
    left = FIRST_SECONDS - find_age(interaction)
    if left <= 0:
        raise BusyError
    return left


async def respond(
    interaction: discord.Interaction[Any],
    first: Callable[[], Awaitable[_Result]],
    later: Callable[[], Awaitable[_Result]],
) -> _Result:
    """Do `first` for the first response to an interaction, and `later` for what comes after it.

    Where Discord has a first response that we know nothing of, it is ours, and its receipt was lost: then
    what it shows is edited, and nothing is sent twice.
    """

    def answer() -> Awaitable[_Result]:
        return later() if interaction.response.is_done() else first()

    if not interaction.response.is_done():
        try:
            return await request(answer, find_time_left(interaction))
        except discord.HTTPException as error:
            if error.code != ANSWERED:
                raise
    return await request(later)


async def take_time(interaction: discord.Interaction[Any], *, private: bool = True) -> None:
    """Ask Discord for more time, for an answer that is `private` or not."""

    async def defer() -> None:
        await interaction.response.defer(ephemeral=private, thinking=True)

    await respond(interaction, defer, _nothing)


async def open_window(pressed: Pressed, window: discord.ui.Modal) -> None:
    """Open a window for whoever pressed; where Discord has done so and its receipt was lost, that is all."""

    async def show() -> None:
        await pressed.response.send_modal(window)

    await respond(pressed, show, _nothing)


async def _nothing() -> None:
    """Leave what was done before."""


async def _read(call: Callable[[], Awaitable[_Result]]) -> _Result:
    try:
        return await call()
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        # So discord.py takes half an answer, and a page of HTML that says all is well.
        raise UnreadableError(f"{type(error).__name__}: {error}") from error
