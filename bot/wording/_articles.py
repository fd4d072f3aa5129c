"""Which articles are loaded? A page of them, with what is wrong at their sources."""

from collections.abc import Sequence

from msgspec import Struct

from bot.wording._facts import count, phrase_date
from bot.wording._sources import NAMES, phrase_failure
from bot.wording.message import (
    Ago,
    Bold,
    Day,
    Line,
    Message,
    Name,
    Phrase,
    Tone,
    line,
    listing,
    turn_pages,
)
from knowledge.model import Article
from knowledge.sources.kept import SourceRecord
from knowledge.when import When


class ArticlePage(Struct, frozen=True):
    """A part of the list of articles, newest first, with how many statuses each states."""

    articles: tuple[tuple[Article, int], ...]
    number: int
    """Counted from 0."""
    pages: int
    total: int
    """How many articles there are on all pages."""
    source: str = ""
    """Whose they are; nothing for those of all sources."""


def list_articles(page: ArticlePage, failing: Sequence[SourceRecord], when: When) -> Message:
    """List articles below the sources that cannot be read."""
    items = listing(_article(article, statuses, when) for article, statuses in page.articles)
    of = f" of {page.source}" if page.source else ""
    blocks = (
        *(line(("⚠ ", *phrase_failure(each)), name=Bold(each.name)) for each in failing),
        *(items or (line(f"There is no article{of}."),)),
    )
    note = line(
        count(page.total, "article") + of,
        f"page {page.number + 1} of {page.pages}" if page.pages > 1 else "",
        small=True,
    )
    buttons = turn_pages(page.number, page.pages, page.source)
    return Message("Articles", blocks, note, Tone.DOUBT if failing else Tone.KNOWN, buttons)


def _article(article: Article, statuses: int, when: When) -> Line:
    dated = article.revised_on or article.published or article.loaded_on
    age: Phrase = (Ago(dated, (when.today - dated).days),) if dated else ()
    return line(
        (Name(NAMES.get(article.source, article.source)),),
        ("revised on ", Day(article.revised_on))
        if article.revised_on
        else phrase_date(article.published, article.loaded_on),
        age,
        (count(statuses, "status", "statuses"),),
        ("gone since ", Day(article.gone_since)) if article.gone_since else (),
        name=Bold(article.title),
    )
