"""When is a command loaded? When it runs: that may take most of a second, which `healthcheck` has not."""

import argparse
from collections.abc import Callable
from functools import cache
from importlib import import_module

from bot.config import Config

Command = Callable[[argparse.Namespace, Config], int]


class LateModule:
    """A module of commands, to be named before it is loaded."""

    def __init__(self, name: str) -> None:
        """Load nothing yet."""
        self._name = name

    @cache  # noqa: B019  there are few of these for ever, and a command is to be the same each time
    def __getattr__(self, name: str) -> Command:
        def run(arguments: argparse.Namespace, configured: Config) -> int:
            command: Command = getattr(import_module(self._name), name)
            return command(arguments, configured)

        return run
