"""What does a program read? The answers as JSON objects; their keys are a contract (see README.md)."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from knowledge.model import Answer, Hit, Status
from knowledge.retrieval import Explanation

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


def board_line(board: Sequence[Status]) -> str:
    """Give where topics stand as one line of JSON."""
    return _line({"as_of": None, "topics": [_topic(status) for status in board]})


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
        "disagree": [
            {"status": other.status, "article": other.article.title, "quote": other.passage.quote}
            for other in status.disagree
        ],
    }


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
