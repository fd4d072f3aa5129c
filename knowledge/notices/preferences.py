"""What does a server want of the bot, where it is not as configured for all?"""

from enum import StrEnum

from msgspec import Struct

NEVER_OLD = 1_000_000
"""An age in days that nothing has: `stale_days` of a server that wants no warnings."""


class Style(StrEnum):
    """How an answer is drawn."""

    CARD = "card"
    TEXT = "text"


class Preferences(Struct, frozen=True):
    """What a server has set; each field that it has not is as for all servers."""

    language: str = ""
    """Of the bot's own words, such as "uk"; empty where Discord says which."""
    prefix: str = ""
    """Of commands that are written as messages; empty where it is the configured one."""
    mentions: bool = True
    """Whether mentions and replies are answered in channels."""
    own_channels: tuple[int, ...] = ()
    """Channels and forums in which the bot answers without being asked to."""
    forum_tags: tuple[int, ...] = ()
    """The tags of the posts that it answers there; empty for all posts."""
    stale_days: int | None = None
    """The age from which on an answer warns of it; None where it is the configured one."""
    style: Style = Style.CARD
    corpus: str = ""
    """The name of the story that is served there; empty for the default one."""
    article_channel: int | None = None
    """Where new articles are announced."""
    welcomed: bool = False
    """Whether the bot has introduced itself."""


NO_PREFERENCES = Preferences()
"""Of a server that has set nothing."""
