"""What does the reader read? A question and a passage in one row of pieces, in training as in the product."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

TOKENIZER = "tokenizer.json"
"""The file's name, beside the model's weights as beside the finished model."""
QUESTION_PIECES, PAIR_PIECES = 64, 256
"""Pieces that are read of a question, and of a question and a passage with what stands around them."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The pieces that stand around the texts, and behind the shorter rows of a batch."""

    first: int
    last: int
    padding: int

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> "Marks":
        """Look the marks up; raises ValueError where the tokenizer is of another kind of model."""
        first, last, padding = (tokenizer.token_to_id(mark) for mark in ("<s>", "</s>", "<pad>"))
        if first is None or last is None or padding is None:
            raise ValueError("The tokenizer has no <s>, </s> and <pad>.")
        return cls(first, last, padding)


def open_tokenizer(file: Path) -> Tokenizer:
    """Open a `tokenizer.json` that cuts whole texts."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """Cut texts into their pieces, without marks."""
    return [cut.ids for cut in tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def pair_row(question: Sequence[int], passage: Sequence[int], marks: Marks) -> list[int]:
    """Join the pieces of a question and a passage: <s> question </s></s> passage </s>."""
    start = [marks.first, *question[:QUESTION_PIECES], marks.last, marks.last]
    return [*start, *passage[: PAIR_PIECES - 1 - len(start)], marks.last]


def passage_text(title: str, heading: str, body: str) -> str:
    """Write a passage as it is read: title, the last heading above it, its introduction and text."""
    return " | ".join(part for part in (title, heading, body) if part)


def row_text(cells: Sequence[tuple[str, str]]) -> str:
    """Write a row of a table as it is read."""
    return "; ".join(f"{header}: {value}" for header, value in cells)
