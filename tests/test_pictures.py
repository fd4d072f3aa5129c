"""Do the README's pictures show what the bot sends? And does everybody get something from them?"""

import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench.pictures import terminal
from bench.pictures.__main__ import FOLDER, TITLES, draw
from bench.pictures.conversation import PHONE, WIDE, Conversation
from bench.pictures.drawing import DARK, LIGHT, THEMES
from bench.pictures.lettering import measure, measure_run, wrap
from bench.pictures.markup import Block, Kind, Look, Reader, Run, to_plain, write_stamp
from bench.pictures.scene import APP, Button, Card, Said, Scene, play
from bench.terminal import ROOT

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
READER = Reader(NOW, {"@1": "@talksbot"})
NAMES = [f"{name}-{theme.name}.svg" for name in TITLES for theme in THEMES]
SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 40_000
SAID = (
    Said("alice", "<@1> may I & you?"),
    Said(
        APP,
        above="**alice** used **/ask**",
        card=Card("A \\*title\\*", f"> **Ferry**: {'sails on Monday ' * 9}\n\n- one\n-# small", 0x3B6EA5),
        rows=((Button("Source", is_primary=True), Button("", "👍"), Button("Go", "🦊")),),
    ),
)


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_is_there_small_and_described_and_the_readme_shows_it(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    assert len(text.encode()) < MOST_BYTES
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.findtext(f"{SVG}title") == TITLES[name.partition("-")[0]]
    assert len(root.findtext(f"{SVG}desc") or "") > 100
    assert "http" not in text.replace(SVG.strip("{}"), "")
    assert f"docs/pictures/{name}" in (ROOT / "README.md").read_text("utf-8")


def test_there_are_no_other_pictures_and_each_has_words_for_those_who_do_not_see_it() -> None:
    assert sorted(each.name for each in FOLDER.iterdir()) == sorted(NAMES)
    shown = re.findall(r"<img [^>]*>", (ROOT / "README.md").read_text("utf-8"))
    assert len(shown) == len(TITLES)
    assert all(re.search(r'alt="[^"]{20,}"', each) for each in shown)


@pytest.mark.parametrize(
    ("markup", "runs"),
    [
        ("**a** b", [("a", Look.BOLD), (" b", Look.PLAIN)]),
        ("*a **b***", [("a ", Look.ITALIC), ("b", Look.ITALIC | Look.BOLD)]),
        ("~~a\\~~~ \\*b\\* 1\\. \\\\", [("a~", Look.STRUCK), (" *b* 1. \\", Look.PLAIN)]),
        ("[a \\[**b**](<https://c.example/d>)", [("a [", Look.LINK), ("b", Look.LINK | Look.BOLD)]),
        ("see https://c.example", [("see ", Look.PLAIN), ("https://c.example", Look.LINK)]),
        ("<@1> <#2>", [("@talksbot", Look.MENTION), (" ", Look.PLAIN), ("#2", Look.MENTION)]),
        ("<t:1772452800:D>", [("2 March 2026", Look.STAMP)]),
        ("a < b \\<t:1:D> [c]", [("a < b <t:1:D> [c]", Look.PLAIN)]),
    ],
)
def test_markup_on_a_line_is_read(markup: str, runs: list[tuple[str, Look]]) -> None:
    assert [(run.text, run.look) for run in READER.read_inline(markup)] == runs


def test_lines_of_markup_stand_as_they_begin() -> None:
    blocks = READER.read("a\n\n> - b\n> c\n-# d\n- @\u200be\n\\- f")
    assert [(each.kind, each.is_quoted) for each in blocks] == [
        (Kind.TEXT, False),
        (Kind.GAP, False),
        (Kind.ITEM, True),
        (Kind.TEXT, True),
        (Kind.SMALL, False),
        (Kind.ITEM, False),
        (Kind.TEXT, False),
    ]
    assert to_plain(blocks) == "a b c d @e - f"


@pytest.mark.parametrize(
    ("day", "style", "shown"),
    [
        (5, "R", "today"),
        (4, "R", "1 day ago"),
        (7, "R", "in 2 days"),
        (2, "F", "Monday 2 March 2026 at 12:00"),
        (2, "D", "2 March 2026"),
    ],
)
def test_dates_are_written_for_a_reader_in_utc(day: int, style: str, shown: str) -> None:
    assert write_stamp(NOW.replace(day=day), style, NOW) == shown


def test_longer_times_are_told_in_months_and_years() -> None:
    assert write_stamp(NOW.replace(month=1), "R", NOW) == "1 month ago"
    assert write_stamp(NOW.replace(year=2028), "R", NOW) == "in 2 years"


def test_lines_are_wrapped_between_words_and_never_within_a_date() -> None:
    runs = [Run("of the long "), Run("ferry", Look.BOLD), Run(", on "), Run("2 March 2026", Look.STAMP)]
    lines = wrap(runs, 10, 60)
    assert ["".join(run.text for run in line) for line in lines] == [
        "of the long",
        "ferry, on",
        "2 March 2026",
    ]
    assert max(sum(measure_run(run, 10) for run in line) for line in lines) < 70


def test_bold_letters_and_emoji_are_wider() -> None:
    assert measure("hope", 10) < measure("hope", 10, is_bold=True)
    assert measure("👍", 10) == 12.5


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_nothing_of_a_conversation_stands_outside_its_picture(width: int) -> None:
    text = Conversation(DARK, width, READER).draw(SAID, "What <was> said")
    root = ET.fromstring(text)
    assert root.findtext(f"{SVG}title") == "What <was> said"
    assert root.findtext(f"{SVG}desc") == (
        "alice: @talksbot may I & you? alice used /ask. talksbot: A *title* "
        f"Ferry: {'sails on Monday ' * 9} one small Buttons: Source, 👍, Go."
    )
    height = float(root.attrib["height"])
    for each in root.iter(f"{SVG}text"):
        assert float(each.attrib["x"]) + float(each.get("textLength", 0)) <= width
        assert float(each.attrib["y"]) < height
    for each in root.iter(f"{SVG}rect"):
        assert float(each.get("x", 0)) + float(each.attrib["width"]) <= width
        assert float(each.get("y", 0)) + float(each.attrib["height"]) <= height


def test_a_look_in_a_terminal_lasts_until_it_ends() -> None:
    text = terminal.draw("> hi\n\x1b[2mdim <\nstill\x1b[0m not \x1b[1mbold\x1b[0m\n\n", LIGHT, "Terminal")
    root = ET.fromstring(text)
    lines = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    assert lines == ["> hi", "dim <", "still not bold"]
    looks = [(each.text, each.get("fill"), each.get("font-weight")) for each in root.iter(f"{SVG}tspan")]
    assert looks == [("dim <", LIGHT.muted, None), ("still", LIGHT.muted, None), ("bold", None, "bold")]
    assert root.findtext(f"{SVG}desc") == "> hi dim < still not bold"


@pytest.mark.process
@pytest.mark.discord
async def test_the_bot_says_on_discord_what_is_drawn(tmp_path: Path) -> None:
    scene = await play(tmp_path)
    cards = {name: said[-1].card for name, said in scene.said.items()}
    assert {name: card.title for name, card in cards.items() if card} == {
        "answer": "would a deal bring investment?",
        "board": "Where things stand",
        "history": "History of Economic Sanctions Review",
        "announcement": "Status changed",
    }
    assert all(said[-1].rows for said in scene.said.values())


@pytest.mark.process
def test_the_bot_says_in_a_terminal_what_is_drawn(tmp_path: Path) -> None:
    shown = terminal.talk(tmp_path, ["!status", "quit"])
    assert "> !status\n\x1b[1mEconomic Sanctions Review\x1b[0m  Proposed" in shown
    assert shown.endswith("> quit\n")


def test_all_pictures_are_drawn_light_and_dark() -> None:
    said = dict.fromkeys(TITLES.keys() - {"phone", "terminal"}, SAID)
    pictures = dict(draw(Scene(said, {}), "> hi"))
    assert sorted(pictures) == sorted(NAMES)
    assert pictures["answer-light.svg"] != pictures["answer-dark.svg"]
    assert Block(Kind.GAP) == READER.read("")[0]
