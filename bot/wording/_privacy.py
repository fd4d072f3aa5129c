"""What is kept of people? Said in the bot's own words, with how to see it and how to end it."""

from bot.wording.message import Attachment, Gap, Line, Message, Tone, line, listing
from bot.wording.spans import CommandName, Link, Phrase, bold, text


def describe_privacy(retention_days: int, policy: str | None) -> Message:
    """Say what is kept, for how long, and how to see or end it; `policy` is the operator's own page."""
    export, forget = CommandName("export_me"), CommandName("forget_me")
    own: tuple[Line, ...] = (line(text("privacy.policy", address=Link(policy, policy))),) if policy else ()
    blocks = (
        line(text("privacy.intro")),
        *listing(_list_kept(retention_days)),
        Gap(),
        line(text("privacy.ways", export=export, forget=forget)),
        *own,
    )
    return Message(text("privacy.title"), blocks, line(text("privacy.nobody"), small=True))


def hand_over_data(data: bytes) -> Message:
    """Hand over all that is kept of somebody, as JSON."""
    attached = Attachment(data, "talksbot.json", text("privacy.file"))
    ways: Phrase = (text("privacy.forget", forget=CommandName("forget_me")),)
    blocks = (line(text("privacy.attached")), line(ways))
    return Message(text("privacy.yours"), blocks, tone=Tone.DONE, attachment=attached)


def _list_kept(days: int) -> tuple[Line, ...]:
    """Say of each thing that is kept for how long that is."""
    return (
        line(text("privacy.talk_for"), name=bold("privacy.talk")),
        line(text("privacy.topics_for"), name=bold("privacy.topics")),
        line(text("privacy.waiting_for"), name=bold("privacy.waiting")),
        line(text("privacy.seen_for"), name=bold("privacy.seen")),
        line(text("privacy.questions_for", count=days), name=bold("privacy.questions")),
        line(text("privacy.votes_for"), name=bold("privacy.votes")),
        line(text("privacy.server_for"), name=bold("privacy.server")),
        line(text("privacy.notices_for"), name=bold("privacy.notices")),
    )
