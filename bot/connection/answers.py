"""What do Discord's answers tell besides? What time it is there, and whether it was Discord at all."""

from types import SimpleNamespace

from aiohttp import ClientSession, TraceConfig, TraceRequestEndParams

from bot.connection.ages import Ages
from bot.connection.failures import NotDiscordError

_OK = 200


def watch_answers(trace: TraceConfig, ages: Ages) -> TraceConfig:
    """Let each answer of Discord be looked at, too; NotDiscordError is raised where it is a web page."""

    async def look(_: ClientSession, __: SimpleNamespace, answer: TraceRequestEndParams) -> None:
        response = answer.response
        # Discord calls nothing at all a page, too, but not the answer to what is read.
        if answer.method == "GET" and response.status == _OK and response.content_type == "text/html":
            raise NotDiscordError
        ages.note(response.headers.get("Date"))

    trace.on_request_end.append(look)
    return trace
