"""Which articles are there, and which one is meant? For lists, and for who names one; pure."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec.structs import replace

from bot.replies.escape import cut, visible
from bot.wording import ArticlePage
from bot.wording.mistakes import MistakeError
from bot.wording.spans import CommandName, Name, text
from knowledge.model import Article
from knowledge.statuses.claims import read_claims
from knowledge.statuses.own import OwnWords
from knowledge.text import normalise

FOLDER = "folder"
"""Stands for a source: the files of the articles folder."""

_PER_PAGE = 10
_NAMED = 25
"""Paths that are named where a title means several."""
_LONGEST = 100
"""Discord takes no longer suggestions."""


def find_page(articles: Iterable[Article], number: int, source: str, own: OwnWords) -> ArticlePage:
    """Give a page of articles, newest first, of one source or of all; of one too many, the last."""
    there = [each for each in articles if not source or (each.source or FOLDER) == source]
    there.sort(key=attrgetter("path"))
    there.sort(key=attrgetter("dated"), reverse=True)
    pages = max(1, -(-len(there) // _PER_PAGE))
    number = min(number, pages - 1)
    shown = there[number * _PER_PAGE : (number + 1) * _PER_PAGE]
    counted = tuple((each, len(read_claims(each, own).claims)) for each in shown)
    return ArticlePage(counted, number, pages, len(there), source)


def find_article(articles: Sequence[Article], typed: str) -> Article:
    """Give the article with this title or path. Raises MistakeError where there is none, or several."""
    typed = typed.strip()
    if at_path := next((each for each in articles if typed == each.path), None):
        return at_path
    wanted = normalise(typed)
    found = [each for each in articles if normalise(each.title) == wanted]
    # To shorten all names takes ten times as long.
    found = found or [each for each in articles if typed in {_shorten(each.path), _shorten(each.title)}]
    if len(found) == 1:
        return found[0]
    if found:
        paths = ", ".join(each.path for each in found[:_NAMED])
        raise MistakeError(
            text("articles.several", count=len(found)), text("articles.name_by_path", paths=paths)
        )
    command = CommandName("articles list")
    raise MistakeError(
        text("articles.no_such", title=Name(visible(typed))), text("articles.see", command=command)
    )


def find_section(article: Article, typed: str) -> Article:
    """Give one section of an article, by its heading. Raises MistakeError where there is none."""
    wanted = normalise(typed)
    within = tuple(
        each
        for each in article.passages
        if any(wanted == normalise(heading) or typed == _shorten(heading) for heading in each.section)
    )
    if within:
        return replace(article, passages=within)
    headings = dict.fromkeys(each.section[-1] for each in article.passages if each.section)
    there = text("articles.headings", names=Name(", ".join(headings)))
    none = text("articles.no_headings")
    missing = text("articles.no_section", heading=Name(visible(typed)))
    raise MistakeError(missing, there if headings else none)


def _shorten(name: str) -> str:
    """Give a name as Discord shows it in a suggestion, and gives it back."""
    return cut(visible(name), _LONGEST)
