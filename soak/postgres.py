"""Where do tests and trials find PostgreSQL? In one of their own: new, on a free port, without rights.

Nothing is synced to the disk, for nothing is to be kept.
"""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

USER = "talksbot"
_SECONDS = 30.0


def find_programs() -> Path | None:
    """Find the folder of `initdb` and `postgres`; Debian keeps it out of the PATH."""
    known = Path("/usr/lib/postgresql").glob("*/bin")
    found = shutil.which("initdb")
    folders = chain([Path(found).resolve().parent] if found else [], sorted(known, reverse=True))
    return next((each for each in folders if (each / "initdb").is_file()), None)


class Installed:
    """The programs of PostgreSQL, run by a user that may little."""

    def __init__(self, programs: Path, folder: Path) -> None:
        """Let them work in the folder, which is made."""
        folder.mkdir(parents=True)
        self.programs, self.folder = programs, folder
        self._as = _choose_user(folder)

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of them to its end."""
        subprocess.run(  # noqa: S603  the one that was found
            [self.programs / program, *arguments], check=True, stdout=subprocess.DEVNULL, **self._as
        )

    def make_data(self, data: Path) -> None:
        """Make what is needed for a first start, for a user that anybody here may be."""
        self.run("initdb", "-D", data, "-U", USER, "-E", "UTF8", "--locale=C", "-A", "trust", "--no-sync")

    def start(self, data: Path, port: int, *settings: str) -> subprocess.Popen[Any]:
        """Start a server, in a group of processes of its own, and wait until it takes queries."""
        listens = "listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories="
        options = [part for each in ("fsync=off", *listens, *settings) for part in ("-c", each)]
        log = data.with_name(f"{data.name}.log")
        with log.open("ab") as lines:
            server = subprocess.Popen(  # noqa: S603  beside the one that was found
                [self.programs / "postgres", "-D", data, *options],
                stdout=subprocess.DEVNULL,
                stderr=lines,
                start_new_session=True,
                **self._as,
            )
        try:
            _wait_for(self.programs, port, server, log)
        except BaseException:
            stop(server)
            raise
        return server


def stop(server: subprocess.Popen[Any]) -> None:
    """Stop a server; nobody's queries are waited for, which are of no use any more."""
    server.terminate()
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def run_postgres(programs: Path, folder: Path, *settings: str) -> Generator[str]:
    """Run a new PostgreSQL whose data are in the folder, and give the URL of an empty database."""
    installed, port = Installed(programs, folder), find_port()
    installed.make_data(folder / "data")
    server = installed.start(folder / "data", port, *settings)
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        stop(server)


def require_programs(folder: Path) -> Path:
    """Find what a trial that works in a folder needs; fail where it is not installed."""
    programs = find_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed (Debian and Ubuntu: apt install postgresql).")
    folder.chmod(0o755)  # another user is to get through it
    return programs


@contextmanager
def open_postgres(folder: Path) -> Generator[str]:
    """Run a new PostgreSQL for a trial that works in a folder; fail where none is installed."""
    with run_postgres(require_programs(folder), folder / "postgres") as url:
        yield url


def _choose_user(folder: Path) -> dict[str, Any]:
    """Choose who runs it: not root, which PostgreSQL refuses to be."""
    if os.getuid():
        return {"cwd": folder}
    user = next(each for each in pwd.getpwall() if each.pw_name in ("postgres", "nobody"))
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"cwd": folder, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def find_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(programs: Path, port: int, server: subprocess.Popen[Any], log: Path) -> None:
    """Wait until it takes queries: it listens before that, and refuses them with "is starting up"."""
    asked = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and server.poll() is None:
        if not subprocess.run(asked, check=False).returncode:  # noqa: S603  beside the one that was found
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL does not start: {log.read_text('utf-8', 'replace')[-2_000:]}")
