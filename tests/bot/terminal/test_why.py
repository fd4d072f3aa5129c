"""Why is an answer what it is, in words? Each part with its number, and what would change the verdict."""

import pytest

from bot.terminal.why import explain_verdict, why_lines
from knowledge.answering.doubts import Doubt
from knowledge.answering.explanation import Explanation, Judgement, Match, Unread
from knowledge.answering.query import Origin
from knowledge.answers import Hit, Verdict
from knowledge.model import Article, Kind, Passage

FERRY, LAMP = (
    Passage(text, Kind.PARAGRAPH, (), (1, 1)) for text in ("The ferry sails\non Monday.", "The lamp burns.")
)
NEWS = Article("a.md", "News", "en", (FERRY, LAMP))


def explain(
    verdict: Verdict,
    score: float,
    *,
    share: float | None = None,
    passage: Passage = FERRY,
    doubt: Doubt | None = None,
    doubted: bool = False,
    by_words: Explanation | None = None,
) -> Explanation:
    hit = Hit(passage, NEWS, score, score if share is None else share, 2.0 if by_words else None)
    return Explanation(
        (),
        (),
        (hit,),
        Judgement(verdict, 0.33, 0.12, max(hit.score, hit.share), doubt if doubted else None),
        doubt=doubt,
        unmentioned=("Geneva", "2031"),
        by_words=by_words,
        readings=(0.26 if by_words else None,),
        weight=0.08 if by_words else 0.0,
    )


NOT_MENTIONED = "the articles do not mention “Geneva”, “2031”"


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            explain(Verdict.ANSWER, 0.54),
            "called the answer: score 0.54, 0.33 is needed for the answer",
        ),
        (
            explain(Verdict.CLOSEST, 0.29),
            "called the closest: score 0.29, 0.33 is needed for the answer",
        ),
        (
            explain(Verdict.CLOSEST, 0.3297),
            "called the closest: score 0.3297, 0.3300 is needed for the answer",
        ),
        (
            explain(Verdict.CLOSEST, 0.327),
            "called the closest: score 0.327, 0.330 is needed for the answer",
        ),
        (
            explain(Verdict.CLOSEST, 0.54, doubt=Doubt.NAME, doubted=True),
            f"called the closest because {NOT_MENTIONED}; score 0.54, 0.33 is needed for the answer",
        ),
        (
            explain(Verdict.CLOSEST, 0.29, doubt=Doubt.DATE),
            "called the closest: score 0.29, 0.33 is needed for the answer, and it holds no date",
        ),
        (
            explain(Verdict.NONE, 0.03, share=0.08),
            "nothing shown: score 0.08, 0.12 is needed for the closest, 0.33 for the answer",
        ),
        (Explanation((), (), ()), "nothing shown: no passage has a word of the question"),
        (
            Explanation((), (), (), ledger=Verdict.ANSWER),
            "the articles' statuses and their dates decided: no score counts",
        ),
    ],
)
def test_the_verdict_is_said_with_what_would_have_changed_it(why: Explanation, said: str) -> None:
    assert explain_verdict(why) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (explain(Verdict.ANSWER, 0.41), "; by words alone 0.41: the same"),
        (explain(Verdict.CLOSEST, 0.28), "; by words alone 0.28: the closest"),
        (explain(Verdict.NONE, 0.05), "; by words alone 0.05: nothing near"),
        (
            explain(Verdict.CLOSEST, 0.45, doubt=Doubt.GUESS, doubted=True),
            "; by words alone 0.45: the closest, because it has none of the words but repaired ones",
        ),
        (
            explain(Verdict.ANSWER, 0.45, passage=LAMP),
            "; by words alone 0.45, another passage, “The lamp burns. (News)”: the answer",
        ),
        (Explanation((), (), ()), ""),
    ],
)
def test_what_words_alone_would_have_made_of_it_is_said(words: Explanation, said: str) -> None:
    why = explain(Verdict.ANSWER, 0.54, share=0.28, by_words=words)
    assert explain_verdict(why) == f"called the answer: score 0.54, 0.33 is needed for the answer{said}"


def test_the_parts_of_each_score_stand_below_it() -> None:
    hits = (
        Hit(FERRY, NEWS, 0.54, 0.28, 0.8),
        Hit(LAMP, NEWS, 0.5, 0.6, None),
        Hit(LAMP, NEWS, 0.5, 0.55, -1.2),
    )
    why = Explanation(
        (Match("fery", "ferry", Origin.REPAIR, 1.5), Match("red", "", None, 0.0)),
        ("tower",),
        hits,
        Judgement(Verdict.ANSWER, 0.33, 0.12, 0.54),
        weight=0.13,
        readings=(0.26, None, 0.0),
        by_words=explain(Verdict.CLOSEST, 0.28),
    )
    assert why_lines([why]) == [
        "fery: ferry (repair), 1.50",
        "red: not in the best passage",
        "in no article: tower",
        "1. score 0.54: The ferry sails on Monday. (News)",
        "= words 0.28, reader +0.26 (logit 0.80, weight 0.13)",
        "2. score 0.50: The lamp burns. (News)",
        "= words 0.60, not read: others have more of the words",
        "3. score 0.50: The lamp burns. (News)",
        "= words 0.55, reader +0.00 (logit -1.20, weight 0.13), -0.05 behind the one above",
        "called the answer: score 0.54, 0.33 is needed for the answer; by words alone 0.28: the closest",
        "margin 0.04",
    ]


def test_where_no_passage_was_read_it_is_said_why() -> None:
    hits = (Hit(FERRY, NEWS, 0.3, 0.3), Hit(LAMP, NEWS, 0.3, 0.3))
    judgement = Judgement(Verdict.CLOSEST, 0.33, 0.12, 0.3)
    why = Explanation((), (), hits, judgement, unread=Unread.SHORT, readings=(None, None), has_meaning=True)
    assert why_lines([why]) == [
        "1. score 0.30: The ferry sails on Monday. (News)",
        "= words and meaning 0.30",
        "2. score 0.30: The lamp burns. (News)",
        "= words and meaning 0.30",
        "no passage was read: the question has too few words",
        "called the closest: score 0.30, 0.33 is needed for the answer",
        "margin 0.00",
    ]


def test_of_what_the_ledger_knows_its_words_are_shown_and_no_score() -> None:
    why = Explanation((), (), (Hit(FERRY, NEWS, 1.0),), ledger=Verdict.ANSWER)
    assert why_lines([why]) == [
        "the articles' statuses and their dates decided: no score counts",
        "1. The ferry sails on Monday. (News)",
    ]


def test_each_of_several_questions_is_explained_below_its_words() -> None:
    parts = [Explanation((), (), (), question=f"what\x1b[31m of {thing}?") for thing in ("it", "us")]
    assert why_lines(parts) == [
        "why “what[31m of it?” is answered so:",
        "nothing shown: no passage has a word of the question",
        "margin 0.00",
        "why “what[31m of us?” is answered so:",
        "nothing shown: no passage has a word of the question",
        "margin 0.00",
    ]
