"""What if Discord sends what nobody expects? It is dropped, said in one line, and the next event is heard."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, TypeAlias

import discord
import msgspec

_log = logging.getLogger(__name__)

_PING, _TYPING, _PRESSED = 1, 4, (3, 5)
"""The kinds of interactions: that nobody has done, of somebody who types, and of a button or a form."""
_GROUPS = 1, 2
"""The kinds of options that are commands below a command."""

_Id: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[0-9]{1,20}$")]
_Parser: TypeAlias = Callable[[Any], None]


class _User(msgspec.Struct):
    id: _Id
    username: str
    discriminator: str
    avatar: str | None


class _Member(msgspec.Struct):
    user: _User
    roles: list[_Id]
    permissions: Annotated[str, msgspec.Meta(pattern="^[0-9]{1,25}$")]


class _Channel(msgspec.Struct):
    id: _Id
    type: int


class _Option(msgspec.Struct):
    name: str
    type: int
    value: str | int | float | bool | msgspec.UnsetType = msgspec.UNSET
    options: "list[_Option]" = []
    focused: bool = False

    def __post_init__(self) -> None:
        if self.type not in _GROUPS and self.value is msgspec.UNSET:
            raise ValueError("an option without a value")


class _Data(msgspec.Struct):
    name: str = ""
    id: _Id | int = "0"
    """Of a command; of what was pressed it is the component's number in its message."""
    type: Annotated[int, msgspec.Meta(ge=1, le=len(discord.AppCommandType))] = 1
    options: list[_Option] = []
    custom_id: str = ""
    component_type: int = 0
    values: list[str] = []
    resolved: dict[str, dict[str, dict[str, Any]]] = {}
    components: list[dict[str, Any]] = []


class _Interaction(msgspec.Struct):
    """What an interaction has at least, so far as it is read here or by discord.py."""

    id: _Id
    token: str
    application_id: _Id
    type: int
    channel: _Channel
    data: _Data | None = None
    guild_id: _Id | None = None
    channel_id: _Id | None = None
    member: _Member | None = None
    user: _User | None = None
    locale: str = ""
    guild_locale: str | None = None
    app_permissions: Annotated[str, msgspec.Meta(pattern="^[0-9]{1,25}$")] = "0"
    context: int | None = None
    authorizing_integration_owners: dict[str, Any] = {}

    def __post_init__(self) -> None:
        somebody = self.member if int(self.guild_id or 0) else self.user
        if self.type != _PING and not (self.data and somebody):
            raise ValueError("nobody has done anything")
        if self.data and not (self.data.custom_id if self.type in _PRESSED else self.data.name):
            raise ValueError("it is of no command and of nothing that can be pressed")
        if self.data and self.type == _TYPING and not _has_focus(self.data.options):
            raise ValueError("nobody types anything")


def _has_focus(options: Sequence[_Option]) -> bool:
    return any(each.focused or _has_focus(each.options) for each in options)


def isolate_parsers(parsers: dict[str, _Parser]) -> None:
    """Let what parses an event of the gateway fail alone.

    discord.py would end the connection, and with it the bot, where a field is missing or of another kind.
    """
    for event, parse in [*parsers.items()]:
        parsers[event] = partial(_parse, event, parse)


def _parse(event: str, parse: _Parser, data: Mapping[str, Any]) -> None:
    try:
        if event == "INTERACTION_CREATE":
            msgspec.convert(data, _Interaction)
        parse(data)
    except Exception as error:  # noqa: BLE001  whatever is wrong with one event, the next one is heard
        _log.warning("An event %s of Discord is left out, it cannot be read: %s", event, _describe(error))


def _describe(error: Exception) -> str:
    return str(error) if isinstance(error, msgspec.ValidationError) else repr(error)
