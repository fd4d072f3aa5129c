"""What may somebody mean who is still typing? Topics, articles, sections and days of what is known."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum, auto
from itertools import islice

from msgspec import Struct

from knowledge.answering.aliases import find_terms
from knowledge.answering.period import complete_day, read_period
from knowledge.answering.suggestions import MOST, Suggestions
from knowledge.model import Article, Corpus, Step
from knowledge.statuses.ledger import Ledger
from knowledge.text import normalise

_TOLD_APART = 90
"""Characters of a title by which it must be told from others: what shows a suggestion cuts longer ones."""
_YEAR = 4
"""Digits from which on a date is recognised by its figures."""


class DayName(Enum):
    """What a day is called, as seen from today."""

    TODAY = auto()
    YESTERDAY = auto()
    WEEK_AGO = auto()
    START_OF_MONTH = auto()


class SuggestedDay(Struct, frozen=True):
    """A day that may be meant, and what is known of it."""

    on: date
    name: DayName | None = None
    changes: int = 0
    """Topics whose status changed on it."""
    articles: int = 0
    """Articles that are dated so."""


class Suggester:
    """Knows what there is to choose from in one state of what is known; it never changes."""

    def __init__(self, corpus: Corpus, ledger: Ledger) -> None:
        """Sort all by when it changed: some 0.3 s for 10,000 articles, so not on the event loop."""
        steps = sorted(ledger.board(), key=_latest)
        self._topics = [step.topic for step in steps]
        self._by_topic = Suggestions((topic, ledger.names_of(topic)) for topic in self._topics)
        self._articles = sorted(corpus.articles, key=lambda each: each.path)
        self._articles.sort(key=lambda each: each.dated, reverse=True)
        titles = ((each.title, [each.path]) for each in self._articles)
        self._by_title = Suggestions(titles, find_terms(corpus))
        self._titles = Counter(map(_start_of_title, self._articles))
        self._changes = Counter(then.since for step in steps for then in step.course if then.as_of)
        self._dated = Counter(each.published for each in corpus.articles if each.published)

    def suggest_topics(self, typed: str = "") -> tuple[str, ...]:
        """Give the topics that what is typed may become, best first; of nothing, what changed last."""
        return tuple(self._topics[number] for number in self._by_topic.suggest(typed))

    def suggest_articles(self, typed: str = "", *, removable: bool = False) -> tuple[str, ...]:
        """Give the titles of articles, or where they do not tell apart the paths, newest first.

        Those that are `removable` were handed in, or came from a live source.
        """
        ranked = (self._articles[number] for number in self._by_title.rank(typed))
        found = (self._name(each) for each in ranked if each.source or not removable)
        return tuple(islice(found, MOST))

    def suggest_days(self, typed: str, today: date) -> tuple[SuggestedDay, ...]:
        """Give the days that what is typed names or may become, then those on which something changed."""
        found = complete_day(typed, today) if typed.strip() else tuple(_named_days(today))
        changed = (day for day in self._find_changed(typed.strip(), today) if day <= today)
        days = islice(dict.fromkeys((*found, *changed)), MOST)
        names = _named_days(today)
        return tuple(SuggestedDay(day, names.get(day), self._changes[day], self._dated[day]) for day in days)

    def _name(self, article: Article) -> str:
        return article.title if self._titles[_start_of_title(article)] == 1 else article.path

    def _find_changed(self, typed: str, today: date) -> Iterator[date]:
        """Give the days on which something changed, the latest first: in the period typed, or begun so."""
        days = sorted(self._changes.keys() | self._dated.keys(), reverse=True)
        named = read_period(typed, today)
        for day in days:
            is_within = named is not None and named.period.first <= day <= named.period.last
            is_begun = len(typed) >= _YEAR and day.isoformat().startswith(typed)
            if not typed or is_within or is_begun:
                yield day


def suggest_sections(article: Article, typed: str = "") -> tuple[str, ...]:
    """Give the headings of an article that what is typed may become, best first; of nothing, all in order."""
    headings = dict.fromkeys(each.section[-1] for each in article.passages if each.section)
    return suggest_names(headings, typed)


def suggest_names(
    names: Iterable[str], typed: str = "", call: Callable[[str], Sequence[str]] | None = None
) -> tuple[str, ...]:
    """Give those of some names that what is typed may become, best first; of nothing, the first of them.

    `call` gives what else something is called.
    """
    listed = list(names)
    found = Suggestions((name, call(name) if call else ()) for name in listed).suggest(typed)
    return tuple(listed[number] for number in found)


def _named_days(today: date) -> dict[date, DayName]:
    """Give the days that are offered before anything is typed, each by its first name."""
    named = {today: DayName.TODAY, today - timedelta(days=1): DayName.YESTERDAY}
    named.setdefault(today - timedelta(days=7), DayName.WEEK_AGO)
    named.setdefault(today.replace(day=1), DayName.START_OF_MONTH)
    return named


def _latest(step: Step) -> tuple[int, str]:
    return -step.since.toordinal(), step.topic.casefold()


def _start_of_title(article: Article) -> str:
    return normalise(article.title[:_TOLD_APART])
