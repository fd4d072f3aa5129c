"""What does Discord send? What is put to the bot in a server where everybody may do everything."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from bench.channels import BOT, user_data

Data: TypeAlias = dict[str, Any]

GUILD = "1002"
OWNER = "1004"
CHANNELS = tuple(str(number) for number in range(30_000, 30_100))
"""Where people write, and where the bot announces."""
ALL_PERMISSIONS = str(2**53 - 1)
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
"""The kinds of interactions."""


def guild() -> Data:
    """Describe the server."""
    everyone = {
        "id": GUILD, "name": "@everyone", "permissions": ALL_PERMISSIONS, "position": 0, "color": 0,
        "hoist": False, "managed": False, "mentionable": False,
    }  # fmt: skip
    return {
        "id": GUILD, "name": "A server", "owner_id": OWNER, "member_count": 2, "roles": [everyone],
        "channels": [channel(number) for number in CHANNELS], "members": [{**member(BOT), "user": user(BOT)}],
        "emojis": [], "stickers": [], "features": [], "threads": [], "voice_states": [], "presences": [],
        "stage_instances": [], "guild_scheduled_events": [], "preferred_locale": "en-US", "nsfw_level": 0,
        "premium_tier": 0, "verification_level": 0,
    }  # fmt: skip


def user(number: str) -> Data:
    """Describe a user, or the bot."""
    return user_data(number, "talksbot" if number == BOT else f"user{number}", bot=number == BOT)


def member(number: str) -> Data:
    """Describe a user as a member of the server."""
    return {
        "user": user(number), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False,
        "mute": False, "flags": 0, "permissions": ALL_PERMISSIONS,
    }  # fmt: skip


def channel(number: str) -> Data:
    """Describe a channel of the server."""
    return {
        "id": number, "guild_id": GUILD, "type": 0, "name": f"channel-{number}", "position": 0,
        "parent_id": None, "permission_overwrites": [], "permissions": ALL_PERMISSIONS,
    }  # fmt: skip


def interaction(number: str, kind: int, data: Mapping[str, Any], asker: str, place: str) -> Data:
    """Describe what somebody has done in a channel of the server: a command, a button, typing."""
    return {
        "id": number, "token": f"token-of-{number}", "type": kind, "version": 1, "application_id": BOT,
        "data": data, "guild_id": GUILD, "guild": {"id": GUILD, "features": [], "locale": "en-US"},
        "channel_id": place, "channel": channel(place), "member": member(asker), "context": 0,
        "locale": "en-US", "guild_locale": "en-US", "app_permissions": ALL_PERMISSIONS, "entitlements": [],
        "authorizing_integration_owners": {"0": GUILD}, "attachment_size_limit": 10_485_760,
    }  # fmt: skip


def command(name: str, options: Mapping[str, str], sub: str = "") -> Data:
    """Describe a slash command with its options, each a text, but for a channel, which is an id."""
    chosen: Sequence[Data] = [
        {"name": option, "type": 3, "value": value} for option, value in options.items()
    ]
    if sub:
        chosen = [{"name": sub, "type": 1, "options": chosen}]
    return {"id": "1", "name": name, "type": 1, "options": chosen}


def typing(name: str, option: str, typed: str) -> Data:
    """Describe how somebody types the option of a command."""
    chosen = [{"name": option, "type": 3, "value": typed, "focused": True}]
    return {"id": "1", "name": name, "type": 1, "options": chosen}


def written(number: str, asker: str, place: str, content: str) -> Data:
    """Describe a message of somebody, in which the bot is mentioned."""
    return {
        "id": number, "channel_id": place, "guild_id": GUILD, "type": 0, "author": user(asker),
        "member": {key: value for key, value in member(asker).items() if key != "user"},
        "content": content, "embeds": [], "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None,
        "tts": False, "pinned": False, "mention_everyone": False, "mentions": [user(BOT)],
        "mention_roles": [], "attachments": [], "components": [], "flags": 0,
    }  # fmt: skip
