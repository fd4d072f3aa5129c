"""Which articles are there, and which one is meant? For lists, and for who names one; pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter

from bot.replies.escape import cut, visible
from bot.wording import ArticlePage
from bot.wording.message import CommandName, Name, text
from bot.wording.mistakes import MistakeError
from knowledge.model import Article
from knowledge.statuses.claims import read_claims
from knowledge.statuses.own import OwnWords
from knowledge.text import normalise

FOLDER = "folder"
"""Stands for a source: the files of the articles folder."""

_PER_PAGE = 10
_SUGGESTED, _LONGEST = 25, 100
"""Discord takes no more suggestions, and no longer ones."""


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
    if at_path := next((each for each in articles if typed in {each.path, _shorten(each.path)}), None):
        return at_path
    wanted = normalise(typed)
    found = [each for each in articles if typed == _shorten(each.title) or normalise(each.title) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        paths = ", ".join(each.path for each in found[:_SUGGESTED])
        raise MistakeError(
            text("articles.several", count=len(found)), text("articles.name_by_path", paths=paths)
        )
    command = CommandName("articles list")
    raise MistakeError(
        text("articles.no_such", title=Name(visible(typed))), text("articles.see", command=command)
    )


def suggest_articles(articles: Sequence[Article], typed: str) -> list[str]:
    """Give the titles, or where they do not tell apart the paths, of articles that hold what is typed."""
    wanted = normalise(typed)
    titles = [_shorten(each.title) for each in articles]
    times = Counter(titles)
    found: list[str] = []
    for each, title in zip(articles, titles, strict=True):
        if wanted in normalise(each.title) or typed.strip().casefold() in each.path.casefold():
            found.append(_shorten(each.path) if times[title] > 1 else title)
        if len(found) == _SUGGESTED:
            break
    return found


def _shorten(name: str) -> str:
    """Give a name as Discord shows it in a suggestion, and gives it back."""
    return cut(visible(name), _LONGEST)
