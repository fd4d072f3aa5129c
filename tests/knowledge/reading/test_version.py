"""Is reading called otherwise when anything changes that it depends on?"""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from knowledge.reading import version
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.reading.version import LIBRARIES, name_reading

READING = Path(version.__file__).parent


def imported() -> set[str]:
    """Give the top-level packages that reading imports anywhere, but for Python's and ours."""
    names: set[str] = set()
    for file in READING.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"knowledge"}


def test_every_library_that_reading_imports_is_a_part_of_its_name() -> None:
    known = packages_distributions()
    assert {name for each in imported() for name in known[each]} == set(LIBRARIES)


def test_the_name_is_the_same_each_time_and_another_one_within_other_limits() -> None:
    assert name_reading(DEFAULT) == name_reading(DEFAULT)
    assert name_reading(DEFAULT) != name_reading(Limits(cpu_seconds=1))


def test_the_name_depends_on_the_code_and_on_the_words_of_languages_and_on_versions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = name_reading(DEFAULT)
    for what, other in (
        ("LIBRARIES", ("no-such-library",)),
        ("_find_sources", lambda: [READING / "sentences.py"]),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(version, what, other)
            version._name_code.cache_clear()  # pyright: ignore[reportPrivateUsage] -- or nothing is looked at
            assert name_reading(DEFAULT) != before
    version._name_code.cache_clear()  # pyright: ignore[reportPrivateUsage]
    found = {file.name for file in version._find_sources()}  # pyright: ignore[reportPrivateUsage]
    assert {"locating.py", "sentences.py", "en.toml", "language.py", "model.py"} <= found
