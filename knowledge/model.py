"""What do the modules hand to each other? Frozen values, and nothing that acts."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a passage is in its file."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"


class Unit(StrEnum):
    """What the positions of an article's passages count."""

    LINE = "line"
    PAGE = "page"
    PARAGRAPH = "paragraph"


class Passage(Struct, frozen=True, gc=False):
    """The smallest thing that can be an answer: a paragraph, a bullet or a table row.

    `text` is verbatim (a soft line break stays a line break), but for a row, which reads
    "header: value; header: value"; `row` is then the row as it stands in the file.
    """

    text: str
    kind: Kind
    section: tuple[str, ...]
    """The headings above it, outermost first; empty in the lead."""
    lines: tuple[int, int]
    """First and last line in the file, counted from 1, both included; where it has none, another `Unit`."""
    lead_in: str = ""
    """The sentence that introduces the list or table it belongs to, or nothing."""
    cells: tuple[tuple[str, str], ...] = ()
    """A row's (header, value) pairs, in order."""
    row: str = ""

    @property
    def quote(self) -> str:
        """The words as they stand in the file."""
        return self.row or self.text


class Article(Struct, frozen=True, gc=False, omit_defaults=True):
    """One file of the articles folder, or what was fetched from a live source, read."""

    path: str
    """Relative to the articles folder, or below the name of its source, with forward slashes."""
    title: str
    language: str
    """ISO 639-1, lower case."""
    passages: tuple[Passage, ...]
    published: date | None = None
    loaded_on: date | None = None
    """The file's modification date in UTC; kept only where the article names no date itself."""
    url: str | None = None
    source: str = ""
    """The name of the live source; nothing where it is a file of the folder."""
    revised_on: date | None = None
    """The day on which this version of it was published; None for the first one."""
    gone_since: date | None = None
    """The day on which its source had it no more."""
    earlier: "tuple[Article, ...]" = ()
    """Its versions before, oldest first: their statuses are history, and their passages are not found."""
    unit: Unit = Unit.LINE
    """What the positions of its passages count."""

    @property
    def findable(self) -> list[Passage]:
        """All passages but those that only say that a list follows: they are found with each of its items."""
        introductions = {passage.lead_in for passage in self.passages}
        return [passage for passage in self.passages if passage.text not in introductions]

    @property
    def dated(self) -> date:
        """The day that orders this article among others: revised, else published, else loaded."""
        return self.revised_on or self.published or self.loaded_on or date.min


class Term(Struct, frozen=True, gc=False):
    """A canonical name of the glossary and what else it is called."""

    name: str
    others: tuple[tuple[str, str], ...]
    """(language, other name) pairs: synonyms, abbreviations, variants, translations."""


class Alias(Struct, frozen=True, gc=False):
    """What people call something, as an editor has said; the articles have another name for it."""

    word: str
    name: str


class CuratedAnswer(Struct, frozen=True, gc=False):
    """A question that an editor has answered with a passage."""

    question: str
    path: str
    """Of the article that held the passage then."""
    passage: str
    """The key of the passage, as `knowledge.keys.key_passage` gives it."""


class Curations(Struct, frozen=True, gc=False):
    """What editors have said beside the articles."""

    aliases: tuple[Alias, ...] = ()
    answers: tuple[CuratedAnswer, ...] = ()


NO_CURATIONS = Curations()


class Corpus(Struct, frozen=True, gc=False):
    """All that is known at one time: articles sorted by path, the glossary and the curations beside them."""

    articles: tuple[Article, ...]
    glossary: tuple[Term, ...] = ()
    curations: Curations = NO_CURATIONS

    @property
    def entries(self) -> tuple[tuple[Article, Passage], ...]:
        """All passages that can be found, each with its article, in the order of an index."""
        return tuple((article, passage) for article in self.articles for passage in article.findable)

    def as_of(self, day: date) -> "Corpus":
        """Give what was known at the end of a day: no article that is dated later."""
        known = tuple(each for each in self.articles if each.dated <= day)
        return Corpus(known, self.glossary, self.curations)


class Problem(Struct, frozen=True, gc=False):
    """What is wrong with a file, and mostly why it was not taken up: where, why, and what to do about it."""

    path: str
    reason: str
    cure: str
    line: int | None = None

    def __str__(self) -> str:
        """`path:line: reason (cure)`, on one line."""
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.reason} ({self.cure})"


class PassedOver(Struct, frozen=True, gc=False):
    """Files of one kind that is not read, which is no problem: how many, and one of them."""

    kind: str
    """The ending of their names; nothing where they have none, "other" where they are of several kinds."""
    files: int
    example: str
    """The path of the first."""
    save_as: str = ""
    """A kind that is read and holds the same; nothing where there is none."""

    def __str__(self) -> str:
        """`2 .xlsx files, the first plans/a.xlsx (save as .csv)`, on one line."""
        kind, without = (f"{self.kind} ", "") if self.kind else ("", " without an ending")
        files = f"{self.files:,} {kind}file{'s' * (self.files > 1)}{without}"
        cure = f" (save as {self.save_as})" if self.save_as else ""
        return f"{files}, {'the first ' * (self.files > 1)}{self.example}{cure}"


class Ignored(Struct, frozen=True, gc=False):
    """What looked like the status of a topic and was not taken for one, and why."""

    text: str
    lines: tuple[int, int]
    why: str


class Statement(Struct, frozen=True, gc=False):
    """A claim by itself, without the article around it: to be kept, and to be sent."""

    status: str
    quote: str
    """The row or bullet, word for word."""
    article: str
    """The article's title."""
    section: tuple[str, ...]
    lines: tuple[int, int]
    published: date | None = None
    loaded_on: date | None = None
    url: str | None = None
    unit: Unit = Unit.LINE
    cells: tuple[tuple[str, str], ...] = ()
    """Of a row: its (header, value) pairs, in order."""


class Claim(Struct, frozen=True, gc=False):
    """A dated fact: the row or bullet in which an article states where a topic stands."""

    topic: str
    """As it is spelt there."""
    status: str
    """As it is worded there."""
    article: Article
    passage: Passage
    since: date | None = None
    """The day since when it stands, where the row or bullet names one that is not after the article's."""

    @property
    def on(self) -> date:
        """The day that it names, else the article's date, or that on which it was loaded."""
        return self.since or self.article.dated

    @property
    def as_of(self) -> date | None:
        """The same; None where neither it nor the article has a date."""
        return self.since or self.article.revised_on or self.article.published

    @property
    def statement(self) -> Statement:
        """The claim without its article."""
        article, passage = self.article, self.passage
        loaded_on = None if article.published else article.loaded_on
        return Statement(
            self.status,
            passage.quote,
            article.title,
            passage.section,
            passage.lines,
            article.published,
            loaded_on,
            article.url,
            article.unit,
            passage.cells,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a topic's course: where it stands, or stood, and the words of all who say so."""

    topic: str
    """One name for all spellings."""
    claims: tuple[Claim, ...]
    """Who says so while it stands, oldest first: the first began it, the last is the newest."""
    previous: "Step | None" = field(default=None, repr=False, compare=False)
    """The step before."""
    against: tuple[Claim, ...] = ()
    """What others said instead, each on the date of one of the claims; oldest first."""

    @property
    def status(self) -> str:
        """The status, as its newest source words it."""
        return self.claims[-1].status

    @property
    def article(self) -> Article:
        """The newest article that says so."""
        return self.claims[-1].article

    @property
    def passage(self) -> Passage:
        """The row or bullet that says so there."""
        return self.claims[-1].passage

    @property
    def since(self) -> date:
        """The date since when it stands; where `as_of` is None, the date on which that was loaded."""
        return self.claims[0].on

    @property
    def as_of(self) -> date | None:
        """The date since when it stands; None where the article that began it has no date."""
        return self.claims[0].as_of

    @property
    def disagree(self) -> tuple[Claim, ...]:
        """What other sources say instead, of the same date as the newest one that says so."""
        return tuple(claim for claim in self.against if claim.on == self.claims[-1].on)

    @property
    def course(self) -> "tuple[Step, ...]":
        """All steps up to this one, oldest first."""
        steps: list[Step] = [self]
        step = self.previous
        while step:
            steps.append(step)
            step = step.previous
        return tuple(reversed(steps))


class NewArticle(Struct, frozen=True, gc=False):
    """An article that came, or came in other words."""

    path: str
    title: str
    published: date | None = None
    url: str | None = None
    loaded_on: date | None = None
    """Where it names no date itself."""

    @classmethod
    def of(cls, article: Article) -> "NewArticle":
        """Name an article."""
        loaded_on = None if article.published else article.loaded_on
        return cls(article.path, article.title, article.published, article.url, loaded_on)


class StatusChange(Struct, frozen=True, gc=False):
    """A topic whose status is another one now; None where the topic was or is not known."""

    topic: str
    before: Statement | None
    """The last that said so before."""
    after: Statement | None
    """The first that says so now."""
    disagree: tuple[Statement, ...] = ()
    """What other sources of the newest date say instead."""
