"""In which language is somebody written to? In theirs where Discord tells it, else in their server's."""

from collections import OrderedDict

import discord

from bot.servers import Servers
from bot.wording.catalogue import Catalogue, choose_catalogue

_USERS = 10_000


class Languages:
    """Knows the languages of servers, and those that users have lately shown; the latter in memory only."""

    def __init__(self, servers: Servers) -> None:
        """Know of each server what it has set."""
        self._servers = servers
        self._shown: OrderedDict[int, str] = OrderedDict()

    def hear(self, user: int, locale: str) -> None:
        """Remember in which language somebody sees Discord."""
        self._shown[user] = locale
        self._shown.move_to_end(user)
        if len(self._shown) > _USERS:
            self._shown.popitem(last=False)

    def forget(self, user: int) -> None:
        """Forget in which language somebody sees Discord."""
        self._shown.pop(user, None)

    def of_user(self, user: int) -> Catalogue:
        """Give the words for direct messages to somebody; English where nothing is known of them."""
        return choose_catalogue(self._shown.get(user))

    def of_server(self, guild: discord.Guild) -> Catalogue:
        """Give the words for what a whole server reads: as it has set, else as Discord calls its language."""
        return choose_catalogue(self._servers.of(guild.id).language, str(guild.preferred_locale))


class Multilingual:
    """A client that speaks several languages."""

    languages: Languages


def words_for(client: discord.Client, guild: discord.Guild | None, user: int) -> Catalogue:
    """Give the words for a server, else for a user."""
    if not isinstance(client, Multilingual):
        return choose_catalogue()
    return client.languages.of_server(guild) if guild else client.languages.of_user(user)
