"""Who sees an answer? What is said to who shares one, takes one away, or may not."""

from bot.wording.message import Message, Tone, line
from bot.wording.spans import Name, Text, text


def name_sharer(name: str) -> Text:
    """Name who shares an answer; nobody is mentioned by it."""
    return text("sharing.by", name=Name(name))


def report_not_shared() -> Message:
    """Say that an answer cannot be shared where it is."""
    return Message(text("sharing.title"), (line(text("sharing.refused")),), tone=Tone.FAILED)


def deny_deleting() -> Message:
    """Say who may take an answer away."""
    return Message(text("sharing.keep"), (line(text("sharing.not_yours")),), tone=Tone.FAILED)
