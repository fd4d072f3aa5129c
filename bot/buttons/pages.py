"""Which page of a message is wanted? Its command makes it anew; a button's key says which, and which page."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from bot import wording
from bot.cogs.articles import list_page, show_again
from bot.cogs.statuses import board_again, history_again, new_again
from bot.replies.sending import Pressed, in_time, turn, when_of
from bot.stories import Story
from knowledge.when import When

_ARTICLES = "articles"
_COMMANDS: Mapping[str, Callable[[Story, str, When], Awaitable[wording.Message]]] = MappingProxyType(
    {"board": board_again, "history": history_again, "new": new_again, "show": show_again}
)


class PageTurner:
    """Turns the pages of what was cut."""

    def __init__(
        self,
        own: Mapping[str, Callable[[Pressed], Awaitable[wording.Message]]],
        lists: Mapping[str, Callable[[Pressed, Story, int], Awaitable[wording.Message]]],
    ) -> None:
        """Make messages by their commands; those of `own` hang on who pressed, and where.

        `lists` make a page by its number, of what only some may see.
        """
        self._own = own
        self._lists = lists

    async def turn_by_button(self, pressed: Pressed, story: Story, key: str) -> None:
        """Show the page that a key names: of which command, after how many items, of what."""
        await turn(pressed, await in_time(pressed, self._make(pressed, story, key)))

    async def _make(self, pressed: Pressed, story: Story, key: str) -> wording.Message:
        kind, _, rest = key.partition("-")
        if kind.isdecimal():
            # Buttons of earlier versions turned the list of articles only.
            kind, rest = _ARTICLES, key
        number, _, of = rest.partition("-")
        if kind == _ARTICLES:
            return await list_page(story, int(number), of)
        if kind in self._lists:
            return await self._lists[kind](pressed, story, int(number))
        if kind in self._own:
            message = await self._own[kind](pressed)
        else:
            message = story.sign(await _COMMANDS[kind](story, of, when_of(story, pressed)))
        pages = message.pages
        return replace(message, pages=replace(pages, first=int(number))) if pages else message
