"""What was known on a day? The same answers as if no later article had ever come."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from knowledge.answering.thresholds import Thresholds
from knowledge.answers import Nothing, PassageAnswer, Standing
from knowledge.earlier import EarlierStates
from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.semantic import Scale
from knowledge.semantic.selection import Selection
from knowledge.snapshot import Snapshot
from knowledge.when import When
from tests.asking import ask

MARCH, APRIL, MAY = date(2026, 3, 2), date(2026, 4, 2), date(2026, 5, 2)
GLOSSARY = (Term("Harbour Bridge", (("", "bridge"),)),)


def article(day: date | None, *texts: str, loaded_on: date | None = None) -> Article:
    passages = tuple(
        Passage(text, Kind.BULLET if ": " in text else Kind.PARAGRAPH, (), (number, number))
        for number, text in enumerate(texts, 1)
    )
    return Article(f"{texts[0]}.md", "News", "en", passages, day, loaded_on)


EARLY = article(MARCH, "The ferry sails to Holm island.", "Harbour Bridge: Proposed")
LATER = article(APRIL, "The ferry to Holm island sinks near Skagen.", "Harbour Bridge: In Progress")
LATEST = article(MAY, "Zebras live on Holm island.", "Night Boat: Planned")
ARTICLES = (EARLY, LATEST, LATER)
QUESTIONS = (
    "where does the ferry sail?",
    "what about Skagen?",
    "do zebras live on Holm island?",
    "zebrs",
    "status of the bridge",
    "status of the night boat",
    "status",
    "what changed?",
    "what was new in April?",
    "where does the bridge stand in April?",
    "when was the bridge in progress?",
    "is the ferry sunk and what is planned?",
)


def snapshot(*articles: Article) -> Snapshot:
    return Snapshot(Corpus(articles, GLOSSARY), Thresholds())


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2026, 1, 1), ()),
        (MARCH, (EARLY,)),
        (date(2026, 4, 1), (EARLY,)),
        (APRIL, (EARLY, LATER)),
        (MAY, ARTICLES),
        (date(2026, 12, 31), ARTICLES),
    ],
)
def test_all_that_is_said_is_what_was_said_before_a_later_article_came(
    day: date, known: Sequence[Article]
) -> None:
    then, alone, when = snapshot(*ARTICLES).as_of(day), snapshot(*known), When(day)
    assert then.coverage == alone.coverage
    assert then.board() == alone.board()
    assert then.suggest_topics("b") == alone.suggest_topics("b")
    for question in QUESTIONS:
        assert ask(then, question, when=when) == ask(alone, question, when=when), question


def test_what_stands_now_is_what_stood_then() -> None:
    answer = ask(snapshot(*ARTICLES).as_of(MARCH), "status of the bridge", when=When(MARCH))
    assert isinstance(answer, Standing)
    assert (answer.step.status, answer.now.status) == ("Proposed", "Proposed")


def test_a_name_that_came_later_was_not_mentioned_then() -> None:
    now = snapshot(*ARTICLES)
    asked = "does the ferry sail near Skagen?"
    found, then = ask(now, asked), ask(now.as_of(MARCH), asked)
    assert isinstance(found, PassageAnswer)
    assert isinstance(then, PassageAnswer | Nothing)
    assert (found.unmentioned, then.unmentioned) == ((), ("Skagen",))


def test_an_article_without_a_date_is_known_since_it_was_loaded_and_one_without_any_always() -> None:
    loaded = article(None, "Seals sleep on the pier.", loaded_on=APRIL)
    undated = article(None, "The pier is long.")
    now = snapshot(loaded, undated)
    assert now.as_of(MARCH).corpus.articles == (undated,)
    assert now.as_of(APRIL) is now


def test_what_was_known_is_made_ready_once_for_all_days_on_which_nothing_came() -> None:
    now = snapshot(*ARTICLES)
    with ThreadPoolExecutor(8) as threads:
        days = [date(2026, 3, day) for day in range(2, 30)]
        (then,) = set(threads.map(now.as_of, days))
    assert then is not now
    assert now.as_of(APRIL) is not then
    assert now.as_of(MARCH) is then


@pytest.mark.parametrize(
    ("articles", "asked", "made"),
    [
        (1, [1, 2, 3, 4, 1, 5, 1, 2], [1, 2, 3, 4, 5, 2]),  # what was asked for long ago is made again
        (6_000, [1, 2, 1, 2, 3, 1], [1, 2, 3, 1]),  # of many articles fewer states are remembered
        (30_000, [1, 1, 2, 1], [1, 2, 1]),  # and of too many only one
    ],
)
def test_few_states_are_remembered(articles: int, asked: Sequence[int], made: Sequence[int]) -> None:
    states, done = EarlierStates[int](), list[int]()

    def make(then: Corpus) -> int:
        done.append(len(then.articles) // articles)
        return done[-1]

    for times in asked:
        assert states.get(Corpus((EARLY,) * times * articles), make) == times
    assert done == made


class Placed:
    """Judges a passage by its place."""

    scale = Scale()

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:
        assert (question, history) == ("why?", ["who?"])
        return [number / 10 for number in numbers]

    def nearest(self, question: str, history: Sequence[str], most: int) -> list[int]:
        assert (question, history) == ("why?", ["who?"])
        return [5, 4, 3, 2][:most]


def test_a_model_judges_each_passage_by_its_place_among_all() -> None:
    assert Selection(Placed(), [0, 4, 5]).scores("why?", ["who?"], [2, 0]) == [0.5, 0.0]
    assert Selection(Placed(), [0, 4, 5]).nearest("why?", ["who?"], 2) == [2, 1]


class Last:
    """Takes what stands last among all passages for what was meant."""

    scale = Scale()

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:
        assert (question, history) == ("is the ferry here?", [])
        return [number / 10 for number in numbers]

    def nearest(self, question: str, history: Sequence[str], most: int) -> list[int]:
        assert (question, history, most > 0) == ("is the ferry here?", [], True)
        return []


def test_a_model_that_was_made_ready_for_all_articles_judges_those_of_then() -> None:
    first = article(MAY, "The ferry is red.")
    two = article(MARCH, "The ferry is blue.", "The ferry is old.")
    now = Snapshot(Corpus((first, two)), Thresholds(), Last())
    (best, *_) = ask(now.as_of(MARCH), "is the ferry here?").hits
    assert best.passage.text == "The ferry is old."
