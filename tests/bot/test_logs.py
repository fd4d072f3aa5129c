"""How is the log written? One line an event, nothing forged, nothing secret."""

import json
import logging
import re
import sys
import threading
import warnings
from io import StringIO

import pytest

from bot.logs import escape, write_log

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

_log = logging.getLogger("bot.trial")


class Unprintable:
    def __str__(self) -> str:
        raise ValueError(TOKEN)


def fail() -> None:
    try:
        int(f"one\ntwo {TOKEN}")
    except ValueError as error:
        error.add_note(f"three\nfour {TOKEN}")
        _log.exception("It failed.")


def test_a_line_for_people_has_time_level_logger_and_message() -> None:
    with write_log("text", [], out=(out := StringIO())):
        _log.info("Connected in %s.", "1 server", extra={"server": 5})
    time, rest = out.getvalue().split(" ", 1)
    assert TIME.fullmatch(time)
    assert rest == "INFO bot.trial: Connected in 1 server.\n"


def test_an_object_for_programs_has_the_fields_that_are_known_and_no_others() -> None:
    with write_log("json", [TOKEN], out=(out := StringIO())):
        _log.info("Denied to %s.", TOKEN, extra={"user": 5, "who": f"user {TOKEN}", "payload": "secret"})
    said = json.loads(out.getvalue())
    assert TIME.fullmatch(said.pop("time"))
    assert said == {
        "level": "INFO",
        "logger": "bot.trial",
        "message": "Denied to [hidden].",
        "user": "5",
        "who": "user [hidden]",
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_nobody_can_forge_a_line_and_no_secret_stands_in_a_traceback(form: str) -> None:
    with write_log(form, [TOKEN], out=(out := StringIO())):
        _log.warning("Article %s\r\x1b[31m\u2028", "a\n2026-01-01T00:00:00.000Z INFO bot.trial: all is well")
        fail()
    lines = out.getvalue().splitlines()
    assert "[hidden]" in out.getvalue()
    assert TOKEN not in out.getvalue()
    if form == "json":
        assert [json.loads(line)["level"] for line in lines] == ["WARNING", "ERROR"]
        assert json.loads(lines[1])["error"].startswith("Traceback")
    else:
        begins = [line for line in lines if not line.startswith("    ")]
        assert [begin.split(" ")[1] for begin in begins] == ["WARNING", "ERROR"]
        assert begins[0].endswith(r"all is well\r\x1b[31m\u2028")


def test_what_is_printable_is_written_as_it_is() -> None:
    assert escape("Порт відкрито") == "Порт відкрито"
    assert escape("a\u202eb") == r"a\u202eb"


def test_what_nobody_caught_goes_through_the_log_too() -> None:
    def end() -> None:
        raise ValueError(TOKEN)

    with write_log("text", [TOKEN], out=(out := StringIO())):
        thread = threading.Thread(target=end)
        thread.start()
        thread.join()
        sys.excepthook(ValueError, ValueError(TOKEN), None)
        logging.getLogger("asyncio").error("Task was destroyed: %r", TOKEN)
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(TOKEN, UserWarning, stacklevel=1)

        class Leaving:
            def __del__(self) -> None:
                raise ValueError(TOKEN)

        Leaving()
    said = out.getvalue()
    assert TOKEN not in said
    for part in (
        "A thread ended",
        "The bot ends",
        "Task was destroyed",
        "UserWarning",
        "ERROR bot.logs: Ignored",
    ):
        assert part in said


def test_what_cannot_be_written_is_said_without_what_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    with write_log("text", [], out=(out := StringIO())):
        _log.info("%s", Unprintable())
        _log.info("%d servers", TOKEN)
    assert out.getvalue() == ""
    err = capsys.readouterr().err.splitlines()
    assert [line.rpartition(": ")[2] for line in err] == ["ValueError", "TypeError"]
    assert TOKEN not in "".join(err)


def test_more_is_told_of_the_bot_alone_and_all_is_as_before_in_the_end() -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook, sys.unraisablehook
    for verbose, told in ((False, 0), (True, 1)):
        with write_log("text", [], verbose=verbose, out=(out := StringIO())):
            _log.debug("A detail.")
            logging.getLogger("discord.http").debug("POST with a token")
            logging.getLogger("aiohttp.client").debug("Sent")
        assert len(out.getvalue().splitlines()) == told
    assert before == (root.handlers, root.level, sys.excepthook, threading.excepthook, sys.unraisablehook)


def test_a_stack_is_written_where_one_is_asked_for() -> None:
    with write_log("text", [], out=(out := StringIO())):
        _log.info("Here.", stack_info=True)
    assert out.getvalue().splitlines()[1].startswith("    Stack (most recent call last)")
