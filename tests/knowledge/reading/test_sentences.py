"""Where does a sentence end?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.sentences import LONGEST, pieces, sentences


@pytest.mark.parametrize(
    "text",
    [
        "They met on Monday.|Nobody knew why!|Did they?|Yes…",
        "The U.S. and Russia met in the U.S. Senate.|Then they left.",
        "He lives in the U.S.|The talks go on.",
        "Mr. Smith, Dr. J. R. Jones and Gen. Lee spoke.|St. Petersburg was silent.",
        "It costs 3.5 billion, e.g. for gas, i.e. energy.|It rose by 2.5.|It fell.",
        "Article No. 5 says so.|He said no.|They said yes.",
        "On Jan. 31 they met.|It was cold, fog etc. was expected.|They left at 5 p.m.|The door closed.",
        'He said: "We are ready."|She nodded.|“Never!”|(It was late.)|Then… silence.',
        'He said "yes".|They left.',
        "1. The first point.|It matters.",
        "In 2025.|30 officials came.",
        "Wait...|They came.|So what... it goes on.",
        "Зустріч відбулася у 2025 р. Київ мовчав.|Потім пішли.",
        "Rund 5 Mio. Euro z.B. für Gas.|Dann kam Herr Dr. Maier.",
        "会谈开始了。|没有人说话！|他们走了。",
        "No end here",
        "ends? no, it goes on.",
    ],
)
def test_sentences_end_where_a_reader_would_say_so(text: str) -> None:
    joint = "" if "。" in text else " "
    assert sentences(text.replace("|", joint)) == text.split("|")


def test_a_paragraph_of_ordinary_length_stays_whole() -> None:
    text = "  A word. " * (LONGEST // 2)
    assert pieces(text) == [(2, len(text) - 1)]


@pytest.mark.parametrize("words", [161, 200, 240, 300, 1000])
def test_a_long_paragraph_becomes_pieces_of_even_size_that_end_with_a_sentence(words: int) -> None:
    text = "Five words make a sentence. " * (words // 5) + "Rest."
    parts = [text[start:end] for start, end in pieces(text)]
    assert " ".join(parts) == text
    assert all(part.endswith(".") for part in parts)
    sizes = [len(part.split()) for part in parts]
    assert min(sizes) >= 75
    assert max(sizes) <= 140


def test_a_sentence_without_end_is_cut_between_words() -> None:
    text = "word " * 400
    assert max(len(text[start:end].split()) for start, end in pieces(text)) <= LONGEST


def test_text_without_spaces_counts_by_its_letters() -> None:
    text = "他们昨天在城里见面了，谈了很久。" * 200
    assert 1 < len(pieces(text)) < 10
    endless = "字" * 5000
    assert max(end - start for start, end in pieces(endless)) <= 2000
    assert "".join(endless[start:end] for start, end in pieces(endless)) == endless


@given(st.text(alphabet="ab .!?\n。AZ1\"'“”)(", max_size=3000) | st.text())
def test_pieces_and_sentences_leave_nothing_out_but_space(text: str) -> None:
    letters = "".join(text.split())
    assert "".join("".join(sentences(text)).split()) == letters
    assert "".join("".join(text[start:end] for start, end in pieces(text)).split()) == letters
