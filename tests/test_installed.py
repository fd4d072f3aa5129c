"""Does an installed bot work? The wheel by itself, and for a user who may write next to nothing."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec import Struct

from bot import __version__

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "knowledge")
NEEDED = Path(sysconfig.get_path("purelib"))
"""Where the packages are that the bot needs: they are not fetched anew."""
NAME = f"python{sys.version_info[0]}.{sys.version_info[1]}"
UID = 10001
"""The user of the Dockerfile."""
BUILD = """
import sys
from setuptools import build_meta
build_meta.build_wheel(sys.argv[1], {"--build-option": ["--compression=stored"]})
"""
PROBE = "import sys; sys.path.append(sys.argv[1]); import lxml.etree, msgspec; print(sys.base_prefix)"


class User(Struct, frozen=True):
    """Who runs the bot, and with which Python."""

    python: Path
    uid: int | None
    """None for whoever runs the tests."""

    def run(
        self, command: Sequence[str | Path], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a command far from the repository, with no environment but this."""
        return subprocess.run(
            command,
            cwd="/",
            env={"PATH": os.defpath, **environment},
            user=self.uid,
            group=self.uid,
            extra_groups=None if self.uid is None else [],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )


class Installed(Struct, frozen=True):
    """A bot in an environment of its own."""

    user: User
    place: Path
    data: Path
    """The one folder that the user may write, beside that for passing files."""
    passing: Path

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Call the bot as its user does."""
        command = [self.place / "bin" / "python", "-I", self.place / "bin" / "talksbot", *words]
        given = {"TMPDIR": str(self.passing), "TALKSBOT_KNOWLEDGE_DATA": str(self.data), **environment}
        return self.user.run([*command, "--data", str(self.data)], given)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, as `uv tool install` and `pipx` do, but outside the repository and uncompressed."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for name in (*PACKAGES, "pyproject.toml", "README.md", "LICENSE"):
        (tree / name).symlink_to(ROOT / name)
    subprocess.run([sys.executable, "-c", BUILD, out], cwd=tree, check=True, capture_output=True)
    return next(out.iterdir())


def find_user() -> User:
    """Give a user without rights who may run this Python with what it needs, else the one who is here."""
    here = Path(sys.base_prefix, "bin", NAME)
    if os.geteuid() == 0:
        for python in (here, Path("/usr/local/bin", NAME), Path("/usr/bin", NAME)):
            with suppress(OSError):  # it is not there, or at home with root
                user = User(python, UID)
                if user.run([python, "-c", PROBE, NEEDED], {}).stdout.strip() == str(python.parents[1]):
                    return user
    return User(here, None)


@pytest.fixture(scope="session")
def installed(wheel: Path) -> Generator[Installed]:
    """Install the wheel where only root, or nobody, may write; what it needs comes from here."""
    user = find_user()
    # Nobody else may enter what pytest makes.
    with tempfile.TemporaryDirectory(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")) as folder:
        home = Path(folder)
        home.chmod(0o755)
        made = Installed(user, home / "environment", home / "data", home / "tmp")
        for each in (made.data, made.passing):
            each.mkdir(0o700)
            shutil.chown(each, user.uid, user.uid) if user.uid else None
        run_here(user.python, "-m", "venv", "--without-pip", made.place)
        pip = (sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "--python", made.place)
        run_here(*pip, "install", "--no-deps", "--no-index", wheel)
        packages = made.place / "lib" / NAME / "site-packages"
        (packages / "needed.pth").write_text(f"{NEEDED}\n", "utf-8")
        for each in (packages, *packages.rglob("*")):
            each.chmod(0o555 if each.is_dir() else 0o444)
        yield made


def run_here(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, umask=0o022)


def test_the_wheel_holds_all_of_both_packages_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        held = {
            each for each in opened.namelist() if not each.startswith(f"talksbot-{__version__}.dist-info")
        }
        example = opened.read("bot/config/example.toml").decode()
    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert held == there
    assert example == (ROOT / "config.example.toml").read_text("utf-8")


def test_a_user_without_rights_has_all_checked_and_a_question_answered(installed: Installed) -> None:
    checked = installed.run("check")
    assert (checked.returncode, checked.stderr) == (0, "")
    packages = installed.place / "lib" / NAME / "site-packages"
    assert f"articles: 3 in {packages / 'knowledge' / 'articles'}" in checked.stdout
    answered = installed.run("ask", "--json", "would a deal bring investment?")
    assert (answered.returncode, answered.stderr) == (0, "")
    assert "foreign investment" in json.loads(answered.stdout)["passages"][0]["text"]
    # The index was kept, and nothing is left behind.
    assert {each.name for each in installed.data.iterdir()} >= {"talksbot.db", "index"}
    assert not list(installed.passing.iterdir())


def test_an_installed_bot_refuses_a_wrong_token_in_one_line(installed: Installed) -> None:
    refused = installed.run("run", DISCORD_TOKEN="no-token")
    assert (refused.returncode, refused.stdout) == (78, "")
    assert refused.stderr.startswith("talksbot: DISCORD_TOKEN holds no token")
    assert refused.stderr.count("\n") == 1
