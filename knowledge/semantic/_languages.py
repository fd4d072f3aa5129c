"""Can a model compare a question with a passage? Not where it does not know the language of either."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from knowledge.languages import languages
from knowledge.model import Article

_LETTERS = 40
"""Letters of a text that tell its script."""
_JAPANESE = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}


class Languages:
    """The languages that a model knows."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._scripts = _scripts(self._known)

    def reads(self, article: Article) -> bool:
        """Whether the model knows the language of an article."""
        return article.language in self._known

    def compares(self, asked: str, written: str) -> bool:
        """Whether it can compare a question in one script with a passage in another.

        Nothing says in which language a question is; but what knows one language reads one script.
        """
        if len(self._known) == 1:
            return asked == written
        return not self._scripts or asked in self._scripts


def script_of_language(code: str) -> str:
    """Name the script that a language is written in; nothing where that is not known."""
    table = languages().get(code)
    if table is None:
        return ""
    # One that is not told by its letters is written in those of most.
    return table.letters.script.upper() if table.letters else "LATIN"


def _scripts(known: frozenset[str]) -> frozenset[str]:
    """Name the scripts of these languages; none where one of them is written in who knows what."""
    scripts = frozenset(map(script_of_language, known))
    return frozenset() if "" in scripts else scripts


def script_of(text: str) -> str:
    """Name the script of most letters of a text, such as LATIN; nothing where it has no letter."""
    letters = islice((letter for letter in text if letter.isalpha()), _LETTERS)
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in letters)
    counts = Counter(_JAPANESE.get(name, name) for name in names)
    return max(counts, key=counts.__getitem__, default="")
