"""What of a mail is no passage, and what of a transcript is one?"""

from datetime import date

import pytest

from knowledge.model import Article
from knowledge.reading.article import read_article
from knowledge.reading.document import Document


def read(text: str) -> Article:
    return read_article(Document("island.txt", text.encode(), date(2026, 2, 3))).article


def passages(text: str) -> list[tuple[str, tuple[int, int]]]:
    return [(passage.text, passage.lines) for passage in read(text).passages]


MAIL = """\
From: Anna Holm <anna@island.example>
To: crew@island.example
Subject: The old boat
  and its ropes
Date: Tue, 3 Mar 2026 10:15:00 +0100

We need new ropes, said the mate.

On Mon, 2 Mar 2026 at 18:00, Bent Kerr <bent@island.example>
wrote:
> The boat is old, and nobody
> has looked at it.
>
> On Sunday Carl Lund wrote:
>> Who pays?
>> - the island
>>   alone
>> - the mainland
> Nobody knows.

See you on the pier.
--{space}
Anna Holm
Mate of the old boat
""".format(space=" ")


def test_what_mailers_add_is_left_out_and_what_people_wrote_is_kept() -> None:
    article = read(MAIL)
    assert (article.title, article.published) == ("The old boat", date(2026, 3, 3))
    assert passages(MAIL) == [
        ("We need new ropes, said the mate.", (7, 7)),
        ("The boat is old, and nobody\nhas looked at it.", (11, 12)),
        ("Who pays?", (15, 15)),
        ("the island\n  alone", (16, 17)),
        ("the mainland", (18, 18)),
        ("Nobody knows.", (19, 19)),
        ("See you on the pier.", (21, 21)),
    ]


def test_a_mail_within_a_mail_has_fields_too_and_the_first_ones_count() -> None:
    text = (
        "From anna at island.example  Tue Mar  3 10:15:00 2026\n"
        "From: anna at island.example\nSubject: Ropes\n\n"
        "We need them, said the mate.\n\n----- Original Message -----\n*From:* Bent\n*Sent:* 2 March 2026\n"
        "*Subject:* Lamps\n\nWe need lamps.\n--\nBent\n"
        + "_"
        * 40
        + "\nThe crew's list\ncrew@island.example\n\n"
        "From bent at island.example  Wed Mar  4 10:15:00 2026\n"
        "From: bent at island.example\nDate: 4 March 2026\n\n"
        "We need both.\n"
    )
    article = read(text)
    assert (article.title, article.published) == ("Ropes", None)
    assert [text for text, _ in passages(text)] == [
        "We need them, said the mate.",
        "We need lamps.",
        "We need both.",
    ]


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("The old book said:", "> Nobody sails."),
        ("Anna wrote of it all of a sudden:", "Nobody sails."),
        ("Anna wrote of it", "> Nobody sails."),
    ],
)
def test_other_lines_before_what_is_quoted_stay(line: str, below: str) -> None:
    assert line in [text for text, _ in passages(f"It was late.\n\n{line}\n\n{below}\n")]


def test_fields_that_are_of_no_mail_and_rules_stay() -> None:
    text = "Boats\n\nFrom: Holm\nTo: Vik\n\nThey sail.\n--\nThey stop.\n"
    assert [text for text, _ in passages(text)] == ["From: Holm", "To: Vik", "They sail.", "They stop."]
    long = "They sail.\n-- \n" + "They stop here.\n" * 20
    assert len(passages(long)) == 21


def test_what_is_quoted_has_no_headings() -> None:
    text = "It was late.\n\n> Boats and ropes\n>\n> They sail to the island in the morning, said the mate.\n"
    assert {passage.section for passage in read(text).passages} == {()}


TURNS = [
    "MINISTER: Good evening, and thank you\nall for coming. It\nis late.",
    "Mr. Holm: When does the boat sail?",
    "MINISTER (smiling): On Monday.\nNobody is to miss it.",
    "Mr. Holm: Thank you.",
    "[00:01:02] MINISTER:\nAnd one more thing.",
]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_each_turn_of_a_transcript_is_a_passage_with_its_name(between: str) -> None:
    text = (
        "Evening on the pier\n\nThe press asked.\n\n"
        + between.join(TURNS)
        + "\n\nCosts\n\nThat is all, he said.\n"
    )
    found = read(text)
    assert found.title == "Evening on the pier"
    texts = [passage.text for passage in found.passages]
    assert texts[1:3] == TURNS[:2]
    assert texts[-4:] == [*TURNS[-2:], "Costs", "That is all, he said."]
    assert {passage.section for passage in found.passages} == {()}


@pytest.mark.parametrize("text", ["Q. Who sails?\nA. Anna does.", "Q: Who sails?\n\nA: Anna does."])
def test_questions_and_answers_are_turns(text: str) -> None:
    assert [text for text, _ in passages(f"Evening\n\n{text}\n")] == [
        line for line in text.split("\n") if line
    ]


def test_lines_with_a_name_and_a_status_are_no_transcript() -> None:
    text = "".join(f"{name}\n\nStatus: Agreed\nOwner: Anna Holm\n\n" for name in ("Ropes", "Lamps", "Boats"))
    found = read(f"Island news\n\n{text}They went home.\n").passages
    assert [passage.section for passage in found][:4] == [("Ropes",), ("Ropes",), ("Lamps",), ("Lamps",)]
    assert [passage.text for passage in found][:2] == ["Status: Agreed", "Owner: Anna Holm"]


def test_a_name_in_the_middle_of_a_sentence_begins_no_turn() -> None:
    text = (
        "The crew of the old boat met on the pier with the people of\nVik: they are many, and it was\nlate."
    )
    assert passages(f"Island news\n\n{text}\n")[0][0] == text
