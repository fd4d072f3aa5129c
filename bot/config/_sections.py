"""What does a section say? The values of its options by their names, and what cannot be meant."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from bot.config._mistakes import Mistake
from bot.config._options import (
    AnswerOptions,
    CorpusOptions,
    DiscordOptions,
    FetchingOptions,
    KnowledgeOptions,
    OperationsOptions,
    PrivacyOptions,
    SourceOptions,
    StatusOptions,
    StoreOptions,
)
from bot.redaction import redact

SECTIONS = {
    "knowledge": KnowledgeOptions,
    "answers": AnswerOptions,
    "statuses": StatusOptions,
    "discord": DiscordOptions,
    "fetching": FetchingOptions,
    "privacy": PrivacyOptions,
    "operations": OperationsOptions,
    "store": StoreOptions,
    "sources": SourceOptions,
    "corpora": CorpusOptions,
}
LISTS = frozenset({"sources", "corpora"})
"""Sections that may be there several times: `[[sources]]`."""
OPTIONS = {name: {each.name: each for each in fields(section)} for name, section in SECTIONS.items()}


class Origin(Struct, frozen=True):
    """Where something is set."""

    name: str
    """The file or the variable, as an operator calls it."""
    home: Path
    """The folder that relative paths start from."""


class Reader:
    """Reads sections, and collects what cannot be meant, in the order in which it is read."""

    def __init__(self) -> None:
        """Begin without a mistake."""
        self.mistakes: list[Mistake] = []
        self.unread: set[str] = set()
        """The options that were meant, as far as one can guess, where something could not be read."""

    def read_section(self, origin: Origin, name: str, section: object) -> dict[str, Any]:
        """Read the values of one section by their names; what cannot be read is left out and reported."""
        read: dict[str, Any] = {}
        if name not in SECTIONS:
            self._report_unknown(origin, name, None)
            return read
        if not isinstance(section, dict):
            self.report(origin, f'"{name}" is not a section.', f"Write {heading(name)} on a line of its own.")
            return read
        for key, value in cast("dict[str, object]", section).items():
            option = OPTIONS[name].get(key)
            if option is None:
                self._report_unknown(origin, key, name)
                continue
            try:
                found = option.metadata["read"](value)
            except ValueError as error:
                self.unread.add(key)
                self.report(
                    origin,
                    f'"{key}" in {heading(name)} is {quoted(value)}: {error}.',
                    f"Write for example {key} = {option.metadata['example']}, or remove the line.",
                )
            else:
                read[key] = origin.home / found if isinstance(found, Path) else found
        return read

    def read_list(self, origin: Origin, of: str, sections: object) -> list[dict[str, Any]]:
        """Read the sections that may be there several times; one that lacks what it needs is left out."""
        if not isinstance(sections, list):
            self.report(
                origin, f'"{of}" is no list of sections.', f"Write {heading(of)} on a line of its own."
            )
            return []
        read: list[dict[str, Any]] = []
        for section in cast("list[object]", sections):
            before = len(self.mistakes)
            given = self.read_section(origin, of, section)
            if len(self.mistakes) > before:
                continue
            missing = [name for name in _needs(of, given) if name not in given]
            for name in missing[:1]:
                example = OPTIONS[of][name].metadata["example"]
                self.report(
                    origin, f'A {heading(of)} has no "{name}".', f"Add for example {name} = {example}."
                )
            if not missing:
                read.append(given)
        names = [each["name"] for each in read]
        for name in sorted({each for each in names if names.count(each) > 1}):
            self.report(origin, f'Two {heading(of)} have the name "{name}".', "Give each a name of its own.")
        return read

    def compare_thresholds(self, name: str, answers: AnswerOptions) -> None:
        """Report where the two are set in a way that shows nothing as the closest."""
        # Where one of the two could not be read, its default stands there, which nobody has set.
        if self.unread.isdisjoint({"answer", "closest"}) and answers.closest > answers.answer:
            reason = f"closest = {answers.closest} in [answers] is above answer = {answers.answer}."
            cure = "Lower closest or raise answer; the defaults are 0.12 and 0.33."
            self.mistakes.append(Mistake(f"{name}: {reason}", cure))

    def _report_unknown(self, origin: Origin, name: str, section: str | None) -> None:
        """Report that nothing of this name can be set there, and what may have been meant."""
        place = f"in {heading(section)}" if section else "outside the sections"
        known = list(OPTIONS[section]) if section else list(map(heading, SECTIONS))
        near = get_close_matches(name.lower(), known, n=1)
        self.unread.update([name, *near])
        if "token" in name.lower():
            cure = "Keep the token out of this file: set DISCORD_TOKEN or DISCORD_TOKEN_FILE."
        elif home := next((each for each, options in OPTIONS.items() if name in options), None):
            cure = f"It belongs under {heading(home)}."
        else:
            cure = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(known)}."
        self.report(origin, f"{name!r:.60} {place} is unknown.", cure)

    def report(self, origin: Origin, reason: str, cure: str) -> None:
        """Keep a mistake."""
        self.mistakes.append(Mistake(f"{origin.name}: {reason}", cure))


def heading(section: str) -> str:
    """Give how a section is begun in the file."""
    return f"[[{section}]]" if section in LISTS else f"[{section}]"


def quoted(value: object) -> str:
    """Give what was set as an error may repeat it: short, and without the password of a proxy."""
    return f"{redact(repr(value)):.60}"


def _needs(of: str, given: Mapping[str, Any]) -> Sequence[str]:
    if of == "corpora":
        return "name", "articles"
    return "name", "kind", "path" if given.get("kind") == "folder" else "url"
