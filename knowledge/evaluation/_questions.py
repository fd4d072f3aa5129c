"""Which answer would be right? Reads judged questions, from TOML or from a JSON object a line.

[[question]]
ask = "when does the ferry sail"
expect = "begins to sail on Monday"    # words of the right passage; a list where several passages answer
kind = "direct"                        # optional: figures are given for each kind
set = "dev"                            # optional: a name for a part of the questions

[[question]]
ask = "who owns the ferry"
refuse = true                          # the articles do not say

[[question]]
earlier = ["when does the ferry sail"] # what the same person asked before, oldest first
ask = "and what does it cost? is there a night boat?"
# two or three questions in one: the answer must show a right passage of each
expect_each = ["four crowns", ["Night Boat", "boat at night"]]
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import cast

import msgspec

from knowledge.answers import SHOWN
from knowledge.errors import KnowledgeError

_LARGEST = 2 * 1024 * 1024
"""Bytes of a file that are read: about 10,000 questions."""
_KEYS = ("ask", "expect", "expect_each", "refuse", "earlier", "kind", "set")
_EXAMPLE = 'Write for example ask = "who signed it?" and expect = "words of the right passage".'
_EITHER = "Write `expect` or `expect_each` where the articles answer, `refuse = true` where they do not."
_HEADER = re.compile(r"\s*\[\[\s*[\"']?question[\"']?\s*\]\]")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


class QuestionsError(KnowledgeError):
    """A file holds no judged questions, or one that cannot be meant."""


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question, and what the right passage holds; nothing where it must be refused."""

    ask: str
    expect: tuple[str, ...] = ()
    """Pieces of text; a passage that holds one of them is right."""
    kind: str = ""
    set: str = ""
    expect_each: tuple[tuple[str, ...], ...] = ()
    """In place of `expect`, the same for each of two or three questions in one message."""
    earlier: tuple[str, ...] = ()
    """What the same person asked before, oldest first."""

    @property
    def refuse(self) -> bool:
        """Whether the articles do not answer it."""
        return not self.sought

    @property
    def sought(self) -> tuple[tuple[str, ...], ...]:
        """For each passage that must be shown, the pieces of which it holds one."""
        return self.expect_each or ((self.expect,) if self.expect else ())

    @property
    def turns(self) -> str:
        """What was asked before and then, in one line."""
        return " → ".join((*self.earlier, self.ask))


def read_questions(path: Path) -> tuple[JudgedQuestion, ...]:
    """Read the judged questions of a .toml or .jsonl file, in its order.

    Raises QuestionsError, which names the line, for a file that cannot be read and for the first question
    that cannot be meant.
    """
    readers = {".toml": _toml, ".jsonl": _json_lines}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise QuestionsError(f"{path} is neither TOML nor JSON lines.", "Name a .toml or a .jsonl file.")
    text = _text(path)
    questions: list[JudgedQuestion] = []
    for line, value in reader(text, path):
        try:
            questions.append(_question(value))
        except QuestionsError as error:
            where = f"{path}:{line}" if line else str(path)
            raise QuestionsError(
                f"{where}: question {len(questions) + 1} {error.reason}", error.cure
            ) from None
    if not questions:
        raise QuestionsError(f"{path} holds no question.", _EXAMPLE)
    return tuple(questions)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        cure = "Name a file that exists and that this user may read."
        raise QuestionsError(f"{path} cannot be read: {error.strerror}.", cure) from None
    if len(content) > _LARGEST:
        raise QuestionsError(
            f"{path} is larger than {_LARGEST // 1024**2} MB.", "Split it into several files."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise QuestionsError(f"{path}:{line}: is not UTF-8.", "Save it with the encoding UTF-8.") from None


def _toml(text: str, path: Path) -> Iterator[tuple[int | None, object]]:
    """Give each table with the line it begins in, where that can be told."""
    try:
        content: dict[str, object] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line = place[1] if place and place[1] else len(text.splitlines()) or 1
        reason = _TOML_PLACE.sub("", str(error)).rstrip(".")
        raise QuestionsError(f"{path}:{line}: is not TOML: {reason}.", "Mend that line.") from None
    unknown = next((key for key in content if key != "question"), None)
    if unknown is not None:
        raise QuestionsError(
            f"{path}: {unknown!r:.60} is unknown.", "Write [[question]] above each question."
        )
    tables = content.get("question", [])
    if not isinstance(tables, list):
        cure = "Write [[question]], with two brackets, above each question."
        raise QuestionsError(f"{path}: question is no list of questions.", cure)
    # tomllib keeps no places; a header that stands inside a text makes the count differ.
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _HEADER.match(line)]
    for index, table in enumerate(cast("list[object]", tables)):
        yield (lines[index] if len(lines) == len(cast("list[object]", tables)) else None), table


def _json_lines(text: str, path: Path) -> Iterator[tuple[int | None, object]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value: object = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            cure = "Write one JSON object on each line."
            raise QuestionsError(f"{path}:{number}: is not JSON: {error}.", cure) from None
        yield number, value


def _question(value: object) -> JudgedQuestion:
    """Check one question; the reason of the error begins with a verb."""
    if not isinstance(value, dict):
        raise QuestionsError("is no table of keys and values.", _EXAMPLE)
    table = cast("dict[str, object]", value)
    _refuse_unknown(table)
    ask, refuse = table.get("ask"), table.get("refuse", False)
    if not isinstance(ask, str) or not ask.strip():
        raise QuestionsError("has no `ask`, which is a text in quotes.", _EXAMPLE)
    if not isinstance(refuse, bool):
        raise QuestionsError("has a `refuse` that is neither true nor false.", "Write it without quotes.")
    given = [f"`{key}`" for key in ("expect", "expect_each") if key in table]
    given += ["`refuse = true`"] if refuse else []
    if len(given) > 1:
        raise QuestionsError(f"has both {given[0]} and {given[1]}.", _EITHER)
    if not given:
        raise QuestionsError("has neither `expect` nor `refuse = true`.", _EITHER)
    expect = _read_texts("expect", table, "words of the right passage")
    earlier = _read_texts("earlier", table, "what was asked before")
    return JudgedQuestion(
        ask, expect, _label("kind", table), _label("set", table), _read_each(table), earlier
    )


def _refuse_unknown(table: dict[str, object]) -> None:
    unknown = next((key for key in table if key not in _KEYS), None)
    if unknown is not None:
        near = get_close_matches(unknown.lower(), _KEYS, n=1)
        cure = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(_KEYS)}."
        raise QuestionsError(f"has the unknown key {unknown!r:.60}.", cure)


def _read_texts(key: str, table: dict[str, object], example: str) -> tuple[str, ...]:
    """Read a text, or a list of texts, where there is one."""
    if key not in table:
        return ()
    texts = _take_texts(table[key])
    if not texts:
        cure = f'Write {key} = "{example}", or a list of such texts.'
        raise QuestionsError(f"has an `{key}` that is neither a text nor a list of texts.", cure)
    return texts


def _read_each(table: dict[str, object]) -> tuple[tuple[str, ...], ...]:
    """Read what each of several questions in one message expects, where there are several."""
    if "expect_each" not in table:
        return ()
    value = table["expect_each"]
    parts = cast("list[object]", value) if isinstance(value, list) else []
    each = tuple(map(_take_texts, parts))
    if not 2 <= len(each) <= SHOWN or not all(each):
        cure = 'Write expect_each = ["words of the first right passage", "words of the second"].'
        raise QuestionsError("has an `expect_each` that is no list of two or three.", cure)
    return each


def _take_texts(value: object) -> tuple[str, ...]:
    """Give a text or a list of texts as texts; none where it holds anything else, or nothing."""
    pieces = cast("list[object]", value) if isinstance(value, list) else [value]
    texts = tuple(piece for piece in pieces if isinstance(piece, str) and piece.strip())
    return texts if len(texts) == len(pieces) else ()


def _label(key: str, table: dict[str, object]) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise QuestionsError(f"has a `{key}` that is no text.", f'Write for example {key} = "name".')
    return value
