"""Is the ledger right about a long story? A made-up one, whose true history is known, spelt in many ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.sources.reader import read_folder
from knowledge.statuses.ledger import Ledger
from knowledge.text import normalise

NAMES = (
    "Energy Security", "Security Guarantees", "Maritime Security", "Border Security Mission",
    "Economic Sanctions Review", "Sanctions Relief Schedule", "Shipping Sanctions Review", "Trade Relief",
    "Working Group 1", "Working Group 2", "Working Group 3", "Working Group 12", "Working Group A",
    "Working Group B", "Northern Border", "Southern Border", "Northern Region Observer Mission",
    "Southern Region Observer Mission", "Exports Ban", "Imports Ban", "Grain Export Corridor",
    "Grain Storage Inspection", "Prisoner Exchange", "Prison Inspection", "Cease-fire Verification",
    "Ceasefire Violation Register", "Military De-escalation", "Military Cooperation",
    "Nuclear Plant Inspection", "Humanitarian Corridor",
)  # fmt: skip
GLOSSARY = (
    Term("Economic Sanctions Review", (("", "the penalties"), ("de", "Überprüfung der Sanktionen"))),
    Term("Energy Security", (("", "power supply"), ("uk", "енергетична безпека"))),
    Term("Prisoner Exchange", (("", "POW swap"), ("fr", "échange de prisonniers"))),
)
STATUSES = (
    "Proposed", "Under Discussion", "In Progress", "Agreed in principle", "Agreed", "On hold", "Not started",
    "Signed", "In force", "Suspended",
)  # fmt: skip
BEGUN = date(2026, 1, 5)

Step = tuple[str, date, str]
"""A status, since when, and the first article that says so."""


@dataclass(frozen=True)
class Story:
    """Articles, and the history that they tell."""

    articles: tuple[Article, ...]
    courses: dict[str, list[Step]]


class Teller:
    """Makes up stories by lot."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def story(self, articles: int, topics: Sequence[str], changes: int) -> Story:
        """Tell of so many changes, which are spread over the articles; what stands is repeated in between."""
        days = self._days(articles)
        courses: dict[str, list[Step]] = {topic: [] for topic in topics}
        rows: list[list[tuple[str, str]]] = [[] for _ in days]
        slots = [(topic, day) for topic in topics for day in sorted(set(days))[1:]]
        changing = set(self.random.sample(slots, changes))
        for day in sorted(set(days)):
            reports = [number for number, other in enumerate(days) if other == day]
            for topic in topics:
                said = self.random.sample(reports, self.random.randint(1, len(reports)))
                course = courses[topic]
                if (topic, day) in changing or not course:
                    others = [status for status in STATUSES if not course or status != course[-1][0]]
                    course.append((self.random.choice(others), day, path(min(said))))
                elif self.random.random() > 0.15:
                    continue
                first = len(course) == 1 and course[0][1] == day
                for number in said:
                    name = topic if first else self.spelt(topic)
                    rows[number].append((name, self.lettered(course[-1][0])))
        told = [
            article(path(number), day, self.random.sample(stated, len(stated)))
            for number, (day, stated) in enumerate(zip(days, rows, strict=True))
        ]
        return Story(tuple(self.random.sample(told, len(told))), courses)

    def spelt(self, topic: str) -> str:
        """Spell a topic in one of the ways in which articles do."""
        ways = (self.lettered, self.reordered, self.punctuated, self.in_number, self.otherwise)
        return self.random.choice(ways)(topic)

    def lettered(self, text: str) -> str:
        return self.random.choice((str, str.upper, str.lower, str.title))(text)

    def reordered(self, topic: str) -> str:
        first, *others = topic.split()
        if others[-1] in ("A", "B") or others[-1].isdigit():
            return f"{' '.join(others)}, {first}"
        return self.random.choice((f"{others[-1]} of {' '.join((first, *others[:-1]))}", f"The {topic}"))

    def punctuated(self, topic: str) -> str:
        if "-" in topic:
            return topic.replace("-", self.random.choice(("", " ", "\u2013")))
        return self.random.choice(("-", "\u2013", " \u2013 ", ": ", "/")).join(topic.split(maxsplit=1))

    def in_number(self, topic: str) -> str:
        words = topic.split()
        last = next(place for place in range(len(words) - 1, -1, -1) if len(words[place]) > 2)
        words[last] = words[last][:-1] if words[last].endswith("s") else f"{words[last]}s"
        return " ".join(words)

    def otherwise(self, topic: str) -> str:
        """Use a name of the glossary, or mistype a long word."""
        others = [name for term in GLOSSARY for _, name in term.others if term.name == topic]
        words = topic.split()
        long = [
            place for place, word in enumerate(words) if len(word.removesuffix("s")) > 6 and "-" not in word
        ]
        if others and (not long or self.random.random() < 0.5):
            return self.random.choice(others)
        if long:
            place = self.random.choice(long)
            words[place] = self.mistyped(words[place])
        return " ".join(words)

    def mistyped(self, word: str) -> str:
        place, letter = self.random.randint(1, len(word) - 3), self.random.choice("aeiknorst")
        begin, end = word[:place], word[place:]
        return self.random.choice(
            (
                begin + end[1:],
                begin + letter + end,
                begin + letter + end[1:],
                begin + end[1] + end[0] + end[2:],
            )
        )

    def _days(self, articles: int) -> list[date]:
        """Give the articles' days: about one in ten has that of the one before."""
        days = [BEGUN]
        while len(days) < articles:
            days.append(days[-1] + timedelta(days=self.random.choice((0, *range(1, 10)))))
        return days


def path(number: int) -> str:
    return f"report-{number:03}.md"


def article(name: str, day: date, rows: Sequence[tuple[str, str]]) -> Article:
    passages = (
        Passage(
            f"Topic: {topic}; Status: {status}",
            Kind.ROW,
            ("Where things stand",),
            (line, line),
            cells=(("Topic", topic), ("Status", status)),
            row=f"| {topic} | {status} |",
        )
        for line, (topic, status) in enumerate(rows, 9)
    )
    return Article(name, f"Report of {day}", "en", tuple(passages), day)


def check(story: Story, articles: Sequence[Article]) -> None:
    """Compare the ledger with the history: nothing wrong, nothing missing, no row under another topic."""
    ledger = Ledger(Corpus(tuple(articles), GLOSSARY))
    for topic, course in story.courses.items():
        stands = ledger.find_exactly(topic)
        assert stands is not None
        told = [(normalise(step.status), step.as_of, step.claims[0].article.path) for step in stands.course]
        assert told == [(normalise(status), day, first) for status, day, first in course], topic
        assert all(step.against == () for step in stands.course)
    assert len(ledger.board()) == len(story.courses)
    assert sum(len(step.claims) for each in ledger.board() for step in each.course) == sum(
        len(each.passages) for each in articles
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_ledger_gives_back_a_thousand_changes_exactly(seed: int) -> None:
    story = Teller(seed).story(200, NAMES, 1_000)
    steps = [step for course in story.courses.values() for step in course]
    assert (len(story.articles), len(story.courses), len(steps)) == (200, 30, 1_000 + 30)
    check(story, story.articles)
    check(story, sorted(story.articles, key=lambda each: each.path))


@given(seed=st.integers(0, 2**32), shuffled=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_the_history_is_the_same_whatever_the_order_of_the_articles(seed: int, shuffled: Random) -> None:
    teller = Teller(seed)
    topics = teller.random.sample(NAMES, 8)
    story = teller.story(14, topics, 40)
    check(story, story.articles)
    again = shuffled.sample(story.articles, len(story.articles))
    check(story, again)
    boards = [Ledger(Corpus(tuple(each), GLOSSARY)).board() for each in (story.articles, again)]
    assert boards[0] == boards[1]
    assert [each.course for each in boards[0]] == [each.course for each in boards[1]]


@pytest.mark.process
async def test_a_story_is_read_back_from_files(tmp_path: Path) -> None:
    story = Teller(5).story(20, NAMES[:12], 90)
    for each in story.articles:
        rows = "\n".join(passage.row for passage in each.passages)
        (tmp_path / each.path).write_text(
            f"---\ntitle: {each.title}\npublished: {each.published}\nlanguage: en\n---\n\n"
            f"## Where things stand\n\n| Topic | Status |\n| --- | --- |\n{rows}\n",
            "utf-8",
        )
    reading = await read_folder(tmp_path)
    assert reading.problems == ()
    check(story, reading.articles)
