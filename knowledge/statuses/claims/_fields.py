"""Which status does a document, or a section of it, give itself? Reads `Status:` lines and their kin."""

import re

from knowledge.model import Kind, Passage
from knowledge.statuses.claims._found import Found
from knowledge.statuses.claims._words import clean_heading, head, is_general
from knowledge.statuses.sameness import begins_known, plain
from knowledge.text import words

_FIELD = re.compile(
    r"^\s*[*_`~:]*(?P<label>[^\W\d_][^:：\n|]{0,40}?)[*_`]*\s*[:：=][*_`]*\s*(?P<value>\S.*)$"
)
_NEXT_FIELD = re.compile(r"\s+[|·•]\s+|\s{3,}|\t")
_LONGEST = 14
"""Words of a status that is said in a field."""
_LABELLED = re.compile("[:：=]")
_LONGEST_LABEL = 60
"""Characters of a line before which a field's label ends: no more of a paragraph is looked at."""
_SHORT = 4
"""Words of a status that stands alone below a heading."""
_SENTENCE = re.compile(r"(?<=[a-zа-яёіїєґ)])\.\s+(?=\S)")
_TITLE = re.compile(r"^Title:\s*(\S.*)$", re.MULTILINE)


def read_field(passage: Passage, found: Found) -> bool:
    """Read a passage that says of its section, or of the document, where it stands."""
    lines = passage.text.split("\n")
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        label, value = _split(line, following)
        said = found.head(label) if label else None
        if said is None or not value:
            continue
        if not said.is_certain and not begins_known(value):
            continue
        return read_own_field(passage, value, found)
    return False


def read_status_heading(passage: Passage, found: Found) -> bool:
    """Read the first passage below a heading that is "Status", or says which: "Status: Agreed"."""
    heading = clean_heading(passage.section[-1])
    label, value = _split(heading, "")
    if label and found.head(label) and value:
        return _own(passage, value, found)
    said = found.head(heading)
    if said is None or passage.kind is Kind.ROW:
        return False
    value = _first_sentence(passage.text)
    is_short = len(words(value)) <= _SHORT and not value.endswith((".", ":", "?"))
    is_free = said.is_certain and is_short and passage.kind is Kind.PARAGRAPH
    if not (is_free or begins_known(value)) or len(words(value)) > _LONGEST:
        return False
    return _own(passage, value, found)


def read_own_field(passage: Passage, value: str, found: Found) -> bool:
    """Read the status that a passage gives its section, the item above it, or the document."""
    value = _first_sentence(_NEXT_FIELD.split(value.strip())[0])
    if len(words(value)) > _LONGEST:
        found.ignore(passage.text, passage.lines, "It says too much for a status.")
        return False
    return _own(passage, value, found)


def _own(passage: Passage, value: str, found: Found) -> bool:
    return found.claim(_owner(passage, found), value, passage)


def _owner(passage: Passage, found: Found) -> str:
    """Name what a passage's status is of: the item above it, its section, or the document."""
    if (
        passage.kind is Kind.BULLET
        and passage.lead_in
        and not passage.lead_in.rstrip("*_ ").endswith((":", "："))
    ):
        return passage.lead_in
    for heading in reversed(passage.section):
        name = clean_heading(heading)
        label, value = _split(name, "")
        # A heading "Status: Agreed" says what is said below it, and "PEP: 8" a number; neither is a name.
        is_field = bool(label) and (found.head(label) is not None or not any(map(str.isalpha, value)))
        if not (is_field or is_general(name) or found.head(name)):
            return name
    return _title(passage, found)


def _title(passage: Passage, found: Found) -> str:
    """Give the document's title; a header of fields may hold it, where its file names none."""
    said = _TITLE.search(passage.text)
    return said[1] if said else found.article.title


def _split(line: str, following: str) -> tuple[str, str]:
    """Split `Label: value`, also where the value stands on the next line behind a colon."""
    if not (_LABELLED.search(line[:_LONGEST_LABEL]) or following.lstrip().startswith(":")):
        return "", ""
    line = plain(line)
    if field := _FIELD.match(line):
        return field["label"].strip(), field["value"]
    if head(line) and following.lstrip().startswith(":"):
        return line, following.lstrip(" :\t")
    return "", ""


def _first_sentence(text: str) -> str:
    return _SENTENCE.split(text.strip().split("\n")[0])[0]
