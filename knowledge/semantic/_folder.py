"""What is in a model's folder? The settings that sentence-transformers keeps beside a network."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from knowledge.errors import KnowledgeError
from knowledge.semantic._packages import Place

LONGEST = 256
"""Tokens that are read of a text at most; passages are shorter, and time grows with the length."""

_VOCABULARIES = ("unigram.json", "tokenizer.json", "vocab.txt")

_Settings = TypeVar("_Settings")


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A network, its tokenizer, and how its output becomes one vector."""

    network: Path
    sha256: str
    """Of the network's file."""
    tokenizer: Path
    """A `tokenizer.json`, a `vocab.txt` of word pieces, or the `unigram.json` of a converted model."""
    lower_case: bool
    """Whether word pieces are of lower-case letters; a `tokenizer.json` says so itself."""
    first_token: bool
    """Whether the first token's vector stands for the text, instead of the mean of all."""
    most_tokens: int
    asks: str
    """What goes before a question."""
    tells: str
    """What goes before a passage."""


class _Sentence(msgspec.Struct):
    """sentence_bert_config.json."""

    max_seq_length: int | None = None


class _Tokenizer(msgspec.Struct):
    """tokenizer_config.json."""

    do_lower_case: bool = True


class _Pooling(msgspec.Struct):
    """1_Pooling/config.json."""

    pooling_mode_cls_token: bool = False
    pooling_mode_mean_tokens: bool = True


class _Prompts(msgspec.Struct):
    """config_sentence_transformers.json."""

    prompts: dict[str, str] = {}


def read_folder(place: Place) -> ModelFolder:
    """Read the settings in a folder; what it does not say is as in most models.

    Whether vectors are normalised is not asked: only their directions are compared.
    """
    folder = place.folder
    tokenizer = next((file for name in _VOCABULARIES if (file := folder / name).is_file()), None)
    if tokenizer is None:
        raise KnowledgeError(
            f"There is neither a tokenizer.json nor a vocab.txt in {folder}.",
            "Put the model's own tokenizer there.",
        )
    pooling = _read(folder / "1_Pooling" / "config.json", _Pooling)
    if not (pooling.pooling_mode_cls_token or pooling.pooling_mode_mean_tokens):
        raise KnowledgeError(
            f"The model in {folder} pools its tokens in a way that talksbot does not know.",
            "Take a model that takes the mean of its tokens, or the first.",
        )
    prompts = _read(folder / "config_sentence_transformers.json", _Prompts).prompts
    return ModelFolder(
        network=place.network,
        sha256=place.sha256,
        tokenizer=tokenizer,
        lower_case=_read(folder / "tokenizer_config.json", _Tokenizer).do_lower_case,
        first_token=pooling.pooling_mode_cls_token,
        most_tokens=min(
            _read(folder / "sentence_bert_config.json", _Sentence).max_seq_length or LONGEST, LONGEST
        ),
        asks=prompts.get("query", ""),
        tells=prompts.get("document", prompts.get("passage", "")),
    )


def _read(file: Path, kind: type[_Settings]) -> _Settings:
    if not file.is_file():
        return kind()
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except msgspec.DecodeError as error:
        raise KnowledgeError(f"{file} cannot be read: {error}.", "Fetch the model's folder again.") from error
