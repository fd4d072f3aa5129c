"""Does `talksbot healthcheck` tell a bot that is well from one that is not, and from another program?"""

import socket
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.terminal import healthcheck

pytestmark = pytest.mark.discord  # as far as `make quick` is concerned: it binds a socket


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TALKSBOT_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)


def listen_at(address: str) -> None:
    Path("config.toml").write_text(f'[operations]\nlisten = "{address}"\n', "utf-8")


@contextmanager
def answering(answer: bytes | None, host: str = "127.0.0.1", shown: str = "") -> Generator[list[bytes]]:
    """Answer one request, or none where there is no answer; gives what was asked."""
    asked: list[bytes] = []

    def serve(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            asked.append(connection.recv(1000))
            if answer is None:
                connection.recv(1000)  # until the other has gone
            else:
                connection.sendall(answer)

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as server, ThreadPoolExecutor() as thread:
        server.bind((host, 0))
        server.listen()
        listen_at(f"{shown or host}:{server.getsockname()[1]}")
        served = thread.submit(serve, server)
        yield asked
        served.result(10)


def page(body: str, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n\r\n{body}\n".encode()


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ('{"healthy":true,"loop_lag_seconds":0.0014}', 0, "healthy: the event loop is 0.001 seconds late"),
        ('{"healthy":false,"loop_lag_seconds":7}', 1, "unhealthy: the event loop is 7.000 seconds late"),
        ('{"ready":true,"faults":[]}', 0, "ready: questions are answered"),
        ('{"ready":false,"faults":["a","b"]}', 1, "not ready: a; b"),
        ('{"ready":false,"faults":["\\u001b[2J"]}', 1, "not ready: [2J"),
        ("{}", 1, "not ready: "),
    ],
)
def test_one_line_says_how_it_is(body: str, code: int, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with answering(page(body)):
        assert main(["healthcheck"]) == code
    assert capsys.readouterr().out.strip() == line.strip()


@pytest.mark.parametrize(("options", "path"), [([], b"/healthz"), (["--ready"], b"/readyz")])
def test_the_option_chooses_what_is_asked(options: list[str], path: bytes) -> None:
    with answering(page('{"ready":true}')) as asked:
        main(["healthcheck", *options])
    assert asked[0].startswith(b"GET " + path + b" HTTP/1.0\r\n")


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "0.0.0.0"), ("::1", "[::]"), ("::1", "[::1]")])
def test_a_bot_that_listens_on_all_addresses_is_asked_on_this_machine(host: str, shown: str) -> None:
    with answering(page('{"ready":true}'), host, shown):
        assert main(["healthcheck"]) == 0


@pytest.mark.parametrize(
    "answer", [b"", b"220 mail.example ESMTP\r\n", page("<html>"), page("[]"), page("{"), b"\xff\r\n\r\n\xff"]
)
def test_what_is_not_the_bot_is_said_not_to_be(answer: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with answering(answer):
        assert main(["healthcheck"]) == 1
    assert "is not the bot" in capsys.readouterr().out


def test_a_bot_that_does_not_answer_in_time_is_unhealthy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(healthcheck, "_SECONDS", 0.05)
    with answering(None):
        assert main(["healthcheck"]) == 1
    assert "gave no answer in" in capsys.readouterr().out


def test_a_bot_that_does_not_run_is_unhealthy(
    unused_tcp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    listen_at(f"127.0.0.1:{unused_tcp_port}")
    assert main(["healthcheck"]) == 1
    assert "nobody answers" in capsys.readouterr().out


def test_a_bot_that_shows_its_health_nowhere_is_a_matter_of_configuration(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("config.toml").write_text('[operations]\nlisten = ""\n', "utf-8")
    assert main(["healthcheck"]) == 78
    assert "`listen` under [operations] is empty" in capsys.readouterr().err
