"""Does the bot go on hearing, whatever Discord sends?"""

import logging
from copy import deepcopy
from typing import Any

import pytest

from bot.connection.events import isolate_parsers
from soak.hour import payloads

WHOLE = payloads.interaction("5", payloads.COMMAND, payloads.command("ask", {"question": "a"}), "7", "9")
TYPED = payloads.interaction("5", payloads.AUTOCOMPLETE, payloads.typing("status", "topic", "g"), "7", "9")
PRESSED = payloads.interaction(
    "5", payloads.COMPONENT, {"id": 2, "custom_id": "a:b", "component_type": 2}, "7", "9"
)


def taken(data: object, event: str = "INTERACTION_CREATE") -> list[object]:
    """Give what is parsed."""
    got: list[object] = []
    parsers: dict[str, Any] = {event: got.append}
    isolate_parsers(parsers)
    parsers[event](data)
    return got


@pytest.mark.parametrize("whole", [WHOLE, TYPED, PRESSED, {**WHOLE, "type": 1, "data": None}])
def test_what_is_whole_is_taken(whole: dict[str, Any]) -> None:
    assert taken(whole) == [whole]


@pytest.mark.parametrize(
    ("whole", "path", "value"),
    [
        (WHOLE, ["id"], None),
        (WHOLE, ["id"], "x"),
        (WHOLE, ["member"], None),
        (WHOLE, ["guild_id"], "0"),
        (WHOLE, ["member", "permissions"], "all"),
        (WHOLE, ["channel"], []),
        (WHOLE, ["data"], None),
        (WHOLE, ["data", "name"], ""),
        (WHOLE, ["data", "type"], -1),
        (WHOLE, ["data", "options", 0], {"name": "question", "type": 3}),
        (TYPED, ["data", "options", 0, "focused"], False),
        (PRESSED, ["data", "custom_id"], ""),
    ],
)
def test_what_is_broken_is_left_out_in_one_line(
    whole: dict[str, Any], path: list[Any], value: object, caplog: pytest.LogCaptureFixture
) -> None:
    broken = deepcopy(whole)
    place: Any = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert taken(broken) == []
    assert len(caplog.records) == 1
    assert not caplog.records[0].exc_info


def test_another_event_that_cannot_be_parsed_is_left_out_as_well(caplog: pytest.LogCaptureFixture) -> None:
    def parse(data: dict[str, Any]) -> None:
        raise KeyError(data["id"])

    parsers: dict[str, Any] = {"GUILD_CREATE": parse}
    isolate_parsers(parsers)
    with caplog.at_level(logging.WARNING):
        parsers["GUILD_CREATE"]({"id": "5"})
    assert caplog.messages == [
        "An event GUILD_CREATE of Discord is left out, it cannot be read: KeyError('5')"
    ]
