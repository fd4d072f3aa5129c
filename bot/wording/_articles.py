"""Which articles are loaded? A page of them, with what is wrong at their sources."""

from collections.abc import Sequence

from msgspec import Struct

from bot.wording._facts import phrase_date
from bot.wording._sources import NAMES, phrase_failure
from bot.wording.controls import turn_pages
from bot.wording.message import Line, Message, Tone, line, listing
from bot.wording.spans import Ago, Bold, Day, Name, Phrase, text
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
    source = Name(page.source)
    none = text("articles.none_of", source=source) if page.source else text("articles.none")
    blocks = (
        *(line(("⚠ ", *phrase_failure(each)), name=Bold(each.name)) for each in failing),
        *(items or (line(none),)),
    )
    of_all, of_one = "facts.articles", "articles.articles_of"
    note = line(
        text(of_one, count=page.total, source=source) if page.source else text(of_all, count=page.total),
        (text("articles.page", number=page.number + 1, pages=page.pages),) if page.pages > 1 else (),
        small=True,
    )
    buttons = turn_pages(page.number, page.pages, page.source)
    return Message(text("articles.articles"), blocks, note, Tone.DOUBT if failing else Tone.KNOWN, buttons)


def _article(article: Article, statuses: int, when: When) -> Line:
    dated = article.revised_on or article.published or article.loaded_on
    age: Phrase = (Ago(dated, (when.today - dated).days),) if dated else ()
    return line(
        (NAMES.get(article.source, Name(article.source)),),
        (text("articles.revised_on", day=Day(article.revised_on)),)
        if article.revised_on
        else phrase_date(article.published, article.loaded_on),
        age,
        (text("articles.statuses", count=statuses),),
        (text("articles.gone_since", day=Day(article.gone_since)),) if article.gone_since else (),
        name=Bold(article.title),
    )
