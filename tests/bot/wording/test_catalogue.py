"""Do the catalogues say all, in each language, and is a message translated whole?"""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from bot.wording.catalogue import Catalogue, choose_catalogue, find_codes, read_catalogue, translate
from bot.wording.message import (
    Action,
    Bold,
    Button,
    Day,
    Entry,
    Gap,
    Line,
    Listing,
    Message,
    Name,
    Quote,
    Source,
    Text,
    bold,
    line,
    text,
)
from bot.wording.message import Link as To

BOT = Path(__file__).parents[3] / "bot"
EN = read_catalogue("en")
SLOT = re.compile(r"\{([a-z_]+)\}")

LAND = Catalogue(
    "xx",
    EN.language,
    {"land": {"hills": {"one": "{count} hill", "other": "{count} hills"}, "name": "Land of {who}"}},
    EN,
)


def calls() -> dict[str, set[str]]:
    """Find each key that the code says, with the names of the slots that it fills."""
    found: dict[str, set[str]] = {}
    for file in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in {"text", "bold", "Text"} and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.setdefault(key.value, set()).update(each.arg for each in node.keywords if each.arg)
    return found


def slots(words: str) -> set[str]:
    return set(SLOT.findall(words))


@pytest.mark.parametrize("key", sorted(calls()))
def test_what_the_code_says_is_in_the_english_catalogue(key: str) -> None:
    assert EN.has(key)


def test_a_number_is_grouped_and_chooses_the_plural() -> None:
    assert LAND.write(text("land.hills", count=1)) == "1 hill"
    assert LAND.write(text("land.hills", count=12_000)) == "12,000 hills"
    assert LAND.write(text("land.hills")) == "{count} hills"


def test_what_a_catalogue_lacks_is_said_in_english_and_what_none_has_is_an_error() -> None:
    assert LAND.write(text("facts.source")) == "Source"
    assert not LAND.has("facts.source")
    with pytest.raises(KeyError):
        LAND.say(Text("land.sea"))


def test_a_slot_takes_texts_and_whole_phrases() -> None:
    said = LAND.say(text("land.name", who=("the ", text("land.hills", count=2), Day(date(2026, 1, 2)))))
    assert said == ("Land of ", "the ", "2", " hills", Day(date(2026, 1, 2)))
    assert LAND.write(text("land.name", who=Name("Anna"))) == "Land of Anna"


def test_a_message_is_translated_whole() -> None:
    hills = text("land.hills", count=1)
    inner = line(hills, name=bold("land.hills", count=3))
    source = Source(To("A", None), ((hills,),), label=hills)
    message = Message(
        hills,
        (
            inner,
            Quote("Hills"),
            Gap(),
            source,
            Listing((Entry((inner, source), inner), inner, Quote("x")), (hills,)),
        ),
        inner,
        buttons=(Button(hills, Action.STOP, "1"),),
    )
    done = translate(message, LAND)
    assert "Text(" not in repr(done)
    assert done.title == "1 hill"
    assert done.buttons[0].label == "1 hill"
    assert isinstance(done.note, Line)
    assert done.note.name == (Bold("3 hills"),)
    assert translate(Message("A", (), source), LAND).note == Source(
        To("A", None), (("1", " hill"),), "1 hill", "Source"
    )
    assert translate(Message("A", ()), LAND).note is None


def test_the_first_locale_that_has_a_catalogue_is_chosen() -> None:
    assert choose_catalogue(None, "xx", "en-GB").code == "en"
    assert choose_catalogue().code == "en"
    assert "en" in find_codes()
