"""Why is an answer what it is? Words, the reader, a doubt: which of them decided, and with what number."""

import pytest

from knowledge.answering.doubts import Doubt
from knowledge.answering.explanation import Decider, Explanation, Unread
from knowledge.answering.index import PassageIndex
from knowledge.answering.retrieval import Retriever
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Verdict
from knowledge.model import Article, Corpus, Kind, Passage
from tests.asking import RuledReader, read

FERRY = "The ferry to Holm island begins to sail on Monday."
TICKETS = "Tickets for the ferry cost four crowns."
TEXTS = (FERRY, TICKETS, "Ingrid Dahl keeps the lighthouse.", "The bridge is closed.", "Nets dry in the sun.")
QUESTION = "when does the ferry to the island begin to sail"
ISLAND = "does the ferry to Holm island have a bell"


def retriever(
    reader: RuledReader | None = None, thresholds: Thresholds | None = None, language: str = "en"
) -> Retriever:
    passages = tuple(Passage(text, Kind.PARAGRAPH, (), (line, line)) for line, text in enumerate(TEXTS, 1))
    corpus = Corpus((Article("news.md", "News", language, passages),))
    return Retriever(PassageIndex(corpus), thresholds or Thresholds(), reader=reader)


def explain(reader: RuledReader | None, question: str, *earlier: str) -> Explanation:
    return retriever(reader).explain(read(question), [read(each) for each in earlier])


def test_without_a_reader_words_decide() -> None:
    why = explain(None, QUESTION)
    assert (why.verdict, why.decided_by, why.unread) == (Verdict.ANSWER, Decider.WORDS, Unread.READERLESS)
    assert (why.by_words, why.weight, why.was_read) == (None, 0, False)
    assert why.readings == (None, None)


def test_the_parts_of_a_score_make_it_up() -> None:
    why = explain(RuledReader("ferry"), QUESTION)
    assert why.weight == Thresholds().reading
    for hit, reading in zip(why.hits, why.readings, strict=True):
        assert (hit.logit, hit.score) == (3, pytest.approx(hit.share + (reading or 0)))
        assert reading == pytest.approx(why.weight * (3 + 1.2))


@pytest.mark.parametrize(
    ("reader", "question", "verdict", "by_words", "decider"),
    [
        (RuledReader("ferry"), QUESTION, Verdict.ANSWER, Verdict.ANSWER, Decider.BOTH),
        (RuledReader("ferry"), ISLAND, Verdict.ANSWER, Verdict.CLOSEST, Decider.READER),
        (RuledReader("nothing", logit=6), QUESTION, Verdict.CLOSEST, Verdict.ANSWER, Decider.READER),
    ],
)
def test_where_words_alone_would_decide_otherwise_the_reader_decided(
    reader: RuledReader, question: str, verdict: Verdict, by_words: Verdict, decider: Decider
) -> None:
    why = explain(reader, question)
    assert why.by_words is not None
    assert (why.verdict, why.by_words.verdict, why.decided_by) == (verdict, by_words, decider)
    assert (why.unread, why.by_words.unread) == (None, Unread.READERLESS)


@pytest.mark.parametrize(
    ("reader", "question", "until", "unread"),
    [
        (RuledReader(), "lighthouse", None, Unread.SHORT),
        (RuledReader(late=True), QUESTION, 0.0, Unread.LATE),
        (RuledReader(off=True), QUESTION, None, Unread.UNUSABLE),
        (RuledReader(), "zebra", None, None),
    ],
)
def test_it_is_said_why_no_passage_was_read(
    reader: RuledReader, question: str, until: float | None, unread: Unread | None
) -> None:
    why = retriever(reader).explain(read(question), until=until)
    assert (why.unread, why.was_read, reader.read) == (unread, False, [])


def test_at_the_weight_zero_nothing_is_read() -> None:
    reader = RuledReader("ferry")
    why = retriever(reader, Thresholds(reading=0)).explain(read(QUESTION))
    assert (why.decided_by, why.unread, reader.read) == (Decider.WORDS, Unread.READERLESS, [])


def test_a_doubt_decides_where_the_score_would_do() -> None:
    why = explain(None, "how many ferries sail to Holm island")
    assert (why.verdict, why.doubt, why.decided_by) == (Verdict.CLOSEST, Doubt.NUMBER, Decider.DOUBT)
    assert why.judgement is not None
    assert why.hits[0].score >= why.judgement.answer
    assert why.sure == 0
    assert why.near == why.hits[0].score


def test_a_doubt_is_named_where_the_score_would_not_do_either() -> None:
    why = explain(None, "does the ferry to Holm island go to Geneva too")
    assert (why.verdict, why.doubt, why.decided_by) == (Verdict.CLOSEST, Doubt.NAME, Decider.WORDS)
    assert why.unmentioned == ("Geneva",)
    assert why.sure == 0


def test_how_sure_it_is_says_up_to_which_threshold_it_answers() -> None:
    for language in ("en", "ru"):
        known = retriever(language=language)
        sure = known.explain(read(ISLAND)).sure
        for answer, verdict in ((sure - 0.01, Verdict.ANSWER), (sure + 0.01, Verdict.CLOSEST)):
            found = known.with_thresholds(Thresholds(answer, 0.1)).answer(read(ISLAND))
            assert found.verdict is verdict


def test_of_nothing_there_is_nothing_to_say() -> None:
    why = explain(RuledReader(), "zebra")
    assert (why.verdict, why.decided_by, why.sure, why.near) == (Verdict.NONE, Decider.WORDS, 0, 0)
    assert why.lower(Doubt.NEWS) is why


def test_a_doubt_from_outside_lowers_only_what_would_be_the_answer() -> None:
    answer = explain(RuledReader("ferry"), QUESTION).lower(Doubt.NEWS)
    assert (answer.verdict, answer.doubt, answer.decided_by) == (Verdict.CLOSEST, Doubt.NEWS, Decider.DOUBT)
    assert answer.by_words is not None
    assert answer.by_words.verdict is Verdict.CLOSEST
    closest = explain(None, ISLAND).lower(Doubt.NEWS)
    assert (closest.verdict, closest.doubt, closest.decided_by) == (
        Verdict.CLOSEST,
        Doubt.NEWS,
        Decider.WORDS,
    )


def test_an_explanation_is_of_the_question_by_itself_where_that_is_answered() -> None:
    why, alone = explain(None, QUESTION, "what do tickets cost"), explain(None, QUESTION)
    assert why == alone
    follows = explain(None, "and on Monday?", "when does the ferry sail")
    assert [match.asked for match in follows.matches][-1] == "sail"
