"""Which article is in a document? Chooses the format by the name's ending; the rest is the same for all."""

from collections import defaultdict
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from msgspec import Struct

from knowledge.languages import COMMON, languages
from knowledge.model import Article, Problem
from knowledge.reading.dates import find_date_in_path, parse_date, without_date
from knowledge.reading.document import Document
from knowledge.reading.draft import Draft
from knowledge.reading.formats import FORMATS
from knowledge.reading.source import UnreadableError

_GUESSED_FROM = 5_000  # characters
_ANY_NAME = frozenset({"index", "readme"})


class ReadArticle(Struct, frozen=True):
    """An article as it was read, and what was odd about its file."""

    article: Article
    format: str
    warnings: tuple[Problem, ...] = ()


def read_article(document: Document) -> ReadArticle:
    """Read a document; raises UnreadableError where nothing of it can be taken up."""
    form = FORMATS[document.ending]
    draft = Draft()
    form.read(document, draft)
    if not draft.passages:
        raise UnreadableError(
            "holds no text that could be quoted", "Write a paragraph into it, or remove it."
        )
    published = document.published or draft.published or _find_date(document)
    language = draft.language or document.language
    article = Article(
        path=document.path,
        title=draft.title or document.title or _name(document.path),
        language=language or guess_language("\n".join(each.text for each in draft.passages)),
        passages=tuple(draft.passages),
        published=published,
        loaded_on=None if published else document.modified_on,
        url=draft.url or document.url,
        unit=draft.unit,
    )
    return ReadArticle(article, form.name, draft.name_oddities(document.path))


def _find_date(document: Document) -> date | None:
    """Find the day in a file's name, or in the address at which it was fetched."""
    day = find_date_in_path(document.path)
    return day or (find_date_in_path(urlsplit(document.url).path) if document.url else None)


def _name(path: str) -> str:
    """Make a title of a file's name, or of its folder's where all files are called so."""
    pure = PurePosixPath(path)
    stem = pure.stem
    if stem.strip("_").lower() in _ANY_NAME and pure.parent.name:
        stem = pure.parent.name
    stem = without_date(stem)
    return stem if parse_date(stem) else stem.replace("-", " ").replace("_", " ").strip() or path


def guess_language(text: str) -> str:
    """Guess by the script that most letters are of, then by letters that only one language of it has.

    English where that tells nothing.
    """
    start = text[:_GUESSED_FROM].lower()
    if start.isascii():
        return COMMON
    letters = {code: each.letters for code, each in languages().items() if each.letters}
    scripts = defaultdict[str, set[str]](set)
    for each in letters.values():
        scripts[each.script].update(each.alphabet)
    counts = {script: sum(map(alphabet.__contains__, start)) for script, alphabet in scripts.items()}
    script = max(counts, key=lambda name: (counts[name], name == letters[COMMON].script))
    of_script = {code: each for code, each in letters.items() if each.script == script}
    # One letter that others lack tells more than any number of shared ones.
    telling = (code for code, each in of_script.items() if not set(each.own).isdisjoint(start))
    unmarked = (code for code, each in of_script.items() if not each.own)
    return next(telling, None) or next(unmarked, COMMON)
