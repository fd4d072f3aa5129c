"""Who is the bot to Discord? Its token, from the environment; what is only mistaken for one is named."""

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.config._mistakes import ConfigurationError, Mistake
from bot.config._text import read_text

_VARIABLES = ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE")

_WHERE = "Copy the token from the Bot page of your application in Discord's Developer Portal"

# The user's id, a time and a signature. How long they are has changed with the years, so it is not looked at.
_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)

_MISTAKEN = (
    (re.compile("[0-9]{17,20}"), "an application's id"),
    (re.compile("[0-9a-fA-F]{64}"), "an application's public key"),
    (re.compile(r"[\w-]{32}", re.ASCII), "a client secret"),
)
"""What the Developer Portal shows beside the token, and copies as readily."""


@dataclass(frozen=True, slots=True)
class Token:
    """The bot's token, which shows itself neither in a log nor in a traceback nor in an f-string."""

    value: str = field(repr=False)


def has_token(environment: Mapping[str, str]) -> bool:
    """Tell whether either variable is there, be it empty or wrong."""
    return not environment.keys().isdisjoint(_VARIABLES)


def token(environment: Mapping[str, str]) -> Token:
    """Take the bot's token from DISCORD_TOKEN, or from the file that DISCORD_TOKEN_FILE names.

    Raises ConfigurationError, which never quotes it, where it is missing, set twice or not a token.
    """
    value, file = (environment.get(name, "").strip() for name in _VARIABLES)
    if value and file:
        reason = "Both DISCORD_TOKEN and DISCORD_TOKEN_FILE are set."
        raise ConfigurationError(
            Mistake(reason, "Unset one of them, so that it is clear which token counts.")
        )
    if not value and not file:
        reason = "No token is set: DISCORD_TOKEN and DISCORD_TOKEN_FILE are missing or empty."
        raise ConfigurationError(Mistake(reason, f"{_WHERE}. `talksbot chat` needs none."))
    source = "DISCORD_TOKEN"
    if file:
        # What the variable says is not repeated: it may be the token itself, put there by mistake.
        source = "The file that DISCORD_TOKEN_FILE names"
        value = read_text(Path(file), source, regular=True).strip()
    if mistake := _find_mistake(value, source):
        raise ConfigurationError(mistake)
    return Token(value)


def take_token(environment: MutableMapping[str, str]) -> Token:
    """Take the token as `token` does, and leave it to no process that is started from here on."""
    found = token(environment)
    environment.pop(_VARIABLES[0], None)
    return found


def _find_mistake(value: str, source: str) -> Mistake | None:
    """Say why a value is no token; None where it may be one, for only Discord knows."""
    if not value:
        return Mistake(f"{source} is empty.", "Write the token into it, and nothing else.")
    # Quotes come from env files, "Bot " from examples of HTTP: neither is part of a token.
    if not (value.isascii() and value.isprintable()) or not set(value).isdisjoint(" \"'="):
        reason = f"{source} holds white space, quotes or other signs that no token has."
        return Mistake(reason, "Leave only the token: no quotes, no name, no word `Bot` before it.")
    if _TOKEN.fullmatch(value):
        return None
    what = next((name for form, name in _MISTAKEN if form.fullmatch(value)), None)
    if what:
        reason = f"{source} holds what looks like {what}, not the bot's token."
    else:
        reason = f"{source} holds no token: that has three parts, joined by dots."
    return Mistake(reason, f"{_WHERE}; *Reset Token* there shows a new one.")
