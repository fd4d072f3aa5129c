"""Which page of a message is wanted? Its command makes it anew; a button's key says which, and which page."""

from collections.abc import Awaitable, Callable, Mapping

from msgspec.structs import replace

from bot import wording
from bot.replies.sending import Pressed, in_time, turn

_ARTICLES = "articles"


class PageTurner:
    """Turns the pages of what was cut."""

    def __init__(
        self,
        commands: Mapping[str, Callable[[Pressed, str], Awaitable[wording.Message]]],
        list_articles: Callable[[int, str], Awaitable[wording.Message]],
    ) -> None:
        """Make messages by `commands`, each given what a button says it is of; articles page by page."""
        self._commands = commands
        self._list_articles = list_articles

    async def turn_by_button(self, pressed: Pressed, key: str) -> None:
        """Show the page that a key names: of which command, after how many items, of what."""
        await turn(pressed, await in_time(pressed, self._make(pressed, key)))

    async def _make(self, pressed: Pressed, key: str) -> wording.Message:
        kind, _, rest = key.partition("-")
        if kind.isdecimal():
            # Buttons of earlier versions turned the list of articles only.
            kind, rest = _ARTICLES, key
        number, _, of = rest.partition("-")
        if kind == _ARTICLES:
            return await self._list_articles(int(number), of)
        message = await self._commands[kind](pressed, of)
        pages = message.pages
        return replace(message, pages=replace(pages, first=int(number))) if pages else message
