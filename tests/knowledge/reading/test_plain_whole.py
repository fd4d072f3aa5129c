"""A text like the one that the project began with comes out whole."""

import re
from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model import Article, Kind
from knowledge.reading.article import read_article
from knowledge.reading.document import Document
from knowledge.reading.source import UnreadableError

DAY = date(2026, 2, 3)
_QUOTED = re.compile(r"^(?: {0,2}>)+ ?")

# The shape of the article that the project began with: lines are whole paragraphs, nothing is marked up.
WHOLE_LINES = """\
Delegations from both countries met again this week on the shore of the lake, and each of them brought a longer list of wishes than the time before, said people who saw both lists.
Envoys Return to the Lake With Longer Lists Than Before
The second round opened on a cold morning with a walk along the pier, and nobody expected that it would close with a paper on the table. Three matters stood on the agenda:
- Grain Corridor: Ships are to pass the strait again under the eyes of inspectors from both sides, once a day at first.
- Prisoner Exchange: The names of two hundred people were read out, and their families were told on the same evening.
- Border Posts: Nine posts on the northern road could open by the spring if the mines there are cleared in time.
Each of these was given to a working group of its own. The groups report to the hosts every Friday, who keep the following table:
| Matter | State |
|---|---|
| Grain Corridor | Agreed |
| Prisoner Exchange | In Progress |
| Border Posts | Proposed |
What the Neighbours Stand to Gain: Trade and Quiet Nights
Across the river people speak of little else, since a quiet border would be worth more to them than any loan from abroad. They hope for three things above all:
- Trade: Trucks that now take the long way round would save two days on each trip, and the drivers a good deal of diesel.
- Schools: Pupils of four villages could go back to the classrooms that they left in a hurry two winters ago.
- Work: The sugar mill would hire again, which alone would bring back some three hundred families to the valley.
Not everything about the paper pleases them, however. Their mayors have written down what they fear:
| Fear | Reason |
|---|---|
| Another Delay | The winter road closes in November |
| Empty Promises | Two earlier papers were never carried out |
| New Customs | Small traders could not pay them |
Advice From Those Who Have Done It Before
Old hands warn that a table of matters is no treaty. What counts, says a former envoy of the U.S. mission, is the order in which things are done, and who does the first one.
They also recommend that each side name one person who can be called at night. Most of the trouble at the lake, they say, began with a message that nobody read before the morning.
In the End
The delegations will return after the thaw, and until then the hosts keep the table up to date. Nobody at the lake dares to call it peace, but the word was heard on the pier more than once.



"""  # noqa: E501 (the lines are whole paragraphs, which is the point)


def read(text: str) -> Article:
    return read_article(Document("talks/lake-talks.txt", text.encode(), DAY)).article


def test_lines_that_are_whole_paragraphs_come_out_whole_each_below_its_heading() -> None:
    article = read(WHOLE_LINES)
    lines = WHOLE_LINES.split("\n")
    counts: dict[tuple[str, ...], list[Kind]] = {}
    for passage in article.passages:
        counts.setdefault(passage.section, []).append(passage.kind)
        first, last = passage.lines
        assert first == last
        assert passage.quote in lines[first - 1]
        assert passage.quote == lines[first - 1].removeprefix("- ")
    assert counts == {
        (): [Kind.PARAGRAPH],
        (lines[1],): [Kind.PARAGRAPH, *3 * [Kind.BULLET], Kind.PARAGRAPH, *3 * [Kind.ROW]],
        (lines[12],): [Kind.PARAGRAPH, *3 * [Kind.BULLET], Kind.PARAGRAPH, *3 * [Kind.ROW]],
        (lines[23],): [Kind.PARAGRAPH, Kind.PARAGRAPH],
        (lines[26],): [Kind.PARAGRAPH],
    }
    assert len({passage.quote for passage in article.passages}) == len(article.passages)


def test_a_row_is_read_with_its_header_and_kept_as_it_stands() -> None:
    row = next(passage for passage in read(WHOLE_LINES).passages if passage.kind is Kind.ROW)
    assert row.text == "Matter: Grain Corridor; State: Agreed"
    assert row.cells == (("Matter", "Grain Corridor"), ("State", "Agreed"))
    assert row.row == "| Grain Corridor | Agreed |"
    assert row.lines == (10, 10)


def test_bullets_and_rows_carry_the_sentence_that_introduces_them() -> None:
    lead_ins = {passage.lines[0]: passage.lead_in for passage in read(WHOLE_LINES).passages}
    assert lead_ins[4] == lead_ins[6] == "Three matters stood on the agenda:"
    assert lead_ins[10] == "The groups report to the hosts every Friday, who keep the following table:"
    assert lead_ins[22] == "Their mayors have written down what they fear:"
    assert lead_ins[7] == lead_ins[25] == ""


def test_what_has_no_title_of_its_own_is_called_like_its_file() -> None:
    article = read(WHOLE_LINES)
    assert (article.title, article.language, article.url) == ("lake talks", "en", None)
    assert (article.published, article.loaded_on, article.dated) == (None, DAY, DAY)


WORDS = st.sampled_from(
    [
        "talks",
        "Kyiv",
        "the",
        "U.S.",
        "3.5",
        "end.",
        "why?",
        "-",
        "*",
        "1.",
        "|",
        "---",
        "===",
        "a|b",
        ":",
        "мир",
        "：",
        "\t",
        "  ",
        ">",
        ">>",
        "wrote:",
        "a@b",
        "From:",
        "Date:",
        "MAYOR:",
        "Q:",
        "A.",
        "(a)",
        "●",
        "o",
        "[x]",
        "§ 3",
        "2.1",
        "IV.",
        "##",
        "==",
        "PIER",
        "Article 3",
        "Why so?",
        "\u00ad",
        "\u00a0",
        "\ufb01sh",
        "3 March 2026",
        "\n",
    ]
)
LINES = st.lists(st.lists(WORDS, max_size=30).map(" ".join) | st.text(alphabet="aB .|-*1\t\n"), max_size=25)


@given(LINES.map("\n".join) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
@settings(max_examples=300, deadline=None)
def test_whatever_a_text_holds_each_passage_stands_in_it_word_for_word(text: str) -> None:
    try:
        article = read(text)
    except UnreadableError:
        return
    lines = text.split("\n")
    for passage in article.passages:
        first, last = passage.lines
        bare = "\n".join(_QUOTED.sub("", line) for line in lines[first - 1 : last])
        assert passage.quote in bare or passage.quote in "\n".join(lines[first - 1 : last])


# Words that are in no text twice: what is lost, or comes out twice, shows.
NUMBERED = st.lists(
    st.lists(
        st.sampled_from(
            ["{}", "{}.", "{}:", "{},", "A{}", "A{}.", "  ", "\t", "|", "-", "1.", "(a)", "●", "§ 3", "[x]"]
        ),
        max_size=12,
    ).map(" ".join)
    | st.sampled_from(["", "", "---", "===", "## {}", "MAYOR: A{}.", "> {}", "3 March 2026"]),
    max_size=30,
)


@given(NUMBERED)
@settings(max_examples=300, deadline=None)
def test_each_word_of_a_text_is_in_one_passage_or_heading(lines: list[str]) -> None:
    words: list[str] = []

    def name(_: re.Match[str]) -> str:
        words.append(f"w{len(words)}x")
        return words[-1]

    text = "\n".join(
        re.sub(r"\{\}", name, line) for line in ["Start of it all.", "", *lines, "", "End of it all."]
    )
    article = read(text)
    said = [passage.text for passage in article.passages if passage.kind is not Kind.ROW]
    cells = [cell for passage in article.passages for _, cell in passage.cells]
    heads = {head for passage in article.passages for head, _ in passage.cells}
    sections = {heading for passage in article.passages for heading in passage.section}
    found = Counter(re.findall(r"w\d+x", " ".join((*said, *cells))))
    above = set(re.findall(r"w\d+x", " ".join((article.title, *heads, *sections))))
    for word in words:
        assert found[word] == (0 if word in above else 1)
