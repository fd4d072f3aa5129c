"""What does the bot make of files and pages? Each is read as a reload would, and nothing is kept."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TypeAlias

from bot import __version__
from bot.config import Config
from bot.terminal.opening import own_words
from knowledge.reading.front_matter import is_web_address
from knowledge.sources.inspection import Inspection, inspect_files

_InspectPage: TypeAlias = Callable[[str], Awaitable[Inspection]]


async def inspect(names: Sequence[str], configured: Config) -> AsyncGenerator[Inspection]:
    """Read files and web addresses in their order; only an address loads what fetches."""
    own = own_words(configured)
    async with AsyncExitStack() as stack:
        inspect_page: _InspectPage | None = None
        for name in names:
            if is_web_address(name):
                inspect_page = inspect_page or await _open_web(stack, configured)
                yield await inspect_page(name)
            else:
                async for found in inspect_files([Path(name)], own=own):
                    yield found


async def _open_web(stack: AsyncExitStack, configured: Config) -> _InspectPage:
    """Open what fetches and reads pages, until the stack is closed."""
    from knowledge.sources.fetching import name_agent, open_fetcher
    from knowledge.sources.handed_in import inspect_page
    from knowledge.sources.reading import open_reader

    fetching = configured.fetching
    agent = name_agent(__version__, fetching.contact or "")
    fetcher = await stack.enter_async_context(open_fetcher(agent, proxy=fetching.proxy))
    reader = await stack.enter_async_context(open_reader())
    return partial(inspect_page, fetcher=fetcher, reader=reader, own=own_words(configured))
