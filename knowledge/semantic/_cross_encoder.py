"""What does the reader's network say of a pair? Tokens of both in, one logit out."""

from pathlib import Path

import numpy as np

from knowledge.semantic._onnx import make_encodable, open_session, open_tokenizer, unusable

_QUESTION, _PAIR = 64, 256
"""Tokens that are read of a question, and of a question and a passage with what stands between them."""


class CrossEncoder:
    """An ONNX file from `input_ids` to one logit, with its tokenizer."""

    def __init__(self, network: Path, tokenizer: Path) -> None:
        """Open both; raises KnowledgeError where either is not what it should be."""
        self._tokenizer = open_tokenizer(tokenizer)
        self._session = open_session(network)
        marks = [self._tokenizer.token_to_id(mark) for mark in ("<s>", "</s>")]
        if None in marks:
            raise unusable(tokenizer, "it has no <s> and </s>")
        self._first, self._last = marks
        try:
            self.read("a", "b")
        except Exception as error:  # the library's errors have no other base
            raise unusable(network, str(error)) from error

    def read(self, question: str, passage: str) -> float:
        """Give the logit of a pair: above 0 where the passage answers the question."""
        asked, told = (self._pieces(text) for text in (question, passage))
        pair = [self._first, *asked[:_QUESTION], self._last, self._last, *told][: _PAIR - 1]
        row = np.array([[*pair, self._last]], np.int64)
        return float(self._session.run(None, {"input_ids": row})[0].item())

    def _pieces(self, text: str) -> list[int]:
        return self._tokenizer.encode(make_encodable(text), add_special_tokens=False).ids
