"""What went wrong with an answer: did we, Discord or the asker do it, and what is said of it?"""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date

import discord
from discord import app_commands
from discord.ext import commands

from bot import wording
from bot.admission import Admission, BusyError
from bot.metrics import Counting
from bot.replies.outcomes import find_outcome, name_refusal
from bot.replies.requests import FIRST_SECONDS, NOT_TAKEN, find_age
from bot.replies.sending import Asked, Pressed, interaction_of, reply
from bot.wording.mistakes import report_mistake
from bot.wording.spans import Name, text
from knowledge.errors import KnowledgeError, StoreError

_log = logging.getLogger(__name__)


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
        # A 403 without a code comes from what stands before Discord; a refused token ends the gateway.
        return cause.status in {401, 429} or cause.status >= 500 or (cause.status, cause.code) == (403, 0)
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


async def report_failure(asked: Asked | Pressed, error: BaseException, *, quietly: bool = False) -> None:
    """Tell the asker what went wrong; log it as an error only where the bot is at fault.

    `quietly` where nobody has asked, and nobody is told.
    """
    cause = cause_of(error)
    message = isinstance(asked, commands.Context)
    number, what = (asked.message.id, asked.command) if message else (asked.id, "a button")
    if isinstance(cause, (BusyError, *NOT_TAKEN)):
        _count(asked, cause)
    if found := find_outcome(cause):
        _log.info("No answer to %d: %s.", number, found.about)
        return
    if is_theirs(cause):
        _log.warning("Discord did not take the answer to %d: %r.", number, cause)
        card = wording.report_failure(text("mistakes.not_taken"), text("mistakes.ask_again"))
    elif isinstance(cause, BusyError):
        card = _report_busy()
    elif isinstance(cause, StoreError):
        _log.error("Answering %d (%s) failed: %s", number, what, cause)
        card = wording.report_failure(text("mistakes.no_store"), text("mistakes.try_later"))
    elif (card := mistake(cause)) is None:
        _log.error("Answering %d (%s) failed.", number, what, exc_info=cause)
        card = wording.report_failure(text("mistakes.bug"), text("mistakes.see_log"))
    # A message may have arrived all the same, and a second one would be seen beside it.
    if quietly or ((isinstance(cause, BusyError) or is_theirs(cause)) and not _waits(asked)):
        return
    try:
        await reply(asked, card, private=True, instead=not is_theirs(cause))
    except NOT_TAKEN as again:
        found = find_outcome(again)
        _log.info("No answer to %d: %s.", number, found.about if found else again or type(again).__name__)


@asynccontextmanager
async def tell_failure(asked: Asked | Pressed, *, quietly: bool = False) -> AsyncGenerator[None]:
    """Tell the asker where an answer fails, and go on; `quietly` where nobody has asked."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  the one broad handler: whatever fails, the asker is told
        await report_failure(asked, error, quietly=quietly)


async def admit(admission: Admission, interaction: Pressed) -> bool:
    """Take an interaction into work; False, saying so where there is time for that, where it is too much."""
    if admission.admit():
        return True
    if interaction.type is not discord.InteractionType.autocomplete and admission.may_say_so():
        async with tell_failure(interaction):
            await reply(interaction, _report_busy(), private=True)
    return False


def _waits(asked: Asked | Pressed) -> bool:
    """Whether Discord waits for an answer, and takes one still."""
    interaction = interaction_of(asked)
    if interaction is None:
        return False
    return interaction.response.is_done() or find_age(interaction) < FIRST_SECONDS


def _count(asked: Asked | Pressed, error: BaseException) -> None:
    client = asked.bot if isinstance(asked, commands.Context) else asked.client
    if not isinstance(client, Counting):
        return
    if isinstance(error, BusyError):
        client.metrics.shed.labels("overload").inc()
    else:
        client.metrics.refused.labels(name_refusal(error)).inc()


def _report_busy() -> wording.Message:
    return wording.report_failure(text("mistakes.busy"), text("mistakes.ask_again"))


def _report_length(cause: commands.RangeError) -> wording.Message:
    return wording.report_failure(
        text("mistakes.too_long"), text("mistakes.at_most", count=int(cause.maximum or 0))
    )
