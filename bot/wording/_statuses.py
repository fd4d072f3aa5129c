"""Where do topics stand, and how did they come there? One of them, several, and a topic's course."""

from bot.wording._facts import (
    DISAGREE,
    SIDES,
    describe_coverage,
    doubt,
    more,
    sides,
    since,
    stack_row,
    state,
    warnings,
)
from bot.wording.controls import Pages, follow, topic_key
from bot.wording.message import Block, Entry, Gap, Line, Listing, Message, Quote, Source, Tone, line, listing
from bot.wording.spans import Bold, Day, Name, Phrase, Text, bold, text
from knowledge.answers import Board, Course, Coverage, Standing, Standings
from knowledge.model import Step
from knowledge.when import When


def standing(found: Standing, when: When) -> Message:
    """Word where a topic stands, or stood on a day, since when, and the words that say so.

    Of a day in the past, what is old is judged as on that day, and there is no button.
    """
    step, as_of = found.step, found.as_of
    above = [line(text("statuses.it_stood", day=Day(as_of)), small=True)] if as_of else []
    stands = line(Bold(step.status), since(step, when), name=Bold(step.topic))
    others = [_other(text("facts.before"), step.previous)] if step.previous else []
    # What was asked for as an earlier step has not grown old since.
    is_earlier = step.since != found.now.since
    others += [_other(text("facts.now"), found.now)] if is_earlier else []
    doubts = warnings(step, when.on(as_of), is_past=as_of is not None) if as_of or not is_earlier else []
    buttons = () if as_of else follow(step.topic)
    statement = step.claims[-1].statement
    brief, source = state(statement)
    words = stack_row(statement.cells) or [brief]
    if step.disagree:
        claims = sides([claim.statement for claim in step.disagree])
        dispute: list[Block] = [line(DISAGREE), Gap(), stands, *words, source, *claims]
        dispute += [Gap(), *others, *doubts] if others or doubts else []
        return Message(step.topic, (*above, *dispute), None, Tone.DOUBT, buttons)
    return Message(step.topic, (*above, stands, *others, *words, *doubts), source, Tone.KNOWN, buttons)


def board(found: Board, coverage: Coverage, when: When) -> Message:
    """Word where all topics stand, or stood on a day, a line each, and what changed of late."""
    then = when.on(found.as_of)
    topics = listing(_state_briefly(step, then) for step in found.steps)
    is_old = any(then.days_old(step) for step in found.steps)
    legend = line(text("statuses.legend", count=then.stale_days), small=True)
    blocks = (*_then(found), *(topics or [line(text("statuses.none"))]), *[legend] * is_old)
    tone = Tone.KNOWN if found.steps else Tone.UNKNOWN
    note = describe_coverage(coverage, topics=False)
    pages = Pages("board", found.as_of.isoformat() if found.as_of else "")
    return Message(text("statuses.board"), blocks, note, tone, pages=pages)


def standings(found: Standings, when: When) -> Message:
    """Word several topics, each with the words that say where it stands."""
    entries = tuple(
        Entry(
            (
                line(Bold(step.status), since(step, when), doubt(step.disagree), name=Bold(step.topic)),
                *state(step.claims[-1].statement),
            )
        )
        for step in found.steps
    )
    return Message(text("statuses.board"), (*_then(found), Listing(entries)))


def course(found: Course, when: When) -> Message:
    """Word a topic's course, oldest step first, each in the words that began it."""
    step = found.step
    title = text("statuses.history", topic=Name(step.topic))
    steps = Listing(tuple(_tell_step(each) for each in step.course), keeps_last=True)
    note = line(text("statuses.steps", count=len(steps.items)), small=True)
    blocks = (line(name=bold("statuses.history", topic=Name(step.topic))), steps, *warnings(step, when))
    pages = Pages("history", topic_key(step.topic))
    return Message(title, blocks, note, Tone.KNOWN, follow(step.topic), pages)


def _then(found: Board | Standings) -> list[Line]:
    return [line(text("statuses.they_stood", day=Day(found.as_of)), small=True)] if found.as_of else []


def _other(label: Text, step: Step) -> Line:
    return line(Bold(step.status), since(step), name=label, small=True)


def _state_briefly(step: Step, then: When) -> Line:
    stands: Phrase = (Name(step.status),)
    if step.previous and then.is_recent(step):
        stands = (Name(step.previous.status), " → ", Bold(step.status))
    is_old = then.days_old(step) is not None
    return line(stands, since(step), doubt(step.disagree), "⚠" if is_old else "", name=Bold(step.topic))


def _tell_step(step: Step) -> Entry:
    """Word one step: since when, what, in whose words, and who said something else meanwhile."""
    first, last = step.claims[0], step.claims[-1]
    is_repeated = last.article.published and last.on > first.on
    again: Phrase = (text("statuses.said_again", day=Day(last.on)),) if is_repeated else ()
    began = Day(step.as_of) if step.as_of else since(step)
    blocks: list[Line | Quote | Source] = [line(Bold(first.status), again, name=began)]
    blocks += state(first.statement)
    for other in step.against[:SIDES]:
        blocks += line(Bold(other.status), name=text("statuses.disagree")), *state(other.statement)
    return Entry((*blocks, *more(len(step.against) - SIDES)))
