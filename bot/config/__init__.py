"""What may be set? In `config.toml` or the environment, the token in the latter; a mistake is named.

`_options` (what there is to set), `_values` (what a value may be), `_sections` (what a section says),
`_environment` (what variables set), `_file` (what is set in the end), `_token` (who the bot is to Discord),
`_text` (what a file says), `_mistakes` (all that is wrong, at once).
"""

from bot.config._environment import VARIABLES, name_variable
from bot.config._example import read_example
from bot.config._file import load
from bot.config._mistakes import ConfigurationError, Mistake
from bot.config._options import (
    AnswerOptions,
    Config,
    CorpusOptions,
    DiscordOptions,
    FetchingOptions,
    KnowledgeOptions,
    OperationsOptions,
    PrivacyOptions,
    SourceOptions,
    StatusOptions,
    StoreOptions,
)
from bot.config._token import Token, has_token, take_token, token
from bot.config._values import MAIN_CORPUS
from bot.config._values import prefix as read_prefix
from bot.config._values import shards as read_shards

__all__ = [
    "MAIN_CORPUS",
    "VARIABLES",
    "AnswerOptions",
    "Config",
    "ConfigurationError",
    "CorpusOptions",
    "DiscordOptions",
    "FetchingOptions",
    "KnowledgeOptions",
    "Mistake",
    "OperationsOptions",
    "PrivacyOptions",
    "SourceOptions",
    "StatusOptions",
    "StoreOptions",
    "Token",
    "has_token",
    "load",
    "name_variable",
    "read_example",
    "read_prefix",
    "read_shards",
    "take_token",
    "token",
]
