"""In which language is somebody written to?"""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.replies import languages
from bot.replies.languages import Languages, Multilingual, words_for
from bot.servers import Servers
from knowledge.notices.preferences import Preferences


def server(number: int, locale: str) -> discord.Guild:
    return cast("Any", SimpleNamespace(id=number, preferred_locale=discord.Locale(locale)))


def known(found: dict[int, Preferences] | None = None) -> Languages:
    return Languages(Servers(cast("Any", None), found))


def test_a_user_is_written_to_in_the_language_they_were_last_seen_in() -> None:
    spoken = known()
    assert spoken.of_user(1).code == "en"
    spoken.hear(1, "de")
    assert spoken.of_user(1).code == "de"
    spoken.hear(1, "en-GB")
    assert spoken.of_user(1).code == "en"
    spoken.hear(1, "de")
    spoken.forget(1)
    spoken.forget(1)
    assert spoken.of_user(1).code == "en"


def test_a_server_is_written_to_as_it_has_set_else_as_discord_has_it() -> None:
    spoken = known({1: Preferences(language="de"), 2: Preferences(language="en")})
    assert spoken.of_server(server(1, "en-US")).code == "de"
    assert spoken.of_server(server(2, "de")).code == "en"
    assert spoken.of_server(server(3, "de")).code == "de"


def test_of_very_many_users_only_the_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "_USERS", 2)
    spoken = known()
    for user in (1, 2, 1, 3):
        spoken.hear(user, "de")
    assert [spoken.of_user(user).code for user in (1, 2, 3)] == ["de", "en", "de"]


def test_a_server_goes_before_a_user_and_a_client_of_one_language_speaks_english() -> None:
    class Client(discord.Client, Multilingual):
        pass

    client = Client(intents=discord.Intents.none())
    client.languages = known()
    client.languages.hear(1, "de")
    assert words_for(client, None, 1).code == "de"
    assert words_for(client, server(5, "en-US"), 1).code == "en"
    assert words_for(discord.Client(intents=discord.Intents.none()), server(5, "de"), 1).code == "en"
