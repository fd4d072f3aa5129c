"""Does the terminal need neither a token nor a network? The whole program, where nobody may be called."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

# For the program and each process that it starts.
REFUSE = """
import os, sys
def refuse(event, _):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"):
        os.write(2, b"it wants a network: " + event.encode())
        os._exit(99)
sys.addaudithook(refuse)
"""
# One process for all commands, as each takes a second to start.
PROGRAM = """
import io, sys
from bot.__main__ import main
for line in sys.stdin.read().splitlines():
    command, _, typed = line.partition(" < ")
    sys.stdin = io.TextIOWrapper(io.BytesIO(typed.replace(" | ", "\\n").encode()))
    print(">", command, main(command.split()), flush=True)
"""
COMMANDS = {
    "ask What do tickets cost": 0,
    "chat < !status | When does the first boat leave? | !history Night Boat | quit": 0,
    "status": 0,
    "check": 0,
    "run": 78,
    "sync": 78,
}


def test_the_terminal_works_without_a_token_and_without_a_network(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "customs").mkdir()
    (tmp_path / "customs" / "sitecustomize.py").write_text(REFUSE)
    # The reader is one file of the package; to open it for each command would take most of the time.
    (tmp_path / "config.toml").write_text(
        f'[knowledge]\narticles = "{folder.name}"\ndata = "data"\n[answers]\nreader = false\n'
    )
    known = {
        name: value for name, value in os.environ.items() if not name.startswith(("DISCORD", "TALKSBOT"))
    }
    paths = os.pathsep.join([str(tmp_path / "customs"), str(Path(__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input="\n".join(COMMANDS),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=known | {"PYTHONPATH": paths},
        check=False,
    )
    assert "it wants a network" not in done.stderr
    ended = [line for line in done.stdout.splitlines() if line.startswith("> ")]
    assert ended == [f"> {line.partition(' < ')[0]} {code}" for line, code in COMMANDS.items()], done.stderr
    assert "Tickets cost four crowns" in done.stdout
    assert "seven in the morning" in done.stdout


def test_a_program_that_wants_a_network_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(REFUSE)
    asked = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (99, "it wants a network: socket.getaddrinfo")
