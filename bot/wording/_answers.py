"""What is the answer? One message for each kind that there is."""

from collections.abc import Sequence

from msgspec.structs import replace

from bot.wording._facts import (
    describe_coverage,
    join,
    lead_in,
    nearest,
    place,
    quote,
    quote_row,
    quoted,
    since,
)
from bot.wording._news import news
from bot.wording._statuses import board, course, standing, standings
from bot.wording._talk import about, small_talk
from bot.wording.controls import Button, tell
from bot.wording.message import Block, Gap, Line, Listing, Message, Quote, Source, Tone, line
from bot.wording.spans import Bold, Day, Name, text
from knowledge.answers import (
    About,
    Answer,
    Board,
    Course,
    Coverage,
    ListAnswer,
    News,
    Nothing,
    NotYet,
    PassageAnswer,
    Several,
    SmallTalk,
    Standing,
    Standings,
    UnknownTopic,
    Verdict,
)
from knowledge.model import Kind, Passage
from knowledge.when import When


def answer(
    found: Answer,
    coverage: Coverage,
    when: When,
    *,
    repeat_question: bool = False,
    is_past: bool = False,
) -> Message:
    """Word an answer; `repeat_question` puts the question above, for readers who may not see it otherwise.

    What answers from what was known on a day, which is that of `when`, says so, and has no button: those are
    about what is known now.
    """
    message = _word(found, coverage, when)
    if is_past:
        as_of = line(text("answers.as_of", day=Day(when.today)), small=True)
        message = replace(_put_above(as_of, message), buttons=(), pages=None)
    if not repeat_question or message.title == found.question.strip():
        return message
    return _put_above(line(quoted(found.question), small=True), message)


def late_answer(found: Answer, coverage: Coverage, when: When) -> Message:
    """Tell somebody who waited for it that the articles answer their question now, and in which words.

    `found` has the verdict `answer`; nobody is told of any other.
    """
    message = replace(_word(found, coverage, when), title=text("answers.now_answered"))
    above = line(text("answers.you_asked", question=Name(found.question)))
    why = line(text("answers.only_once"), small=True)
    return _put_above(above, replace(message, blocks=(*message.blocks, Gap(), why)))


def _put_above(first: Line, message: Message) -> Message:
    return replace(message, blocks=(first, *message.blocks))


def _word(found: Answer, coverage: Coverage, when: When) -> Message:
    match found:
        case PassageAnswer() | ListAnswer():
            return _passage(found, when)
        case Standing():
            return standing(found, when)
        case Board() | Standings():
            return board(found, coverage, when) if isinstance(found, Board) else standings(found, when)
        case Course():
            return course(found, when)
        case News():
            return news(found, when)
        case Several():
            return _several(found, coverage, when)
        case NotYet() | UnknownTopic() | Nothing():
            return _nothing(found, coverage)
        case SmallTalk() | About():
            return small_talk(found) if isinstance(found, SmallTalk) else about(found, coverage)


def _passage(found: PassageAnswer | ListAnswer, when: When) -> Message:
    """Word the passage or list that answers, or what comes closest."""
    first, *others = found.hits
    if isinstance(found, ListAnswer):
        shown: list[Block] = [*lead_in(found.items[0]), Listing(tuple(map(_item, found.items)))]
        note, others = place(first.article, found.items, when), []
    else:
        shown = [*quote(first.passage, found.sentences[0])]
        note = place(first.article, [first.passage], when)
    if found.verdict is Verdict.ANSWER:
        # Article and section stand at the source: above the words stands what was asked.
        return Message(found.question.strip() or first.article.title, tuple(shown), note)
    unmentioned = _name_unmentioned(found.unmentioned) if isinstance(found, PassageAnswer) else []
    above = line(text("answers.closest_ones") if others else text("answers.closest_one"))
    blocks: list[Block] = [above, *unmentioned, *shown]
    if others and isinstance(found, PassageAnswer):
        blocks.append(note)
        for hit, sentence in zip(others, found.sentences[1:], strict=True):
            blocks += Gap(), *quote(hit.passage, sentence), place(hit.article, [hit.passage], when)
    return Message(
        found.question.strip() or text("answers.not_sure"),
        tuple(blocks),
        None if others else note,
        Tone.DOUBT,
        tell(found.question),
    )


def _name_unmentioned(names: Sequence[str]) -> list[Line]:
    """Say which names and numbers of a question no article mentions; nothing where each is known."""
    return [line(text("answers.unmentioned", names=join(map(quoted, names))))] if names else []


def _several(found: Several, coverage: Coverage, when: When) -> Message:
    """Word the answers to several questions, each below its question and with its own source."""
    blocks: list[Block] = []
    buttons: list[Button] = []
    for answer in found.answers:
        message = _word(answer, coverage, when)
        blocks += Gap(), line(Bold(answer.question)), *message.blocks
        if isinstance(message.note, Source):
            blocks.append(message.note)
        buttons += message.buttons
    tone = Tone.KNOWN if found.verdict is Verdict.ANSWER else Tone.DOUBT
    return Message(
        text("answers.several", count=len(found.answers)), tuple(blocks[1:]), None, tone, tuple(buttons)
    )


def _item(passage: Passage) -> Quote:
    if passage.kind is not Kind.ROW or len(passage.cells) < 2:
        return Quote(passage.text, is_item=True)
    return quote_row(passage.cells, is_item=True)


def _nothing(found: NotYet | UnknownTopic | Nothing, coverage: Coverage) -> Message:
    """Say what the articles do not say."""
    match found:
        case NotYet():
            return _not_yet(found)
        case UnknownTopic():
            return _unknown_topic(found, coverage)
        case Nothing(is_exhausted=True):
            return Message(text("answers.no_more_title"), (line(text("answers.no_more")),), tone=Tone.UNKNOWN)
        case Nothing():
            body = line(text("answers.nothing_near"))
            blocks = (body, *_name_unmentioned(found.unmentioned))
            note, buttons = describe_coverage(coverage), tell(found.question)
            return Message(text("answers.nothing"), blocks, note, Tone.UNKNOWN, buttons)


def _not_yet(found: NotYet) -> Message:
    """Say that a topic is known, but that the articles of that day and before state no status of it."""
    topic, first = found.step.topic, found.step.course[0]
    then = line(text("answers.not_yet", day=Day(found.as_of)), name=Bold(topic))
    begun = line(Bold(first.status), since(first), name=text("answers.first_status"))
    return Message(topic, (then, begun), tone=Tone.UNKNOWN)


def _unknown_topic(found: UnknownTopic, coverage: Coverage) -> Message:
    """Say that the articles state no status of this topic, and name the nearest ones."""
    body = line(text("answers.name_a_topic"))
    if found.question.strip():
        body = line(text("answers.no_status", topic=Name(found.question)))
    blocks = (body, *nearest(found.suggestions))
    return Message(text("answers.no_topic"), blocks, describe_coverage(coverage), Tone.UNKNOWN)
