"""Is a question about something else altogether? One word in common makes no passage a near one."""

import pytest

from knowledge.answering.index import PassageIndex
from knowledge.answering.retrieval import Retriever
from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Verdict
from knowledge.model import Article, Corpus, Kind, Passage, Term
from tests.asking import RuledReader, read

TEXTS = (
    ("The whole world looks at the island, and has for years.", ("Boats", "Summer timetable")),
    ("The ferry sails each Monday and is cheap.", ("Boats",)),
    ("Ingrid Dahl keeps the lighthouse.", ()),
    ("The bridge stays closed in winter.", ()),
    ("Fishermen complain about the price of fuel.", ()),
)
ASIDE = "how is the world of chess"
ON_SUBJECT = (
    "how is the timetable of chess",  # a heading
    "how is the world of chess on Holm",  # the title
    "is a beacon for chess",  # a name of the glossary
)
LEANING = "how is their world of chess"
DENIES, DOUBTS = RuledReader(logit=4), RuledReader(logit=3)


def judge(question: str, reader: RuledReader | None = None, closest: float = 0.12) -> Verdict:
    retriever = make(reader, closest)
    verdict, why = retriever.answer(read(question)).verdict, retriever.explain(read(question))
    assert why.judgement is not None
    assert why.verdict is verdict is (Verdict.NONE if why.near < closest else Verdict.CLOSEST)
    return verdict


def make(reader: RuledReader | None = None, closest: float = 0.12) -> Retriever:
    passages = tuple(
        Passage(text, Kind.PARAGRAPH, section, (line, line)) for line, (text, section) in enumerate(TEXTS, 1)
    )
    corpus = Corpus(
        (Article("news.md", "News of Holm", "en", passages),), (Term("lighthouse", (("", "beacon"),)),)
    )
    return Retriever(PassageIndex(corpus), Thresholds(closest=closest), reader=reader)


@pytest.mark.parametrize("reader", [None, DENIES])
def test_a_word_that_is_no_subject_of_the_articles_is_not_enough(reader: RuledReader | None) -> None:
    assert judge(ASIDE, reader) is Verdict.NONE


@pytest.mark.parametrize("reader", [None, DENIES])
@pytest.mark.parametrize("question", ON_SUBJECT)
def test_a_word_of_the_title_a_heading_or_the_glossary_is(question: str, reader: RuledReader | None) -> None:
    assert judge(question, reader) is Verdict.CLOSEST


def test_where_words_decide_more_of_them_are_enough_and_so_is_what_refers_to_the_subject() -> None:
    assert judge(ASIDE, closest=0.08) is Verdict.CLOSEST
    assert judge(LEANING) is Verdict.CLOSEST


def test_a_reader_that_is_not_sure_silences_nothing() -> None:
    assert judge(ASIDE, DOUBTS) is Verdict.CLOSEST
    assert judge(ASIDE, DENIES, closest=0.03) is Verdict.CLOSEST


def test_what_a_word_was_taken_for_is_no_subject() -> None:
    # "Boots" is a word: that the articles have "boats" in a heading is chance.
    assert judge("how are boots", closest=0.02) is Verdict.CLOSEST
    assert judge("how are boots", closest=0.04) is Verdict.NONE


@pytest.mark.parametrize("reader", [None, DENIES], ids=["by words", "denied"])
def test_it_is_no_nearer_after_a_question_that_was_answered(reader: RuledReader | None) -> None:
    earlier = read("does the ferry sail each Monday?")
    assert make(reader).answer(read(ASIDE), [earlier]).verdict is Verdict.NONE
