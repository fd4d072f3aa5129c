"""What does a program read? The contract of the JSON, key by key."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.terminal.jsonlines import answer_line, board_line, history_line, news_line
from knowledge.answering.query import Source
from knowledge.answering.retrieval import Explanation, Match
from knowledge.model import (
    Answer,
    Article,
    Claim,
    Hit,
    Kind,
    Passage,
    Statement,
    Status,
    StatusChange,
    Verdict,
)

ROW = Passage(
    "Project: Bridge; Status: Open",
    Kind.ROW,
    ("News", "Board"),
    (12, 12),
    "All projects:",
    (("Project", "Bridge"), ("Status", "Open")),
    "| Bridge | Open |",
)
PROSE = Passage("The bridge\nis open.", Kind.PARAGRAPH, (), (3, 4))
ARTICLE = Article(
    "b.md", "The bridge “opens”", "en", (PROSE, ROW), date(2026, 3, 9), None, "https://example.org/b"
)
UNDATED = Article("a.txt", "Notes", "en", (ROW,), None, date(2026, 3, 1))
BEFORE = Status("Bridge", (Claim("Bridge", "Proposed", UNDATED, ROW),))
OTHER = Claim("bridge", "Closed", Article("c.txt", "Rumours", "en", (ROW,), date(2026, 3, 9)), PROSE)
STATUS = Status("Bridge", (Claim("Bridge", "Open", ARTICLE, ROW),), BEFORE, (OTHER,))


def read(line: str) -> dict[str, Any]:
    assert "\n" not in line
    return json.loads(line)


def test_an_answer_has_these_keys_in_this_order() -> None:
    line = answer_line(Answer("Is it open?", Verdict.ANSWER, (Hit(PROSE, ARTICLE, 0.123456),), STATUS))
    assert read(line) == {
        "question": "Is it open?",
        "verdict": "answer",
        "passages": [
            {
                "text": "The bridge\nis open.",
                "article": "The bridge “opens”",
                "section": "",
                "published": "2026-03-09",
                "url": "https://example.org/b",
                "lines": [3, 4],
                "score": 0.1235,
            }
        ],
        "status": {
            "topic": "Bridge",
            "status": "Open",
            "as_of": "2026-03-09",
            "article": "The bridge “opens”",
            "quote": "| Bridge | Open |",
        },
        "suggestions": [],
    }
    assert list(read(line)) == ["question", "verdict", "passages", "status", "suggestions"]


def test_what_an_article_does_not_say_is_null() -> None:
    passage = read(answer_line(Answer("?", Verdict.CLOSEST, (Hit(ROW, UNDATED, 0.3),))))["passages"][0]
    assert (passage["published"], passage["url"], passage["section"]) == (None, None, "News › Board")


def test_no_answer_has_no_passages_and_its_suggestions() -> None:
    said = read(answer_line(Answer("brigde?", Verdict.NONE, suggestions=("Bridge", "Tower"))))
    assert said == {
        "question": "brigde?",
        "verdict": "none",
        "passages": [],
        "status": None,
        "suggestions": ["Bridge", "Tower"],
    }


def test_passages_come_in_the_order_of_the_hits() -> None:
    hits = (Hit(ROW, ARTICLE, 0.9), Hit(PROSE, ARTICLE, 0.4))
    scores = [each["score"] for each in read(answer_line(Answer("?", Verdict.ANSWER, hits)))["passages"]]
    assert scores == [0.9, 0.4]


def test_a_topic_has_these_keys() -> None:
    assert read(board_line([STATUS])) == {
        "as_of": None,
        "topics": [
            {
                "topic": "Bridge",
                "status": "Open",
                "as_of": "2026-03-09",
                "previous": {"status": "Proposed", "as_of": None},
                "article": "The bridge “opens”",
                "section": "News › Board",
                "quote": "| Bridge | Open |",
                "url": "https://example.org/b",
                "lines": [12, 12],
                "disagree": [{"status": "Closed", "article": "Rumours", "quote": "The bridge\nis open."}],
            }
        ],
    }


def test_a_first_status_follows_none() -> None:
    (topic,) = read(board_line([BEFORE]))["topics"]
    assert (topic["previous"], topic["as_of"], topic["disagree"]) == (None, None, [])


def test_a_board_has_the_day_that_was_asked_for() -> None:
    assert read(board_line([])) == {"as_of": None, "topics": []}
    assert read(board_line([], date(2030, 1, 1))) == {"as_of": "2030-01-01", "topics": []}


PROPOSED = {
    "status": "Proposed",
    "as_of": None,
    "loaded_on": "2026-03-01",
    "article": "Notes",
    "section": "News › Board",
    "quote": "| Bridge | Open |",
    "url": None,
    "lines": [12, 12],
}
CLOSED = {
    "status": "Closed",
    "as_of": "2026-03-09",
    "loaded_on": None,
    "article": "Rumours",
    "section": "",
    "quote": "The bridge\nis open.",
    "url": None,
    "lines": [3, 4],
}


def test_a_history_has_its_steps_oldest_first_each_by_the_words_that_began_it() -> None:
    again = replace(ARTICLE, title="Again", published=date(2026, 3, 20))
    status = replace(STATUS, claims=(*STATUS.claims, Claim("Bridge", "Open", again, ROW)))
    assert read(history_line(status)) == {
        "topic": "Bridge",
        "steps": [
            {**PROPOSED, "disagree": []},
            {
                "status": "Open",
                "as_of": "2026-03-09",
                "loaded_on": None,
                "article": "The bridge “opens”",
                "section": "News › Board",
                "quote": "| Bridge | Open |",
                "url": "https://example.org/b",
                "lines": [12, 12],
                "disagree": [CLOSED],
            },
        ],
    }


def test_an_unknown_topic_has_no_history() -> None:
    assert read(history_line(None)) == {"topic": None, "steps": []}


def test_news_have_what_was_said_before_and_after_and_the_articles() -> None:
    before = Statement(
        "Proposed", "| Bridge | Open |", "Notes", ("News", "Board"), (12, 12), None, UNDATED.loaded_on
    )
    after = Statement("Closed", "The bridge\nis open.", "Rumours", (), (3, 4), date(2026, 3, 9))
    changes = [StatusChange("Bridge", before, after, (before,)), StatusChange("Boat", None, None)]
    assert read(news_line(date(2026, 3, 1), changes, [ARTICLE, UNDATED])) == {
        "since": "2026-03-01",
        "changes": [
            {"topic": "Bridge", "before": PROPOSED, "after": CLOSED, "disagree": [PROPOSED]},
            {"topic": "Boat", "before": None, "after": None, "disagree": []},
        ],
        "articles": [
            {
                "article": "The bridge “opens”",
                "published": "2026-03-09",
                "loaded_on": None,
                "url": "https://example.org/b",
            },
            {"article": "Notes", "published": None, "loaded_on": "2026-03-01", "url": None},
        ],
    }


def test_why_is_added_only_where_it_was_asked_for() -> None:
    matches = (Match("brigde", "bridge", Source.REPAIR, 1.5), Match("red", "", None, 0.0))
    why = Explanation(matches, ("tower",), (Hit(ROW, ARTICLE, 0.5), Hit(PROSE, ARTICLE, 0.2)))
    said = read(answer_line(Answer("?", Verdict.NONE), why))["why"]
    assert said["matches"] == [
        {"asked": "brigde", "found": "bridge", "source": "repair", "weight": 1.5},
        {"asked": "red", "found": "", "source": None, "weight": 0.0},
    ]
    assert (said["missing"], said["margin"], len(said["hits"])) == (["tower"], 0.3, 2)


@pytest.mark.parametrize(
    "question", ["“quotes” \"'", "a\nb\r\u2028c", "\x00\x1b[31m", "🙂 \ud800", "санкції", "\\"]
)
def test_whatever_was_asked_comes_back_to_the_letter(question: str) -> None:
    # A lone surrogate is no UTF-8; the stream's backslashreplace makes a JSON escape of it.
    line = answer_line(Answer(question, Verdict.NONE)).encode("utf-8", "backslashreplace").decode()
    assert read(line)["question"] == question
