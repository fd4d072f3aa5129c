"""What has a server set? One panel says it, and holds what changes it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from bot.wording.catalogue import find_codes, read_catalogue
from bot.wording.controls import Action, Button, Choice, Menu
from bot.wording.message import Block, Gap, Message, Tone, line
from bot.wording.spans import Bold, Channel, CommandName, Name, Phrase, Span, Text, bold, text
from knowledge.notices.preferences import NEVER_OLD, Preferences, Style

AS_DISCORD_SAYS, AS_CONFIGURED, NEVER = "discord", "configured", "never"
AGES = 7, 14, 30, 60, 90
"""From how many days on an answer may warn of its age."""
MOST_CHOICES = 25
"""Discord lets no more be chosen at once, nor be in one list."""
_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "channels": text("panel.channels"),
        "tags": text("panel.tags"),
        "mentions": text("panel.mentions"),
        "prefix": text("panel.prefix"),
        "language": text("panel.language"),
        "age": text("panel.age"),
        "style": text("panel.style"),
    }
)
_ELSEWHERE = ("announcements", "articles", "board", "digest", "corpus")
"""What is set with commands of their own."""


class ForumTag(Struct, frozen=True):
    """A tag of a forum in which the bot answers by itself."""

    number: int
    name: str


class Setup(Struct, frozen=True):
    """What a server has set, and what else is to be known to show that."""

    guild: int
    wishes: Preferences
    prefix: str
    """What text commands begin with there."""
    stale_days: int
    """The age that is warned of where a server has set none."""
    hears_all: bool
    """Whether the bot may read messages that are not to it."""
    channels: tuple[int, ...] = ()
    """Those of the channels in which it answers by itself that there are."""
    tags: tuple[ForumTag, ...] = ()
    """All that posts may have there."""


def show_panel(told: Message, setup: Setup, changed: Text | None = None) -> Message:
    """Show what a server has set, below what was just `changed`; `told` says what it is told, and where."""
    confirmed = [line((text("panel.changed", what=changed),)), Gap()] if changed else []
    commands = _join(CommandName(f"settings {each}") for each in _ELSEWHERE)
    elsewhere = line(text("panel.elsewhere", commands=commands), small=True)
    blocks: tuple[Block, ...] = (*confirmed, *_describe(setup), Gap(), *told.blocks, Gap(), elsewhere)
    tone = Tone.DONE if changed and told.tone is Tone.KNOWN else told.tone
    return replace(told, blocks=blocks, tone=tone, menus=_menus(setup), buttons=_buttons(setup))


def name_change(setting: str, setup: Setup) -> Text:
    """Say what a setting is now, once it has been changed."""
    value: dict[str, Phrase] = {
        "channels": _own_channels(setup),
        "tags": _tags(setup),
        "language": (_language(setup),),
        "age": (_age(setup),),
        "mentions": (_switch(on=setup.wishes.mentions),),
        "style": (_style(setup),),
        "prefix": (Bold(setup.prefix),),
    }
    return text("panel.now", name=_NAMES[setting], value=value[setting])


def _describe(setup: Setup) -> list[Block]:
    wishes = setup.wishes
    by_itself = line(_own_channels(setup), name=text("panel.channels"))
    posts = [line(_tags(setup), name=text("panel.tags"))] * bool(setup.tags)
    prefix = line(Bold(setup.prefix), "" if setup.hears_all else text("panel.no_text"))
    return [
        line(bold("panel.where")),
        line(text("panel.everywhere"), name=text("panel.slash")),
        line(_switch(on=wishes.mentions), name=text("panel.mentions")),
        by_itself,
        *posts,
        Gap(),
        line(bold("panel.how")),
        replace(prefix, name=(text("panel.prefix"),)),
        line(_language(setup), name=text("panel.language")),
        line(_age(setup), name=text("panel.age")),
        line(_style(setup), name=text("panel.style")),
    ]


def _menus(setup: Setup) -> tuple[Menu, ...]:
    wishes = setup.wishes
    channels = Menu(
        text("panel.choose_channels"),
        Action.SETTING,
        _key(setup, "channels"),
        least=0,
        most=MOST_CHOICES,
        channels=setup.channels,
    )
    tags = tuple(Choice(str(each.number), each.name, each.number in wishes.forum_tags) for each in setup.tags)
    posts = Menu(text("panel.choose_tags"), Action.SETTING, _key(setup, "tags"), tags, 0, len(tags))
    languages = (
        Choice(AS_DISCORD_SAYS, _label("language", text("panel.as_discord_says")), not wishes.language),
        *(
            Choice(each, _label("language", read_catalogue(each).language.name), each == wishes.language)
            for each in find_codes()
        ),
    )
    ages = (
        (AS_CONFIGURED, _configured_age(setup), None),
        *((str(each), text("panel.days", count=each), each) for each in AGES),
        (NEVER, text("panel.never"), NEVER_OLD),
    )
    old = tuple(Choice(value, _label("age", label), wishes.stale_days == days) for value, label, days in ages)
    return (
        channels,
        *[posts] * bool(tags),
        Menu(text("panel.language"), Action.SETTING, _key(setup, "language"), languages),
        Menu(text("panel.age"), Action.SETTING, _key(setup, "age"), old),
    )


def _buttons(setup: Setup) -> tuple[Button, ...]:
    mentions, style = setup.wishes.mentions, setup.wishes.style
    is_card = style is Style.CARD
    switch, to = ("off" if mentions else "on"), (Style.TEXT if is_card else Style.CARD)
    mention = text("panel.mentions_off" if mentions else "panel.mentions_on")
    return (
        Button(mention, Action.SETTING, _key(setup, f"mentions-{switch}")),
        Button(
            text("panel.to_text" if is_card else "panel.to_card"), Action.SETTING, _key(setup, f"style-{to}")
        ),
        Button(text("panel.set_prefix"), Action.SETTING, _key(setup, "prefix")),
        Button(text("panel.check"), Action.SETTING, _key(setup, "check"), is_primary=True),
    )


def _key(setup: Setup, setting: str) -> str:
    return f"{setup.guild}-{setting}"


def _label(setting: str, value: str | Text) -> Text:
    return text("panel.choice", name=_NAMES[setting], value=value)


def _own_channels(setup: Setup) -> Phrase:
    return _join(map(Channel, setup.channels)) or (text("panel.nowhere"),)


def _tags(setup: Setup) -> Phrase:
    chosen = (Name(each.name) for each in setup.tags if each.number in setup.wishes.forum_tags)
    return _join(chosen) or (text("panel.any_tag"),)


def _language(setup: Setup) -> Span:
    code = setup.wishes.language
    return read_catalogue(code).language.name if code in find_codes() else text("panel.as_discord_says")


def _age(setup: Setup) -> Text:
    days = setup.wishes.stale_days
    if days is None:
        return _configured_age(setup)
    return text("panel.never") if days >= NEVER_OLD else text("panel.days", count=days)


def _configured_age(setup: Setup) -> Text:
    return text("panel.as_configured", value=text("panel.days", count=setup.stale_days))


def _style(setup: Setup) -> Text:
    return text("panel.card" if setup.wishes.style is Style.CARD else "panel.text")


def _switch(*, on: bool) -> Text:
    return text("panel.on" if on else "panel.off")


def _join(spans: Iterable[Span]) -> Phrase:
    return tuple(span for each in spans for span in (", ", each))[1:]
