"""Does anything hold the event loop? Ruff knows of `open`, `time.sleep` and subprocesses, this of files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PATHS = sorted(file for package in ("bot", "knowledge") for file in (ROOT / package).rglob("*.py"))
BLOCKING = {
    "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "unlink", "rmdir",
    "mkdir", "copy2", "copytree", "rmtree", "fsync", "replace_file", "urlopen",
}  # fmt: skip
"""What waits for a disk or a network, by its last name."""


def name_call(call: ast.Call) -> str:
    """Give the last name of what is called; nothing where it has only one."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def find_blocking(tree: ast.AST, *, is_async: bool = False) -> Iterator[str]:
    """Find what is called in async code itself, and not in a function that a thread may run."""
    for node in ast.iter_child_nodes(tree):
        inside = is_async
        if isinstance(node, ast.AsyncFunctionDef):
            inside = True
        elif isinstance(node, ast.FunctionDef | ast.Lambda):
            inside = False
        elif is_async and isinstance(node, ast.Call) and (name := name_call(node)) in BLOCKING:
            yield f"{node.lineno}: {name}"
        yield from find_blocking(node, is_async=inside)


@pytest.mark.parametrize("package", ["bot", "knowledge"])
def test_async_code_waits_for_no_disk_and_no_network_itself(package: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}:{each}"
        for path in PATHS
        if path.is_relative_to(ROOT / package)
        for each in find_blocking(ast.parse(path.read_text("utf-8")))
    }
    assert not found


def test_such_a_call_would_be_found() -> None:
    code = "async def f(p):\n  def g():\n    p.read_text()\n  await h(lambda: p.unlink())\n  p.mkdir()\n"
    assert list(find_blocking(ast.parse(code))) == ["5: mkdir"]
