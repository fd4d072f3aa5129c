"""How does the bot reach a Discord on this machine? discord.py is told two addresses, then all is as ever.

    python -m bench.launch HTTP_ADDRESS GATEWAY_ADDRESS [options of talksbot] run

talksbot itself has no such option: there is one Discord, and a token must not be sent elsewhere by mistake.
"""

import sys
from collections.abc import Sequence

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.__main__ import main as talksbot


def main(argv: Sequence[str]) -> int:
    """Run `talksbot` against the two addresses that come first."""
    http, gateway, *arguments = argv
    Route.BASE = http
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    return talksbot(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
