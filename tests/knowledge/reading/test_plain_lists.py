"""Which lines of a plain text are items of a list, and what introduces them?"""

from datetime import date

import pytest

from knowledge.model import Kind, Passage
from knowledge.reading.article import read_article
from knowledge.reading.document import Document


def read(text: str) -> list[Passage]:
    document = Document("island.txt", text.encode(), date(2026, 2, 3))
    return list(read_article(document).article.passages)


def items(text: str) -> list[str]:
    return [passage.text for passage in read(text) if passage.kind is Kind.BULLET]


@pytest.mark.parametrize(
    "bullet", [*"-*–—·+•●▪○‣■►➤→❖\uf0b7\ue000", "1.", "2)", "(3)", "a)", "(b)", "iv)", "II."]
)
def test_each_bullet_is_taken_off_its_item(bullet: str) -> None:
    assert items(f"The crew wants:\n{bullet} Bread\n   for all\n") == ["Bread\n   for all"]


def test_a_letter_is_a_bullet_beside_another_one() -> None:
    assert items("The crew wants:\no\tBread\no\tRest") == ["Bread", "Rest"]
    assert not items("The crew wants:\no\tBread\n")


@pytest.mark.parametrize(
    "mark", ["[ ]", "[x]", "[X]", "☐", "☑", "☒", "✔", "✔\ufe0f", "✗", "✅", "§ 3", "2.1", "1.2.3"]
)
def test_what_says_something_of_an_item_stays_in_it(mark: str) -> None:
    assert items(f"The crew noted:\n{mark} Rudder of the old boat\n") == [f"{mark} Rudder of the old boat"]


@pytest.mark.parametrize(
    "text",
    [
        "They waited for the boat on the cold old pier\n— for it was late — until the lamps were lit there.",
        "The mayor who opened the new pier was\nA. Holm, and nobody else on the island knew of it.",
        "Fue a la isla en el barco de las siete\no de las ocho, nadie lo sabe.",
        "A crew of\nmcmx. is what the old book says of it, and nobody knows why.",
        "Nobody knows what was said by\niiii. in the old book.",
    ],
)
def test_what_only_looks_like_a_bullet_is_part_of_its_sentence(text: str) -> None:
    assert not items(f"News of the island\n\n{text}\n")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The crew wants\n- peace\n- bread", ["peace", "bread"]),
        (
            "The crew agreed, all of it and without a word, to\n(a) stop the boat and\n(b) go home",
            ["stop the boat and", "go home"],
        ),
        ("A. Bread for all\nB. Rest for all", ["Bread for all", "Rest for all"]),
        ("h. Bread for all\ni. Rest for all\nj. Peace", ["Bread for all", "Rest for all", "Peace"]),
        ("ix. Bread\nx. Rest\nxi. Peace\nxl. Home", ["Bread", "Rest", "Peace", "Home"]),
        ("1. Bread\n2. Rest\n\nNobody answered.", ["Bread", "Rest"]),
        ("- Bread\nand butter\n- Rest\nThey went home.", ["Bread\nand butter", "Rest"]),
    ],
)
def test_items_follow_each_other(text: str, found: list[str]) -> None:
    assert items(f"News of the island\n\n{text}\n") == found


def test_an_item_below_another_is_introduced_by_it_and_the_outer_list_goes_on() -> None:
    text = """Island news

The council decided:

 9. Boats get new ropes.
    This costs little.
    - red ones
    - blue ones

      They come from the mainland.
10. Lamps are lit:
      * at night
        + on the pier
      * at noon
11. Flags stay.

The council went home.
- Nobody stayed
"""
    assert [(passage.text, passage.lead_in) for passage in read(text) if passage.kind is Kind.BULLET] == [
        ("Boats get new ropes.\n    This costs little.", "The council decided:"),
        ("red ones", "This costs little."),
        ("blue ones", "This costs little."),
        ("Lamps are lit:", "The council decided:"),
        ("at night", "Lamps are lit:"),
        ("on the pier", "at night"),
        ("at noon", "Lamps are lit:"),
        ("Flags stay.", "The council decided:"),
        ("Nobody stayed", ""),
    ]


def test_lines_that_name_and_explain_stay_apart() -> None:
    lines = ["bow: Anna Holm", "stern: Bent Kerr, Carl Lund", "mast: nobody"]
    assert [passage.text for passage in read("Island crew\n\n" + "\n".join(lines))] == lines
