"""How is the panel of a server used? Each press and choice is checked, kept, and shown by the panel anew."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import discord
from msgspec.structs import replace

from bot import wording
from bot.cogs.settings._boards import Keeping
from bot.cogs.settings._checking import check
from bot.cogs.settings._managers import check_allowed
from bot.cogs.settings._options import SettingError
from bot.cogs.settings._planning import Planning
from bot.config import DiscordOptions, read_prefix
from bot.replies.failures import tell_failure
from bot.replies.requests import open_window
from bot.replies.sending import Pressed, catalogue_of, in_time, reply, turn
from bot.stories import Stories, Story
from bot.wording import Action, Message, Setup
from bot.wording.catalogue import find_codes
from bot.wording.spans import CommandName, Name, text
from knowledge.following import find_stale_since
from knowledge.notices.preferences import NEVER_OLD, Style

_FORM = re.compile(f"{Action.SETTING}:([0-9]{{1,20}})-prefix")
_LONGEST_PREFIX = 5
_TITLE, _HINT = 45, 100
"""How long Discord lets the title and the field of a form be called."""


class Panel:
    """Shows what a server has set, and changes it."""

    def __init__(
        self,
        stories: Stories,
        planning: Planning,
        keeping: Keeping,
        options: DiscordOptions,
        now: Callable[[], datetime],
        *,
        hears_all: bool,
    ) -> None:
        """Keep it in `stories`; `options` hold where a server says nothing; `hears_all` with the intent."""
        self._now = now
        self._stories = stories
        self._planning = planning
        self._keeping = keeping
        self._prefix = options.prefix
        self._is_deaf = options.message_content and not hears_all
        self._hears_all = hears_all

    async def show(self, guild: discord.Guild, changed: str = "") -> Message:
        """Show what a server has set, below the setting that has just been changed."""
        story, setup = self._stories.of(guild.id), self._set_up(guild)
        subscriptions = await story.store.subscriptions.find(guild=guild.id)
        plan, lost = await self._planning.plan(story, guild.id), self._stories.find_lost(guild.id)
        told = wording.show_settings(subscriptions, plan, story.title, lost)
        told = replace(told, blocks=(*told.blocks, *await self._keeping.describe(guild.id)))
        return wording.show_panel(told, setup, wording.name_change(changed, setup) if changed else None)

    async def check(self, client: discord.Client, guild: discord.Guild, place: Any) -> Message:
        """Say what keeps the bot from what a server wants of it, as seen from a channel."""
        wishes = self._stories.servers.of(guild.id)
        is_deaf = self._is_deaf or (not self._hears_all and bool(wishes.prefix or wishes.own_channels))
        story = self._stories.of(guild.id)
        stale_since = find_stale_since(story.base, self._now())
        board = await self._keeping.find_board(guild.id)
        return await check(client, story, guild, place, wishes, board, stale_since, is_deaf=is_deaf)

    async def set_by_button(self, pressed: Pressed, _story: Story, key: str) -> None:
        """Change what a key names: of which server, which setting, and to what where no list says so."""
        server, setting, *chosen = key.split("-")
        guild = await self._check_pressed(pressed, int(server))
        if guild is None:
            return
        if setting == "prefix":
            await self._open_form(pressed, guild)
        elif setting == "check":
            checking = self.check(pressed.client, guild, pressed.channel)
            await reply(pressed, await in_time(pressed, checking), private=True)
        else:
            values = chosen or _read_choice(pressed)
            await turn(pressed, await in_time(pressed, self._change(guild, setting, values)))

    async def take_form(self, sent: discord.Interaction[Any]) -> None:
        """Take the prefix that somebody has written into the form of a panel; leave all other forms alone."""
        data: Any = sent.data or {}
        form = _FORM.fullmatch(str(data.get("custom_id", "")))
        if sent.type is not discord.InteractionType.modal_submit or form is None:
            return
        async with tell_failure(sent):
            if guild := await self._check_pressed(sent, int(form[1])):
                typed = str(data["components"][0]["components"][0]["value"]).strip()
                await turn(sent, await in_time(sent, self._set_prefix(guild, typed)))

    async def _check_pressed(self, pressed: Pressed, server: int) -> discord.Guild | None:
        guild = await check_allowed(pressed)
        if guild and guild.id != server:
            other = text("panel.new_panel", command=CommandName("settings show"))
            await reply(pressed, wording.report_failure(text("panel.other_server"), other), private=True)
            return None
        return guild

    async def _open_form(self, pressed: Pressed, guild: discord.Guild) -> None:
        """Let somebody write a prefix; what they send comes to `take_form`, after a restart as well."""
        write = catalogue_of(pressed).write
        hint = write(text("panel.prefix_now", prefix=Name(self._prefix)))
        form = discord.ui.Modal(
            title=write(text("panel.form"))[:_TITLE], custom_id=f"{Action.SETTING}:{guild.id}-prefix"
        )
        form.add_item(
            discord.ui.TextInput(
                label=write(text("panel.prefix"))[:_TITLE],
                custom_id="prefix",
                placeholder=hint[:_HINT],
                default=self._stories.servers.of(guild.id).prefix or None,
                required=False,
                max_length=_LONGEST_PREFIX,
            )
        )
        # discord.py would keep it, and forget it with this process; it does not keep one that has ended.
        form.stop()
        await open_window(pressed, form)

    async def _change(self, guild: discord.Guild, setting: str, values: Sequence[str]) -> Message:
        await self._stories.servers.change(guild.id, **self._read_fields(guild, setting, values))
        return await self.show(guild, setting)

    async def _set_prefix(self, guild: discord.Guild, typed: str) -> Message:
        try:
            prefix = read_prefix(typed) if typed else ""
        except ValueError as error:
            raise SettingError(
                text("panel.bad_prefix", typed=Name(typed)), text("panel.prefix_rule")
            ) from error
        # Where it is the configured one, it stays that, too, when the configuration changes.
        return await self._change(guild, "prefix", [prefix])

    def _read_fields(self, guild: discord.Guild, setting: str, values: Sequence[str]) -> dict[str, Any]:
        """Read what is chosen, which somebody may have sent without the panel. Raises SettingError."""
        (value, *_) = values or [""]
        match setting:
            case "channels":
                own = tuple(int(each) for each in values if guild.get_channel(int(each)))
                known = {each.number for each in _find_tags(guild, own)}
                kept = (each for each in self._stories.servers.of(guild.id).forum_tags if each in known)
                return {"own_channels": own, "forum_tags": tuple(kept)}
            case "tags":
                tags = _find_tags(guild, self._stories.servers.of(guild.id).own_channels)
                return {"forum_tags": tuple(each.number for each in tags if str(each.number) in values)}
            case "language" if value in (wording.AS_DISCORD_SAYS, *find_codes()):
                return {"language": "" if value == wording.AS_DISCORD_SAYS else value}
            case "age" if value in _AGES:
                return {"stale_days": _AGES[value]}
            case "mentions" if value in {"on", "off"}:
                return {"mentions": value == "on"}
            case "style" if value in set(Style):
                return {"style": Style(value)}
            case "prefix":
                return {"prefix": value}
            case _:
                raise SettingError(
                    text("panel.gone_choice"), text("panel.new_panel", command=CommandName("settings show"))
                )

    def _set_up(self, guild: discord.Guild) -> Setup:
        wishes = self._stories.servers.of(guild.id)
        return Setup(
            guild.id,
            wishes,
            wishes.prefix or self._prefix,
            self._stories.of(guild.id).base.when().stale_days,
            hears_all=self._hears_all,
            channels=tuple(each for each in wishes.own_channels if guild.get_channel(each)),
            tags=_find_tags(guild, wishes.own_channels),
        )


_AGES: dict[str, int | None] = {
    wording.AS_CONFIGURED: None,
    **{str(each): each for each in wording.AGES},
    wording.NEVER: NEVER_OLD,
}


def _find_tags(guild: discord.Guild, channels: Sequence[int]) -> tuple[wording.ForumTag, ...]:
    """Give what posts of these channels may be tagged with, as many as a list holds."""
    forums = (guild.get_channel(each) for each in channels)
    tags = (
        wording.ForumTag(tag.id, tag.name)
        for forum in forums
        if isinstance(forum, discord.ForumChannel)
        for tag in forum.available_tags
    )
    return tuple(tags)[: wording.MOST_CHOICES]


def _read_choice(pressed: Pressed) -> Sequence[str]:
    data: Any = pressed.data or {}
    return [str(each) for each in data.get("values", ())]
