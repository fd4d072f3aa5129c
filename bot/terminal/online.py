"""What does Discord say of the bot? Asked by `talksbot check --online`: its token, and what is left to it."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot import __version__
from bot.config import Config, ConfigurationError, has_token, token
from bot.redaction import redact
from bot.terminal.console import Console, plain
from knowledge.counting import count

API = "https://discord.com/api/v10"

_PATIENCE = ClientTimeout(total=15)
_REFUSED = 401
_MAY_READ = 1 << 18 | 1 << 19
"""The flags of an application that may read messages: in many servers, and in few."""
_SHORT = 0.2
"""The share of a day's connections below which `talksbot run` starts no new ones."""


async def check_online(
    configured: Config, environment: Mapping[str, str], console: Console, api: str = API
) -> bool:
    """Print a line on each thing that Discord says; True where nothing stands in the way."""
    if not has_token(environment):
        console.say("discord: not asked, for no token is set (DISCORD_TOKEN or DISCORD_TOKEN_FILE)")
        return False
    try:
        secret = token(environment)
    except ConfigurationError:
        return False  # the check of the token has said what is wrong
    headers = {
        "Authorization": f"Bot {secret.value}",
        "User-Agent": f"DiscordBot (talksbot, {__version__})",
    }
    proxy = configured.fetching.proxy
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession(headers=headers, timeout=_PATIENCE))
        try:
            about = await _read(await session.get(f"{api}/applications/@me", proxy=proxy))
            gateway = await _read(await session.get(f"{api}/gateway/bot", proxy=proxy))
        except _RefusedError:
            from bot.connection.failures import REFUSED_TOKEN  # only here, for it imports discord

            console.say(f"discord: it does not know the token. {REFUSED_TOKEN.cure}")
            return False
        except (ClientError, OSError, ValueError) as error:
            console.say(f"discord: {_explain(error)}")
            return False
    _say_application(configured, about, console)
    return _say_connections(gateway["session_start_limit"], gateway["shards"], console)


class _RefusedError(Exception):
    """Discord does not know the token."""


async def _read(response: ClientResponse) -> dict[str, Any]:
    async with response:
        if response.status == _REFUSED:
            raise _RefusedError
        response.raise_for_status()
        return await response.json()


def _say_application(configured: Config, about: Mapping[str, Any], console: Console) -> None:
    """Say whose token it is, and whether the bot may read messages; without that it still answers."""
    servers = about.get("approximate_guild_count")
    where = f", in {count(servers, 'server')}" if servers is not None else ""
    console.say(
        f"discord: the token is that of {plain(str(about['name']))} (application {about['id']}){where}"
    )
    if configured.discord.message_content and not about.get("flags", 0) & _MAY_READ:
        console.say(
            "discord: messages may not be read, so text commands are off. To have them, switch on "
            "Developer Portal > application > Bot > Message Content Intent"
        )


def _say_connections(limit: Mapping[str, int], shards: int, console: Console) -> bool:
    """Say how often the bot may still connect anew; False where `talksbot run` would hold back."""
    hours = timedelta(milliseconds=limit["reset_after"]) / timedelta(hours=1)
    left = f"{limit['remaining']:,} of {limit['total']:,} new connections are left"
    console.say(f"discord: {left} for {hours:.1f} hours; it wants {count(shards, 'shard')}")
    if limit["remaining"] > limit["total"] * _SHORT:
        return True
    console.say("discord: that is little. See in the log why it connects so often, and start it later.")
    return False


def _explain(error: Exception) -> str:
    """Say why there was no answer."""
    from bot.connection.failures import explain  # only here, for it imports discord

    return redact(plain(f"it cannot be asked. {explain(error)}"))
