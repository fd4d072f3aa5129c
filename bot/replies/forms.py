"""How is something asked for in writing? In a window of its own, whose words go to whoever asked."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord

from bot.replies.escape import cut
from bot.replies.failures import tell_failure
from bot.replies.requests import open_window
from bot.replies.sending import Pressed, catalogue_of
from bot.replies.unfinished import Unfinished
from bot.wording import Form

_LONGEST = 45
"""Characters that Discord takes for the title of a window, and for the name of a field."""
_SECONDS = 900.0
"""After that nobody writes any more."""


class Forms:
    """Opens windows; what is done with the words is waited for at the end of the process."""

    def __init__(self, unfinished: Unfinished) -> None:
        """Add what is being done to `unfinished`."""
        self._unfinished = unfinished

    async def open(
        self, pressed: Pressed, form: Form, take: Callable[[Pressed, Sequence[str]], Awaitable[None]]
    ) -> None:
        """Open a window for whoever pressed; `take` is given what they write, in the order of the fields."""
        words = catalogue_of(pressed)
        unfinished = self._unfinished
        fields = [
            discord.ui.TextInput[Any](
                custom_id=str(number),
                label=cut(words.write(each.label), _LONGEST),
                default=each.default or None,
                max_length=each.most,
                style=discord.TextStyle.long if each.is_long else discord.TextStyle.short,
            )
            for number, each in enumerate(form.fields)
        ]

        class Window(discord.ui.Modal):
            async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
                unfinished.add()
                async with tell_failure(interaction):
                    await take(interaction, [each.value.strip() for each in fields])

        window = Window(title=cut(words.write(form.title), _LONGEST), timeout=_SECONDS)
        for each in fields:
            window.add_item(each)
        await open_window(pressed, window)
