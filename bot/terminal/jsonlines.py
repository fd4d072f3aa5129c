"""What does a program read? The answers as JSON objects; their keys are a contract (see docs/commands.md)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import asdict

from bot.commands import PREFIX, USAGE, Help, NotADay, Reply
from bot.terminal.why import explain_verdict
from knowledge.answering.explanation import Explanation
from knowledge.answers import Board, Course, Coverage, Hit, News, NotYet, Standing, Standings, UnknownTopic
from knowledge.model import Claim, NewArticle, Passage, Statement, StatusChange, Step
from knowledge.sources.inspection import Inspection

SECTION = " › "
"""Stands between the headings of a section's path."""
_SUGGESTED = 25
"""Topics that are suggested at most."""


def answer_line(reply: Reply, line: str, coverage: Coverage, why: Sequence[Explanation] | None = None) -> str:
    """Give the reply to a typed line as one line of JSON; with `why`, a key of that name explains it."""
    record = {
        "question": line,
        "intent": reply.intent,
        "verdict": reply.verdict,
        "passages": [_passage(hit) for hit in reply.hits],
        "status": _status(reply),
        "suggestions": list(_suggestions(reply, line, coverage)),
    }
    return _line(record if why is None else record | {"why": _why(why)})


def board_line(
    answer: Board | Standings | Standing | NotYet | UnknownTopic | NotADay, as_of: date | None
) -> str:
    """Give where topics stand, or stood on a day, as one line of JSON."""
    match answer:
        case Board(_, steps) | Standings(_, steps):
            topics = [_topic(step) for step in steps]
        case Standing():
            topics = [_topic(answer.step)]
        case _:
            topics = []
    return _line({"as_of": _iso(as_of), "topics": topics})


def history_line(answer: Course | UnknownTopic) -> str:
    """Give a topic's course as one line of JSON, oldest step first; null where the topic is unknown."""
    step = answer.step if isinstance(answer, Course) else None
    steps = step.course if step else ()
    return _line({"topic": step and step.topic, "steps": [_step(each) for each in steps]})


def news_line(news: News) -> str:
    """Give what has changed since a day as one line of JSON."""
    record = {
        "since": _iso(news.since),
        "changes": [_change(change) for change in news.changes],
        "articles": [_article(article) for article in news.articles],
    }
    return _line(record)


def reading_line(found: Inspection) -> str:
    """Give what was made of a document as one line of JSON; most of it null where it could not be read."""
    article = found.article
    record = {
        "path": found.path,
        "title": article and article.title,
        "published": article and _iso(article.published),
        "loaded_on": article and _iso(article.loaded_on),
        "url": article and article.url,
        "language": article and article.language,
        "format": found.format or None,
        "passages": [_read_passage(passage) for passage in article.passages] if article else [],
        "statuses": [_read_claim(claim) for claim in found.claims],
        "ignored": [asdict(each) for each in found.ignored],
        "problems": [
            {"line": each.line, "reason": each.reason, "cure": each.cure} for each in found.problems
        ],
    }
    return _line(record)


def _read_passage(passage: Passage) -> dict[str, Any]:
    return {
        "text": passage.text,
        "kind": passage.kind,
        "section": SECTION.join(passage.section),
        "lead_in": passage.lead_in,
        "lines": list(passage.lines),
    }


def _read_claim(claim: Claim) -> dict[str, Any]:
    return {
        "topic": claim.topic,
        "status": claim.status,
        "as_of": _iso(claim.as_of),
        "lines": list(claim.passage.lines),
    }


def _status(reply: Reply) -> dict[str, Any] | None:
    if not isinstance(reply, Standing | Course):
        return None
    step = reply.step
    return {
        "topic": step.topic,
        "status": step.status,
        "as_of": _iso(step.as_of),
        "article": step.article.title,
        "quote": step.passage.quote,
    }


def _suggestions(reply: Reply, line: str, coverage: Coverage) -> Sequence[str]:
    """Give what may be asked next; a command's answer names it, one to a question only answers."""
    topics = coverage.topics[:_SUGGESTED]
    match reply:
        case UnknownTopic():
            return reply.suggestions or topics
        case NotYet():
            return [reply.step.topic]
        case Board() if line.startswith(PREFIX):
            return topics
        case News() if line.startswith(PREFIX):
            return [change.topic for change in reply.changes]
        case Help() | NotADay():
            return USAGE
        case _:
            return ()


def _passage(hit: Hit) -> dict[str, Any]:
    return {
        "text": hit.passage.text,
        "article": hit.article.title,
        "section": SECTION.join(hit.passage.section),
        "published": _iso(hit.article.published),
        "url": hit.article.url,
        "lines": list(hit.passage.lines),
        "score": round(hit.score, 4),
    }


def _why(why: Sequence[Explanation]) -> dict[str, Any] | None:
    """Explain a question; of several in one message the first, and all of them as its parts."""
    if not why:
        return None
    first, *others = map(_explain, why)
    return first | {"parts": [first, *others]} if others else first


def _explain(why: Explanation) -> dict[str, Any]:
    judgement, by_words = why.judgement, why.by_words
    readings = why.readings or [None] * len(why.hits)
    return {
        "question": why.question,
        "matches": [asdict(match) for match in why.matches],
        "missing": list(why.missing),
        "unmentioned": list(why.unmentioned),
        "hits": [_read_hit(hit, reading) for hit, reading in zip(why.hits, readings, strict=True)],
        "margin": round(why.margin, 4),
        "verdict": why.verdict,
        "verdict_by": why.decided_by,
        "because": explain_verdict(why),
        "answer_from": judgement and round(judgement.answer, 4),
        "closest_from": judgement and round(judgement.closest, 4),
        "doubt": why.doubt,
        "weight": round(why.weight, 4),
        "unread": why.unread,
        "by_words": by_words and {"verdict": by_words.verdict, "score": _best_score(by_words)},
    }


def _read_hit(hit: Hit, reading: float | None) -> dict[str, Any]:
    """Give a hit with the parts of its score: the words' share, and what reading it added."""
    logit = None if hit.logit is None else round(hit.logit, 4)
    added = None if reading is None else round(reading, 4)
    return _passage(hit) | {"share": round(hit.share, 4), "logit": logit, "reading": added}


def _best_score(why: Explanation) -> float | None:
    return round(why.hits[0].score, 4) if why.hits else None


def _topic(status: Step) -> dict[str, Any]:
    before = status.previous
    return {
        "topic": status.topic,
        "status": status.status,
        "as_of": _iso(status.as_of),
        "previous": before and {"status": before.status, "as_of": _iso(before.as_of)},
        "article": status.article.title,
        "section": SECTION.join(status.passage.section),
        "quote": status.passage.quote,
        "url": status.article.url,
        "lines": list(status.passage.lines),
        "disagree": [_other(claim) for claim in status.disagree],
    }


def _other(claim: Claim) -> dict[str, Any]:
    return {"status": claim.status, "article": claim.article.title, "quote": claim.passage.quote}


def _step(step: Step) -> dict[str, Any]:
    """Give a step by the statement that began it."""
    against = [_statement(claim.statement) for claim in step.against]
    return _statement(step.claims[0].statement) | {"disagree": against}


def _change(change: StatusChange) -> dict[str, Any]:
    return {
        "topic": change.topic,
        "before": change.before and _statement(change.before),
        "after": change.after and _statement(change.after),
        "disagree": [_statement(other) for other in change.disagree],
    }


def _statement(said: Statement) -> dict[str, Any]:
    return {
        "status": said.status,
        "as_of": _iso(said.published),
        "loaded_on": _iso(said.loaded_on),
        "article": said.article,
        "section": SECTION.join(said.section),
        "quote": said.quote,
        "url": said.url,
        "lines": list(said.lines),
    }


def _article(article: NewArticle) -> dict[str, Any]:
    return {
        "article": article.title,
        "published": _iso(article.published),
        "loaded_on": _iso(article.loaded_on),
        "url": article.url,
    }


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
