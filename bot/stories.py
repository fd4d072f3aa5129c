"""Which story is told where? Each has its own articles and its own store, and a server sees only its own."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from bot.servers import Servers
from bot.wording import Message
from knowledge.base import KnowledgeBase
from knowledge.gathering import Gatherer
from knowledge.notices.preferences import Preferences
from knowledge.store import KnowledgeStore

_log = logging.getLogger(__name__)

MAIN = ""
"""The name of the story that is told where no other is chosen."""

_OF = "@"
"""Between what a button is for and the name of its story."""


class Story(Struct, frozen=True):
    """One story: what is known of it, and what looks for news of it."""

    name: str
    """As the configuration names it; nothing for the main one."""
    base: KnowledgeBase
    gatherer: Gatherer
    title: str = ""
    """What people read; nothing for the main one."""
    description: str = ""
    """What it is about, where the configuration says so."""

    @property
    def store(self) -> KnowledgeStore:
        """Where all that belongs to this story is kept."""
        return self.base.store

    def sign(self, message: Message) -> Message:
        """Let the buttons of a message be about this story, wherever and whenever they are pressed."""
        if self.name == MAIN:
            return message
        signed = tuple(replace(each, key=f"{each.key}{_OF}{self.name}") for each in message.buttons)
        pages = message.pages and replace(message.pages, of=f"{message.pages.of}{_OF}{self.name}")
        return replace(message, buttons=signed, pages=pages)


class Stories:
    """The main story, and those that servers may have chosen instead."""

    def __init__(self, main: Story, named: Sequence[Story] = (), servers: Servers | None = None) -> None:
        """Tell each of `servers` what it has chosen: `main`, or one of the `named` ones."""
        self.main = main
        self.servers = servers or Servers(main.store.servers)
        """What each server has set."""
        self._by_name = {each.name: each for each in (main, *named)}
        for story in self.all():
            story.base.find_servers = partial(self._find_servers, story)

    def of(self, guild: int | None) -> Story:
        """Give the story of a server; None stands for direct messages, and for servers that are not ours."""
        return self._find_chosen(self.servers.of(guild))

    def _find_chosen(self, set_there: Preferences) -> Story:
        return self._by_name.get(set_there.corpus, self.main)

    async def _find_servers(self, story: Story) -> Mapping[int, Preferences]:
        """Give what all servers have set that are told a story, whichever process is connected to them."""
        kept = await self.main.store.servers.find()
        return {guild: each for guild, each in kept.items() if self._find_chosen(each) is story}

    def find_lost(self, guild: int) -> str:
        """Give the name of the story that a server has chosen, where there is none such any more."""
        name = self.servers.of(guild).corpus
        return "" if name in self._by_name else name

    def warn_of_lost(self) -> None:
        """Say in the log which servers have chosen a story that there is no longer."""
        for guild in self.servers.all():
            if name := self.find_lost(guild):
                _log.warning(
                    "Server %d has chosen the corpus %s, which is not configured; it is told the main one.",
                    guild,
                    name,
                )

    def find_pressed(self, guild: int | None, key: str) -> tuple[Story | None, str]:
        """Give the story that a button is about, and what it is for there.

        Where it does not say, it is the story of the server; None where it says one that there is no longer.
        """
        of, signed, name = key.partition(_OF)
        return self.named(name) if signed else self.of(guild), of

    def named(self, name: str) -> Story | None:
        """Give the story of this name; None where the configuration has none such, or no longer."""
        return self._by_name.get(name)

    def all(self) -> tuple[Story, ...]:
        """Give every story, the main one first."""
        return tuple(self._by_name.values())
