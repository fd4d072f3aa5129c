"""What do the words of a header, a heading or an introduction say about statuses? Pure, of all languages."""

import re
from collections.abc import Iterable
from enum import IntEnum, auto
from functools import cache, lru_cache

from msgspec import Struct

from knowledge.languages import any_of, languages, statuses
from knowledge.statuses.days import part_dates
from knowledge.statuses.sameness import MARKS, MARKUP, is_known, known_statuses, plain
from knowledge.text import normalise, words

_CACHED = 4_000
_BRACKETED = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+)\s+")
_SAYS_MORE = re.compile(r"\s*[:(–—-]\s*\S")
_SIGNS = re.compile(r"^[^\w\[(\"“‘'`{<.#@$/\\]+|[^\w)\].!?\"”’'`}>%+*#/\\]+$")
_BOX = re.compile(r"^\[[ xX]\]\s+")


class Head(Struct, frozen=True):
    """A label that says, as a whole, that what stands with it is where something stands."""

    is_certain: bool
    """Whether it is called status, and not something that may be another thing."""
    is_current: bool
    """Whether it says that this is how it stands now."""
    is_place: bool
    """Whether places may be called so as well."""


OWN_HEAD = Head(is_certain=True, is_current=False, is_place=False)
"""What an operator has named as one."""


class Column(IntEnum):
    """What a table's column holds beside a status, the likelier to name what has it, the greater."""

    NEVER = auto()
    WHEN = auto()
    EXPLAINS = auto()
    GROUP = auto()
    UNKNOWN = auto()
    THING = auto()


@lru_cache(_CACHED)
def head(label: str) -> Head | None:
    """Read a label that says as a whole that it is of a status: "Current status", never "Status code"."""
    said, known = _bare(label), statuses()
    if not said or said in known_statuses() or _not_speaking(said):
        return None
    for phrases, is_certain in ((known.headers, True), (known.other_headers, False)):
        for phrase in _longest_first(phrases):
            if f" {phrase} " in f" {said} ":
                beside = set(f" {said} ".replace(f" {phrase} ", " ", 1).split())
                if beside <= _beside_a_head():
                    is_current = not beside.isdisjoint(known.current) or phrase != phrase.split()[-1]
                    return Head(is_certain, is_current, not known.place_headers.isdisjoint(phrase.split()))
    return None


@lru_cache(_CACHED)
def has_head(label: str) -> bool:
    """Tell whether a label holds a word for a status, whatever else it says."""
    said, known = f" {normalise(label)} ", statuses()
    return any(f" {phrase} " in said for phrase in _longest_first(known.headers | known.other_headers))


@lru_cache(_CACHED)
def column(header: str) -> Column:
    """Tell what a column holds by its header."""
    said, known = _bare(header), statuses()
    found = set(said.split())
    if said in known.labels:
        return Column.THING
    if said in _phrases(known.date_headers) or (
        found & {"date", "datum", "fecha", "дата"} and has_head(header)
    ):
        return Column.WHEN
    kinds = (
        (Column.NEVER, known.attributes),
        (Column.THING, known.things | known.labels),
        (Column.GROUP, known.groups),
        (Column.EXPLAINS, known.explains),
    )
    return next((kind for kind, its in kinds if found & its), Column.UNKNOWN)


@lru_cache(_CACHED)
def status_of_heading(heading: str) -> str:
    """Give the status that a heading names for all below it, as "Stage 3" or "Finished proposals", or ""."""
    shown = _BRACKETED.sub("", clean_heading(heading)).strip(MARKUP + ":")
    said = normalise(shown)
    if said in known_statuses() or _counted().fullmatch(shown):
        return shown
    if _not_speaking(said) or stage_of_heading(heading):
        return ""
    kept = [word for word in shown.split() if normalise(word) not in statuses().things]
    status = " ".join(kept)
    if len(kept) < len(shown.split()) and (
        normalise(status) in known_statuses() or _counted().fullmatch(status)
    ):
        return status
    return ""


@lru_cache(_CACHED)
def stage_of_heading(heading: str) -> str:
    """Give a heading that counts a stage and then says more: "Phase 4 - Standardise the feature"; or ""."""
    text = clean_heading(heading)
    found = _counted().match(text)
    return text if found and _SAYS_MORE.match(text, found.end()) else ""


@lru_cache(_CACHED)
def speaks_of_statuses(text: str) -> bool:
    """Tell whether a heading or an introduction speaks of where things stand."""
    said, known = normalise(text), statuses()
    return not _not_speaking(said) and bool(_any_of(known.speaking).search(said)) and not is_legend(text)


@lru_cache(_CACHED)
def speaks_of_tasks(text: str) -> bool:
    """Tell whether a heading or an introduction speaks of what is to be done."""
    return bool(_any_of(statuses().lists).search(normalise(text)))


def is_legend(text: str) -> bool:
    """Tell whether a heading or an introduction speaks of what words mean."""
    return not statuses().legends.isdisjoint(words(text))


def is_checklist(text: str) -> bool:
    """Tell whether a heading or an introduction speaks of a checklist."""
    return not statuses().checklists.isdisjoint(words(text))


def is_general(heading: str) -> bool:
    """Tell whether a heading stands above the data of the whole document."""
    return normalise(heading) in _phrases(statuses().general)


def clean_heading(heading: str) -> str:
    """Give a heading without numbering, marks and markup."""
    return clean_name(_NUMBERING.sub("", _SIGNS.sub("", clean_name(heading))))


@lru_cache(_CACHED)
def clean_name(name: str) -> str:
    """Give a name without what plain text has around it: boxes, marks, footnotes, links."""
    text = plain(_BOX.sub("", name.strip())).replace("~~", "")
    return " ".join(text.strip(MARKUP + MARKS + ":").split()).strip(MARKUP + MARKS + ":–—")


def _bare(label: str) -> str:
    """Give the words of a label without a date and what stands in brackets, a plain "e.g. (June)"."""
    return normalise(part_dates(_BRACKETED.sub(" ", plain(label)))[0])


def _not_speaking(said: str) -> bool:
    return bool(_any_of(statuses().speaking_not).search(said))


@cache
def _any_of(phrases: frozenset[str]) -> re.Pattern[str]:
    """Compile what finds any of the phrases in a normalised text."""
    return any_of(
        frozenset(
            " ".join(part if part == "*" else normalise(part) for part in each.split()) for each in phrases
        )
    )


@cache
def _phrases(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(map(normalise, phrases))


@cache
def _longest_first(phrases: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(_phrases(phrases), key=lambda each: (-len(each), each)))


@cache
def _beside_a_head() -> frozenset[str]:
    known = statuses()
    small = frozenset[str]().union(*(each.words.function for each in languages().values()))
    return (known.current | known.things | known.labels | small) - known.former - known.attributes


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either(statuses().stages)})\s+\d+(?:\.\d+)?[a-z]?(?!\w|\.\d)", re.IGNORECASE)


def _either(said: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, said)))


def is_legend_word(topic: str) -> bool:
    """Tell whether what should be a topic is itself a status, or a word for one: so a legend explains it."""
    return is_known(topic) or head(topic) is not None
