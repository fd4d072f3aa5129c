"""Do the commands of the terminal work without POSIX? In a process that takes itself for Windows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[3]

WINDOWS = '''
"""Takes away what Windows lacks, also in the process that reads articles: Python imports this first."""

import fcntl, os, signal, sys, types
import asyncio, multiprocessing, pathlib, shutil, socket, subprocess, tempfile  # they ask for the system

def lock(handle, mode, size):
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

sys.modules["msvcrt"] = types.SimpleNamespace(locking=lock, LK_NBLCK=2)
for name in "fcntl grp pty pwd readline resource termios".split():
    sys.modules[name] = None
for name in (
    "O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK chown fchmod fork geteuid getpgid getuid killpg mkfifo "
    "setsid sync uname"
).split():
    delattr(os, name)
for name in "SIGALRM SIGHUP SIGKILL SIGQUIT SIGUSR1 SIGXCPU pthread_sigmask".split():
    delattr(signal, name)
sys.platform = "win32"
'''
COMMANDS = """
from bot.__main__ import main
import sys
assert sys.platform == "win32"
for command in (["ask", "What do tickets cost?"], ["reload"], ["check"], ["run"]):
    print(main(command), flush=True)
"""


def test_the_commands_work_without_what_only_posix_has(tmp_path: Path, folder: Path) -> None:
    """All but the connection to Discord: with the wrong token nothing is connected."""
    (tmp_path / "sitecustomize.py").write_text(WINDOWS, "utf-8")
    (tmp_path / "config.toml").write_text(
        '[knowledge]\narticles = "folder"\n[answers]\nreader = false\n', "utf-8"
    )
    run = subprocess.run(
        [sys.executable, "-c", COMMANDS],
        cwd=tmp_path,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
            "DISCORD_TOKEN": "8" * 18,
        },
        capture_output=True,
        text=True,
    )
    answer, reload, check = run.stdout.split("\n0\n", 2)
    assert "Tickets cost four crowns." in answer
    assert reload.startswith("Reloaded\n")
    assert "store: whole" in check
    assert check.endswith("\n1\n78\n")  # that is no token
    assert run.stderr.startswith("talksbot: DISCORD_TOKEN holds what looks like an application's id")
    assert run.stderr.count("\n") == 1
