"""How is it with the stores? Each is asked now and then, so that no page has to wait for one."""

import asyncio
import logging
from datetime import datetime

from msgspec import Struct

from bot.stories import Story
from knowledge.errors import StoreError
from knowledge.sources.kept import SourceRecord

_log = logging.getLogger(__name__)

EVERY = 15.0
"""Seconds between two looks."""

_MOST_SECONDS = 10.0
"""How long a store may take: it does one thing at a time, and a reload is the longest."""


class Looked(Struct, frozen=True):
    """What a look at the store of a story has shown."""

    is_usable: bool
    published_at: datetime | None = None
    """Since when what is served is so; None where that is not known."""
    sources: tuple[SourceRecord, ...] = ()
    """The live sources that are not paused, as they stood when the store could last be read."""


NOT_LOOKED = Looked(is_usable=True)
"""Before the first look: what answers was read from the store just now."""


async def look(story: Story, before: Looked) -> Looked:
    """Look at the store of a story; where it cannot be read, what is known of `before` stays."""
    try:
        async with asyncio.timeout(_MOST_SECONDS):
            head = await story.store.corpora.get_head()
            sources = await story.base.intake.find_sources()
    except (StoreError, TimeoutError) as error:
        if before.is_usable:
            _log.error("The store cannot be read: %s", error if str(error) else "it does not answer.")
        return Looked(False, before.published_at, before.sources)
    if not before.is_usable:
        _log.info("The store can be read again.")
    active = tuple(each for each in sources if not each.paused)
    return Looked(True, head and head.published_at, active)
