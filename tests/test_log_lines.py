"""Can an operator live by the log? Every line of it, looked at in the code that writes it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from knowledge.counting import count

ROOT = Path(__file__).parents[1]
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
COUNTED = re.compile(r"%(?:d|s|,d) (?:[a-z]+ )?(\w+s\b|\w+\(s\))")
"""A number, as it seems, with a noun that is right for some numbers only."""
SINGULAR = {"is", "was", "has", "as", "takes", "begins", "deletes"}
QUESTIONS = re.compile(r"\b(question|query|asked|content|wording)s?\b")


@cache
def lines() -> tuple[tuple[str, ast.Call], ...]:
    """Give each call that writes to the log, with its place."""
    return tuple(find_lines())


def find_lines() -> Iterator[tuple[str, ast.Call]]:
    for package in ("bot", "knowledge"):
        for file in sorted((ROOT / package).rglob("*.py")):
            if "_log." not in file.read_text():
                continue
            for node in ast.walk(ast.parse(file.read_text())):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id="_log"), attr=name)) if name in LEVELS:
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", node
                    case _:
                        pass


def template(call: ast.Call) -> ast.expr:
    return call.args[1 if isinstance(call.func, ast.Attribute) and call.func.attr == "log" else 0]


def test_a_line_of_the_log_is_a_template_so_that_no_value_is_one() -> None:
    passed_on = {"bot/delivery/_late.py", "knowledge/watch.py"}
    composed = [
        place
        for place, call in lines()
        if not isinstance(template(call), ast.Constant) and place.partition(":")[0] not in passed_on
    ]
    assert not composed


def test_no_line_has_a_number_before_a_noun_that_does_not_know_it() -> None:
    assert COUNTED.search("in %d servers.")
    assert COUNTED.search("for %d question(s)")
    wrong = [
        (place, found[0])
        for place, call in lines()
        if isinstance(said := template(call), ast.Constant)
        and (found := COUNTED.search(str(said.value)))
        and found[1] not in SINGULAR
    ]
    assert not wrong


def test_no_line_is_given_what_somebody_asked() -> None:
    given = [
        (place, name)
        for place, call in lines()
        for argument in call.args
        for node in ast.walk(argument)
        for name in [node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")]
        if QUESTIONS.fullmatch(name) and name != "asked"
    ]
    assert not given


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 servers"), (1, "1 server"), (2, "2 servers"), (1.2, "1 server"), (4e3, "4,000 servers")],
)
def test_a_noun_is_counted(number: float, said: str) -> None:
    assert count(number, "server") == said


def test_a_noun_with_a_plural_of_its_own_is_counted_with_it() -> None:
    assert [count(number, "status", "statuses") for number in (1, 3)] == ["1 status", "3 statuses"]
