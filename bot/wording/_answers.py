"""What is the answer? One message for each kind that there is."""

from msgspec.structs import replace

from bot.wording._facts import describe_coverage, lead_in, nearest, place, quote, since
from bot.wording._news import news
from bot.wording._statuses import board, course, standing, topics_at
from bot.wording.message import Block, Bold, Day, Line, Listing, Message, Name, Quote, Tone, line, tell
from knowledge.answers import (
    Answer,
    Board,
    Course,
    Coverage,
    ListAnswer,
    News,
    Nothing,
    NotYet,
    PassageAnswer,
    Standing,
    TopicsAt,
    UnknownTopic,
    Verdict,
)
from knowledge.model import Kind, Passage
from knowledge.when import When


def answer(found: Answer, coverage: Coverage, when: When, *, repeat_question: bool = False) -> Message:
    """Word an answer; `repeat_question` puts the question above, for readers who may not see it otherwise."""
    message = _word(found, coverage, when)
    return (
        _put_above(line(("“", Name(found.question), "”"), small=True), message)
        if repeat_question
        else message
    )


def late_answer(found: Answer, coverage: Coverage, when: When) -> Message:
    """Tell somebody who waited for it that the articles answer their question now, and in which words.

    `found` has the verdict `answer`; nobody is told of any other.
    """
    above = line(("You asked: “", Name(found.question), "”. The articles answer it now."))
    return _put_above(above, _word(found, coverage, when))


def _put_above(first: Line, message: Message) -> Message:
    return replace(message, blocks=(first, *message.blocks))


def _word(found: Answer, coverage: Coverage, when: When) -> Message:
    match found:
        case PassageAnswer() | ListAnswer():
            return _passage(found)
        case Standing():
            return standing(found, when)
        case Board():
            return board(found, coverage, when)
        case TopicsAt():
            return topics_at(found, when)
        case Course():
            return course(found, when)
        case News():
            return news(found, when)
        case NotYet():
            return _not_yet(found)
        case UnknownTopic():
            return _unknown_topic(found, coverage)
        case Nothing():
            body = line("The articles do not answer this, and nothing in them comes near.")
            note, buttons = describe_coverage(coverage), tell(found.question)
            return Message("Not in the articles", (body,), note, Tone.UNKNOWN, buttons)


def _passage(found: PassageAnswer | ListAnswer) -> Message:
    """Word the passage or list that answers, or comes closest, under the heading that it stands under."""
    passage, article = found.hits[0].passage, found.hits[0].article
    title = passage.section[-1] if passage.section else article.title
    words: list[Block] = (
        [*quote(passage, found.sentence)] if isinstance(found, PassageAnswer) else _list(found)
    )
    note = place(article, found.items if isinstance(found, ListAnswer) else [passage])
    if found.verdict is Verdict.ANSWER:
        return Message(title, tuple(words), note)
    above = line("The articles do not answer this. The nearest passage is:")
    return Message(title, (above, *words), note, Tone.DOUBT, tell(found.question))


def _list(found: ListAnswer) -> list[Block]:
    return [*lead_in(found.items[0]), Listing(tuple(map(_item, found.items)))]


def _item(passage: Passage) -> Quote:
    """Put a row on one line: what it is about, then the rest, named where that is more than one thing."""
    if passage.kind is not Kind.ROW or len(passage.cells) < 2:
        return Quote(passage.text, is_item=True)
    (_, first), *rest = passage.cells
    values = [value if len(rest) == 1 else f"{header}: {value}" for header, value in rest]
    return Quote(" · ".join(values), name=first, is_item=True)


def _not_yet(found: NotYet) -> Message:
    """Say that a topic is known, but that the articles of that day and before state no status of it."""
    topic, first = found.step.topic, found.step.course[0]
    then = line(("By ", Day(found.as_of), " the articles stated no status of it."), name=Bold(topic))
    begun = line(Bold(first.status), since(first), name="The first that they state")
    return Message(topic, (then, begun), tone=Tone.UNKNOWN)


def _unknown_topic(found: UnknownTopic, coverage: Coverage) -> Message:
    """Say that the articles state no status of this topic, and name the nearest ones."""
    body = line("Name a topic.")
    if found.question.strip():
        body = line(("The articles state no status for “", Name(found.question), "”."))
    blocks = (body, *nearest(found.suggestions))
    return Message("No such topic", blocks, describe_coverage(coverage), Tone.UNKNOWN)
