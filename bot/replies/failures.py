"""What went wrong with an answer: did we, Discord or the asker do it, and what is said of it?"""

from datetime import date

import discord
from aiohttp import ClientError
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.wording.message import Name, text
from bot.wording.mistakes import report_mistake
from knowledge.errors import KnowledgeError

NOT_TAKEN = (ClientError, TimeoutError, discord.HTTPException, discord.RateLimited)
"""What is raised where Discord does not take an answer."""


class NotADateError(commands.BadArgument):
    """A date was asked for, and something else was written: `text`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def require_day(day: date | None, text: str) -> date:
    """Give the day that a text names. Raises NotADateError where it names none."""
    if day is None:
        raise NotADateError(text.strip())
    return day


def cause_of(error: BaseException) -> BaseException:
    """Unwrap what discord.py wraps around an exception, once for the command and once for its slash form."""
    while isinstance(original := getattr(error, "original", None), Exception):
        error = original
    return error


def is_theirs(cause: BaseException) -> bool:
    """Whether Discord or the network is at fault, and not what was sent."""
    if isinstance(cause, discord.HTTPException):
        return cause.status == 429 or cause.status >= 500
    return isinstance(cause, NOT_TAKEN)


def mistake(cause: BaseException) -> wording.Message | None:
    """Say to the asker what was wrong with the command; None where nothing was."""
    if isinstance(cause, KnowledgeError):
        return report_mistake(cause)
    if isinstance(cause, NotADateError):
        return wording.report_no_date(cause.text)
    if isinstance(cause, commands.RangeError):
        return _report_length(cause)
    if isinstance(cause, commands.MissingRequiredArgument):
        return wording.report_failure(
            text("mistakes.missing", option=Name(cause.param.name)), text("mistakes.write_it_behind")
        )
    if isinstance(cause, app_commands.CommandSignatureMismatch):
        return wording.report_failure(text("mistakes.changed_command"), text("mistakes.reload_discord"))
    if isinstance(cause, commands.CommandError):
        return wording.report_unknown_command()
    return None


def _report_length(cause: commands.RangeError) -> wording.Message:
    return wording.report_failure(
        text("mistakes.too_long"), text("mistakes.at_most", count=int(cause.maximum or 0))
    )
