"""What does `config.toml` set? The options in it over the defaults, or every mistake in it at once."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from bot.config._mistakes import ConfigurationError, Mistake
from bot.config._options import (
    AnswerOptions,
    Config,
    CorpusOptions,
    DiscordOptions,
    FetchingOptions,
    KnowledgeOptions,
    OperationsOptions,
    PrivacyOptions,
    SourceOptions,
    StatusOptions,
)
from bot.config._text import read_text

_DEFAULT_FILE = Path("config.toml")

_SECTIONS = {
    "knowledge": KnowledgeOptions,
    "answers": AnswerOptions,
    "statuses": StatusOptions,
    "discord": DiscordOptions,
    "fetching": FetchingOptions,
    "privacy": PrivacyOptions,
    "operations": OperationsOptions,
    "sources": SourceOptions,
    "corpora": CorpusOptions,
}
_LISTS = frozenset({"sources", "corpora"})
"""Sections that may be there several times: `[[sources]]`."""
_OPTIONS = {name: {each.name: each for each in fields(section)} for name, section in _SECTIONS.items()}


def load(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read `path`, else the file TALKSBOT_CONFIG names, else `config.toml` if there is one, else nothing.

    Raises ConfigurationError for a file that cannot be read, and with all that cannot be meant in it.
    """
    variable = environment.get("TALKSBOT_CONFIG")
    file = path or (Path(variable) if variable else _DEFAULT_FILE)
    # Only the file that nobody named may be missing.
    if file is _DEFAULT_FILE and not file.exists():
        return Config()
    text = read_text(file, str(file))
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        where = str(error).replace("end of document", f"the end, line {len(text.splitlines())}")
        cure = "Mend that line; config.example.toml shows how options are written."
        raise ConfigurationError(Mistake(f"{file} is not TOML: {where}.", cure)) from error
    return _Reader(file).read(content)


class _Reader:
    """Reads what one file says, and collects what cannot be meant, in the order of the file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._mistakes: list[Mistake] = []
        self._unread: set[str] = set()
        """The options that were meant, as far as one can guess, where something could not be read."""

    def read(self, content: Mapping[str, object]) -> Config:
        """Put what the file says over the defaults; raise ConfigurationError where there is any mistake."""
        read = {
            name: self._read_section(name, section) for name, section in content.items() if name not in _LISTS
        }
        corpora = self._read_corpora(content)
        sources = self._read_sources(content, {each.name for each in corpora})
        if self._mistakes:
            raise ConfigurationError(*self._mistakes)
        knowledge = KnowledgeOptions(**read.get("knowledge", {}))
        answers = AnswerOptions(**read.get("answers", {}))
        home = self._file.parent
        articles, judged = (each and home / each for each in (knowledge.articles, knowledge.judged))
        if isinstance(answers.model, Path):
            answers = replace(answers, model=home / answers.model)
        if isinstance(answers.reader, Path):
            answers = replace(answers, reader=home / answers.reader)
        return Config(
            knowledge=replace(knowledge, articles=articles, data=home / knowledge.data, judged=judged),
            answers=answers,
            statuses=StatusOptions(**read.get("statuses", {})),
            discord=DiscordOptions(**read.get("discord", {})),
            fetching=FetchingOptions(**read.get("fetching", {})),
            privacy=PrivacyOptions(**read.get("privacy", {})),
            operations=OperationsOptions(**read.get("operations", {})),
            sources=sources,
            corpora=corpora,
            file=self._file,
        )

    def _read_sources(
        self, content: Mapping[str, object], known: AbstractSet[str]
    ) -> tuple[SourceOptions, ...]:
        """Read each `[[sources]]`; it may belong to one of the `known` corpora."""
        read = [SourceOptions(**given) for given in self._read_list(content, "sources", _needs_of_source)]
        for each in read:
            # Where one of the corpora could not be read, it may be the one that is meant.
            if each.corpus and each.corpus not in known and not self._mistakes:
                self._report(
                    f'The source "{each.name}" belongs to a corpus "{each.corpus}", and there is none.',
                    f'Add [[corpora]] with name = "{each.corpus}", or leave the line out.',
                )
        home = self._file.parent
        return tuple(replace(each, path=home / each.path) if each.path else each for each in read)

    def _read_corpora(self, content: Mapping[str, object]) -> tuple[CorpusOptions, ...]:
        """Read each `[[corpora]]`."""
        read = self._read_list(content, "corpora", lambda _: ("name", "articles"))
        corpora = (CorpusOptions(**given) for given in read)
        return tuple(replace(each, articles=self._file.parent / each.articles) for each in corpora)

    def _read_list(
        self, content: Mapping[str, object], of: str, needs: Callable[[Mapping[str, Any]], Sequence[str]]
    ) -> list[dict[str, Any]]:
        """Read the sections that may be there several times; one that lacks what it needs is left out."""
        sections = content.get(of, [])
        if not isinstance(sections, list):
            self._report(f'"{of}" is no list of sections.', f"Write {_heading(of)} on a line of its own.")
            return []
        read: list[dict[str, Any]] = []
        for section in cast("list[object]", sections):
            before = len(self._mistakes)
            given = self._read_section(of, section)
            if len(self._mistakes) > before:
                continue
            missing = [name for name in needs(given) if name not in given]
            for name in missing[:1]:
                example = _OPTIONS[of][name].metadata["example"]
                self._report(f'A {_heading(of)} has no "{name}".', f"Add for example {name} = {example}.")
            if not missing:
                read.append(given)
        names = [each["name"] for each in read]
        for name in {each for each in names if names.count(each) > 1}:
            self._report(f'Two {_heading(of)} have the name "{name}".', "Give each a name of its own.")
        return read

    def _read_section(self, name: str, section: object) -> dict[str, Any]:
        """Read the values of one section by their names; what cannot be read is left out and reported."""
        read: dict[str, Any] = {}
        if name not in _SECTIONS:
            self._report_unknown(name, None)
            return read
        if not isinstance(section, dict):
            self._report(f'"{name}" is not a section.', f"Write {_heading(name)} on a line of its own.")
            return read
        for key, value in cast("dict[str, object]", section).items():
            option = _OPTIONS[name].get(key)
            if option is None:
                self._report_unknown(key, name)
                continue
            try:
                read[key] = option.metadata["read"](value)
            except ValueError as error:
                self._unread.add(key)
                self._report(
                    f'"{key}" in {_heading(name)} is {value!r:.60}: {error}.',
                    f"Write for example {key} = {option.metadata['example']}, or remove the line.",
                )
        if name == "answers":
            self._compare_thresholds(AnswerOptions(**read))
        return read

    def _compare_thresholds(self, answers: AnswerOptions) -> None:
        # Where one of the two could not be read, its default stands there, which nobody has set.
        if self._unread.isdisjoint({"answer", "closest"}) and answers.closest > answers.answer:
            self._report(
                f"closest = {answers.closest} in [answers] is above answer = {answers.answer}.",
                "Lower closest or raise answer; the defaults are 0.12 and 0.33.",
            )

    def _report_unknown(self, name: str, section: str | None) -> None:
        """Report that nothing of this name can be set there, and what may have been meant."""
        place = f"in {_heading(section)}" if section else "outside the sections"
        known = list(_OPTIONS[section]) if section else list(map(_heading, _SECTIONS))
        near = get_close_matches(name.lower(), known, n=1)
        self._unread.update([name, *near])
        if "token" in name.lower():
            cure = "Keep the token out of this file: set DISCORD_TOKEN or DISCORD_TOKEN_FILE."
        elif home := next((each for each, options in _OPTIONS.items() if name in options), None):
            cure = f"It belongs under {_heading(home)}."
        else:
            cure = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(known)}."
        self._report(f"{name!r:.60} {place} is unknown.", cure)

    def _report(self, reason: str, cure: str) -> None:
        self._mistakes.append(Mistake(f"{self._file}: {reason}", cure))


def _heading(section: str) -> str:
    return f"[[{section}]]" if section in _LISTS else f"[{section}]"


def _needs_of_source(given: Mapping[str, Any]) -> tuple[str, ...]:
    return "name", "kind", "path" if given.get("kind") == "folder" else "url"
