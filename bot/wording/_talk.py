"""What is said to small talk, and to who asks about the bot itself? Little, and nothing made up."""

from collections.abc import Sequence

from msgspec import Struct

from bot import __version__
from bot.commands import COMMANDS
from bot.wording._facts import describe_coverage, phrase_date
from bot.wording.guide import guide, terminal_help
from bot.wording.message import Line, Listing, Message, line, listing
from bot.wording.spans import CommandName, Link, Name, Phrase, Text, text
from knowledge.answers import About, Coverage, Matter, SmallTalk, TalkKind

_EXAMPLES = 3
_REACTIONS = {
    TalkKind.GREETING: "👋",
    TalkKind.FAREWELL: "👋",
    TalkKind.THANKS: "💙",
    TalkKind.REACTION: "👍",
}
_ONCE = (TalkKind.GREETING, TalkKind.INSULT)
"""What is answered in words to somebody who was not answered so lately."""


class Reaction(Struct, frozen=True):
    """An emoji below what somebody wrote, in place of a message."""

    emoji: str


class Host(Struct, frozen=True):
    """How this bot is reached on Discord, and who runs it."""

    prefix: str | None
    """None where text commands do not work."""
    contact: str | None
    """None where the operator does not say."""


def respond(found: SmallTalk, coverage: Coverage, *, is_first: bool) -> Message | Reaction | None:
    """Say what is to be done where others read along: a message, a reaction, or nothing.

    `is_first` tells that this person was not lately answered in words to such talk.
    """
    if is_first and found.kind in _ONCE:
        return small_talk(found, coverage)
    emoji = _REACTIONS.get(found.kind)
    return Reaction(emoji) if emoji else None


def small_talk(found: SmallTalk, coverage: Coverage | None = None) -> Message:
    """Answer in one line, where an answer is owed; with `coverage` a greeting is answered with how to ask."""
    match found.kind:
        case TalkKind.GREETING if coverage:
            return _greet(coverage)
        case TalkKind.GREETING:
            said = text("talk.hello")
        case TalkKind.THANKS:
            said = text("talk.thanks")
        case TalkKind.FAREWELL:
            said = text("talk.farewell")
        case TalkKind.INSULT:
            said = text("talk.insult")
        case TalkKind.REACTION:
            said = text("talk.reaction")
        case TalkKind.NOISE:
            said = text("talk.noise", help=CommandName("help"))
    return Message(text("talk.title"), (line(said),))


def about(found: About, coverage: Coverage, host: Host | None = None) -> Message:
    """Answer what is asked about the bot itself; `host` is None in a terminal."""
    match found.matter:
        case Matter.SELF:
            blocks = (line(text("talk.self")), *_examples(coverage))
            return Message(text("talk.self_title"), blocks, describe_coverage(coverage))
        case Matter.ABILITIES:
            return guide(COMMANDS, coverage, host.prefix) if host else terminal_help(COMMANDS)
        case Matter.ARTICLES:
            more = (
                [line(text("talk.articles_more", articles=CommandName("articles")), small=True)]
                if host
                else []
            )
            return Message(text("talk.articles_title"), (describe_coverage(coverage), *_newest(found), *more))
        case Matter.WORKING:
            told = (text("talk.verbatim"), text("talk.missing"), text("talk.statuses"), text("talk.why"))
            return Message(text("talk.working_title"), tuple(map(line, told)))
        case Matter.MAKERS:
            return Message(text("talk.makers_title"), _makers(host))


def _greet(coverage: Coverage) -> Message:
    blocks = (line(text("talk.hello")), *_examples(coverage))
    help_ = line(text("talk.help", help=CommandName("help")), small=True)
    return Message(text("talk.title"), (*blocks, help_))


def _examples(coverage: Coverage) -> Sequence[Listing]:
    """Give three questions that the articles answer; none where they state no status."""
    topics = [text("talk.status_of", topic=Name(topic)) for topic in coverage.topics[: _EXAMPLES - 1]]
    asked: list[Text] = [*topics, text("talk.where_all")] if topics else []
    return listing(map(line, asked), text("talk.try"))


def _newest(found: About) -> Sequence[Listing]:
    """Name the newest articles, each with its address where it has one."""
    named = (
        (Link(each.title, each.url), phrase_date(each.published, each.loaded_on)) for each in found.articles
    )
    return listing((line(title, day) for title, day in named), text("talk.newest"))


def _makers(host: Host | None) -> tuple[Line, ...]:
    software: Phrase = (text("talk.software", version=__version__),)
    if host is None:
        return (line(software),)
    if host.contact:
        return line(software), line(text("talk.operator", contact=Name(host.contact)))
    return line(software), line(text("talk.no_operator"))
