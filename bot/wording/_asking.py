"""What is said about asking itself: in threads, and of other people's messages?"""

from math import ceil

from bot.wording.message import Message, Tone, line
from bot.wording.spans import Channel, CommandName, Jump, Name, text


def greet_in_thread(title: str, question: str, *, hears_all: bool) -> Message:
    """Say in a thread that was just opened what was asked, and how it goes on; `title` is the answer's.

    `hears_all` where the bot is sent what does not mention it.
    """
    asked = line(text("asking.thread_asked", question=Name(question)))
    above = line(text("asking.thread_above")) if question == title else asked
    how = "asking.thread_how" if hears_all else "asking.thread_mention"
    return Message(title, (above, line(text(how), small=True)))


def show_thread(number: int) -> Message:
    """Say where a talk goes on."""
    there = line(text("asking.thread_there", thread=Channel(number)))
    return Message(text("asking.thread_opened"), (there,), tone=Tone.DONE)


def report_not_yours() -> Message:
    """Say to somebody else that only the asker goes on in a thread."""
    return _refuse("asking.not_yours", "asking.not_yours_cure")


def report_no_threads() -> Message:
    """Say that the bot may not open threads, and what would let it."""
    return _refuse("asking.no_threads", "asking.no_threads_cure")


def point_to_answer(address: str) -> Message:
    """Say that the question was answered in this channel just now, and where."""
    return Message(text("asking.repeated"), (line(text("asking.repeated_there", answer=Jump(address))),))


def ask_for_patience(seconds: float, *, of_channel: bool) -> Message:
    """Say that a user, or a whole channel, asks more than is answered, and when that is over."""
    cure = line(text("asking.wait", count=ceil(seconds)))
    why = text("asking.busy") if of_channel else text("asking.too_many")
    return Message(text("own.failed"), (line(why), cure), tone=Tone.FAILED)


def report_no_words() -> Message:
    """Say that a message holds no question."""
    return _refuse("asking.menu_empty", "asking.menu_empty_cure")


def report_too_long(most: int) -> Message:
    """Say that a message is longer than a question may be, and what helps."""
    cure = line(text("asking.menu_long_cure", most=most, ask=CommandName("ask", "question")))
    return Message(text("asking.menu_long"), (cure,), tone=Tone.FAILED)


def _refuse(title: str, cure: str) -> Message:
    said = line(text(cure, ask=CommandName("ask", "question")))
    return Message(text(title), (said,), tone=Tone.FAILED)
