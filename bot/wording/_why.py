"""Why is an answer what it is? In people's words: which words were found, how sure it is, what came next."""

from collections.abc import Sequence

from bot.wording._facts import join, quoted
from bot.wording.message import Block, Gap, Line, Message, line, listing
from bot.wording.spans import Bold, Name, Phrase, Text, text
from knowledge.answering.doubts import Doubt
from knowledge.answering.explanation import Explanation, Match
from knowledge.answering.query import Origin
from knowledge.answers import Verdict

_GLIMPSE = 60
"""Characters of a passage that say which one is meant."""
_DOUBTS = {
    Doubt.NUMBER: text("why.number"),
    Doubt.DATE: text("why.date"),
    Doubt.YEAR: text("why.year"),
    Doubt.ROW: text("why.row"),
    Doubt.KIND: text("why.kind"),
    Doubt.NEGATION: text("why.negation"),
    Doubt.GUESS: text("why.guess"),
    Doubt.NEWS: text("why.news"),
}


def explain(explanations: Sequence[Explanation]) -> Message:
    """Explain an answer; of several questions in a message, each."""
    blocks: list[Block] = []
    for each in explanations:
        if len(explanations) > 1:
            blocks += Gap(), line(Bold(each.question))
        blocks += _explain(each)
    return Message(text("why.title"), tuple(blocks))


def explain_doubt(explanation: Explanation, doubt: Doubt) -> Text:
    """Say what speaks against a passage."""
    if doubt is Doubt.NAME:
        return text("why.names", names=join(map(quoted, explanation.unmentioned)))
    return _DOUBTS[doubt]


def write_scores(score: float, needed: float) -> tuple[str, str]:
    """Write a score and what is needed with as many digits as tell them apart."""
    digits = next((each for each in (2, 3) if round(score, each) != round(needed, each)), 4)
    return f"{score:.{digits}f}", f"{needed:.{digits}f}"


def _explain(explanation: Explanation) -> list[Block]:
    if explanation.is_edited:
        return [line(text("why.editor"))]
    if explanation.ledger:
        return [line(text("why.ledger"))]
    if explanation.judgement is None:
        return [line(text("why.no_word")), *_list_words(explanation)]
    return [
        line(_explain_verdict(explanation)),
        *_list_words(explanation),
        *_name_next(explanation),
        *_tell_reading(explanation),
    ]


def _explain_verdict(explanation: Explanation) -> Phrase:
    judgement, best = explanation.judgement, explanation.hits[0]
    assert judgement  # noqa: S101  something was found
    score, needed = write_scores(best.score, judgement.answer)
    match judgement.verdict:
        case Verdict.ANSWER:
            return (text("why.answer", score=score, needed=needed),)
        case Verdict.CLOSEST if judgement.doubt:
            return (text("why.doubted", doubt=explain_doubt(explanation, judgement.doubt), score=score),)
        case Verdict.CLOSEST:
            return (text("why.closest", score=score, needed=needed),)
        case Verdict.NONE:
            score, needed = write_scores(judgement.near, judgement.closest)
            return (text("why.none", score=score, needed=needed),)


def _list_words(explanation: Explanation) -> Sequence[Block]:
    found = [line(_explain_match(match)) for match in explanation.matches]
    lacking = [line(text("why.missing", asked=Name(word))) for word in explanation.missing]
    return listing([*found, *lacking], text("why.words"))


def _explain_match(match: Match) -> Text:
    asked, found = Name(match.asked), Name(match.found)
    match match.source:
        case None:
            return text("why.lacks", asked=asked)
        case Origin.WORD:
            return text("why.has", asked=asked)
        case Origin.REPAIR:
            return text("why.repaired", asked=asked, found=found)
        case Origin.GLOSSARY:
            return text("why.called", asked=asked, found=found)
        case Origin.EARLIER:
            return text("why.earlier", asked=asked)


def _name_next(explanation: Explanation) -> list[Block]:
    """Name the runner-up, and by how much the best is ahead."""
    if len(explanation.hits) < 2:
        return [Gap(), line(text("why.alone"))]
    second = explanation.hits[1]
    words, title = Name(_glimpse(second.passage.text)), Name(second.article.title)
    score, margin = f"{second.score:.2f}", f"{explanation.margin:.2f}"
    return [Gap(), line(text("why.next", words=words, title=title, score=score, margin=margin))]


def _glimpse(words: str) -> str:
    """Give the first whole words of a passage."""
    if len(words) <= _GLIMPSE:
        return words
    return f"{words[:_GLIMPSE].rpartition(' ')[0] or words[:_GLIMPSE]} …"


def _tell_reading(explanation: Explanation) -> list[Line]:
    """Say what reading the passages made of it, where they were read."""
    by_words, reading = explanation.by_words, next(iter(explanation.readings), None)
    if by_words is None or reading is None:
        return []
    same = by_words.verdict is explanation.verdict
    changed = text("why.read_same") if same else text("why.read_changed")
    return [line((text("why.read", points=f"{reading:+.2f}"), " ", changed), small=True)]
