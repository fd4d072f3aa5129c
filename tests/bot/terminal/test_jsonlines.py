"""What does a program read? The contract of the JSON, key by key."""

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from bot.commands import USAGE, Help, NotADay, Reply
from bot.terminal.jsonlines import answer_line, board_line, history_line, news_line
from knowledge.answering.doubts import Doubt
from knowledge.answering.explanation import Explanation, Judgement, Match
from knowledge.answering.query import Origin
from knowledge.answers import (
    Board,
    Course,
    Coverage,
    Hit,
    IntentKind,
    ListAnswer,
    News,
    Nothing,
    NotYet,
    PassageAnswer,
    Standing,
    Standings,
    UnknownTopic,
    Verdict,
)
from knowledge.model import Article, Claim, Kind, NewArticle, Passage, Statement, StatusChange, Step

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
BEFORE = Step("Bridge", (Claim("Bridge", "Proposed", UNDATED, ROW),))
OTHER = Claim("bridge", "Closed", Article("c.txt", "Rumours", "en", (ROW,), date(2026, 3, 9)), PROSE)
STEP = Step("Bridge", (Claim("Bridge", "Open", ARTICLE, ROW),), BEFORE, (OTHER,))
STANDING = Standing("Is it open?", (Hit(PROSE, ARTICLE, 0.123456),), STEP, STEP)
COVERAGE = Coverage(2, 3, date(2026, 3, 9), date(2026, 3, 9), ("Bridge", "Tower"))
CHANGE = StatusChange("Bridge", None, STEP.claims[0].statement)


def read(line: str) -> dict[str, Any]:
    assert "\n" not in line
    return json.loads(line)


def said(reply: Reply, line: str = "?", coverage: Coverage = COVERAGE) -> dict[str, Any]:
    return read(answer_line(reply, line, coverage))


def test_an_answer_has_these_keys_in_this_order() -> None:
    record = said(STANDING, "Is it open?")
    assert record == {
        "question": "Is it open?",
        "intent": "status",
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
    assert list(record) == ["question", "intent", "verdict", "passages", "status", "suggestions"]


def test_what_an_article_does_not_say_is_null() -> None:
    passage = said(PassageAnswer("?", Verdict.CLOSEST, (Hit(ROW, UNDATED, 0.3),), (ROW.text,)))["passages"][0]
    assert (passage["published"], passage["url"], passage["section"]) == (None, None, "News › Board")


def test_no_answer_has_no_passages_and_its_suggestions() -> None:
    assert said(UnknownTopic("brigde", ("Bridge", "Tower")), "!status brigde") == {
        "question": "!status brigde",
        "intent": "status",
        "verdict": "none",
        "passages": [],
        "status": None,
        "suggestions": ["Bridge", "Tower"],
    }


def test_passages_come_in_the_order_of_the_hits() -> None:
    hits = (Hit(ROW, ARTICLE, 0.9), Hit(PROSE, ARTICLE, 0.4))
    for answer in (
        PassageAnswer("?", Verdict.ANSWER, hits, (ROW.text,) * len(hits)),
        ListAnswer("?", Verdict.ANSWER, hits, (ROW, PROSE)),
    ):
        assert [each["score"] for each in said(answer)["passages"]] == [0.9, 0.4]


@pytest.mark.parametrize(
    ("reply", "line", "intent", "verdict", "quotes"),
    [
        (Nothing("?"), "?", "passage", "none", []),
        (Nothing("new?", intent=IntentKind.CHANGES), "new?", "changes", "none", []),
        (STANDING, "open?", "status", "answer", [PROSE.text]),
        (Course("bridge", STEP), "!history bridge", "status", "answer", [ROW.text, ROW.text]),
        (NotYet("bridge", STEP, date(2026, 1, 1)), "!status bridge", "status", "none", []),
        (UnknownTopic("x", ()), "!status x", "status", "none", []),
        (Board("", (STEP,)), "!status", "board", "answer", [ROW.text]),
        (Board("", ()), "!status", "board", "none", []),
        (Standings("what is open?", (STEP,)), "what is open?", "board", "answer", [ROW.text]),
        (News("", date(2026, 3, 1), None, (CHANGE,), ()), "!new", "changes", "answer", []),
        (News("", date(2026, 3, 1), None, (), ()), "!new", "changes", "none", []),
        (Help(), "!help", "passage", "none", []),
        (NotADay("soon"), "!new soon", "changes", "none", []),
    ],
)
def test_each_kind_of_reply_says_what_was_asked_for_and_how_sure_it_is(
    reply: Reply, line: str, intent: str, verdict: str, quotes: list[str]
) -> None:
    record = said(reply, line)
    assert (record["question"], record["intent"], record["verdict"]) == (line, intent, verdict)
    assert [each["text"] for each in record["passages"]] == quotes
    assert (record["status"] is not None) is isinstance(reply, Standing | Course)


@pytest.mark.parametrize(
    ("reply", "line", "suggestions"),
    [
        (UnknownTopic("x", ("Tower",)), "!status x", ["Tower"]),
        (UnknownTopic("x", ()), "!status x", ["Bridge", "Tower"]),
        (NotYet("crossing", STEP, date(2026, 1, 1)), "!status crossing", ["Bridge"]),
        (Board("", (STEP,)), "!status", ["Bridge", "Tower"]),
        (Board("", (STEP,)), "where does everything stand?", []),
        (News("", None, None, (CHANGE,), ()), "!new", ["Bridge"]),
        (News("", None, None, (CHANGE,), ()), "what is new?", []),
        (Help("exit"), "!exit", list(USAGE)),
        (NotADay("soon"), "!new soon", list(USAGE)),
        (Nothing("?"), "?", []),
        (STANDING, "!status bridge", []),
    ],
)
def test_a_command_s_reply_suggests_what_to_ask_next_and_an_answer_to_a_question_only_answers(
    reply: Reply, line: str, suggestions: list[str]
) -> None:
    assert said(reply, line)["suggestions"] == suggestions


def test_no_more_than_25_topics_are_suggested() -> None:
    many = replace(COVERAGE, topics=tuple(f"Pier {number}" for number in range(30)))
    assert said(UnknownTopic("x", ()), coverage=many)["suggestions"] == list(many.topics[:25])
    assert said(Board("", ()), "!status", many)["suggestions"] == list(many.topics[:25])


def test_a_topic_has_these_keys() -> None:
    assert read(board_line(Board("", (STEP,)), None)) == {
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
    (topic,) = read(board_line(Board("", (BEFORE,)), None))["topics"]
    assert (topic["previous"], topic["as_of"], topic["disagree"]) == (None, None, [])


def test_a_board_has_the_day_that_was_asked_for() -> None:
    (topic,) = read(board_line(Standings("bridge and boat", (BEFORE,)), None))["topics"]
    assert topic["topic"] == BEFORE.topic
    assert read(board_line(Board("", ()), None)) == {"as_of": None, "topics": []}
    assert read(board_line(Board("", ()), date(2030, 1, 1))) == {"as_of": "2030-01-01", "topics": []}


def test_one_topic_is_a_board_of_one_and_an_unknown_one_of_none() -> None:
    then = Standing("bridge", (), BEFORE, STEP, date(2026, 3, 5))
    (topic,) = read(board_line(then, then.as_of))["topics"]
    assert (topic["topic"], topic["status"]) == ("Bridge", "Proposed")
    day = date(2026, 1, 1)
    for answer in (UnknownTopic("x", ("Bridge",)), NotYet("bridge", STEP, day)):
        assert read(board_line(answer, day)) == {"as_of": "2026-01-01", "topics": []}


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
    step = dataclasses.replace(STEP, claims=(*STEP.claims, Claim("Bridge", "Open", again, ROW)))
    assert read(history_line(Course("bridge", step))) == {
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
    assert read(history_line(UnknownTopic("x", ("Bridge",)))) == {"topic": None, "steps": []}


def test_news_have_what_was_said_before_and_after_and_the_articles() -> None:
    before = Statement(
        "Proposed", "| Bridge | Open |", "Notes", ("News", "Board"), (12, 12), None, UNDATED.loaded_on
    )
    after = Statement("Closed", "The bridge\nis open.", "Rumours", (), (3, 4), date(2026, 3, 9))
    changes = (StatusChange("Bridge", before, after, (before,)), StatusChange("Boat", None, None))
    articles = (NewArticle.of(ARTICLE), NewArticle.of(UNDATED))
    assert read(news_line(News("", date(2026, 3, 1), None, changes, articles))) == {
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
    matches = (Match("brigde", "bridge", Origin.REPAIR, 1.5), Match("red", "", None, 0.0))
    why = Explanation(matches, ("tower",), (Hit(ROW, ARTICLE, 0.5), Hit(PROSE, ARTICLE, 0.2)))
    explained = read(answer_line(Nothing("?"), "?", COVERAGE, [why]))
    assert list(explained)[-1] == "why"
    assert "why" not in said(Nothing("?"))
    assert explained["why"]["matches"] == [
        {"asked": "brigde", "found": "bridge", "source": "repair", "weight": 1.5},
        {"asked": "red", "found": "", "source": None, "weight": 0.0},
    ]
    last = explained["why"]
    assert (last["missing"], last["margin"], len(last["hits"])) == (["tower"], 0.3, 2)


def test_why_tells_what_decided_with_all_numbers() -> None:
    judgement = Judgement(Verdict.CLOSEST, 0.33, 0.12, 0.28)
    words = Explanation((), (), (Hit(ROW, ARTICLE, 0.28, 0.28),), judgement)
    why = Explanation(
        (),
        (),
        (Hit(ROW, ARTICLE, 0.54, 0.28, 0.8),),
        Judgement(Verdict.CLOSEST, 0.33, 0.12, 0.54, Doubt.NAME),
        "?",
        doubt=Doubt.NAME,
        unmentioned=("Geneva",),
        weight=0.13,
        readings=(0.26,),
        by_words=words,
    )
    record = read(answer_line(Nothing("?"), "?", COVERAGE, [why]))["why"]
    (hit,) = record.pop("hits")
    assert (hit["score"], hit["share"], hit["logit"], hit["reading"]) == (0.54, 0.28, 0.8, 0.26)
    assert record == {
        "question": "?",
        "matches": [],
        "missing": [],
        "unmentioned": ["Geneva"],
        "margin": 0.54,
        "verdict": "closest",
        "verdict_by": "doubt",
        "because": "called the closest because the articles do not mention “Geneva”;"
        " score 0.54, 0.33 is needed for the answer; by words alone 0.28: the same",
        "answer_from": 0.33,
        "closest_from": 0.12,
        "doubt": "the articles do not mention what the question names",
        "weight": 0.13,
        "unread": None,
        "by_words": {"verdict": "closest", "score": 0.28},
    }


def test_why_has_the_parts_of_several_questions_and_is_null_where_nothing_was_asked() -> None:
    parts = [
        Explanation((), (), (Hit(ROW, ARTICLE, 1.0),), question="a?", ledger=Verdict.ANSWER),
        Explanation((), (), (), question="b?", by_words=Explanation((), (), ())),
    ]
    why = read(answer_line(Nothing("a? b?"), "a? b?", COVERAGE, parts))["why"]
    assert [(part["question"], part["verdict_by"]) for part in why["parts"]] == [
        ("a?", "ledger"),
        ("b?", "words and reader"),
    ]
    first = why["parts"][0]
    assert {key: why[key] for key in first} == first
    assert (first["answer_from"], first["by_words"], first["hits"][0]["logit"]) == (None, None, None)
    assert why["parts"][1]["by_words"] == {"verdict": "none", "score": None}
    assert read(answer_line(Help(), "!help", COVERAGE, []))["why"] is None


@pytest.mark.parametrize(
    "question", ["“quotes” \"'", "a\nb\r\u2028c", "\x00\x1b[31m", "🙂 \ud800", "санкції", "\\"]
)
def test_whatever_was_asked_comes_back_to_the_letter(question: str) -> None:
    # A lone surrogate is no UTF-8; the stream's backslashreplace makes a JSON escape of it.
    line = answer_line(Nothing(question), question, COVERAGE).encode("utf-8", "backslashreplace").decode()
    assert read(line)["question"] == question
