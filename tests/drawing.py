"""What do tests see of a message? Its parts, as they are drawn on Discord and in a terminal."""

from io import StringIO

from msgspec.structs import replace

from bot.replies.card import draw, draw_text
from bot.terminal.console import Console
from bot.wording import Message
from bot.wording.catalogue import choose_catalogue, translate


def english(message: Message) -> Message:
    """Say all of a message in English."""
    return translate(message, choose_catalogue())


def body(message: Message) -> str:
    """Draw the blocks of a message in an embed, without its note."""
    return draw(replace(message, note=None)).description or ""


def note(message: Message) -> str:
    """Draw the note of a message in an embed; empty where it has none."""
    return (draw(replace(message, blocks=())).description or "").removeprefix("…").strip()


def both(message: Message) -> tuple[str, str]:
    """Draw the blocks of a message as an embed, and all of it as plain text."""
    return body(message), draw_text(message)


def printed(message: Message) -> str:
    """Draw a message in a terminal whose output is piped."""
    out = StringIO()
    Console(out).show(message)
    return out.getvalue()
