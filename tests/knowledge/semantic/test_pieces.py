"""Into which sentence pieces does a text fall? Into the same as by the library `tokenizers`."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Replace, Sequence, Strip
from tokenizers.pre_tokenizers import Metaspace

from knowledge.semantic._pieces import Pieces, read_vocabulary
from knowledge.semantic.reader import SHIPPED_READER

SHIPPED_VOCABULARY = SHIPPED_READER / "tokenizer.json"
PIECES = {
    "<s>": 0.0,
    "<pad>": 0.0,
    "</s>": 0.0,
    "<unk>": 0.0,
    "▁": -3.0,
    "▁a": -2.0,
    "ab": -2.5,
    "abc": -4.25,
    "▁abc": -6.75,
    "a": -3.5,
    "b": -3.75,
    "c": -5.0,
    "▁да": -4.0,
    "д": -6.0,
    "а": -5.5,
}


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Pieces:
    file = tmp_path_factory.mktemp("pieces") / "unigram.json"
    marks = {"begin": 0, "padding": 1, "end": 2, "unknown": 3}
    file.write_text(json.dumps({"pieces": list(PIECES), "scores": list(PIECES.values()), **marks}), "utf-8")
    return Pieces(read_vocabulary(file))


def library() -> Tokenizer:
    tokenizer = Tokenizer(Unigram(list(PIECES.items()), unk_id=3))
    tokenizer.normalizer = Sequence([NFKC(), Replace(Regex(r"\s+"), " "), Strip()])
    tokenizer.pre_tokenizer = Metaspace("▁", "always")
    return tokenizer


@given(st.text("abcdaд\u0301 .ﬁ", max_size=40).map(lambda text: " ".join(text.split())))
def test_a_text_falls_into_the_same_pieces_as_by_the_library(pieces: Pieces, text: str) -> None:
    assert pieces.encode(text, 100) == [0, *library().encode(text).ids, 2]


def test_unknown_characters_side_by_side_are_one_piece(pieces: Pieces) -> None:
    assert pieces.encode("渡船a渡", 100) == [0, 4, 3, 9, 3, 2]


@pytest.mark.parametrize("text", ["", " \n", "\u3000"])
def test_a_text_of_nothing_has_only_the_marks(pieces: Pieces, text: str) -> None:
    assert pieces.encode(text, 100) == [0, 2]


@pytest.mark.parametrize("text", ["a b c " * 5000, "abc" * 5000])
def test_of_a_long_text_the_beginning_is_read(pieces: Pieces, text: str) -> None:
    whole = pieces.encode(text, 100_000)
    assert pieces.encode(text, 12) == [*whole[:11], 2][:12]


def test_of_a_pair_the_second_text_gets_the_room_that_is_left(pieces: Pieces) -> None:
    assert pieces.encode_pair("a", "a b", 100) == [0, 5, 2, 2, 5, 4, 10, 2]
    assert pieces.encode_pair("a", "a b", 6) == [0, 5, 2, 2, 5, 2]
    assert pieces.encode_pair("a a a", "a b", 6) == [0, 5, 5, 2, 2, 2]


@pytest.fixture(scope="module")
def shipped_pieces() -> Pieces:
    return Pieces(read_vocabulary(SHIPPED_VOCABULARY))


@pytest.fixture(scope="module")
def shipped_library() -> Tokenizer:
    return Tokenizer.from_file(str(SHIPPED_VOCABULARY))


@pytest.mark.parametrize(
    "text",
    [
        "When will the ferry sail?",
        "Что с санкциями? Що з енергетикою?",
        "  white\tspace \n everywhere ",
        "ﬁne — naïve “quotes” 12.5 % ½ U.S.",
        "谈判 and ภาษาไทย and 🚢",
        "",
    ],
)
def test_the_readers_vocabulary_cuts_texts_as_its_own_library_does(
    text: str, shipped_pieces: Pieces, shipped_library: Tokenizer
) -> None:
    assert shipped_pieces.encode(text, 256) == shipped_library.encode(" ".join(text.split())).ids


def test_a_vocabulary_without_padding_has_the_unknown_piece_for_it(tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_text('{"model": {"vocab": [["<s>", 0], ["</s>", 0], ["<unk>", 0], ["▁a", -1.0]]}}')
    assert read_vocabulary(file).padding == 2
