"""How does the bot on Discord begin? The log is opened, then what it knows, and each is said there."""

import asyncio
import logging
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version

from bot import __version__
from bot.config import MAIN_CORPUS, Config, ConfigurationError, Mistake, Token
from bot.exits import FAILED
from bot.logs import write_log
from bot.redaction import find_secrets
from bot.terminal.container import find_loss
from bot.terminal.opening import open_all
from knowledge.base import KnowledgeBase
from knowledge.counting import count
from knowledge.errors import KnowledgeError
from knowledge.memory import share_memory

_log = logging.getLogger(__name__)

_TURN_SECONDS = 0.001
"""How long the thread that works out answers may keep the event loop from its turn, which each request needs
several times: with Python's own five milliseconds a request on a busy machine takes twice as long."""


def run(token: Token, configured: Config, *, verbose: bool) -> int:
    """Be a bot until a signal or Discord ends it, and give the exit code."""
    _check_shards(configured)
    share_memory()
    sys.setswitchinterval(_TURN_SECONDS)
    with write_log(configured.operations.log, find_all_secrets(token, configured), verbose=verbose):
        try:
            return asyncio.run(_serve(token, configured))
        except (ConfigurationError, KnowledgeError):
            raise  # said in one line, as for every command
        except Exception:  # noqa: BLE001  else Python would print it, whatever it holds
            _log.critical("The bot ends, for nobody expected this.", exc_info=True)
            return FAILED


def _check_shards(configured: Config) -> None:
    """Refuse to be one of several processes where the store is for one alone."""
    if configured.shards and configured.address is None:
        raise ConfigurationError(
            Mistake(
                f"A process with the shards {configured.shards} is one of several, and the store is for one.",
                "Name a database as `url` in [store], or choose no shards: docs/scaling.md says how.",
            )
        )


async def _serve(token: Token, configured: Config) -> int:
    from bot.serving import serve

    _log_beginning(configured)
    async with open_all(configured) as bases:
        for name, base in bases.items():
            _log_known(configured, name, base)
        main, *named = bases.items()
        return await serve(token, main[1], configured, named=dict(named))


def _log_beginning(configured: Config) -> None:
    """Log who begins, and with which settings."""
    versions = f"Python {platform.python_version()}, discord.py {version('discord.py')}"
    _log.info("talksbot %s begins, with %s on %s.", __version__, versions, platform.platform())
    file = configured.file.absolute() if configured.file else "none: the defaults hold"
    _log.info("Configuration file: %s", file)
    if configured.variables:
        _log.info("Set in the environment: %s", ", ".join(configured.variables))
    _log.info("Data folder: %s", configured.knowledge.data.absolute())
    if configured.shards:
        _log.info("Shards of this process: %s", configured.shards)
    if loss := find_loss(configured.knowledge.data, os.environ):
        _log.warning("%s", loss)


def _log_known(configured: Config, name: str, base: KnowledgeBase) -> None:
    """Log what is known of a corpus, and where it comes from."""
    known = base.snapshot
    passages = sum(len(article.passages) for article in known.corpus.articles)
    _log.info(
        "Corpus %s: %s, %s and %s, from %s%s.",
        name or MAIN_CORPUS,
        count(len(known.corpus.articles), "article"),
        count(passages, "passage"),
        count(len(known.ledger.board()), "topic"),
        base.intake.folders.main,
        "".join(f", {each.name} ({each.kind})" for each in configured.sources if each.corpus == name),
        extra={"corpus": name or MAIN_CORPUS},
    )


def find_all_secrets(token: Token, configured: Config) -> Iterator[str]:
    """Give all that is set and that nobody must read."""
    yield token.value
    for address in (configured.fetching.proxy, *(each.url for each in configured.sources)):
        yield from find_secrets(address or "")
    if configured.store.url and (password := os.environ.get("PGPASSWORD")):
        yield password
