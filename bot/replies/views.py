"""What can be pressed? Buttons and lists that work for ever: all that they need stands in their ids."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

import discord

from bot.replies.escape import cut, visible
from bot.wording import Action, Button, Menu
from bot.wording.catalogue import Catalogue, choose_catalogue

_Client = TypeVar("_Client", bound=discord.Client)
_Item: TypeAlias = discord.ui.Item[Any]

_LABEL = 80
"""Discord takes no longer ones."""
_ID = re.compile(f"(?P<action>{'|'.join(Action)}):(?P<key>[0-9a-z-]{{1,60}}(?:@[0-9a-z-]{{1,32}})?)")
"""What a button does, and for what; behind an @ stands of which story, where it is not the main one."""

_PER_ROW = 5
"""What Discord shows in a row."""


def name_button(button: Button) -> str:
    """Give the id of a button: all that is known when it is pressed."""
    return f"{button.action}:{button.key}"


_HINT, _CHOICE, _CHOICES = 150, 100, 25
"""Discord takes no longer ones, and no more."""
_PLACES = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]


def view_of(
    buttons: Iterable[Button], catalogue: Catalogue | None = None, menus: Iterable[Menu] = ()
) -> discord.ui.View:
    """Make what discord.py sends below a message, in the words of a catalogue, else in English."""
    catalogue = catalogue or choose_catalogue()
    view = discord.ui.View(timeout=None)
    for menu in menus:
        view.add_item(_list(menu, catalogue))
    # Discord takes no message with two buttons that do the same.
    different = tuple({(each.action, each.key): each for each in buttons}.values())
    for button, row in zip(different, _find_rows(different), strict=True):
        item = discord.ui.Button[discord.ui.View](
            label=cut(visible(catalogue.write(button.label)), _LABEL) or None,
            custom_id=name_button(button),
            emoji=button.emoji or None,
            style=discord.ButtonStyle.primary if button.is_primary else discord.ButtonStyle.secondary,
            row=row,
        )
        view.add_item(item)
    # discord.py would keep each view that is sent, for ever; it does not keep one that has ended.
    view.stop()
    return view


def _find_rows(buttons: Sequence[Button]) -> Sequence[int | None]:
    """Give each button its row: where one is not enough, the second begins with those that are but a sign.

    None leaves it to discord.py, which fills row by row.
    """
    words = next((place for place, each in enumerate(buttons) if not each.label), 0)
    signs = len(buttons) - words
    if len(buttons) <= _PER_ROW or not 0 < words <= _PER_ROW or signs > _PER_ROW:
        return [None] * len(buttons)
    return [0] * words + [1] * signs


def pressable(
    press: Callable[[discord.Interaction[_Client], Action, str], Awaitable[None]],
) -> type[discord.ui.DynamicItem[_Item]]:
    """Make what discord.py looks for when something is pressed or chosen, of any process.

    `press` is told what is to be done, and for what. It may raise nothing, which would only be logged.
    """

    class Pressable(discord.ui.DynamicItem[_Item], template=_ID):
        @classmethod
        async def from_custom_id(
            cls, _: discord.Interaction[Any], item: discord.ui.Item[Any], __: re.Match[str], /
        ) -> "Pressable":
            return cls(item)

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            action, _, key = self.custom_id.partition(":")
            await press(interaction, Action(action), key)

    return Pressable


def _list(menu: Menu, catalogue: Catalogue) -> _Item:
    """Make the list that a menu is."""
    name, hint = f"{menu.action}:{menu.key}", cut(visible(catalogue.write(menu.hint)), _HINT)
    if menu.channels is not None:
        chosen = [
            discord.SelectDefaultValue(id=each, type=discord.SelectDefaultValueType.channel)
            for each in menu.channels[:_CHOICES]
        ]
        return discord.ui.ChannelSelect[discord.ui.View](
            custom_id=name,
            placeholder=hint,
            channel_types=_PLACES,
            min_values=menu.least,
            max_values=menu.most,
            default_values=chosen,
        )
    options = [
        discord.SelectOption(
            label=cut(visible(catalogue.write(each.label)), _CHOICE) or "…",
            value=each.value,
            default=each.is_chosen,
        )
        for each in menu.choices[:_CHOICES]
    ]
    return discord.ui.Select[discord.ui.View](
        custom_id=name,
        placeholder=hint,
        options=options,
        min_values=menu.least,
        max_values=min(menu.most, len(options)),
    )
