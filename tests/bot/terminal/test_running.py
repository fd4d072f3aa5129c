"""How does the bot on Discord begin? What an operator wants to know stands in the log, and no token."""

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from discord.http import Route

from bot import __version__
from bot.__main__ import main
from bot.config import Config, KnowledgeOptions, Token
from bot.terminal import running

pytestmark = [pytest.mark.process, pytest.mark.discord]

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


class Refusing(BaseHTTPRequestHandler):
    """Knows no token."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"message": "401: Unauthorized", "code": 0}')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as there
        pass


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever).start()
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{server.server_address[1]}")
        yield
        server.shutdown()


@pytest.fixture
def configured(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("TALKSBOT_CONFIG", "DISCORD_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("TALKSBOT_ANSWERS_READER", "false")
    monkeypatch.setenv("TALKSBOT_OPERATIONS_LISTEN", "")
    file = tmp_path / "config.toml"
    file.write_text(
        '[knowledge]\narticles = "folder"\n[[corpora]]\nname = "ships"\narticles = "folder"\n'
        '[[sources]]\nname = "port"\nkind = "feed"\nurl = "https://ada:hunter22@port.example/feed"\n'
    )
    return file


@pytest.mark.usefixtures("refusing")
def test_the_log_begins_with_what_is_run_and_what_is_known(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run"]) == 78
    lines = capsys.readouterr().err.splitlines()
    said = [line.split(": ", 1)[1] for line in lines if " INFO bot.terminal.running: " in line]
    assert said[0].startswith(f"talksbot {__version__} begins, with Python 3.")
    assert said[1:] == [
        f"Configuration file: {configured}",
        "Set in the environment: TALKSBOT_ANSWERS_READER, TALKSBOT_OPERATIONS_LISTEN",
        f"Data folder: {configured.parent / 'data'}",
        "Corpus main: 2 articles, 5 passages and 2 topics, from folder, port (feed).",
        "Corpus ships: 2 articles, 5 passages and 2 topics, from folder.",
    ]
    assert "Discord refused the token" in lines[-1]
    assert TOKEN not in "".join(lines)
    # Whatever it starts has not inherited it.
    assert "DISCORD_TOKEN" not in os.environ


@pytest.mark.usefixtures("refusing")
def test_the_log_can_be_read_by_programs(
    configured: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TALKSBOT_OPERATIONS_LOG", "json")
    assert main(["run", "--verbose"]) == 78
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert all({"time", "level", "logger", "message"} <= each.keys() for each in said)
    assert {each["corpus"] for each in said if "corpus" in each} == {"main", "ships"}


def test_what_nobody_expected_ends_it_with_a_line_that_hides_the_token(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Config) -> None:
        raise RuntimeError(f"with {TOKEN}")

    monkeypatch.setattr(running, "open_all", fail)
    options = Config(KnowledgeOptions(data=tmp_path))
    assert running.run(Token(TOKEN), options, verbose=False) == 1
    err = capsys.readouterr().err
    assert "Configuration file: none: the defaults hold" in err
    assert "CRITICAL bot.terminal.running: The bot ends, for nobody expected this." in err
    assert "RuntimeError: with [hidden]" in err
    assert TOKEN not in err
