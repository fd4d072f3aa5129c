"""How is it put? Dates, sources, lists and numbers in words, on one line and safe to print."""

import re
from collections.abc import Iterable
from datetime import date

from bot.terminal.jsonlines import SECTION
from knowledge.model import Article, Coverage, Passage, Statement, Status

# C0 and C1 controls would speak to the terminal, bidirectional ones reorder what stands on the line.
# The two joiners, U+200C and U+200D, stay: Persian, Hindi and many emoji are spelt with them.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Give a text on one line, without what would speak to the terminal."""
    return _UNPRINTABLE.sub("", _SPACE.sub(" ", text)).strip()


def written(day: date | None) -> str:
    """Write a day as people do."""
    return f"{day.day} {day:%B %Y}" if day else "an unknown day"


def dated(published: date | None, loaded_on: date | None) -> str:
    """Write the day of an article: published, else the one on which it was loaded, called so."""
    return written(published) if published else f"loaded on {written(loaded_on)}"


def since(status: Status) -> str:
    """Say since when a status stands; what has no date stands as it was loaded."""
    if status.as_of:
        return f"since {written(status.as_of)}"
    return f"as {dated(None, status.claims[0].article.loaded_on)}"


def source(article: Article, passage: Passage) -> str:
    """Name the place of a passage: article, section, day, lines and address."""
    day = dated(article.published, article.loaded_on)
    return _place(article.title, passage.section, day, passage.lines, article.url)


def source_of(said: Statement) -> str:
    """Name the place of a statement, as `source` does."""
    day = dated(said.published, said.loaded_on)
    return _place(said.article, said.section, day, said.lines, said.url)


def _place(title: str, section: tuple[str, ...], day: str, lines: tuple[int, int], url: str | None) -> str:
    first, last = lines
    where = f"line {first}" if first == last else f"lines {first}–{last}"
    parts = (plain(title), plain(SECTION.join(section)), day, where)
    return "— " + ", ".join(filter(None, parts)) + (f" {plain(url)}" if url else "")


def listed(names: Iterable[str]) -> str:
    """Write names one after another."""
    return ", ".join(plain(name) for name in names)


def counted(number: int, what: str) -> str:
    """Write a number of things."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def covered(coverage: Coverage) -> str:
    """Say what the articles are about."""
    count = counted(coverage.articles, "article")
    dates = f" from {written(coverage.first)} to {written(coverage.last)}" if coverage.first else ""
    topics = f", with the status of: {listed(coverage.topics)}" if coverage.topics else ""
    return f"Covered: {count}{dates}{topics}."
