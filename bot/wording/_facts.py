"""How is one fact put? A date, a source, a quotation, a status, a number: in the same words everywhere."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import TypeAlias

from bot.wording.message import Gap, Line, Quote, Source, line
from bot.wording.spans import Ago, Bold, Day, Link, Name, Phrase, Span, Text, bold, text
from knowledge.answers import Coverage
from knowledge.model import Article, Kind, Passage, Statement, Step, Unit
from knowledge.when import When

DISAGREE = text("facts.disagree_on_a_day")
SIDES = 3
"""How many sources that say something else are quoted beside one that stands."""
_AND = " · "
_NEAREST, _TOPICS = 5, 6
"""How many topics are named beside one that is unknown, and how many as covered."""
_POSITIONS = {
    Unit.LINE: ("facts.line", "facts.lines"),
    Unit.PAGE: ("facts.page", "facts.pages"),
    Unit.PARAGRAPH: ("facts.paragraph", "facts.paragraphs"),
}


def more(left: int) -> list[Line]:
    """Say how many are left out, in one line; in none where all are there."""
    return [line(text("facts.rest", number=left))] if left > 0 else []


def phrase_date(published: date | None, loaded_on: date | None) -> Phrase:
    """Say when something was published, or else loaded; nothing where neither is known."""
    if published:
        return (Day(published),)
    return (text("facts.loaded_on", day=Day(loaded_on)),) if loaded_on else ()


def since(step: Step, when: When | None = None) -> Phrase:
    """Say since when a step stands, with `when` also how long ago that was.

    Of an undated fact no more is known than when it was loaded, and of some not even that.
    """
    if step.as_of:
        day = Day(step.as_of)
        if when is None:
            return (text("facts.since", day=day),)
        age = Ago(step.as_of, (when.today - step.as_of).days)
        return (text("facts.since_with_age", day=day, age=age),)
    return (text("facts.as_loaded_on", day=Day(step.since)),) if step.since != date.min else ()


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


def state(statement: Statement, label: str | Text = "") -> tuple[Quote, Source]:
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


def doubt(disagree: Sequence[object]) -> Phrase:
    """Say in short that sources disagree; nothing where none does."""
    return (text("facts.disagree"),) if disagree else ()


def warnings(step: Step, then: When, *, is_past: bool = False) -> list[Line]:
    """Warn where the newest source of a step is, or on a past day was, too old."""
    days = then.days_old(step)
    if days is None:
        return []
    if step.article.published:
        key = "facts.newest_was_old" if is_past else "facts.newest_is_old"
    else:
        key = "facts.newest_was_loaded_before_then" if is_past else "facts.newest_was_loaded"
    return [line(Text(key, (("count", days),)))]


def nearest(topics: Sequence[str]) -> list[Line]:
    """Name what may have been meant; nothing where nothing is near."""
    names = join(Bold(topic) for topic in topics[:_NEAREST])
    return [line(names, name=text("facts.nearest"))] if topics else []


def describe_coverage(coverage: Coverage, *, topics: bool = True) -> Line:
    """Say what there is to ask about, and from when to when."""
    articles, first, last = coverage.articles, coverage.first, coverage.last
    if not first or not last:
        extent = text("facts.articles", count=articles)
    elif first == last:
        extent = text("facts.articles_of_a_day", count=articles, day=Day(first))
    else:
        extent = text("facts.articles_of_days", count=articles, first=Day(first), last=Day(last))
    named: Phrase = _name_topics(coverage.topics) if topics and coverage.topics else ()
    return line(extent, named, name=text("facts.covered"), small=True)


def phrase_position(position: tuple[int, int], unit: Unit) -> Phrase:
    """Say in which lines, pages or paragraphs something stands."""
    first, last = position
    one, several = _POSITIONS[unit]
    # Nobody groups the digits of a line's number.
    ends = ("first", str(first)), ("last", str(last))
    return (Text(several, ends) if last > first else Text(one, (("number", str(first)),)),)


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
    is_dated = article.published or article.revised_on
    return (bold("facts.days_old", count=days) if is_dated else bold("facts.days_ago", count=days),)


def quoted(words: str) -> Text:
    """Put foreign words between the marks of the reader's language."""
    return text("facts.quoted", words=Name(words))


def counted(heading: Text, number: int) -> Phrase:
    """Say above a listing how much it holds."""
    return (text("facts.counted", heading=heading, number=number),)


def _name_topics(topics: Sequence[str]) -> Phrase:
    names, left = join(map(Name, islice(topics, _TOPICS))), len(topics) - _TOPICS
    if left > 0:
        return (text("facts.topics_and_more", topics=names, number=left),)
    return (text("facts.topics", topics=names),)


def _source(
    link: Link, section: tuple[str, ...], day: Phrase, age: Phrase, position: Phrase, label: str | Text = ""
) -> Source:
    heading: Phrase = (Name(" › ".join(section)),) if section else ()
    return Source(link, tuple(filter(None, (heading, day, age, position))), label)
