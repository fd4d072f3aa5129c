"""What helps where Discord takes nothing from the bot, until somebody changes something?"""

from typing import Final

CURES: Final = {
    10003: "The channel is gone: choose another with /settings.",
    10004: "The bot is not in that server any more: invite it again.",
    10013: "That user is gone.",
    50001: "Give the bot View Channel there, then set it again with /settings.",
    50007: "That user takes no direct messages from the bot; /follow begins anew.",
    50008: "That channel takes no messages: choose another with /settings.",
    50013: "Give the bot Send Messages and Embed Links there, then set it again with /settings.",
    50033: "That user is gone.",
    50083: "That thread is closed: open it, then set it again with /settings.",
    50278: "That user shares no server with the bot any more; /follow begins anew.",
    160005: "That thread is locked: unlock it, then set it again with /settings.",
}
"""What Discord refuses until somebody changes something: its error codes, each with what helps."""
