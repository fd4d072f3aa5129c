"""Which things are there? The frozen values that all modules hand to each other."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a passage is in its file."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest thing that can be an answer: a paragraph, a bullet or a table row.

    `text` is verbatim (a soft line break stays a line break), but for a row, which reads
    "header: value; header: value"; `row` is then the row as it stands in the file.
    """

    text: str
    kind: Kind
    section: tuple[str, ...]
    """The headings above it, outermost first; empty in the lead."""
    lines: tuple[int, int]
    """First and last line in the file, counted from 1, both included."""
    lead_in: str = ""
    """The sentence that introduces the list or table it belongs to, or nothing."""
    cells: tuple[tuple[str, str], ...] = ()
    """A row's (header, value) pairs, in order."""
    row: str = ""

    @property
    def quote(self) -> str:
        """The words as they stand in the file."""
        return self.row or self.text


@dataclass(frozen=True, slots=True)
class Article:
    """One file of the articles folder, read."""

    path: str
    """Relative to the articles folder, with forward slashes."""
    title: str
    language: str
    """ISO 639-1, lower case."""
    passages: tuple[Passage, ...]
    published: date | None = None
    loaded_on: date | None = None
    """The file's modification date in UTC; kept only where the article names no date itself."""
    url: str | None = None

    @property
    def dated(self) -> date:
        """The day that orders this article among others: published, else loaded."""
        return self.published or self.loaded_on or date.min


@dataclass(frozen=True, slots=True)
class Term:
    """A canonical name of the glossary and what else it is called."""

    name: str
    others: tuple[tuple[str, str], ...]
    """(language, other name) pairs: synonyms, abbreviations, variants, translations."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that is known at one time: articles sorted by path, and the glossary that goes with them."""

    articles: tuple[Article, ...]
    glossary: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was not taken up: where, why, and what to do about it."""

    path: str
    reason: str
    cure: str
    line: int | None = None

    def __str__(self) -> str:
        """`path:line: reason (cure)`, on one line."""
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.reason} ({self.cure})"


@dataclass(frozen=True, slots=True)
class Head:
    """Which corpus is served, since when, and what the articles folder looked like then."""

    corpus_id: str
    """SHA-256 of the corpus's canonical bytes, in hexadecimal."""
    published_at: datetime
    """In UTC."""
    fingerprint: str
    """What `knowledge.reading.fingerprint` said of the folder that was read."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a topic stands, and the newest row or bullet that says so, word for word."""

    topic: str
    status: str
    article: Article
    passage: Passage
    as_of: date | None
    """The date since when the status stands; None where the article that began it has no date."""
    previous: "Status | None" = None
    """The status that it followed."""
    disagree: tuple["Status", ...] = ()
    """What other sources of the same date say instead."""


class Verdict(StrEnum):
    """How sure the bot is that the passage answers the question."""

    ANSWER = "answer"
    CLOSEST = "closest"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its share of the score it could have had (about 0 to 1)."""

    passage: Passage
    article: Article
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is to say to a question: at most three hits, best first, and how sure."""

    question: str
    verdict: Verdict
    hits: tuple[Hit, ...] = ()
    status: Status | None = None
    suggestions: tuple[str, ...] = ()
    items: tuple[Passage, ...] = ()
    """The whole list or table, where that is the answer and not one item of it."""
    sentence: str = ""
    """The sentence of the first hit that answers best, where there are several."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the articles are about and from when to when: said where they do not answer."""

    articles: int
    passages: int
    first: date | None
    last: date | None
    topics: tuple[str, ...]
