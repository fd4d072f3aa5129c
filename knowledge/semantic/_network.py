"""What does a network say of a text? Tokens in, numbers out, on one thread and one text at a time."""

from hashlib import sha256

import msgspec
import numpy as np
from numpy.typing import NDArray

from knowledge.semantic._folder import ModelFolder
from knowledge.semantic._onnx import make_encodable, open_session, unusable
from knowledge.semantic._tokens import Cutter, Tokens, open_cutter

Numbers = NDArray[np.float32]


class Network:
    """An ONNX file with its tokenizer: an encoder of texts, or a judge of (question, passage) pairs."""

    def __init__(self, folder: ModelFolder) -> None:
        """Open both; raises KnowledgeError where either is not what it should be."""
        self._cutter = _cutter(folder)
        self._most_tokens = folder.most_tokens
        self._session = open_session(folder.network)
        self._first_token = folder.first_token
        self._inputs = {given.name for given in self._session.get_inputs()}
        given = self._session.get_outputs()[0]
        self.judges = given.name == "logits"
        """Whether it gives a score for a pair instead of a vector for a text."""
        if self.judges and given.shape[-1] != 1:
            raise unusable(folder.network, "it tells several labels apart instead of giving one score")
        try:
            self.width = 1 if self.judges else len(self.vector("a"))
            """How many numbers it makes of a text."""
            if self.judges:
                self.judgement("a", "b")
        except Exception as error:  # the library's errors have no other base
            raise unusable(folder.network, str(error)) from error
        settings = msgspec.json.encode((folder.lower_case, folder.first_token, folder.most_tokens))
        others = (sha256(part).digest() for part in (folder.tokenizer.read_bytes(), settings))
        self.id = sha256(b"".join((bytes.fromhex(folder.sha256), *others))).hexdigest()
        """SHA-256 over the files and the settings, in hexadecimal."""

    def vector(self, text: str, most_tokens: int | None = None) -> Numbers:
        """Encode a text, or its first tokens, as a vector of length 1."""
        output = self._run(self._cutter.cut(make_encodable(text), most_tokens or self._most_tokens))
        if output.ndim > 1:  # else the network itself makes one vector of all tokens'
            output = output[0] if self._first_token else output.mean(axis=0)
        return output / max(float(np.linalg.norm(output)), 1e-9)

    def judgement(self, question: str, passage: str) -> float:
        """Judge a pair: the network's one number as a share of 1."""
        pair = self._cutter.cut_pair(make_encodable(question), make_encodable(passage), self._most_tokens)
        return float((1 + np.tanh(self._run(pair)[0] / 2)) / 2)  # the logistic function, without its overflow

    def _run(self, tokens: Tokens) -> Numbers:
        rows = {
            "input_ids": tokens.numbers,
            "attention_mask": [1] * len(tokens.numbers),
            "token_type_ids": tokens.texts,
        }
        feed = {name: np.array([row], np.int64) for name, row in rows.items() if name in self._inputs}
        return self._session.run(None, feed)[0][0]


def _cutter(folder: ModelFolder) -> Cutter:
    try:
        return open_cutter(folder)
    except Exception as error:  # the library raises plain Exception
        raise unusable(folder.tokenizer, str(error)) from error
