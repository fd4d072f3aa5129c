"""What stands behind an answer, and what else is there? And what is said to who found it good or not."""

from bot.wording._facts import place, quote, quote_row
from bot.wording._offers import offer_more
from bot.wording.controls import tell
from bot.wording.message import Block, Gap, Line, Message, Quote, Tone, line
from bot.wording.spans import Name, text
from knowledge.answers import Verdict
from knowledge.evidence import More, Surroundings
from knowledge.model import Kind, Passage
from knowledge.notices.inquiries import Inquiry
from knowledge.when import When


def show_source(found: Surroundings, when: When) -> Message:
    """Show a passage between its neighbours, with its file and what its words can be checked by."""
    article, passage = found.article, found.passage
    blocks: list[Block] = [
        *_quote_neighbour(found.before),
        _quote_all(passage),
        *_quote_neighbour(found.after),
        Gap(),
        line(text("evidence.file", path=Name(article.path)), small=True),
        line(text("evidence.hash", digest=found.sha256), small=True),
    ]
    return Message(article.title, tuple(blocks), place(article, [passage], when))


def report_no_passage() -> Message:
    """Say that a passage is not in the articles any more."""
    said = line(text("evidence.no_passage"))
    return Message(text("evidence.gone"), (said,), tone=Tone.UNKNOWN)


def show_more(found: More, question: str, key: str, when: When) -> Message:
    """Show the next passages on a question, and offer those after them."""
    blocks: list[Block] = [line(text("evidence.asked", question=Name(question)), small=True)]
    for hit in found.hits:
        blocks += [*quote(hit.passage), place(hit.article, [hit.passage], when), Gap()]
    if not found.hits:
        blocks.append(line(text("evidence.no_more")))
        return Message(text("evidence.more"), tuple(blocks), tone=Tone.UNKNOWN)
    follows = () if found.follows is None else (offer_more(key, found.follows),)
    return Message(text("evidence.more"), tuple(blocks[:-1]), None, Tone.DOUBT, follows)


def report_no_question() -> Message:
    """Say that a question is not kept any more."""
    return Message(text("evidence.gone"), (line(text("evidence.no_question")),), tone=Tone.UNKNOWN)


def report_no_topic() -> Message:
    """Say that the articles state no status of a topic any more."""
    return Message(text("evidence.gone"), (line(text("evidence.no_topic")),), tone=Tone.UNKNOWN)


def thank(inquiry: Inquiry, *, helpful: bool) -> Message:
    """Thank for a vote; where the answer did not help, say and offer what else may."""
    changed = line(text("evidence.changes"), small=True)
    if helpful:
        return Message(text("evidence.thanks"), (line(text("evidence.helped")), changed), tone=Tone.DONE)
    # What is answered already is never told later; and a follow-up means nothing by itself.
    is_open = inquiry.verdict is not Verdict.ANSWER and not inquiry.earlier
    buttons = tell(inquiry.question) if is_open else (offer_more(inquiry.key, 0),)
    blocks = line(text("evidence.unhelped")), changed
    return Message(text("evidence.thanks"), blocks, tone=Tone.DONE, buttons=buttons)


def _quote_all(passage: Passage) -> Quote:
    """Quote a passage so that it stands out among its neighbours."""
    words = _quote_plainly(passage)
    said = f"{words.name}: {words.text}" if words.name else words.text
    return Quote(said, said, is_item=words.is_item)


def _quote_neighbour(passage: Passage | None) -> list[Quote | Line]:
    if passage is None:
        return []
    words = _quote_plainly(passage)
    return [Quote(f"{words.name}: {words.text}" if words.name else words.text, is_item=words.is_item)]


def _quote_plainly(passage: Passage) -> Quote:
    if passage.kind is Kind.ROW and passage.cells:
        return quote_row(passage.cells, is_item=True)
    return Quote(passage.text, is_item=passage.kind is Kind.BULLET)
