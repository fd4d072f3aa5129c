"""What was asked? /ask, a text command, a mention, a reply, the menu of a message: all lead to one answer."""

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands as discord_commands

from bot import wording
from bot.commands import COMMANDS
from bot.dialogue import Dialogue
from bot.hearing import strip_mentions
from bot.replies.failures import require_day
from bot.replies.sending import Asked, Pressed, reply, server_of
from bot.stories import Stories
from bot.translator import about, describe, name_menu
from knowledge.answering.markup import strip_markup
from knowledge.answering.period import read_day
from knowledge.store import LONGEST_QUESTION
from knowledge.text import words

MENU = name_menu("answer")
"""What stands in the menu of each message."""


class Questions(discord_commands.Cog):
    """Takes questions, and says how to ask them."""

    def __init__(
        self, stories: Stories, prefix: Callable[[int | None], str] | None, dialogue: Dialogue
    ) -> None:
        """Put questions to `dialogue`; `prefix` gives a server's, None where text commands do not work."""
        self._stories = stories
        self._prefix = prefix
        self._dialogue = dialogue
        self._menu = app_commands.ContextMenu(name=MENU, callback=self._answer_message)

    def add_menu(self, tree: app_commands.CommandTree[Any]) -> None:
        """Add what stands in the menu of each message: discord.py does not look for that in a cog."""
        tree.add_command(self._menu)

    @discord_commands.hybrid_command(description=about("ask"))
    @describe("ask", "question", "private", "as_of")
    async def ask(
        self,
        asked: Asked,
        *,
        question: discord_commands.Range[str, 1, LONGEST_QUESTION],
        private: bool = False,
        as_of: discord_commands.Range[str, 0, 40] = "",
    ) -> None:
        """Answer a question, also from what was known on a day."""
        today = self._stories.of(server_of(asked)).base.when().today
        if as_of.strip():
            day = require_day(read_day(as_of, today), as_of)
            await self._dialogue.answer_past(asked, question, day, private=private)
        else:
            await self._dialogue.answer(asked, question, private=private)

    @discord_commands.hybrid_command(description=about("help"))
    async def help(self, asked: Asked) -> None:
        """Say what can be asked, and how."""
        await reply(asked, await self.help_again(asked), private=True)

    async def help_again(self, asked: Asked | Pressed) -> wording.Message:
        """Word what can be asked in a place, and how."""
        known = self._stories.of(server_of(asked)).base.snapshot
        prefix = self._prefix(server_of(asked)) if self._prefix else None
        return wording.guide(COMMANDS, known.coverage, prefix)

    async def hear(self, asked: Asked, text: str) -> None:
        """Answer a message that is a question; where there is nothing in it, give the help."""
        if text.strip():
            await self._dialogue.answer(asked, text)
        else:
            await self.help(asked)

    async def _answer_message(self, pressed: Pressed, message: discord.Message) -> None:
        """Answer what stands in a message, to whoever chose that in its menu."""
        asked = await discord_commands.Context[discord_commands.AutoShardedBot].from_interaction(pressed)
        text = strip_mentions(message.content)
        if not words(strip_markup(text)):
            await reply(asked, wording.report_no_words(), private=True)
        elif len(text) > LONGEST_QUESTION:
            await reply(asked, wording.report_too_long(LONGEST_QUESTION), private=True)
        else:
            # Whoever wrote it is somebody else, mostly: it follows up nothing.
            await self._dialogue.answer(asked, text, private=True, is_first=True)
