"""Which tokens does a network read of a text? As the vocabulary in its folder says, whatever kind that is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tokenizers import Encoding, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing

from knowledge.semantic._folder import ModelFolder
from knowledge.semantic._pieces import Pieces, read_vocabulary


@dataclass(frozen=True, slots=True)
class Tokens:
    """The numbers of a text's tokens, and to which of two texts each belongs."""

    numbers: list[int]
    texts: list[int]


class Cutter(Protocol):
    """Cuts a text, or a question and a passage, into tokens."""

    def cut(self, text: str, most: int) -> Tokens:
        """Give at most so many tokens of a text."""
        ...

    def cut_pair(self, question: str, passage: str, most: int) -> Tokens:
        """Give at most so many tokens of both."""
        ...


def open_cutter(folder: ModelFolder) -> Cutter:
    """Open the vocabulary; what is wrong with it is raised as the libraries below do."""
    if folder.tokenizer.name == "unigram.json":
        return _SentencePieces(Pieces(read_vocabulary(folder.tokenizer)))
    if folder.tokenizer.suffix == ".json":
        return _Library(Tokenizer.from_file(str(folder.tokenizer)), folder.most_tokens)
    return _Library(_word_pieces(folder.tokenizer, lower_case=folder.lower_case), folder.most_tokens)


class _SentencePieces:
    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces

    def cut(self, text: str, most: int) -> Tokens:
        return _of_one(self._pieces.encode(text, most))

    def cut_pair(self, question: str, passage: str, most: int) -> Tokens:
        return _of_one(self._pieces.encode_pair(question, passage, most))


class _Library:
    def __init__(self, tokenizer: Tokenizer, most_tokens: int) -> None:
        self._tokenizer = tokenizer
        tokenizer.no_padding()
        tokenizer.enable_truncation(most_tokens)  # pyright: ignore[reportUnknownMemberType] -- untyped **kwargs

    def cut(self, text: str, most: int) -> Tokens:
        found = self._tokenizer.encode(text)
        found.truncate(most)
        return _of_encoding(found)

    def cut_pair(self, question: str, passage: str, most: int) -> Tokens:
        found = self._tokenizer.encode(question, passage)
        found.truncate(most)
        return _of_encoding(found)


def _of_one(numbers: list[int]) -> Tokens:
    return Tokens(numbers, [0] * len(numbers))


def _of_encoding(found: Encoding) -> Tokens:
    return Tokens(found.ids, found.type_ids)


def _word_pieces(file: Path, *, lower_case: bool) -> Tokenizer:
    """Build what a `tokenizer.json` of the BERT family says, from the vocabulary alone."""
    pieces = WordPiece.read_file(str(file))
    tokenizer = Tokenizer(WordPiece(pieces, unk_token="[UNK]"))  # noqa: S106 -- not a secret
    tokenizer.normalizer = BertNormalizer(lowercase=lower_case)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", pieces["[SEP]"]), ("[CLS]", pieces["[CLS]"]))
    return tokenizer
