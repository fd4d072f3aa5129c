"""Which article is in a file? Chooses the format by the name's ending; the rest is the same for all."""

import re
from datetime import date
from pathlib import PurePosixPath

from knowledge.model import Article
from knowledge.reading.formats import FORMATS
from knowledge.reading.source import UnreadableError

_GUESSED_FROM = 5_000  # characters


def read_article(path: str, text: str, modified_on: date) -> Article:
    """Read the text of the file at `path`, which was last modified on that day."""
    facts, draft = FORMATS[PurePosixPath(path).suffix.lower()](text)
    if not draft.passages:
        raise UnreadableError(
            "holds no text that could be quoted", "Write a paragraph into it, or remove it."
        )
    return Article(
        path=path,
        title=draft.title or PurePosixPath(path).stem.replace("-", " ").replace("_", " ").strip() or path,
        language=facts.language or guess_language(text),
        passages=tuple(draft.passages),
        published=facts.published,
        loaded_on=None if facts.published else modified_on,
        url=facts.url,
    )


def guess_language(text: str) -> str:
    """Guess by the script: Ukrainian has letters that Russian lacks; all but Cyrillic counts as English."""
    start = text[:_GUESSED_FROM].lower()
    if start.isascii():
        return "en"
    cyrillic = len(re.findall(r"[а-яёіїєґ]", start))
    if cyrillic <= len(re.findall(r"[a-z]", start)):
        return "en"
    return "uk" if re.search(r"[іїєґ]", start) else "ru"
