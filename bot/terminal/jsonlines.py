"""What does a program read? The answers as JSON objects; their keys are a contract (see README.md)."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from knowledge.answering.retrieval import Explanation
from knowledge.model import Answer, Article, Claim, Hit, Statement, Status, StatusChange

SECTION = " › "
"""Stands between the headings of a section's path."""


def answer_line(answer: Answer, why: Explanation | None = None) -> str:
    """Give an answer as one line of JSON; with `why`, a key of that name says how it was found."""
    status = answer.status
    record = {
        "question": answer.question,
        "verdict": answer.verdict,
        "passages": [_passage(hit) for hit in answer.hits],
        "status": status
        and {
            "topic": status.topic,
            "status": status.status,
            "as_of": _iso(status.as_of),
            "article": status.article.title,
            "quote": status.passage.quote,
        },
        "suggestions": list(answer.suggestions),
    }
    return _line(record | {"why": _why(why)} if why else record)


def board_line(board: Sequence[Status], as_of: date | None = None) -> str:
    """Give where topics stand, or stood on a day, as one line of JSON."""
    return _line({"as_of": _iso(as_of), "topics": [_topic(status) for status in board]})


def history_line(status: Status | None) -> str:
    """Give a topic's course as one line of JSON, oldest step first; None where the topic is unknown."""
    steps = status.course if status else ()
    return _line({"topic": status and status.topic, "steps": [_step(step) for step in steps]})


def news_line(since: date, changes: Sequence[StatusChange], articles: Sequence[Article]) -> str:
    """Give what has changed since a day as one line of JSON."""
    record = {
        "since": _iso(since),
        "changes": [_change(change) for change in changes],
        "articles": [_article(article) for article in articles],
    }
    return _line(record)


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


def _why(why: Explanation) -> dict[str, Any]:
    return {
        "matches": [asdict(match) for match in why.matches],
        "missing": list(why.missing),
        "hits": [_passage(hit) for hit in why.hits],
        "margin": round(why.margin, 4),
    }


def _topic(status: Status) -> dict[str, Any]:
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


def _step(step: Status) -> dict[str, Any]:
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


def _article(article: Article) -> dict[str, Any]:
    return {
        "article": article.title,
        "published": _iso(article.published),
        "loaded_on": None if article.published else _iso(article.loaded_on),
        "url": article.url,
    }


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
