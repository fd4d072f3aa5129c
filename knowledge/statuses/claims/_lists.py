"""Which items of a list say where a thing stands? Ticked, struck out, below a heading, or `Topic: Status`."""

import re
from collections.abc import Sequence

from msgspec import Struct

from knowledge.languages import COMMON, Phrases, languages, statuses
from knowledge.model import Passage
from knowledge.statuses.claims._fields import read_field
from knowledge.statuses.claims._found import Found
from knowledge.statuses.claims._words import (
    Column,
    clean_name,
    column,
    is_checklist,
    is_legend_word,
    speaks_of_statuses,
    speaks_of_tasks,
)
from knowledge.statuses.sameness import MARKS, begins_known, is_known, plain
from knowledge.text import normalise, words

_BOX = re.compile(r"^\[([ xX])\]\s+")
_PARTS = re.compile(
    r"^(?P<topic>.+?)(?P<sign>\s*[:：]\s+|\s+[—–]\s+|\s+-\s+|\s*[:：](?=\S))(?P<status>\S.*)$", re.DOTALL
)
_STRUCK = re.compile(r"^~~[^~]+~~(?:[.!]?$|\s+[—–(-])")
_DESCRIBED = re.compile(r"\s*[:：]\s+|\s+[—–-]\s+")
_EXPLAINS = re.compile(r"\s=\s|\s=|=\s")
_LONGEST_TOPIC = 12
_LONGEST_STATUS = 12
_LONGEST_LABEL = 2
"""Words that a name, and a status in whatever words, have at most."""
_SENTENCE_END = ("?", "…", ";", ",")


class _List(Struct, frozen=True):
    """What is said above a list."""

    status: str
    """The status that its heading names."""
    speaks: bool
    """Whether its heading or introduction speaks of statuses."""
    is_marked: bool
    """Whether a mark before or behind an item says where that stands."""


def read_list(items: Sequence[Passage], found: Found) -> None:
    """Read a list, item by item; what is above it says what an item may be."""
    first = items[0]
    heading = first.section[-1] if first.section else ""
    if any(map(is_checklist, (heading, first.lead_in, found.article.title))):
        found.ignore(
            heading or first.lead_in, (first.lines[0], items[-1].lines[1]), "A checklist names no topics."
        )
        return
    marks = {mark for item in items if (mark := _mark(item.text))}
    tasks = any(map(speaks_of_tasks, (heading, first.lead_in, found.article.title)))
    speaks = any(map(speaks_of_statuses, (heading, first.lead_in)))
    context = _List(found.status_of_heading(heading), speaks, len(marks) > 1 or tasks or speaks)
    for item in items:
        _read_item(item, context, found)


def _read_item(item: Passage, context: _List, found: Found) -> None:
    if read_field(item, found):
        return
    if _BOX.match(item.text) or _STRUCK.match(item.text.strip()):
        _read_task(item, context, found)
        return
    mark = _mark(item.text)
    if mark and context.is_marked:
        _read_marked(item, mark, found)
    elif context.status:
        _claim_item(item, context.status, found)
    else:
        _read_parts(item, context, found)


def _read_task(item: Passage, context: _List, found: Found) -> None:
    box = _BOX.match(item.text)
    text = item.text[box.end() :] if box else item.text.strip()
    if parts := _parts(text):
        topic, status = parts
        if found.is_known(status) and found.claim(topic, status, item):
            return
    said = languages().get(found.article.language, languages()[COMMON]).statuses
    is_done = box is not None and box[1] != " "
    if _STRUCK.match(text):
        status = _say(said.struck)
    elif is_done:
        is_over = context.status and normalise(context.status) not in statuses().unfinished
        status = context.status if is_over else _say(said.done)
    else:
        status = context.status or _say(said.open)
    _claim_item(item, status, found, text)


def _read_marked(item: Passage, mark: str, found: Found) -> None:
    text = plain(item.text).strip(f" {MARKS}")
    if _EXPLAINS.search(text) or is_legend_word(clean_name(text)):
        found.ignore(item.text, item.lines, "It explains a sign.")
        return
    parts = _parts(text)
    if parts and begins_known(parts[1]):
        found.claim(parts[0], parts[1], item)
        return
    _claim_item(item, mark, found, text)


def _read_parts(item: Passage, context: _List, found: Found) -> None:
    """Read `Topic: Status`: the words are free below what speaks of statuses, and elsewhere known ones."""
    parts = _parts(item.text)
    if parts is None:
        return
    topic, status = parts
    if len(words(topic)) > _LONGEST_TOPIC or _is_attribute(topic):
        return
    if is_legend_word(clean_name(topic)):
        if context.speaks or is_known(topic):
            found.ignore(item.text, item.lines, "It explains a word for a status.")
        return
    if found.is_known(status):
        found.claim(topic, status, item)
    elif context.speaks and len(words(status)) <= _LONGEST_STATUS:
        found.claim(topic, status.rstrip("."), item)
    elif context.speaks:
        found.ignore(item.text, item.lines, "It says too much for a status.")
    elif begins_known(status) and len(words(status)) <= _LONGEST_STATUS // 2:
        found.ignore(
            item.text,
            item.lines,
            "Neither its heading nor its introduction speaks of statuses, and the words are no known status.",
        )


def _is_attribute(label: str) -> bool:
    """Tell whether a label names what something has beside a status: "Owner", "Deadline"."""
    return len(words(label)) <= _LONGEST_LABEL and column(label) <= Column.WHEN


def _claim_item(item: Passage, status: str, found: Found, text: str = "") -> None:
    """Claim a status of what an item names, less what describes it."""
    text = (text or item.text).strip()
    name = _DESCRIBED.split(text)[0] if _DESCRIBED.search(text) else text
    name = name.strip()
    if len(words(name)) > _LONGEST_TOPIC or name.endswith(_SENTENCE_END):
        found.ignore(item.text, item.lines, "It says too much for the name of a topic.")
        return
    found.claim(name.rstrip("."), status, item)


def _parts(text: str) -> tuple[str, str] | None:
    """Part `Topic: Status` or `Topic — Status`."""
    found = _PARTS.match(plain(text))
    if found is None or "\n\n" in text:
        return None
    return found["topic"], " ".join(found["status"].split())


def _mark(text: str) -> str:
    """Give the mark before or behind an item."""
    bare = plain(text).strip()
    return next((sign for sign in (bare[:1], bare[-1:]) if sign and sign in MARKS), "")


def _say(phrases: Phrases) -> str:
    return next(iter(phrases)).capitalize()
