"""Is it a word of a language? From a list of ordinary words and one of names; only English has them yet."""

from functools import cache
from importlib.resources import files

_BRITISH = (
    ("our", "or"),
    ("ence", "ense"),
    ("is", "iz"),
    ("ys", "yz"),
    ("tre", "ter"),
    ("ll", "l"),
    ("ogue", "og"),
)
"""What is spelt otherwise in Britain than in the list."""


def is_ordinary(word: str, language: str = "en") -> bool:
    """Tell whether a word in lower case is an ordinary one, and no name or typing error."""
    known = _read_list(f"{language}.txt")
    forms = (word, *(word.replace(*other) for other in _BRITISH if other[0] in word))
    return any(f"\n{form}\n" in known for form in forms)


def is_word(word: str, language: str = "en") -> bool:
    """Tell whether a word in lower case is an ordinary one or a name, and no typing error."""
    return is_ordinary(word, language) or f"\n{word}\n" in _read_list(f"{language}.names.txt")


@cache
def _read_list(name: str) -> str:
    """Give the words of a file between line breaks; in a text of a megabyte one is found in .1 ms."""
    file = files(__name__) / name
    return f"\n{file.read_text('utf-8')}" if file.is_file() else ""
