"""What does the bot know out of the box? The shipped articles, their topics and their glossary."""

import tomllib

import pytest

from knowledge.answers import Standing, UnknownTopic, Verdict
from knowledge.model import Step
from knowledge.snapshot import Snapshot
from knowledge.sources.edition import SHIPPED_ARTICLES
from knowledge.sources.reader import read_folder
from tests.asking import ask

pytestmark = pytest.mark.process

TOPICS = {
    "Economic Sanctions Review": "Proposed",
    "Energy Supply Stability": "Under Discussion",
    "Military De-escalation": "In Progress",
}
LONGEST_DESCRIPTION = 4096
"""Characters that Discord shows of an embed's description."""


def glossary() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((SHIPPED_ARTICLES / "glossary.toml").read_text("utf-8"))


def standing(shipped: Snapshot, asked: str) -> Step:
    answer = shipped.status(asked)
    assert isinstance(answer, Standing)
    return answer.step


async def test_the_shipped_articles_load_without_a_problem() -> None:
    reading = await read_folder(SHIPPED_ARTICLES)
    assert reading.problems == ()
    assert len(reading.articles) == len(list(SHIPPED_ARTICLES.glob("*.md")))
    assert all(
        article.published and article.title and article.language == "en" for article in reading.articles
    )


def test_the_glossary_is_read_whole(shipped: Snapshot) -> None:
    read = {term.name: [other for _, other in term.others] for term in shipped.corpus.glossary}
    assert read == {
        name: [other for each in lists.values() for other in each] for name, lists in glossary().items()
    }


def test_the_three_topics_have_the_statuses_of_the_article(shipped: Snapshot) -> None:
    assert {step.topic: step.status for step in shipped.steps()} == TOPICS
    assert shipped.coverage.topics == tuple(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_status_quotes_its_row_and_has_its_date(topic: str, shipped: Snapshot) -> None:
    step = standing(shipped, topic)
    assert step.passage.quote == f"| {topic} | {TOPICS[topic]} |"
    assert (step.as_of, step.previous, step.disagree) == (step.article.published, None, ())


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        (name, topic)
        for topic in TOPICS
        for name in (topic, *(n for each in glossary()[topic].values() for n in each))
    ],
)
def test_each_topic_is_found_by_each_of_its_names(asked: str, topic: str, shipped: Snapshot) -> None:
    for typed in (asked, asked.upper(), f" {asked}?"):
        assert standing(shipped, typed).topic == topic


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("sanctons reveiw", "Economic Sanctions Review"),
        ("economic sanctoins", "Economic Sanctions Review"),
        ("санкціі", "Economic Sanctions Review"),
        ("what about the gas", "Energy Supply Stability"),
        ("enrgy", "Energy Supply Stability"),
        ("military", "Military De-escalation"),
        ("deesclation", "Military De-escalation"),
    ],
)
def test_a_topic_is_found_in_spite_of_typing_errors(asked: str, topic: str, shipped: Snapshot) -> None:
    assert standing(shipped, asked).topic == topic


@pytest.mark.parametrize("asked", ["chess", "weather", "football", "NATO"])
def test_what_is_no_topic_has_no_status(asked: str, shipped: Snapshot) -> None:
    assert isinstance(shipped.status(asked), UnknownTopic)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Would a peace deal bring foreign investment?", "foreign investment"),
        ("What are confidence-building measures?", "confidence-building measures"),
        ("Who should support European allies?", "European allies"),
        ("What could cause internal divisions?", "Unrest could break out inside Ukraine"),
        ("Is humanitarian support part of the talks?", "humanitarian crisis"),
    ],
)
def test_a_question_about_the_talks_is_answered_from_the_articles(
    question: str, words: str, shipped: Snapshot
) -> None:
    answer = ask(shipped, question)
    assert answer.verdict is Verdict.ANSWER
    assert words in answer.hits[0].passage.text


@pytest.mark.parametrize("question", ["Who won the football cup?", "How do I bake bread?", "Bitcoin price"])
def test_a_question_about_something_else_has_no_answer(question: str, shipped: Snapshot) -> None:
    assert ask(shipped, question).verdict is not Verdict.ANSWER


def test_each_passage_stands_word_for_word_in_its_file(shipped: Snapshot) -> None:
    for article in shipped.corpus.articles:
        source = (SHIPPED_ARTICLES / article.path).read_text("utf-8")
        lines = source.splitlines()
        for passage in article.passages:
            first, last = passage.lines
            assert passage.quote in "\n".join(lines[first - 1 : last])


def test_no_passage_is_longer_than_discord_shows(shipped: Snapshot) -> None:
    assert (
        max(len(passage.text) for article in shipped.corpus.articles for passage in article.passages)
        < LONGEST_DESCRIPTION
    )
