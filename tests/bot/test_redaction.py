"""What must nobody read? Every secret is put out of sight, however it is written, and nothing else."""

from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote

import pytest

from bot.redaction import HIDDEN, Redactor, find_secrets, redact

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OjFhMmIzYzRk"


@pytest.mark.parametrize(
    "text",
    [
        f"logging in with {TOKEN}.",
        f"{{'Authorization': 'Bot {TOKEN}'}}",
        f"Authorization: Bot {TOKEN[:40]}",
        f"<CIMultiDict('Authorization': 'Bearer {TOKEN}')>",
        "Proxy-Authorization: Basic dXNlcjpodW50ZXIyMg==",
        f"POST https://discord.com/api/v10/interactions/123/{INTERACTION}/callback with {{}}",
        f"PATCH https://discord.com/api/v10/webhooks/7/{INTERACTION}/messages/@original has returned 404",
        "https://discord.com/api/webhooks/7/some-other-token?wait=1",
        f'{{"id": "1", "token": "{INTERACTION}", "type": 2}}',
        "{'token': 'short', 'type': 2}",
        "postgresql://talksbot:hunter22@db.example:5432/talks",
        "host=db password=hunter22 user=talksbot",
        "Cannot connect to proxy http://ada:p@ss@proxy.example:3128",
        "client_secret=abcdef&grant_type=x",
    ],
)
def test_what_has_the_shape_of_a_secret_is_hidden(text: str) -> None:
    hidden = redact(text)
    assert HIDDEN in hidden
    secrets = (TOKEN[20:], TOKEN[-20:], INTERACTION, "hunter22", "dXNlcjpodW50ZXIyMg", "p@ss", "some-other")
    assert not [each for each in (*secrets, "'short'", "abcdef") if each in hidden]


@pytest.mark.parametrize(
    "text",
    [
        "Connected as talksbot in 3 servers.",
        "The source ministry cannot be read: it answers with 503. See https://example.org/feed?page=2 again.",
        "No answer to 1197038439483310086: Unknown interaction.",
        "Discord refused the token. For a new one: Developer Portal > application > Bot > Reset Token.",
        "knowledge.reading.html.libraries.__init__: 2026-11-27T16:53:29.123Z",
        "Proposal aa98f1c2-20ab is kept; passwords are not asked for.",
        "mail to ada@example.org about http://example.org:8080/@ada",
        "DISCORD_TOKEN holds no token: that has three parts, joined by dots.",
        "No token is set: DISCORD_TOKEN and DISCORD_TOKEN_FILE are missing or empty.",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("before", ["", "x", "xy", "bot:"])
@pytest.mark.parametrize("after", ["", "1", "12"])
def test_a_known_secret_is_hidden_in_each_way_it_may_be_written(before: str, after: str) -> None:
    secret = "p%ss wörd/with+odd=signs"
    hide = Redactor([secret]).hide
    for encode in (b64encode, urlsafe_b64encode):
        encoded = encode(f"{before}{secret}{after}".encode()).decode()
        assert HIDDEN in hide(f"Basic {encoded} and more")
        assert encoded[8:-8] not in hide(f"Basic {encoded} and more")
    assert hide(f"a {before}{secret}{after} b") == f"a {before}{HIDDEN}{after} b"
    assert hide(f"?q={quote(secret, safe='')}") == f"?q={HIDDEN}"


def test_the_last_part_of_a_token_is_hidden_where_the_rest_is_cut_off() -> None:
    assert Redactor([TOKEN]).hide(f"... {TOKEN.rpartition('.')[2]}") == f"... {HIDDEN}"


def test_a_secret_too_short_to_be_told_from_words_is_left_to_its_shape() -> None:
    assert Redactor(["for"]).hide("asked for") == "asked for"


def test_the_password_of_an_address_is_known_alone_and_with_its_name() -> None:
    assert set(find_secrets("http://ada:p%40ssword@proxy.example")) == {
        "p%40ssword",
        "p@ssword",
        "ada:p@ssword",
    }
    assert not list(find_secrets("http://proxy.example"))
    assert not list(find_secrets("http://[broken"))


def test_long_texts_take_no_long_time() -> None:
    for text in (
        "aW50ZXJhY3Rpb246" * 5_000,
        "://a:" * 20_000,
        "a." * 50_000,
        "token=" * 20_000,
        "-" * 100_000,
    ):
        redact(text)
