"""What does the reader's network say of a pair? Tokens of both in, one logit out."""

from pathlib import Path

import msgspec
import numpy as np

from knowledge.semantic._onnx import make_encodable, open_session, unusable
from knowledge.semantic._pieces import Pieces, read_vocabulary

_QUESTION, _PAIR = 64, 256
"""Tokens that are read of a question, and of a question and a passage with what stands between them."""


class CrossEncoder:
    """An ONNX file from `input_ids` to one logit, with the sentence pieces of a `tokenizer.json`."""

    def __init__(self, network: Path, tokenizer: Path) -> None:
        """Open both; raises KnowledgeError where either is not what it should be."""
        try:
            self._pieces = Pieces(read_vocabulary(tokenizer))
        except (msgspec.DecodeError, ValueError) as error:
            raise unusable(tokenizer, str(error)) from error
        self._session = open_session(network)
        try:
            self.read("a", "b")
        except Exception as error:  # the library's errors have no other base
            raise unusable(network, str(error)) from error

    def read(self, question: str, passage: str) -> float:
        """Give the logit of a pair: above 0 where the passage answers the question."""
        asked, told = make_encodable(question), make_encodable(passage)
        row = np.array([self._pieces.encode_pair(asked, told, _PAIR, _QUESTION)], np.int64)
        return float(self._session.run(None, {"input_ids": row})[0].item())
