"""Does Discord have our commands, and no others? What it has is compared with ours, and put right."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import discord
from discord import app_commands
from discord.http import Route
from msgspec import Struct

from bot.connection.failures import UNREACHABLE
from knowledge.errors import StoreError
from knowledge.store import Facts

_log = logging.getLogger(__name__)

Described: TypeAlias = Mapping[str, Any]
"""A command, an option or a choice, as it is written to Discord or read from there."""

_SECONDS = 30.0
"""How long the start waits for all of it; commands that Discord knows go on meanwhile and afterwards."""

_FACT = "discord.commands"
"""Names what Discord last made of which commands."""

_ENTRY_POINT = 4
"""The kind of a command that Discord itself adds to an application with an activity, and wants kept."""

_TEXTS = ("name", "name_localizations", "description", "description_localizations", "value")
_RIGHTS = ("default_member_permissions", "contexts", "integration_types", "nsfw", "handler")
_BOUNDS = ("min_value", "max_value", "min_length", "max_length", "channel_types")
_FIELDS = ("type", *_TEXTS, *_RIGHTS, *_BOUNDS, "required", "autocomplete", "options", "choices")
"""What we say of a command. Discord adds more, such as ids, versions, and what it will add next year."""
_UNORDERED = {"contexts", "integration_types", "channel_types"}
_NOTHING: tuple[object, ...] = (None, "", [], {})


class Difference(Struct, frozen=True):
    """What sets the commands that Discord has in one place apart from ours there, by their names."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        """Name the commands: "added ask, status; removed old"."""
        parts = {"added": self.added, "changed": self.changed, "removed": self.removed}
        return "; ".join(f"{what} {', '.join(names)}" for what, names in parts.items() if names)


def compare(ours: Iterable[Described], theirs: Iterable[Described]) -> Difference:
    """Say what is to be added to `theirs`, changed and removed, so that it is `ours`; order plays no part."""
    wanted, found = _by_name(ours), _by_name(each for each in theirs if each.get("type") != _ENTRY_POINT)
    return Difference(
        added=_sort_names(wanted.keys() - found.keys()),
        changed=_sort_names(key for key in wanted.keys() & found.keys() if wanted[key] != found[key]),
        removed=_sort_names(found.keys() - wanted.keys()),
    )


def normalise(described: Described) -> Described:
    """Give what counts of a command, an option or a choice, the same whoever says it."""
    kept: dict[str, Any] = {}
    for field in _FIELDS:
        value: Any = described.get(field)
        if value in _NOTHING or value is False:
            continue
        if field in _UNORDERED:
            value = sorted(value)
        elif field in ("options", "choices"):
            value = [normalise(each) for each in value]
        elif field == "default_member_permissions":
            value = str(value)
        kept[field] = value
    return kept


async def describe_commands(tree: app_commands.CommandTree[Any]) -> list[Described]:
    """Describe our commands to Discord, in all its languages."""
    translator, described = tree.translator, list[Described]()
    for each in tree.get_commands():
        described.append(
            await each.get_translated_payload(tree, translator) if translator else each.to_dict(tree)
        )
        await asyncio.sleep(0)  # together that takes a tenth of a second
    return described


class Registry:
    """What Discord has of an application's commands, for all and in single servers."""

    def __init__(self, client: discord.Client) -> None:
        """Speak as `client`, which is logged in."""
        self._http = client.http
        self._application = client.application_id or 0

    async def read(self, guild: int | None = None) -> list[Described]:
        """Read what Discord has for all, or of a server's own."""
        return await self._http.request(self._route("GET", guild), params={"with_localizations": "true"})

    async def heal(
        self, ours: Sequence[Described], theirs: Sequence[Described], guild: int | None = None
    ) -> list[Described]:
        """Write all of `ours` in place of `theirs`, and give what Discord makes of them.

        An application's entry point is sent back: Discord refuses to lose it.
        """
        kept = [normalise(each) for each in theirs if each.get("type") == _ENTRY_POINT]
        return await self._http.request(self._route("PUT", guild), json=[*ours, *kept])

    def _route(self, method: str, guild: int | None) -> Route:
        within = f"/guilds/{guild}" if guild else ""
        path = f"/applications/{{application_id}}{within}/commands"
        return Route(method, path, application_id=self._application)


class Registration:
    """Keeps the commands that Discord has of a running bot as they are meant to be.

    All are registered for everywhere, and none in a server. It is looked at once, at the start: two programs
    with one token that both wrote whenever they differ would do so for ever. Of leftovers in servers only
    those in the home server are looked for, as that costs a request for each; another server's are removed
    when somebody uses one of them, and by `talksbot sync --everywhere`.
    """

    def __init__(
        self, client: discord.Client, tree: app_commands.CommandTree[Any], facts: Facts, home: int | None
    ) -> None:
        """Compare the commands of `tree`; `facts` tell what Discord made of them before."""
        self._client = client
        self._tree = tree
        self._facts = facts
        self._home = home
        self._cleared = set[int]()
        """The servers in which nothing is left over, or cannot be removed."""

    async def heal(self) -> None:
        """Compare what Discord has with ours, and write ours where that differs; failures are logged."""
        try:
            async with asyncio.timeout(_SECONDS):
                await self._heal_everywhere()
        except UNREACHABLE as error:
            _log.warning(
                "Discord did not take the slash commands (%s); those it knows go on.", describe_refusal(error)
            )
        except StoreError as error:
            _log.warning(
                "What Discord made of the commands is not kept, so they may be written again: %s", error
            )
        if self._home:
            await self.clear(self._home)

    def find_leftover(self, interaction: discord.Interaction[Any]) -> int | None:
        """Give the server that has a command of its own which somebody used; once for each server."""
        data: Mapping[str, Any] = interaction.data or {}  # pyright: ignore[reportAssignmentType]
        guild = int(data.get("guild_id") or 0)
        return guild if guild and guild not in self._cleared else None

    async def clear(self, guild: int) -> None:
        """Remove the commands that a server has beside those for all; failures are logged."""
        self._cleared.add(guild)
        try:
            async with asyncio.timeout(_SECONDS):
                registry = Registry(self._client)
                if theirs := await registry.read(guild):
                    difference = compare((), theirs)
                    await registry.heal((), theirs, guild)
                    _log.info("Of commands that server %d had of its own: %s.", guild, difference)
        except UNREACHABLE as error:
            _log.info("Commands that server %d may have of its own: %s.", guild, describe_refusal(error))

    async def _heal_everywhere(self) -> None:
        registry, ours = Registry(self._client), await describe_commands(self._tree)
        theirs = await registry.read()
        difference = compare(ours, theirs)
        if not difference:
            return
        # What Discord itself makes of them, such as shorter words, would be written again at each start.
        made = await self._facts.recall(_FACT)
        if made and made == _digest(ours, theirs):
            return
        theirs = await registry.heal(ours, theirs)
        _log.info("The commands on Discord were put right: %s.", difference)
        await self._facts.remember(_FACT, _digest(ours, theirs))


def describe_refusal(error: BaseException) -> str:
    """Say in one line why Discord did not do something."""
    return " ".join(str(error).split()) or type(error).__name__


def _by_name(commands: Iterable[Described]) -> dict[tuple[int, str], Described]:
    found = [normalise({**each, "type": each.get("type") or 1}) for each in commands]
    return {(each["type"], each["name"]): each for each in found}


def _sort_names(keys: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(name for _, name in sorted(keys))


def _digest(ours: Sequence[Described], theirs: Sequence[Described]) -> str:
    both = [sorted(json.dumps(normalise(each), sort_keys=True) for each in side) for side in (ours, theirs)]
    return hashlib.sha256(json.dumps(both).encode()).hexdigest()
