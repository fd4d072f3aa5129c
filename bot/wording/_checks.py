"""What keeps the bot from its work in a server? Each trouble with what helps."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bot.wording.message import Entry, Listing, Message, Tone, line
from bot.wording.spans import Channel, CommandName, Moment, Name, Phrase, Span, Text, text


class Use(StrEnum):
    """What a channel is for."""

    HERE = "here"
    OWN = "own"
    ANNOUNCEMENTS = "announcements"
    BOARD = "board"
    DIGEST = "digest"
    ARTICLES = "articles"


class Finding(Struct, frozen=True):
    """What is wrong, and what helps."""

    problem: Text
    cure: Text


_USES = {
    Use.HERE: text("check.here"),
    Use.OWN: text("check.own"),
    Use.ANNOUNCEMENTS: text("check.announcements"),
    Use.BOARD: text("check.board"),
    Use.DIGEST: text("check.digest"),
    Use.ARTICLES: text("check.articles"),
}
_SET_WITH = {
    Use.ANNOUNCEMENTS: "settings announcements",
    Use.DIGEST: "settings digest",
}
"""The command that names another channel for it, where that is not the panel."""
_PORTAL = "Developer Portal > application > Bot"


def find_lacking(channel: int, uses: Iterable[Use], permissions: Iterable[str]) -> Finding:
    """Say which permissions the bot lacks in a channel."""
    named = _join(Text(f"permissions.{each}") for each in permissions)
    return Finding(
        text("check.lacks", channel=Channel(channel), uses=_name(uses), permissions=named),
        text("check.grant"),
    )


def find_gone(use: Use) -> Finding:
    """Say that the channel for something is gone."""
    command = CommandName(_SET_WITH.get(use, "settings show"))
    return Finding(text("check.gone", use=_name([use])), text("check.choose", command=command))


def find_unseen(channel: int, uses: Iterable[Use]) -> Finding:
    """Say that the bot does not see a channel, or was not added to a thread."""
    return Finding(
        text("check.unseen", channel=Channel(channel), uses=_name(uses)), text("check.let_me_view")
    )


def find_paused(channel: int) -> Finding:
    """Say that announcements are paused, as Discord has refused them."""
    command = CommandName("settings announcements")
    return Finding(
        text("check.paused", channel=Channel(channel)), text("check.announce_again", command=command)
    )


def find_code_grant() -> Finding:
    """Say that the application is set so that nobody can add the bot by its link."""
    return Finding(text("check.code_grant"), text("check.switch_off", portal=Name(_PORTAL)))


def find_stale(seen_at: datetime) -> Finding:
    """Say that the store has not been reached for a while."""
    return Finding(text("check.stale", moment=Moment(seen_at)), text("check.look_into_log"))


def find_deaf() -> Finding:
    """Say that the bot is to read messages, and may not."""
    return Finding(text("check.deaf"), text("check.switch_on", portal=Name(_PORTAL)))


def report_check(findings: Sequence[Finding]) -> Message:
    """Say all that is wrong in a server, or that nothing is."""
    if not findings:
        return Message(text("check.title"), (line(text("check.well")),), tone=Tone.DONE)
    entries = (Entry((line(each.problem), line(each.cure, small=True))) for each in findings)
    return Message(
        text("check.title"),
        (line(text("check.found", count=len(findings))), Listing(tuple(entries))),
        tone=Tone.DOUBT,
    )


def _name(uses: Iterable[Use]) -> Phrase:
    return _join(_USES[each] for each in uses)


def _join(spans: Iterable[Span]) -> Phrase:
    return tuple(span for each in spans for span in (", ", each))[1:]
