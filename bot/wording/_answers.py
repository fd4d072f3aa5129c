"""What is the answer? The passage or list that answers, the nearest one, or that there is none."""

from bot.freshness import Freshness
from bot.replies.card import AMBER, GREY, Card, made, tell
from bot.replies.escape import short
from bot.wording._news import news
from bot.wording._quotes import covered, listed, quoted, source, suggested
from bot.wording._statuses import quoted_board, status
from knowledge.model import Answer, Coverage, Verdict
from knowledge.notices.audience import Bulletin


def answer(found: Answer, coverage: Coverage, fresh: Freshness, *, repeat_question: bool = False) -> Card:
    """Show the passage or list that answers, or the nearest one, or that there is none.

    `repeat_question` puts the question above, for readers who may not see it otherwise.
    """
    above = f"-# “{short(found.question, 300)}”" if repeat_question else ""
    if found.verdict is Verdict.NONE or not found.hits:
        body = "The articles do not answer this, and nothing in them comes near."
        body += suggested(found.suggestions)
        offer = tell(found.question)
        return made("Not in the articles", body, covered(coverage), GREY, offer, above=above)
    return _found(found, fresh, above)


def known(found: Answer, fresh: Freshness) -> Card:
    """Tell somebody who waited for it that the articles answer their question now, and in which words.

    `found` is an answer with the verdict `answer`; nobody is told of any other.
    """
    above = f"You asked: “{short(found.question, 300)}”. The articles answer it now."
    return _found(found, fresh, above)


def _found(found: Answer, fresh: Freshness, above: str) -> Card:
    if found.changes:
        return news(Bulletin(found.changes), found.since, fresh, found.as_of, above=above)
    if found.board:
        return quoted_board(found.board, above)
    if found.verdict is Verdict.ANSWER and found.status and not found.items:
        return status(found.status, fresh, found.as_of, now=found.now, above=above)
    passage, article = found.hits[0].passage, found.hits[0].article
    title = passage.section[-1] if passage.section else article.title
    body = listed(found.items) if found.items else quoted(passage, found.sentence)
    note = source(article, found.items or [passage])
    if found.verdict is Verdict.ANSWER:
        return made(title, body, note, above=above)
    nearest = f"The articles do not answer this. The nearest passage is:\n{body}"
    return made(title, nearest, note, AMBER, tell(found.question), above=above)
