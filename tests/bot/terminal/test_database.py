"""Is it all the same in the terminal where the store is in PostgreSQL?"""

import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.config import Token, load
from bot.terminal.running import find_all_secrets

pytestmark = [pytest.mark.process, pytest.mark.discord]

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, postgres: str, folder: Path) -> Path:
    """Begin in a folder whose config.toml names the small articles folder and a database."""
    for name in ("TALKSBOT_CONFIG", "DISCORD_TOKEN", "DISCORD_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    settings = f'[knowledge]\narticles = "folder"\n[answers]\nreader = false\n[store]\nurl = "{postgres}"\n'
    (tmp_path / "config.toml").write_text(settings)
    return tmp_path


def test_it_is_asked_backed_up_copied_and_checked(configured: Path, capsys: Captured) -> None:
    assert main(["ask", "What do the tickets cost?"]) == 0
    assert "four crowns" in capsys.readouterr().out
    assert not (configured / "data" / "talksbot.db").exists()

    assert main(["backup", "backup.db"]) == 0
    assert "and checked: 2 articles" in capsys.readouterr().out
    assert main(["restore", "backup.db"]) == 1
    assert "is not empty" in capsys.readouterr().err

    assert main(["store", "copy", "--to", "elsewhere"]) == 0
    said = (
        r"Copied \d+ rows into elsewhere, with 1 state of the articles, and compared: both are the same\.\n"
    )
    assert re.fullmatch(said, capsys.readouterr().out)
    assert main(["store", "copy", "--to", "elsewhere"]) == 1
    capsys.readouterr()

    assert main(["check"]) == 0
    assert re.search(
        r"^store: whole, in postgresql://.* \(schema talksbot\), ", capsys.readouterr().out, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("mysql://db.example/talks", "not the address of a database"),
        ("postgresql://a:b@db.example/talks", "with a password"),
        ("postgresql://[db/talks", "not the address of a database"),
        ("postgresql://one.example:five,two.example/talks", "its hosts are not host:port,host:port"),
        ("postgresql://bot@one.example,,two.example/talks", "its hosts are not host:port,host:port"),
    ],
)
def test_where_it_cannot_be_copied_to_is_said(to: str, reason: str, capsys: Captured) -> None:
    assert main(["store", "copy", "--to", to]) == 78
    assert reason in capsys.readouterr().err


def test_the_password_of_the_database_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "geheim")
    assert "geheim" in find_all_secrets(Token("a.b.c"), load(None, {}))
