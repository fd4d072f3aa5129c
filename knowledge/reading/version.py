"""Would a file be read as it was? Names all that an article depends on beside its bytes."""

import sys
import unicodedata
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from knowledge.reading.limits import Limits

LIBRARIES = (
    "PyYAML",
    "charset-normalizer",
    "feedparser",
    "htmldate",
    "lxml",
    "markdown-it-py",
    "mdit-py-plugins",
    "msgspec",
    "pypdfium2",
    "trafilatura",
    "yarl",
)
"""What reading imports that is not of Python and not of us, by the names of the packages."""
_KNOWLEDGE = Path(__file__).parents[1]


def name_reading(limits: Limits) -> str:
    """Name the code that reads within these limits: another name, and a file may be read otherwise."""
    return sha256(f"{_name_code()}\n{limits}".encode()).hexdigest()


@cache
def _name_code() -> str:
    """Hash our code and the words that it knows; of the libraries and of Python, the versions do."""
    total = sha256(repr((sys.version, unicodedata.unidata_version, *map(_version_of, LIBRARIES))).encode())
    for file in _find_sources():
        total.update(file.relative_to(_KNOWLEDGE).as_posix().encode() + b"\0")
        total.update(sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _find_sources() -> list[Path]:
    """Find what a change of may change what is read: a number that people raise would be forgotten."""
    folders = (_KNOWLEDGE / "reading").rglob("*.py"), (_KNOWLEDGE / "languages").glob("*.*")
    return sorted((_KNOWLEDGE / "model.py", _KNOWLEDGE / "text.py", *folders[0], *folders[1]))


def _version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
