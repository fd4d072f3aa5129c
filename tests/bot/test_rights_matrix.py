"""Who may do what, where? Each cell of `rights.md` is tried: by slash, menu, button and form, and as text."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord import interactions
from simcord.backend import serializers

from bot.client import TalksBot
from bot.clock import Clock
from bot.config import Config
from bot.wording import Action
from bot.wording.catalogue import choose_catalogue
from tests.bot.conftest import HOME

PLACES = "home", "server", "direct", "foreign"
PEOPLE = "member", "moderator", "manager", "home", "admin", "owner"
FOREIGN = 777
REFUSALS = (
    *("own.denied", "settings.denied", "settings.no_server", "panel.other_server"),
    "inquiries.denied",
    *("sharing.refused", "sharing.not_yours", "asking.not_yours"),
)
_OPTION = re.compile(r"(\w+): (.+?)(?= \w+: |$)")


@dataclass(frozen=True)
class Row:
    """What can be done, to whom Discord shows it, and for whom it is done in each place."""

    what: str
    shown_to: str
    places: dict[str, tuple[bool, frozenset[str]]]
    """Whether it is offered there, and who is answered."""

    @property
    def kind(self) -> str:
        return "slash" if self.what.startswith("/") else self.what.partition(" ")[0]

    @property
    def named(self) -> str:
        """Its name: of a command without the options, and of what is pressed its id."""
        if self.kind != "slash":
            return self.what.partition(" ")[2]
        return re.sub(r" \w+: .*", "", self.what[1:])

    @property
    def is_for_all(self) -> bool:
        """Whether rights play no part in it: one person is as good as another."""
        return all(len(people) == len(PEOPLE) for _, people in self.places.values())

    @property
    def people(self) -> tuple[str, ...]:
        """Who tries it."""
        return PEOPLE[:1] if self.is_for_all else PEOPLE

    @property
    def options(self) -> dict[str, str]:
        return dict(_OPTION.findall(self.what)) if self.kind == "slash" else {}


def _read_table() -> Iterator[Row]:
    lines = (Path(__file__).parent / "rights.md").read_text("utf-8").splitlines()
    for line in [each for each in lines if each.startswith("| ")][2:]:
        what, shown_to, *places = (each.strip() for each in line.strip("|").split("|"))
        yield Row(what, shown_to, dict(zip(PLACES, map(_read_cell, places), strict=True)))


def _read_cell(text: str) -> tuple[bool, frozenset[str]]:
    names = text.strip("()")
    people = {"all": PEOPLE, "nobody": ()}.get(names, tuple(names.split(", ")))
    assert set(people) <= set(PEOPLE), text
    return not text.startswith("("), frozenset(people)


ROWS = tuple(_read_table())


class Stage:
    """All places, with all people in them, and the ways to ask the bot for something."""

    def __init__(self, env: simcord.Env, people: dict[str, simcord.UserHandle]) -> None:
        self.env, self.people = env, people
        assert isinstance(env.bot, TalksBot)
        env.bot.owner_id = self.people["owner"].id
        self.guilds: dict[str, int | None] = {"home": HOME, "server": None, "foreign": FOREIGN}
        self.channels: dict[str, simcord.ChannelHandle] = {}
        for place, number in self.guilds.items():
            self._fill(place, env.create_guild(id=number))
        # From here on the bot knows nothing of it, as of any server that has not installed it.
        env.backend.emit("GUILD_DELETE", {"id": str(FOREIGN)})

    def _fill(self, place: str, guild: simcord.GuildHandle) -> None:
        self.guilds[place] = guild.id
        self.channels[place] = guild.create_text_channel("general")
        moderators = guild.create_role("moderators", permissions=discord.Permissions(manage_messages=True))
        managers = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        manager = "home" if place == "home" else "manager"
        for who, user in self.people.items():
            roles = [moderators] * (who == "moderator") + [managers] * (who == manager)
            guild.add_member(user, roles=roles)

    def ask(self, row: Row, place: str, who: str) -> simcord.InteractionResult:
        """Send what the row says; what comes of it is there once the bot has settled."""
        server, user = self.guilds.get(place), self.people[who]
        channel = self._channel(place, who)
        extra: dict[str, Any] = {}
        if row.kind in {"slash", "menu"}:
            kind, data = 2, self._call(row, channel)
        else:
            kind = 3 if row.kind == "button" else 5
            named = row.named.replace("PLACE", str(server or 2)).replace("OWN", str(user.id))
            data, extra = self._press(named, channel) if kind == 3 else (_fill_in(named), {})
        record, payload = interactions.base_payload(
            self.env.backend, type=kind, channel_id=channel, guild_id=server, user_id=user.id, data=data
        )
        owners = {"1": str(user.id)} if place == "foreign" else {"0": str(server or 0)}
        payload |= {"authorizing_integration_owners": owners} | extra
        record.source_message_id = int(extra["message"]["id"]) if extra else None
        self.env.backend.emit("INTERACTION_CREATE", payload)
        return simcord.InteractionResult(self.env, record)

    async def write(self, row: Row) -> dict[tuple[str, str], str]:
        """Write it after the prefix: all at once, and give what came of it."""
        typed = " ".join([f"!{row.named}", *row.options.values()])
        asked: dict[tuple[str, str], int] = {}
        for place, who in product(("home", "server", "direct"), PEOPLE):
            channel = self._channel(place, who)
            asked[place, who] = self.env.backend.create_message(channel, self.people[who].id, typed).id
        await self.env.settle()
        return {cell: self._find_reply(self._channel(*cell), asked[cell]) for cell in asked}

    def _find_reply(self, channel: int, question: int) -> str:
        for each in self.env.backend.messages[channel].values():
            if each.reference and int(each.reference["message_id"]) == question:
                return _judge_text(
                    *(f"{card.get('title')}\n{card.get('description')}" for card in each.embeds)
                )
        return "silence"

    def _channel(self, place: str, who: str) -> int:
        return (self.people[who].dm_channel if place == "direct" else self.channels[place]).id

    def _call(self, row: Row, channel: int) -> dict[str, Any]:
        if row.kind == "menu":
            found = self.env.backend.find_command(row.named, None, type=3)
            assert found
            message = self._show("When does the ferry leave?", channel, self.people["member"].id)
            resolved = {"messages": {str(message["id"]): message}}
            return {
                "id": found["id"],
                "name": row.named,
                "type": 3,
                "target_id": message["id"],
                "resolved": resolved,
            }
        root, *path = row.named.split()
        found = self.env.backend.find_command(root, None)
        assert found, root
        leaf, nesting = interactions.walk_to_subcommand(found, path)
        kinds = {each["name"]: each["type"] for each in leaf.get("options", ())}
        given = [{"name": name, "type": kinds[name], "value": said} for name, said in row.options.items()]
        options = interactions.nest_options(found, nesting, given)
        return {"id": found["id"], "name": root, "type": 1, "options": options}

    def _press(self, named: str, channel: int) -> tuple[dict[str, Any], dict[str, Any]]:
        button = {"type": 2, "style": 2, "label": "Press", "custom_id": named}
        assert self.env.bot.user
        message = self._show(
            "An answer", channel, self.env.bot.user.id, [{"type": 1, "components": [button]}]
        )
        # Nothing is shared but what its asker alone has seen.
        message["flags"] = 64 if named.startswith(Action.SHARE) else 0
        return {"custom_id": named, "component_type": 2}, {"message": message}

    def _show(
        self, text: str, channel: int, author: int, components: Sequence[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        backend = self.env.backend
        message = backend.create_message(channel, author, text, components=list(components), broadcast=False)
        return dict(serializers.message_payload(backend, message))


def _fill_in(named: str) -> dict[str, Any]:
    field = {"type": 4, "custom_id": "field", "value": "?"}
    return {"custom_id": named, "components": [{"type": 1, "components": [field]}]}


def _judge(result: simcord.InteractionResult) -> str:
    if not result.acknowledged:
        return "silence"
    embeds = result.response.embeds if result.response else ()
    said = _judge_text(*(f"{each.title}\n{each.description}" for each in embeds))
    return "refused where all see it" if said == "refused" and not result.ephemeral else said


def _judge_text(*texts: str) -> str:
    words, text = choose_catalogue(), "\n".join(texts)
    if words.find("mistakes.bug") in text:
        return "a fault of ours"
    return "refused" if any(words.find(each) in text for each in REFUSALS) else "answered"


def _compare(row: Row, came: dict[tuple[str, str], str]) -> Iterator[str]:
    """Say what is wrong in which cells of a row."""
    for (place, who), result in came.items():
        stated = "answered" if who in row.places[place][1] else "refused"
        if result != stated:
            yield f"{row.what} by {who} in {place}: {result}, not {stated}"


@pytest.fixture
def passed() -> list[float]:
    """Seconds that have passed besides those of this machine: nobody asks too often."""
    return [0.0]


@pytest.fixture
def clock(passed: list[float]) -> Clock:
    now = datetime(2026, 3, 5, 12, tzinfo=UTC)
    return Clock(now=lambda: now, monotonic=lambda: time.monotonic() + sum(passed))


@pytest.fixture
async def stage(
    env: simcord.Env, build: Callable[[Config], TalksBot], configured: Config, articles: Path
) -> Stage:
    # Whoever may reload is told at once that there is nothing, and no article is read.
    for file in articles.iterdir():  # noqa: ASYNC240  three files of a test
        file.unlink()
    people = {who: env.create_user(who) for who in PEOPLE}
    admins = (people["admin"].id,)
    await env.restart_bot(build(replace(configured, discord=replace(configured.discord, admins=admins))))
    return Stage(env, people)


@pytest.mark.unmeasured
@pytest.mark.simcord(check_errors=False)  # what somebody has mistaken is an error to discord.py, and told
async def test_each_is_answered_or_refused_as_the_table_says(stage: Stage, passed: list[float]) -> None:
    wrong: list[str] = []
    for row in ROWS:
        passed[0] += 60
        asked = {(place, who): stage.ask(row, place, who) for place in PLACES for who in row.people}
        await stage.env.settle()
        wrong += _compare(row, {cell: _judge(result) for cell, result in asked.items()})
    assert sum(len(PLACES) * len(row.people) for row in ROWS) > 700
    assert wrong == []


@pytest.mark.unmeasured
@pytest.mark.simcord(check_errors=False)
async def test_what_is_typed_is_answered_or_refused_as_the_table_says(
    stage: Stage, passed: list[float]
) -> None:
    wrong: list[str] = []
    for row in ROWS:
        if row.kind == "slash" and not row.is_for_all:
            passed[0] += 60
            wrong += _compare(row, await stage.write(row))
    assert wrong == []


def test_discord_offers_each_where_and_to_whom_the_table_says(env: simcord.Env) -> None:
    differing = {
        row.what: (stated, kept)
        for row in ROWS
        if row.kind in {"slash", "menu"} and (stated := _state(row)) != (kept := _find_offer(env, row))
    }
    assert differing == {}


def _state(row: Row) -> dict[str, Any]:
    """Say what a row states in the way Discord does."""
    needed = discord.Permissions(manage_guild=True).value if row.shown_to == "managers" else None
    there, direct, foreign = (row.places[each][0] for each in ("server", "direct", "foreign"))
    contexts = [0] * there + [1] * direct + [2] * foreign
    return {"needed": needed, "contexts": contexts, "installs": [0] + [1] * foreign}


def _find_offer(env: simcord.Env, row: Row) -> dict[str, Any]:
    name, kind = (row.named, 3) if row.kind == "menu" else (row.named.split()[0], 1)
    found = env.backend.find_command(name, None, type=kind)
    assert found, row.what
    needed = found["default_member_permissions"]
    return {
        "needed": None if needed is None else int(needed),
        "contexts": sorted(found["contexts"]),
        "installs": sorted(found["integration_types"]),
    }


def test_the_table_names_all_that_can_be_done(env: simcord.Env) -> None:
    kept = env.backend.commands[None].values()
    commands = {
        " ".join(path)
        for each in kept
        if each.get("type", 1) == 1
        for path, _ in interactions.command_leaves(each)
    }
    menus = {each["name"] for each in kept if each.get("type", 1) == 3}
    assert {row.named for row in ROWS if row.kind == "slash"} == commands
    assert {row.named for row in ROWS if row.kind == "menu"} == menus
    assert {row.named.partition(":")[0] for row in ROWS if row.kind == "button"} == set(Action)
