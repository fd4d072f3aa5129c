import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KNOWLEDGE = sorted((ROOT / "knowledge").rglob("*.py"))
BOT = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

SQL = re.compile(
    r"\s*(select\s.+\sfrom|insert\s+(or\s+\w+\s+)?into|update\s+\w+\s+set|delete\s+from|(create|alter|drop)\s+table|pragma)\s",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Facts:
    """What a module says; its tree is not kept, which Python's collector would look at again and again."""

    imports: frozenset[str]
    """The top-level packages that it imports anywhere in it, also inside a function."""
    texts: tuple[str, ...]
    """The strings in it."""


@cache
def read_facts(file: Path) -> Facts:
    imports, texts = set[str](), list[str]()
    for node in nodes(file):
        match node:
            case ast.Import():
                imports |= {alias.name.partition(".")[0] for alias in node.names}
            case ast.ImportFrom():
                assert node.level == 0, f"{file}: a relative import hides where it goes"
                imports.add((node.module or "").partition(".")[0])
            case ast.Constant(value=str(text)):
                texts.append(text)
            case _:
                pass
    return Facts(frozenset(imports), tuple(texts))


def nodes(file: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def test_knowledge_knows_neither_the_bot_nor_discord() -> None:
    assert KNOWLEDGE
    assert not {
        str(file): found
        for file in KNOWLEDGE
        if (found := read_facts(file).imports & {"bot", "discord", "simcord"})
    }


def test_nothing_but_the_store_speaks_sql() -> None:
    speakers = {
        file.relative_to(ROOT).as_posix()
        for file in KNOWLEDGE + BOT
        if any(map(SQL.match, read_facts(file).texts))
    }
    assert {
        name
        for name in speakers
        if not name.startswith(
            ("knowledge/store/sql/", "knowledge/store/sqlite/", "knowledge/store/postgres/")
        )
    } == set()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT id FROM head",
        "\n  insert into corpus values (?)",
        "PRAGMA synchronous = FULL",
        "update head set id = 1",
    ],
)
def test_sql_is_recognised(text: str) -> None:
    assert SQL.match(text)


@pytest.mark.parametrize("text", ["Select a topic.", "Update the articles and reload.", "Insert a token."])
def test_english_is_not_taken_for_sql(text: str) -> None:
    assert not SQL.match(text)


def test_no_module_uses_the_markdown_functions_that_are_cubic() -> None:
    banned = {"escape_markdown", "remove_markdown"}
    naming = (file for file in KNOWLEDGE + BOT + TESTS if "e_markdown" in file.read_text(encoding="utf-8"))
    for file in naming:
        for node in nodes(file):
            named = getattr(node, "attr", None), getattr(node, "id", None), getattr(node, "name", None)
            assert banned.isdisjoint(named), f"{file}:{getattr(node, 'lineno', '?')}"


@pytest.mark.process
def test_asking_in_the_terminal_loads_no_discord_no_parser_and_no_model(tmp_path: Path) -> None:
    code = """if True:
        import sys
        from bot.__main__ import main
        code = main(sys.argv[1:])
        heavy = {
            "discord", "aiohttp", "bot.health", "bot.metrics", "lxml", "markdown_it", "numpy", "onnxruntime",
            "prometheus_client", "tokenizers",
        }
        print(*sorted(heavy & sys.modules.keys()), file=sys.stderr)
        sys.exit(code)
    """
    question = "what is the status of the sanctions review?"
    asked = subprocess.run(
        [sys.executable, "-c", code, "ask", question, "--data", "data"],
        cwd=tmp_path,  # where no config.toml of whoever runs the tests is found
        env={**os.environ, "PYTHONPATH": str(ROOT), "TALKSBOT_CONFIG": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.strip()
    assert asked.stderr.splitlines()[-1] == "", "these were imported"


@pytest.mark.process
def test_asking_for_the_health_loads_neither_discord_nor_the_articles(tmp_path: Path) -> None:
    code = """if True:
        import sys
        from bot.__main__ import main
        assert main(["healthcheck"]) == 78
        heavy = {"aiohttp", "asyncio", "bot.terminal.cli", "bot.wording", "discord", "knowledge.snapshot"}
        print(*sorted(heavy & sys.modules.keys()))
    """
    (tmp_path / "config.toml").write_text('[operations]\nlisten = ""\n', "utf-8")
    asked = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TALKSBOT_CONFIG": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == "", "these were imported"


# In parts, so that this file does not hold what it looks for.
HOSTS = [
    "pypi" + r"\.org",
    "pythonhosted" + r"\.org",
    "npmjs" + r"\.(org|com)",
    "yarnpkg" + r"\.com",
    r"https?://[^ \"]+/simple" + r"\b",
    r"https?://[^ \"]+/packages/[0-9a-f]{2}/" + "[0-9a-f]{2}/",
    "--(extra-)?index" + "-url",
    "--find" + "-links",
]


@pytest.mark.process
def test_no_file_names_a_package_registry() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so the files of the project cannot be told from others")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    pattern = re.compile("|".join(HOSTS).encode())
    files = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    assert ROOT / "requirements.txt" in files
    found = {
        str(file): match[0]
        for file in files
        if file.is_file() and (match := _search(pattern, file.read_bytes().lower()))
    }
    assert not found


def _search(pattern: re.Pattern[bytes], text: bytes) -> re.Match[bytes] | None:
    # To look for a word is a hundred times as fast as for a pattern, and hardly a file holds one of these.
    hints = b"pypi", b"pythonhosted", b"npmjs", b"yarnpkg", b"/simple", b"/packages/", b"index-", b"--find"
    return pattern.search(text) if any(each in text for each in hints) else None
