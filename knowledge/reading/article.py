"""Which article is in a file? Chooses the format by the name's ending; the rest is the same for all."""

from collections import defaultdict
from datetime import date
from pathlib import PurePosixPath

from knowledge.languages import COMMON, languages
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
