"""Why can Discord not be reached? In words, with a cure."""

import zlib

import aiohttp
import discord
from msgspec import Struct

from knowledge.sources.obstacles import Obstacle, find_obstacle

UNREACHABLE = (OSError, aiohttp.ClientError, discord.DiscordException, zlib.error)
"""What may be raised where one talks with Discord; TimeoutError is an OSError."""


class Failure(Struct, frozen=True):
    """What went wrong, and what a person can do about it."""

    reason: str
    cure: str

    def __str__(self) -> str:
        """Give both sentences."""
        return f"{self.reason}. {self.cure}"


class NotDiscordError(aiohttp.ClientError):
    """Something else than Discord has answered: a web page."""


_WAIT = "Nothing is to be done here; https://discordstatus.com says how Discord is."
_FIREWALL = "See whether a firewall lets this machine reach discord.com and gateway.discord.gg, port 443."
_PAGE = Failure(
    "A web page answers in place of Discord",
    "Open https://discord.com from this machine: the network may ask to sign in, or a firewall forbid it.",
)
_LOGIN = Failure(
    "The proxy wants a name and a password",
    "Put them into [fetching] proxy, as http://NAME:PASSWORD@HOST:PORT.",
)
_IN_THE_WAY = {
    Obstacle.PROXY_AWAY: Failure(
        "The proxy cannot be reached", "Check the address in [fetching] proxy, and that the proxy runs."
    ),
    Obstacle.PROXY_WANTS_LOGIN: _LOGIN,
    Obstacle.PROXY_REFUSES: Failure(
        "The proxy refuses to go to Discord",
        "Let it pass connections to discord.com and gateway.discord.gg, port 443.",
    ),
    Obstacle.CERTIFICATE_DATE: Failure(
        "Discord's certificate is not valid today", "Set the clock of this machine right."
    ),
    Obstacle.CERTIFICATE_HOST: Failure(
        "The certificate is that of another host than Discord's",
        "Something on the way answers in its place: check the name server, and sign in to the network.",
    ),
    Obstacle.CERTIFICATE: Failure(
        "The certificate is not trusted here",
        "Install the system's certificates (ca-certificates); where a proxy or a virus scanner opens "
        "connections, name its certificate in SSL_CERT_FILE.",
    ),
    Obstacle.TLS: Failure(
        "No safe connection can be made", "Something on the way does not speak TLS. " + _FIREWALL
    ),
    Obstacle.NO_NAMES: Failure(
        "The name server does not answer", "Check the network, and the name server of this machine."
    ),
    Obstacle.UNKNOWN_HOST: Failure(
        "The name server does not know Discord's host",
        "Check the network and the name server of this machine; some networks forbid Discord by name.",
    ),
    Obstacle.REFUSED: Failure("The connection is refused", _FIREWALL),
    Obstacle.NO_ROUTE: Failure("There is no way into the internet", "Check the network of this machine."),
    Obstacle.SLOW: Failure("There is no answer in time", "Check the network. " + _FIREWALL),
    Obstacle.CUT: Failure("The connection was cut without an answer", _FIREWALL),
}
_PROXY_LOGIN, _TOO_MANY, _FAULT = 407, 429, 500


def explain(error: BaseException) -> Failure:
    """Say why Discord could not be reached; `error` is one of the UNREACHABLE."""
    if isinstance(error, discord.GatewayNotFound) and error.__cause__:
        return explain(error.__cause__)
    if isinstance(error, NotDiscordError):
        return _PAGE
    if obstacle := find_obstacle(error):
        return _IN_THE_WAY[obstacle]
    if isinstance(error, discord.HTTPException):
        return _explain_status(error.status, _shorten(error.text))
    if isinstance(error, aiohttp.WSServerHandshakeError):
        return _explain_handshake(error.status)
    if isinstance(error, discord.RateLimited):
        return _explain_status(_TOO_MANY, "")
    return Failure(_shorten(str(error)) or type(error).__name__, "Check the network of this machine.")


def _explain_status(status: int, said: str) -> Failure:
    if status >= _FAULT:
        return Failure(f"Discord has a fault of its own ({status})", _WAIT)
    if status == _PROXY_LOGIN:
        return _LOGIN
    if status == _TOO_MANY:
        return Failure(
            "Discord takes nothing from this address for a while (429)",
            "Too much was asked from it: see whether other bots share it, and wait.",
        )
    if said.startswith("<"):
        return _PAGE
    return Failure(f"Discord refuses ({status}{said and ': '}{said})", _WAIT)


def _explain_handshake(status: int) -> Failure:
    if status >= _FAULT or status == _PROXY_LOGIN:
        return _explain_status(status, "")
    return Failure(
        f"Discord's gateway is not to be had by a WebSocket ({status})",
        "Let the proxy or the firewall pass WebSockets to gateway.discord.gg.",
    )


def _shorten(text: str) -> str:
    return f"{' '.join(text.split()):.200}"


_SHARDS = "The bot begins anew and asks how many shards it shall have."
_CHOSEN = "Stop all processes, wait for half a minute, and start them with as many --shards as it wants."
_ENDS = {
    4004: Failure(
        "Discord refused the token",
        "For a new one: Developer Portal > application > Bot > Reset Token.",
    ),
    4010: Failure("Discord knows no such shard", _SHARDS),
    4011: Failure("Discord wants more shards", _SHARDS),
    4012: Failure("Discord has given up the version of its gateway that is spoken here", "Upgrade the bot."),
    4013: Failure("Discord does not know the intents that are asked for", "Upgrade the bot."),
}
REFUSED_TOKEN = _ENDS[4004]
BEGIN_ANEW = frozenset({4010, 4011})
"""How Discord ends a connection that a new start, with another number of shards, may have."""


def explain_end(code: int, *, has_chosen: bool = False) -> Failure | None:
    """Say why Discord has ended a connection for good; None where it may be tried again.

    The number of shards is what the operator `has_chosen`, or what Discord recommends.
    """
    end = _ENDS.get(code)
    return end and Failure(
        f"{end.reason} (code {code})", _CHOSEN if has_chosen and code in BEGIN_ANEW else end.cure
    )
