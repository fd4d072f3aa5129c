"""What does a long story look like? A folder of many articles, made from the sentences of a few."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from knowledge.model import Corpus
from knowledge.reading.sentences import sentences

PASSAGES = 10
"""In each article: five paragraphs, three bullets, two rows of a table."""

_BEGUN = date(2023, 1, 1)
_TOPICS = 40
_STATUSES = ("Proposed", "Under Discussion", "In Progress", "Agreed")
_INTRODUCTION = "The officials spoke about three points:"


@dataclass(frozen=True, slots=True)
class _Draft:
    title: str
    published: date
    heading: str
    paragraphs: tuple[str, ...]
    bullets: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def write_story(folder: Path, source: Corpus, articles: int) -> None:
    """Write so many articles of ten passages each, by turns as Markdown, plain text and HTML.

    The same source gives the same bytes.
    """
    random = Random("story")  # noqa: S311  the same each time, on purpose
    said = [
        sentence
        for article in source.articles
        for passage in article.passages
        if not passage.cells and not passage.text.endswith(":")
        for sentence in sentences(passage.text)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        draft = _draft(random, number, said)
        ending, written = _FORMS[number % len(_FORMS)]
        (folder / f"report-{number:05}.{ending}").write_text(written(draft), "utf-8")


def _draft(random: Random, number: int, said: list[str]) -> _Draft:
    return _Draft(
        title=f"Report {number} on the talks",
        published=_BEGUN + timedelta(days=number),
        heading=f"What was said on day {number}",
        paragraphs=tuple(" ".join(random.sample(said, 3)) for _ in range(PASSAGES - 6)),
        bullets=tuple(random.sample(said, 3)),
        rows=tuple(
            (f"Working Group {topic}", random.choice(_STATUSES))
            for topic in random.sample(range(1, _TOPICS + 1), 2)
        ),
    )


def _markdown(draft: _Draft) -> str:
    first, *others = draft.paragraphs
    rows = (
        "| Topic | Status |",
        "| --- | --- |",
        *(f"| {topic} | {status} |" for topic, status in draft.rows),
    )
    blocks = (
        f"---\ntitle: {draft.title}\npublished: {draft.published}\nlanguage: en\n---",
        first,
        f"## {draft.heading}",
        *others,
        _INTRODUCTION,
        "\n".join(f"- {bullet}" for bullet in draft.bullets),
        "\n".join(rows),
    )
    return "\n\n".join(blocks) + "\n"


def _plain(draft: _Draft) -> str:
    first, *others = draft.paragraphs
    rows = ("| Topic | Status |", "|---|---|", *(f"| {topic} | {status} |" for topic, status in draft.rows))
    lines = (
        f"Published: {draft.published}",
        draft.title,
        first,
        draft.heading,
        *others,
        _INTRODUCTION,
        *(f"• {bullet}" for bullet in draft.bullets),
        *rows,
    )
    return "\n".join(lines) + "\n"


def _html(draft: _Draft) -> str:
    first, *others = draft.paragraphs
    rows = "".join(f"<tr><td>{topic}</td><td>{status}</td></tr>\n" for topic, status in draft.rows)
    bullets = "".join(f"<li>{bullet}</li>\n" for bullet in draft.bullets)
    return (
        f'<!doctype html>\n<html lang="en"><head><title>{draft.title}</title>\n'
        f'<meta name="date" content="{draft.published}"></head>\n<body><article><h1>{draft.title}</h1>\n'
        f"<p>{first}</p>\n<h2>{draft.heading}</h2>\n"
        + "".join(f"<p>{text}</p>\n" for text in (*others, _INTRODUCTION))
        + f"<ul>\n{bullets}</ul>\n"
        + f"<table><tr><th>Topic</th><th>Status</th></tr>\n{rows}</table>\n</article></body></html>\n"
    )


_FORMS: tuple[tuple[str, Callable[[_Draft], str]], ...] = (
    ("md", _markdown),
    ("txt", _plain),
    ("html", _html),
)
