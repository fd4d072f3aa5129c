"""Which passage answers? Verdicts, confidence and follow-ups."""

import pytest

from knowledge.index import PassageIndex
from knowledge.model import Article, Corpus, Kind, Passage, Verdict
from knowledge.retrieval import Retriever, Thresholds

TEXTS = (
    "The ferry to Holm island begins to sail on Monday.",
    "Tickets for the ferry cost four crowns.",
    "Ingrid Dahl keeps the lighthouse from now on.",
    "The harbour bridge stays closed in winter.",
    "Fishermen complain about the price of fuel.",
)


def retriever(thresholds: Thresholds | None = None) -> Retriever:
    passages = tuple(Passage(text, Kind.PARAGRAPH, (), (line, line)) for line, text in enumerate(TEXTS, 1))
    article = Article("news.md", "News", "en", passages)
    return Retriever(PassageIndex(Corpus((article,))), thresholds or Thresholds())


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When does the ferry begin to sail?", TEXTS[0]),
        ("What do tickets cost?", TEXTS[1]),
        ("who keeps the lighthuose", TEXTS[2]),
        ("IS THE HARBOUR BRIDGE CLOSED???", TEXTS[3]),
    ],
)
def test_a_question_is_answered_with_the_passage_that_holds_its_words(question: str, text: str) -> None:
    answer = retriever().answer(question)
    assert answer.question == question
    assert (answer.verdict, answer.hits[0].passage.text) == (Verdict.ANSWER, text)


def test_hits_come_best_first_and_at_most_three() -> None:
    every = retriever(Thresholds(answer=0.0, closest=0.0)).answer("ferry lighthouse bridge price of tickets")
    scores = [hit.score for hit in every.hits]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("thresholds", "verdict"),
    [
        (Thresholds(answer=0.0, closest=0.0), Verdict.ANSWER),
        (Thresholds(answer=9.0, closest=0.0), Verdict.CLOSEST),
        (Thresholds(answer=9.0, closest=9.0), Verdict.NONE),
    ],
)
def test_the_thresholds_decide_the_verdict(thresholds: Thresholds, verdict: Verdict) -> None:
    answer = retriever(thresholds).answer("ferry tickets")
    assert answer.verdict is verdict
    assert bool(answer.hits) is (verdict is not Verdict.NONE)


def test_words_that_the_articles_lack_lower_the_confidence() -> None:
    sure, unsure = (retriever().answer(f"ferry tickets{more}").hits[0].score for more in ("", " zebra"))
    assert unsure < sure


@pytest.mark.parametrize(
    "question", [*TEXTS, "ferry", "ferry tickets", "closed closed closed", "lighthuose keeper"]
)
def test_confidence_is_between_nothing_and_about_one(question: str) -> None:
    assert 0 < retriever().search(question, (), 1)[0].score <= 1.3


@pytest.mark.parametrize("question", ["", "?", "zebra quagga okapi", "🙂", "\x00", "\ud800"])
def test_what_the_articles_do_not_speak_of_has_no_answer(question: str) -> None:
    answer = retriever().answer(question)
    assert (answer.verdict, answer.hits) == (Verdict.NONE, ())


def test_a_follow_up_is_understood_from_the_question_before() -> None:
    asked = "What do the tickets cost on Monday?"
    assert retriever().search(asked, (), 1)[0].passage.text == TEXTS[1]
    assert (
        retriever().search("And on Monday?", ("When does the ferry begin to sail?",), 1)[0].passage.text
        == TEXTS[0]
    )
    alone, following = (retriever().search("closed", history, 3) for history in ((), ("ferry",)))
    assert len(following) > len(alone)


def test_a_corpus_without_articles_answers_nothing() -> None:
    assert Retriever(PassageIndex(Corpus(())), Thresholds()).answer("ferry").verdict is Verdict.NONE
