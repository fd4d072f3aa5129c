"""Do the catalogues say all, in each language, and is a message translated whole?"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.wording.catalogue import (
    Catalogue,
    choose_catalogue,
    find_codes,
    read_catalogue,
    translate,
    translate_phrase,
)
from bot.wording.catalogue.plural import choose_plural
from bot.wording.controls import Action, Button
from bot.wording.message import Entry, Gap, Line, Listing, Message, Quote, Source, line
from bot.wording.spans import Bold, CommandName, Day, Name, Text, bold, text
from bot.wording.spans import Link as To
from tests.translations import UNFINISHED

BOT = Path(__file__).parents[3] / "bot"
EN = read_catalogue("en")
SLOT = re.compile(r"\{([a-z_]+)\}")

LAND = Catalogue(
    "xx",
    EN.language,
    {"land": {"hills": {"one": "{count} hill", "other": "{count} hills"}, "name": "Land of {who}"}},
    EN,
)


OTHERS = [code for code in find_codes() if code != "en"]
BY_COMMAND = {"commands", "option_names", "options", "choices", "about", "menus", "permissions"}
"""Parts that are looked up by the names of commands and permissions; `test_translator` compares those."""
PARSED = [ast.parse(file.read_text("utf-8")) for file in BOT.rglob("*.py") if file.name != "markup.py"]
"""All of the bot but the ink that has a `bold` of its own."""
SAYS = {"text", "bold", "Text"}
SHOWS = SAYS | {
    *("line", "listing", "Message", "Button", "Bold", "Source", "confirm", "report_failure"),
    *("KnowledgeError", "MistakeError", "SettingError"),
}


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def calls(names: set[str], trees: Iterable[ast.Module] = PARSED) -> Iterator[ast.Call]:
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node) in names:
                yield node


def literals(node: ast.AST) -> Iterator[str]:
    """Find the strings in an expression, those in calls and comparisons within it left out."""
    if isinstance(node, ast.Call | ast.Compare | ast.Subscript):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in _parts(node):
        yield from literals(child)


def _parts(node: ast.AST) -> Iterable[ast.AST]:
    """Give the parts of an expression that may be shown: no condition, and no format of a number."""
    match node:
        case ast.IfExp():
            return node.body, node.orelse
        case ast.FormattedValue():
            return (node.value,)
        case _:
            return ast.iter_child_nodes(node)


def keys_of(catalogue: Catalogue) -> set[str]:
    return {f"{part}.{name}" for part, entries in catalogue.entries.items() for name in entries}


def words_of(catalogue: Catalogue, key: str) -> list[str]:
    part, _, name = key.partition(".")
    found = catalogue.entries[part][name]
    return [found] if isinstance(found, str) else list(found.values())


def slots(catalogue: Catalogue, key: str) -> set[str]:
    return {slot for words in words_of(catalogue, key) for slot in SLOT.findall(words)}


def test_each_text_fills_the_slots_that_its_words_have() -> None:
    for call in calls({"text", "bold"}):
        filled = {each.arg for each in call.keywords if each.arg}
        for key in literals(call.args[0]) if call.args else ():
            assert EN.has(key), key
            assert slots(EN, key) == filled, key


def test_all_words_are_said_somewhere() -> None:
    said = {
        node.value
        for tree in PARSED
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    said |= {f"guide.{command.group}" for command in COMMANDS}
    assert {key for key in keys_of(EN) if key.partition(".")[0] not in BY_COMMAND} <= said


def test_nothing_is_said_past_the_catalogue() -> None:
    files = [*(BOT / "wording").rglob("*.py"), *(BOT / "cogs").rglob("*.py"), *BOT.glob("*.py")]
    trees = [ast.parse(file.read_text("utf-8")) for file in files]
    for call in calls(SHOWS, trees):
        is_text = name_of(call) in SAYS
        shown = call.args[1:] if is_text else call.args
        shown = [*shown, *(each.value for each in call.keywords)] if name_of(call) != "Text" else []
        for words in (each for argument in shown for each in literals(argument)):
            assert not any(map(str.isalpha, words)), (name_of(call), words)


@pytest.mark.parametrize("code", OTHERS)
class TestOtherLanguages:
    def test_nothing_is_missing_and_nothing_is_too_much(self, code: str) -> None:
        keys = keys_of(read_catalogue(code))
        assert keys <= keys_of(EN)
        assert code in UNFINISHED or keys == keys_of(EN)

    def test_each_sentence_has_the_slots_of_the_english_one(self, code: str) -> None:
        catalogue = read_catalogue(code)
        for key in keys_of(catalogue):
            assert code in UNFINISHED or slots(catalogue, key) == slots(EN, key), key

    def test_each_count_has_all_the_plurals_of_the_language(self, code: str) -> None:
        catalogue = read_catalogue(code)
        categories = {*catalogue.language.plural, "other"}
        for part, entries in catalogue.entries.items():
            for name, words in entries.items():
                is_counted = isinstance(EN.entries[part][name], Mapping)
                assert isinstance(words, Mapping) == is_counted, name
                assert isinstance(words, str) or words.keys() == categories, name


@pytest.mark.parametrize("code", find_codes())
def test_words_have_the_lengths_that_discord_allows(code: str) -> None:
    catalogue = read_catalogue(code)
    longest = {
        "buttons": 34,
        "about": 100,
        "options": 100,
        "choices": 100,
        "commands": 32,
        "option_names": 32,
        "menus": 32,
    }
    for key in keys_of(catalogue):
        part, words = key.partition(".")[0], words_of(catalogue, key)
        assert all(1 <= len(each) <= longest.get(part, 400) for each in words), key
        if part in {"commands", "option_names"}:
            assert re.fullmatch(r"[-_\w]+", words[0]), key
            assert words[0] == words[0].lower(), key


def test_a_number_is_grouped_and_chooses_the_plural() -> None:
    assert LAND.write(text("land.hills", count=1)) == "1 hill"
    assert LAND.write(text("land.hills", count=12_000)) == "12,000 hills"
    assert LAND.write(text("land.hills")) == "{count} hills"


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("en", "other one other other other other other other other other"),
        ("de", "other one other other other other other other other other"),
        ("es", "other one other other other other other other other other"),
        ("fr", "one one other other other other other other other other"),
        ("ru", "many one few few many many many one few many"),
        ("uk", "many one few few many many many one few many"),
    ],
)
def test_counts_have_the_plural_of_their_language(code: str, forms: str) -> None:
    rules = read_catalogue(code).language.plural
    counts = (0, 1, 2, 4, 5, 11, 12, 21, 22, 111)
    assert [choose_plural(rules.items(), count) for count in counts] == forms.split()


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


def test_a_command_is_called_as_it_is_where_the_language_is_shown() -> None:
    words = {"commands": {"sources": "quellen", "sources_add": "neu"}, "option_names": {"name": "wie"}}
    land = Catalogue("xx", EN.language, words, EN)
    spoken = (CommandName("sources add", "name url"), CommandName("sources", "[list | add]"))
    assert translate_phrase(spoken, land) == (
        CommandName("quellen neu", "wie url", is_local=True),
        CommandName("quellen", "[list | neu]", is_local=True),
    )
    assert translate_phrase(translate_phrase(spoken, land), EN) == translate_phrase(spoken, land)
    assert land.name_command(CommandName("nothing", "x")).name == "nothing"


def test_the_first_locale_that_has_a_catalogue_is_chosen() -> None:
    assert choose_catalogue(None, "xx", "en-GB").code == "en"
    assert choose_catalogue().code == "en"
    assert "en" in find_codes()
