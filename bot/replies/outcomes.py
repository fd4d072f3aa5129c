"""What came of an answer that Discord refused though nothing is wrong? Few cases, each with its own words."""

from collections.abc import Mapping
from typing import Final

import discord
from msgspec import Struct

from bot.replies.requests import ANSWERED


class Outcome(Struct, frozen=True):
    """What came of it."""

    name: str
    """As it is counted."""
    about: str
    """As the log says it."""


_TOO_LATE = Outcome("too_late", "the time to answer was over")
_NO_PLACE = Outcome("no_place", "Discord knows no such address, as of a token that is broken")
_MAY_NOT = Outcome("no_permission", "the bot may not write there")
_OUTCOMES: Final[Mapping[int, Outcome]] = {
    10062: _TOO_LATE,
    10015: _TOO_LATE,
    50027: _TOO_LATE,
    ANSWERED: Outcome("answered", "it was answered before"),
    50013: _MAY_NOT,
    50001: _MAY_NOT,
    10003: Outcome("no_channel", "the channel is gone"),
    10008: Outcome("no_message", "the answer that was to be edited is gone"),
    50007: Outcome("no_direct_messages", "the user takes no direct messages"),
    50083: Outcome("archived", "the thread is closed"),
    160005: Outcome("locked", "the thread is locked"),
    200000: Outcome("filtered", "the server's filter does not let it pass"),
}


def find_outcome(error: BaseException) -> Outcome | None:
    """Say what came of an answer; None where the error is a true one."""
    if isinstance(error, discord.RateLimited):
        return Outcome(
            "rate_limited", f"Discord takes nothing more there for {error.retry_after:.0f} seconds"
        )
    if not isinstance(error, discord.HTTPException):
        return None
    return _NO_PLACE if (error.status, error.code) == (404, 0) else _OUTCOMES.get(error.code)


def name_refusal(error: BaseException) -> str:
    """Name what Discord refused, as it is counted: by its outcome, else by its status."""
    if found := find_outcome(error):
        return found.name
    return str(error.status) if isinstance(error, discord.HTTPException) else type(error).__name__
