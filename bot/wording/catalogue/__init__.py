"""How is it said in the reader's language? Catalogues hold the bot's own words.

`en.toml` is complete; what another catalogue lacks is said in English. An entry is a sentence with slots,
`"There is no {name}."`, or a table of its plurals, chosen by the slot `count`.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from msgspec import Struct, convert, field
from msgspec.structs import replace

from bot.wording.catalogue.plural import OTHER, Rule, choose_plural
from bot.wording.controls import Button, Menu
from bot.wording.message import Attachment, Block, Entry, Line, Listing, Message, Quote, Source
from bot.wording.spans import Bold, CommandName, Phrase, Slot, Span, Text

ENGLISH = "en"
_SLOT = re.compile(r"\{([a-z_]+)\}")
_WORD = re.compile("[a-z_]+")

Entries: TypeAlias = Mapping[str, str | Mapping[str, str]]
"""The entries of one part of the bot: sentences, and tables of plurals."""


class Language(Struct, frozen=True):
    """What is of a language, besides its words."""

    name: str
    """As its own speakers call it."""
    thousands: str
    """What groups digits in threes."""
    plural: dict[str, Rule] = field(default_factory=dict[str, Rule])
    """The counts of each plural but the last, which is `other`."""


class Catalogue(Struct, frozen=True):
    """The bot's own words in one language."""

    code: str
    language: Language
    entries: Mapping[str, Entries]
    """By the part of the bot that says them."""
    fallback: "Catalogue | None" = None
    """Where what this one lacks is looked up."""

    def say(self, text: Text) -> Phrase:
        """Put a text into words; a slot that nothing fills stays. Raises KeyError where no catalogue has it.

        The plural is that of the slot `count`.
        """
        slots = dict(text.slots)
        pieces = _SLOT.split(self.find(text.key, slots.get("count")))
        spans: list[Span] = []
        for place, piece in enumerate(pieces):
            if place % 2:
                spans += self._fill(slots[piece]) if piece in slots else (f"{{{piece}}}",)
            elif piece:
                spans.append(piece)
        return tuple(spans)

    def write(self, text: str | Text) -> str:
        """Put a text into a plain string, such as a title or the label of a button."""
        return text if isinstance(text, str) else "".join(_flatten(each) for each in self.say(text))

    def write_number(self, number: int) -> str:
        """Write a number with its digits grouped."""
        return f"{number:,}".replace(",", self.language.thousands)

    def name_command(self, command: CommandName) -> CommandName:
        """Call a command, and what it takes, as it is called where this language is shown."""
        if command.is_local:
            return command
        parts = command.name.split()
        keys = [f"commands.{'_'.join(parts[: place + 1])}" for place in range(len(parts))]
        names = [self.find(key) if self._knows(key) else part for key, part in zip(keys, parts, strict=True)]
        takes = _WORD.sub(lambda word: self._name_taken("_".join(parts), word[0]), command.takes)
        return CommandName(" ".join(names), takes, is_local=True)

    def has(self, key: str) -> bool:
        """Tell whether this catalogue itself has the words of a key."""
        part, _, name = key.partition(".")
        return name in self.entries.get(part, {})

    def find(self, key: str, count: Slot | None = None) -> str:
        """Find the words under a key, their slots still empty; raise KeyError where no catalogue has it."""
        part, _, name = key.partition(".")
        found = self.entries.get(part, {}).get(name)
        if found is None and self.fallback:
            return self.fallback.find(key, count)
        if found is None:
            raise KeyError(key)
        if isinstance(found, str):
            return found
        plural = choose_plural(self.language.plural.items(), count) if isinstance(count, int) else OTHER
        return found.get(plural, found[OTHER])

    def _knows(self, key: str) -> bool:
        return self.has(key) or (self.fallback is not None and self.fallback.has(key))

    def _name_taken(self, command: str, word: str) -> str:
        """Name a command below a command, or an option."""
        keys = (f"commands.{command}_{word}", f"option_names.{word}")
        return next((self.find(key) for key in keys if self._knows(key)), word)

    def _fill(self, slot: Slot) -> Phrase:
        if isinstance(slot, int):
            return (self.write_number(slot),)
        return translate_phrase(slot if isinstance(slot, tuple) else (slot,), self)


@cache
def read_catalogue(code: str) -> Catalogue:
    """Read the catalogue of a language. Raises FileNotFoundError where there is none."""
    parts = tomllib.loads(files(__name__).joinpath(f"{code}.toml").read_text("utf-8"))
    language = convert(parts.pop("language"), Language)
    fallback = None if code == ENGLISH else read_catalogue(ENGLISH)
    return Catalogue(code, language, convert(parts, dict[str, Entries]), fallback)


def read_all() -> None:
    """Read every catalogue, so that nobody waits for one later. Takes about a quarter of a second."""
    for code in find_codes():
        read_catalogue(code)


@cache
def find_codes() -> tuple[str, ...]:
    """Find the languages that there are catalogues of, sorted."""
    names = (each.name for each in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def choose_catalogue(*locales: str | None) -> Catalogue:
    """Choose the catalogue of the first locale that has one, such as "uk" or "es-419"; else English."""
    for locale in locales:
        code = (locale or "").partition("-")[0].lower()
        if code in find_codes():
            return read_catalogue(code)
    return read_catalogue(ENGLISH)


def translate(message: Message, catalogue: Catalogue) -> Message:
    """Say all of a message in one language: there is no `Text` in what is returned."""
    note, attachment = message.note, message.attachment
    return replace(
        message,
        title=catalogue.write(message.title),
        blocks=tuple(_translate_block(each, catalogue) for each in message.blocks),
        note=_translate_note(note, catalogue) if note else None,
        buttons=tuple(_translate_button(each, catalogue) for each in message.buttons),
        menus=tuple(_translate_menu(each, catalogue) for each in message.menus),
        attachment=_translate_attachment(attachment, catalogue) if attachment else None,
    )


def translate_phrase(phrase: Phrase, catalogue: Catalogue) -> Phrase:
    """Say a phrase in one language."""
    spans: list[Span] = []
    for span in phrase:
        match span:
            case Text(is_bold=True):
                spans.append(Bold(catalogue.write(span)))
            case Text():
                spans += catalogue.say(span)
            case CommandName():
                spans.append(catalogue.name_command(span))
            case _:
                spans.append(span)
    return tuple(spans)


def _translate_block(block: Block, catalogue: Catalogue) -> Block:
    match block:
        case Line() | Source():
            return _translate_note(block, catalogue)
        case Listing():
            items = tuple(_translate_item(each, catalogue) for each in block.items)
            heading = translate_phrase(block.heading, catalogue)
            rest, earlier = catalogue.write(block.rest), catalogue.write(block.earlier)
            return replace(block, items=items, heading=heading, rest=rest, earlier=earlier)
        case Entry() | Quote():
            return _translate_item(block, catalogue)
        case _:
            return block


def _translate_note(note: Line | Source, catalogue: Catalogue) -> Line | Source:
    facts = tuple(translate_phrase(each, catalogue) for each in note.facts)
    if isinstance(note, Line):
        return replace(note, facts=facts, name=translate_phrase(note.name, catalogue))
    label, word = catalogue.write(note.label), catalogue.write(note.word)
    return replace(note, facts=facts, label=label, word=word)


def _translate_item(item: Line | Quote | Entry, catalogue: Catalogue) -> Line | Quote | Entry:
    match item:
        case Quote():
            return item
        case Entry():
            brief = _translate_note(item.brief, catalogue) if item.brief else None
            blocks = tuple(_translate_block(each, catalogue) for each in item.blocks)
            return replace(item, blocks=blocks, brief=brief)
        case Line():
            facts = tuple(translate_phrase(each, catalogue) for each in item.facts)
            return replace(item, facts=facts, name=translate_phrase(item.name, catalogue))


def _translate_button(button: Button, catalogue: Catalogue) -> Button:
    return replace(button, label=catalogue.write(button.label))


def _translate_attachment(attachment: Attachment, catalogue: Catalogue) -> Attachment:
    return replace(attachment, description=catalogue.write(attachment.description))


def _translate_menu(menu: Menu, catalogue: Catalogue) -> Menu:
    choices = tuple(replace(each, label=catalogue.write(each.label)) for each in menu.choices)
    return replace(menu, hint=catalogue.write(menu.hint), choices=choices)


def _flatten(span: Span) -> str:
    """Give the plain words of a span, for places that show nothing else."""
    match span:
        case str():
            return span
        case CommandName(name):
            return f"/{name}"
        case _:
            return str(getattr(span, "text", ""))
