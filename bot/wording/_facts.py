"""How is one fact put? A date, a source, a quotation, a status, a number: in the same words everywhere."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import TypeAlias

from bot.wording.message import Ago, Bold, Day, Gap, Line, Link, Name, Phrase, Quote, Source, Span, line
from knowledge.answers import Coverage
from knowledge.model import Article, Kind, Passage, Statement, Step, Unit
from knowledge.when import When

DISAGREE = "⚠ Sources disagree. Of the same date:"
SIDES = 3
"""How many sources that say something else are quoted beside one that stands."""
_AND = " · "
_NEAREST, _TOPICS = 5, 6
"""How many topics are named beside one that is unknown, and how many as covered."""


def count(number: int, what: str, several: str = "") -> str:
    """Say how many of something there are; `several` is its plural, where that is more than an s."""
    return f"{number:,} {what if number == 1 else several or f'{what}s'}"


def more(left: int) -> list[Line]:
    """Say how many are left out, in one line; in none where all are there."""
    return [line(f"… and {left:,} more")] if left > 0 else []


def phrase_date(published: date | None, loaded_on: date | None) -> Phrase:
    """Say when something was published, or else loaded; nothing where neither is known."""
    if published:
        return (Day(published),)
    return ("loaded on ", Day(loaded_on)) if loaded_on else ()


def since(step: Step, when: When | None = None) -> Phrase:
    """Say since when a step stands, with `when` also how long ago that was.

    Of an undated fact no more is known than when it was loaded, and of some not even that.
    """
    if step.as_of:
        age = (" (", Ago(step.as_of, (when.today - step.as_of).days), ")") if when else ()
        return "since ", Day(step.as_of), *age
    return ("as loaded on ", Day(step.since)) if step.since != date.min else ()


Cells: TypeAlias = tuple[tuple[str, str], ...]
"""A row's (header, value) pairs, in order."""


def quote(passage: Passage, sentence: str = "") -> list[Line | Quote]:
    """Quote a passage with the sentence that answers best; a row by its cells, all below their lead-in."""
    part = sentence if sentence.strip() != passage.text.strip() else ""
    text = [Quote(passage.text, part, is_item=passage.kind is Kind.BULLET)]
    return [*lead_in(passage), *(stack_row(passage.cells) or text)]


def stack_row(cells: Cells) -> list[Quote]:
    """Quote a row with a line for each cell below the first, which names it; nothing where there is none.

    Of two cells the first names the second, on one line.
    """
    said = _filled(cells)
    if len(said) < 3:
        return [quote_row(cells)] if said else []
    (_, first), *rest = said
    return [Quote(first, first), *(Quote(_label(*each)) for each in rest)]


def quote_row(cells: Cells, *, is_item: bool = False) -> Quote:
    """Quote a row on one line: what it is about, then the rest, named where that is more than one thing."""
    first, *rest = _filled(cells) or [("", "")]
    if len(rest) == 1:
        return Quote(rest[0][1], name=first[1], is_item=is_item)
    return Quote(
        _AND.join((first[1], *(_label(*each) for each in rest))), first[1] if rest else "", is_item=is_item
    )


def read_row(statement: Statement) -> str:
    """Give the words of a statement; those of a row on one line, without what parts its cells."""
    words = _quote(statement)
    return f"{words.name}: {words.text}" if words.name else words.text


def lead_in(passage: Passage) -> list[Line]:
    """Repeat the sentence that introduces a list or table; nothing where there is none."""
    return [line(Name(passage.lead_in), small=True)] if passage.lead_in else []


def place(article: Article, passages: Sequence[Passage], when: When) -> Source:
    """Name the place of passages that stand together: article, section, date and lines.

    With it comes the age of an article that is older than a source should be.
    """
    lines = min(each.lines[0] for each in passages), max(each.lines[1] for each in passages)
    day = phrase_date(article.published, article.loaded_on)
    position = phrase_position(lines, article.unit)
    age = _warn(article, when)
    return _source(Link(article.title, article.url), passages[0].section, day, age, position)


def state(statement: Statement, label: str = "") -> tuple[Quote, Source]:
    """Quote a statement, and name its place."""
    link, day = Link(statement.article, statement.url), phrase_date(statement.published, statement.loaded_on)
    position = phrase_position(statement.lines, statement.unit)
    return _quote(statement), _source(link, statement.section, day, (), position, label)


def sides(others: Sequence[Statement]) -> list[Line | Quote | Source | Gap]:
    """Quote the first of those who say something else, each below its status, and count the rest."""
    blocks: list[Line | Quote | Source | Gap] = []
    for each in others[:SIDES]:
        blocks += Gap(), line(Bold(each.status)), *state(each)
    return [*blocks, *more(len(others) - SIDES)]


def doubt(disagree: Sequence[object]) -> str:
    """Say in short that sources disagree; nothing where none does."""
    return "sources disagree" if disagree else ""


def warnings(step: Step, then: When, *, is_past: bool = False) -> list[Line]:
    """Warn where the newest source of a step is, or on a past day was, too old."""
    days = then.days_old(step)
    if days is None:
        return []
    verb, at_that_time = ("was", " then") if is_past else ("is", "")
    age = f"{verb} {count(days, 'day')} old"
    if not step.article.published:
        age = f"was loaded {count(days, 'day')} ago"
    return [line(f"⚠ The newest source{at_that_time} {age}.")]


def nearest(topics: Sequence[str]) -> list[Line]:
    """Name what may have been meant; nothing where nothing is near."""
    names = join(Bold(topic) for topic in topics[:_NEAREST])
    return [line(names, name="Nearest")] if topics else []


def describe_coverage(coverage: Coverage, *, topics: bool = True) -> Line:
    """Say what there is to ask about, and from when to when."""
    extent: Phrase = (count(coverage.articles, "article"),)
    if coverage.first and coverage.last:
        is_one = coverage.first == coverage.last
        first, last = Day(coverage.first), Day(coverage.last)
        extent += (" of ", first) if is_one else (" from ", first, " to ", last)
    names: Phrase = ()
    if topics and coverage.topics:
        left = len(coverage.topics) - _TOPICS
        rest = (f", … and {left:,} more",) if left > 0 else ()
        names = ("topics: ", *join(map(Name, islice(coverage.topics, _TOPICS))), *rest)
    return line(extent, names, name="Covered", small=True)


def phrase_position(position: tuple[int, int], unit: Unit) -> Phrase:
    """Say in which lines, pages or paragraphs something stands."""
    first, last = position
    return (f"{unit}s {first}–{last}" if last > first else f"{unit} {first}",)


def join(spans: Iterable[Span]) -> Phrase:
    """Write spans one after another, with commas between them."""
    parts = [part for span in spans for part in (", ", span)]
    return tuple(parts[1:])


def _quote(statement: Statement) -> Quote:
    quoted, cells = statement.quote.strip(), statement.cells
    if not cells and quoted.startswith("|"):
        # A version that did not keep cells kept this row.
        cells = tuple(("", each.strip()) for each in quoted.split("|"))
    return quote_row(cells) if _filled(cells) else Quote(statement.quote)


def _filled(cells: Cells) -> list[tuple[str, str]]:
    return [(header, value) for header, value in cells if value.strip()]


def _label(header: str, value: str) -> str:
    return f"{header}: {value}" if header.strip() else value


def _warn(article: Article, when: When) -> Phrase:
    """Say how old an article is that is too old; nothing of any other."""
    days = when.age(article.dated)
    if days is None:
        return ()
    return (Bold(f"⚠ {count(days, 'day')} {'old' if article.published or article.revised_on else 'ago'}"),)


def _source(
    link: Link, section: tuple[str, ...], day: Phrase, age: Phrase, position: Phrase, label: str = ""
) -> Source:
    heading: Phrase = (Name(" › ".join(section)),) if section else ()
    return Source(link, tuple(filter(None, (heading, day, age, position))), label)
