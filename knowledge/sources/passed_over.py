"""Which files of a folder are of no kind that is read? Each kind is named once, with how many there are."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from knowledge.model import PassedOver

_MOST_KINDS = 8
_LONGEST_ENDING = 12
# What goes along with articles, or is left by programs, and never holds one.
_NO_MATTER = re.compile(
    r"[.~].*|.*~|thumbs\.db|desktop\.ini|licen[cs]e|copying|notice|authors|codeowners|makefile"
    r"|.*\.(?:bak|tmp|temp|swp|part|crdownload|lock)",
    re.IGNORECASE,
)
_CURES = {
    ".csv": ".xls .xlsx .xlsm .ods .numbers",
    ".docx": ".doc .rtf .pages .wps .odm",
    ".pdf": ".ppt .pptx .odp .key .ps .djvu",
    ".html": ".epub .mobi .webarchive",
    ".txt": ".tex .adoc .asciidoc .textile .log",
    ".eml": ".msg .mbox",
}
_SAVE_AS = {ending: better for better, endings in _CURES.items() for ending in endings.split()}


def is_of_no_matter(name: str) -> bool:
    """Tell a file of which no word need be lost: nobody expects it to be read."""
    return _NO_MATTER.fullmatch(name) is not None


def count_kinds(paths: Iterable[str]) -> tuple[PassedOver, ...]:
    """Count files by the endings of their names, most of a kind first; rare kinds are counted together."""
    kinds: dict[str, list[str]] = {}
    for path in paths:
        ending = PurePosixPath(path).suffix.lower()
        kinds.setdefault(ending if len(ending) <= _LONGEST_ENDING else "", []).append(path)
    found = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    if len(found) > _MOST_KINDS:
        rest = [path for _, of_kind in found[_MOST_KINDS - 1 :] for path in of_kind]
        found[_MOST_KINDS - 1 :] = [("other", rest)]
    return tuple(
        PassedOver(ending, len(of_kind), min(of_kind), _SAVE_AS.get(ending, "")) for ending, of_kind in found
    )
