"""How does a server keep an eye on it all? Its pinned board, and what is said of that and of new articles."""

from collections.abc import Sequence

from bot.wording._facts import describe_coverage, doubt, since
from bot.wording.controls import Action, Button
from bot.wording.message import Line, Message, Tone, line, listing
from bot.wording.spans import Bold, Channel, CommandName, Name, Phrase, Text, bold, text
from knowledge.answers import Board as Found
from knowledge.answers import Coverage
from knowledge.model import Step
from knowledge.notices.audience import Board
from knowledge.when import When

_COMMAND = CommandName("settings board")


def pinned_board(found: Found, coverage: Coverage, when: When, guild: int) -> Message:
    """Word where all topics stand, for one message of a server that is kept up to date.

    It changes with what it says alone, and not from day to day.
    """
    topics = listing(_state(step, when) for step in found.steps)
    legend = _explain_signs(found.steps, when)
    blocks = (*(topics or [line(text("statuses.none"))]), *legend, line(text("board.kept"), small=True))
    tone = Tone.KNOWN if found.steps else Tone.UNKNOWN
    button = Button(text("board.all"), Action.BOARD, str(guild))
    return Message(text("statuses.board"), blocks, describe_coverage(coverage, topics=False), tone, (button,))


def confirm_board(channel: int) -> Message:
    """Say that a server has a board from now on."""
    return _confirm(text("board.set_title"), text("board.set", channel=Channel(channel)), text("board.soon"))


def confirm_articles(channel: int | None) -> Message:
    """Say where new articles are announced from now on; None where nowhere."""
    said = text("board.articles_set", channel=Channel(channel)) if channel else text("board.articles_ended")
    return _confirm(text("board.articles_title"), said)


def report_end(*, had_one: bool) -> Message:
    """Say that a server has no board, any more or at all."""
    if had_one:
        return _confirm(text("board.set_title"), text("board.ended"))
    said = line(text("board.not_set", command=_COMMAND))
    return Message(text("board.set_title"), (said,), tone=Tone.FAILED)


def describe_board(board: Board | None, problem: Text | None, articles: int | None) -> tuple[Line, ...]:
    """Say to a server's admin where its board is, what it suffers from, and where new articles go."""
    lines: list[Line] = []
    if board:
        where = text("board.in_channel", channel=Channel(board.channel))
        why = text("board.paused", why=problem) if problem else ""
        lines.append(line(where, why, name=bold("board.set_title")))
    if articles:
        lines.append(
            line(text("board.articles_in", channel=Channel(articles)), name=bold("board.articles_title"))
        )
    return tuple(lines)


def report_problem(kind: str, channel: int) -> Text:
    """Say what keeps a board from being up to date, by the name of that."""
    where = Channel(channel)
    match kind:
        case "lacks_read":
            return text("board.lacks_read", channel=where)
        case "lacks_write":
            return text("board.lacks_write", channel=where)
        case "lacks_pin":
            return text("board.lacks_pin", channel=where)
        case "pins_full":
            return text("board.pins_full", channel=where)
        case _:
            return text("board.gone", command=_COMMAND)


def _state(step: Step, when: When) -> Line:
    stands: Phrase = (Name(step.status),)
    if step.previous and when.is_recent(step):
        stands = (Name(step.previous.status), " → ", Bold(step.status))
    is_old = when.days_old(step) is not None
    return line(stands, since(step), doubt(step.disagree), "⚠" if is_old else "", name=Bold(step.topic))


def _explain_signs(steps: Sequence[Step], when: When) -> list[Line]:
    """Say what an arrow and a warning mean, where there are any."""
    is_recent = any(step.previous and when.is_recent(step) for step in steps)
    is_old = any(when.days_old(step) is not None for step in steps)
    signs: list[Text] = [text("board.recent", count=when.recent_days)] * is_recent
    signs += [text("statuses.legend", count=when.stale_days)] * is_old
    return [line(*signs, small=True)] if signs else []


def _confirm(title: Text, *said: Text) -> Message:
    return Message(title, tuple(line(each) for each in said), tone=Tone.DONE)
