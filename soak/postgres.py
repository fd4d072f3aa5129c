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

_USER = "talksbot"
_SECONDS = 30.0


def find_programs() -> Path | None:
    """Find the folder of `initdb` and `postgres`; Debian keeps it out of the PATH."""
    known = Path("/usr/lib/postgresql").glob("*/bin")
    found = shutil.which("initdb")
    folders = chain([Path(found).resolve().parent] if found else [], sorted(known, reverse=True))
    return next((each for each in folders if (each / "initdb").is_file()), None)


@contextmanager
def run_postgres(programs: Path, folder: Path, *settings: str) -> Generator[str]:
    """Run a new PostgreSQL whose data are in the folder, and give the URL of an empty database."""
    data, port = folder / "data", _find_port()
    folder.mkdir(parents=True)
    told = _choose_user(folder)
    subprocess.run(  # noqa: S603  the one that was found
        [programs / "initdb", "-D", data, "-U", _USER, "-E", "UTF8", "--locale=C", "-A", "trust", "-N"],
        check=True,
        stdout=subprocess.DEVNULL,
        **told,
    )
    given = ("fsync=off", "listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=", *settings)
    options = [part for each in given for part in ("-c", each)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([programs / "postgres", "-D", data, *options], stderr=log, **told)  # noqa: S603
    try:
        _wait_for(programs, port, server, folder / "log")
        yield f"postgresql://{_USER}@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()  # waits for nobody's queries, which are of no use any more
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def open_postgres(folder: Path) -> Generator[str]:
    """Run a new PostgreSQL for a trial that works in a folder; fail where none is installed."""
    programs = find_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed (Debian and Ubuntu: apt install postgresql).")
    folder.chmod(0o755)  # another user is to get through it
    with run_postgres(programs, folder / "postgres") as url:
        yield url


def _choose_user(folder: Path) -> dict[str, Any]:
    """Choose who runs it: not root, which PostgreSQL refuses to be."""
    if os.getuid():
        return {"cwd": folder}
    user = next(each for each in pwd.getpwall() if each.pw_name in ("postgres", "nobody"))
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"cwd": folder, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _find_port() -> int:
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
