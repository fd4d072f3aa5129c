"""What does a network say of a text? Tokens in, numbers out, on one thread and one text at a time."""

from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing

from knowledge.semantic._folder import ModelFolder
from knowledge.semantic._onnx import make_encodable, open_session, open_tokenizer, unusable

Numbers = NDArray[np.float32]
Numbers16 = NDArray[np.float16]


class Network:
    """An ONNX file with its tokenizer: an encoder of texts, or a judge of (question, passage) pairs."""

    def __init__(self, folder: ModelFolder) -> None:
        """Open both; raises KnowledgeError where either is not what it should be."""
        self._tokenizer = _tokenizer(folder)
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
        parts = (folder.network.read_bytes(), folder.tokenizer.read_bytes(), settings)
        self.id = sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()
        """SHA-256 over the files and the settings, in hexadecimal."""

    def vector(self, text: str, most_tokens: int | None = None) -> Numbers:
        """Encode a text, or its first tokens, as a vector of length 1."""
        tokens = self._tokenizer.encode(make_encodable(text))
        if most_tokens:
            tokens.truncate(most_tokens)
        output = self._run(tokens)
        if output.ndim > 1:  # else the network itself makes one vector of all tokens'
            output = output[0] if self._first_token else output.mean(axis=0)
        return output / max(float(np.linalg.norm(output)), 1e-9)

    def judgement(self, question: str, passage: str) -> float:
        """Judge a pair: the network's one number as a share of 1."""
        output = self._run(self._tokenizer.encode(make_encodable(question), make_encodable(passage)))
        return float((1 + np.tanh(output[0] / 2)) / 2)  # the logistic function, without its overflow

    def _run(self, tokens: Encoding) -> Numbers:
        rows = {
            "input_ids": tokens.ids,
            "attention_mask": tokens.attention_mask,
            "token_type_ids": tokens.type_ids,
        }
        feed = {name: np.array([row], np.int64) for name, row in rows.items() if name in self._inputs}
        return self._session.run(None, feed)[0][0]


def _tokenizer(folder: ModelFolder) -> Tokenizer:
    try:
        if folder.tokenizer.suffix == ".json":
            tokenizer = open_tokenizer(folder.tokenizer)
        else:
            tokenizer = _word_pieces(folder.tokenizer, lower_case=folder.lower_case)
        tokenizer.no_padding()
        tokenizer.enable_truncation(folder.most_tokens)  # pyright: ignore[reportUnknownMemberType] -- untyped **kwargs
    except Exception as error:  # the library raises plain Exception
        raise unusable(folder.tokenizer, str(error)) from error
    return tokenizer


def _word_pieces(file: Path, *, lower_case: bool) -> Tokenizer:
    """Build what a `tokenizer.json` of the BERT family says, from the vocabulary alone."""
    pieces = WordPiece.read_file(str(file))
    tokenizer = Tokenizer(WordPiece(pieces, unk_token="[UNK]"))  # noqa: S106 -- not a secret
    tokenizer.normalizer = BertNormalizer(lowercase=lower_case)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", pieces["[SEP]"]), ("[CLS]", pieces["[CLS]"]))
    return tokenizer
