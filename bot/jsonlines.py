"""What does a program read? The answers as JSON objects; their keys are a contract (see README.md)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from knowledge.model import Answer, Hit, Status

SECTION = " › "
"""Stands between the headings of a section's path."""


def answer_line(answer: Answer) -> str:
    """Give an answer as one line of JSON."""
    status = answer.status
    return _line(
        {
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
    )


def board_line(board: Sequence[Status], suggestions: Sequence[str] = ()) -> str:
    """Give where topics stand as one line of JSON, with the nearest names where none was found."""
    topics = [_topic(status) for status in board]
    return _line({"as_of": None, "topics": topics, "suggestions": list(suggestions)})


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
        "disagree": [
            {"status": other.status, "article": other.article.title, "quote": other.passage.quote}
            for other in status.disagree
        ],
    }


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
