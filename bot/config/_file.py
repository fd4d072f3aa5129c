"""What is set? The environment over `config.toml` over the defaults, or every mistake at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.config._environment import FILE_VARIABLE, Variables, name_variable, read_variables
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
    StoreOptions,
)
from bot.config._sections import LISTS, Origin, Reader
from bot.config._text import read_text

_DEFAULT_FILE = Path("config.toml")


def load(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read `path`, else the file TALKSBOT_CONFIG names, else `config.toml` if there is one, else nothing.

    The other TALKSBOT_ variables go before the file. Raises ConfigurationError for a file that cannot be
    read, and with all that cannot be meant in it and in the variables.
    """
    variable = environment.get(FILE_VARIABLE)
    file = path or (Path(variable) if variable else _DEFAULT_FILE)
    variables = read_variables(environment)
    # Only the file that nobody named may be missing.
    if file is _DEFAULT_FILE and not file.exists():
        return _Loader(None, variables).load({})
    try:
        content = _parse(file)
    except ConfigurationError as error:
        raise ConfigurationError(*error.mistakes, *variables.mistakes) from error.__cause__
    return _Loader(file, variables).load(content)


def _parse(file: Path) -> dict[str, Any]:
    text = read_text(file, str(file))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        where = str(error).replace("end of document", f"the end, line {len(text.splitlines())}")
        cure = "Mend that line; config.example.toml shows how options are written."
        raise ConfigurationError(Mistake(f"{file} is not TOML: {where}.", cure)) from error


class _Loader:
    """Puts together what one file and the environment say."""

    def __init__(self, file: Path | None, variables: Variables) -> None:
        self._file = file
        self._origin = Origin(str(file), file.parent if file else Path())
        self._variables = variables
        self._reader = Reader()
        self._reader.unread |= variables.unread

    def load(self, content: Mapping[str, object]) -> Config:
        """Put what is said over the defaults; raise ConfigurationError where there is any mistake."""
        over, read = self._variables.options, self._read_sections(content)
        corpora, sources = self._list("corpora", content), self._list("sources", content)
        mistakes = [*self._reader.mistakes, *self._variables.mistakes]
        if not mistakes:
            # Where one of the corpora could not be read, it may be the one that is meant.
            mistakes = self._find_lost(sources, corpora)
        if mistakes:
            raise ConfigurationError(*mistakes)
        home: dict[str, Any] = {"data": self._origin.home / KnowledgeOptions().data}

        def given(section: str) -> dict[str, Any]:
            return {**read.get(section, {}), **over.get(section, {})}

        return Config(
            knowledge=KnowledgeOptions(**home | given("knowledge")),
            answers=AnswerOptions(**given("answers")),
            statuses=StatusOptions(**given("statuses")),
            discord=DiscordOptions(**given("discord")),
            fetching=FetchingOptions(**given("fetching")),
            privacy=PrivacyOptions(**given("privacy")),
            operations=OperationsOptions(**given("operations")),
            store=StoreOptions(**given("store")),
            sources=tuple(SourceOptions(**each) for each in sources),
            corpora=tuple(CorpusOptions(**each) for each in corpora),
            file=self._file,
            variables=self._variables.names,
            shards=self._variables.shards,
        )

    def _read_sections(self, content: Mapping[str, object]) -> dict[str, dict[str, Any]]:
        """Read what the file says of each section that is there once."""
        read: dict[str, dict[str, Any]] = {}
        for name, section in content.items():
            if name not in LISTS:
                read[name] = self._reader.read_section(self._origin, name, section)
                if name == "answers":
                    self._compare_thresholds(read[name])
        if "answers" not in content:
            self._compare_thresholds({})
        return read

    def _compare_thresholds(self, read: Mapping[str, Any]) -> None:
        over = self._variables.options.get("answers", {})
        names = [name_variable("answers", each) for each in ("closest", "answer") if each in over]
        answers = replace(AnswerOptions(), **{**read, **over})
        self._reader.compare_thresholds(" and ".join(names) or self._origin.name, answers)

    def _list(self, of: str, content: Mapping[str, object]) -> list[dict[str, Any]]:
        """Give the sections that may be there several times: those of the environment, else of the file."""
        read = self._reader.read_list(self._origin, of, content.get(of, []))
        return self._variables.lists.get(of, read)

    def _find_lost(self, sources: list[dict[str, Any]], corpora: list[dict[str, Any]]) -> list[Mistake]:
        """Find sources that belong to a corpus which there is not."""
        known = {each["name"] for each in corpora}
        place = name_variable("sources") if "sources" in self._variables.lists else self._origin.name
        lost = ((each["name"], each.get("corpus")) for each in sources)
        return [
            Mistake(
                f'{place}: The source "{name}" belongs to a corpus "{corpus}", and there is none.',
                f'Add [[corpora]] with name = "{corpus}", or leave the line out.',
            )
            for name, corpus in lost
            if corpus and corpus not in known
        ]
