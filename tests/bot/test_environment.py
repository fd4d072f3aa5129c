"""What does the environment set? Every option, before the file, each mistake named with its variable."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.config import VARIABLES, Config, ConfigurationError, Mistake, load, name_variable
from knowledge.notices.share import Share

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "configuration.md"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mistakes(file: str = "", **variables: str) -> tuple[Mistake, ...]:
    Path("config.toml").write_text(file)
    with pytest.raises(ConfigurationError) as refused:
        load(None, variables)
    return refused.value.mistakes


def test_every_option_has_a_variable_and_no_two_have_the_same() -> None:
    config = Config()
    once = {name: getattr(config, name) for name in ("knowledge", "answers", "statuses", "discord")}
    once |= {name: getattr(config, name) for name in ("fetching", "privacy", "operations", "store")}
    options = {(section, each.name) for section, read in once.items() for each in fields(read)}
    assert set(VARIABLES.values()) == {*options, ("sources", None), ("corpora", None)}
    assert all(name_variable(*named) == variable for variable, named in VARIABLES.items())


def test_the_documentation_lists_every_variable_and_no_other() -> None:
    listed = re.findall(r"^\| `(TALKSBOT_\w+)` \| `([^`]+)` \|", DOCUMENTATION.read_text(), re.MULTILINE)
    headings = {"sources": "[[sources]]", "corpora": "[[corpora]]"}
    assert dict(listed) == {
        variable: f"{option} in [{section}]" if option else headings[section]
        for variable, (section, option) in VARIABLES.items()
    }


def test_each_kind_of_option_is_taken_from_its_variable() -> None:
    variables = {
        "TALKSBOT_KNOWLEDGE_ARTICLES": "my articles",
        "TALKSBOT_KNOWLEDGE_WATCH": "true",
        "TALKSBOT_ANSWERS_ANSWER": "0.5",
        "TALKSBOT_ANSWERS_READER": "false",
        "TALKSBOT_ANSWERS_MODEL_LANGUAGES": '["en", "de"]',
        "TALKSBOT_ANSWERS_STALE_DAYS": "3",
        "TALKSBOT_STATUSES_WORDS": "['in dry dock']",
        "TALKSBOT_DISCORD_PREFIX": "?",
        "TALKSBOT_DISCORD_ADMINS": "[1, 2]",
        "TALKSBOT_DISCORD_HOME_GUILD": "3",
        "TALKSBOT_OPERATIONS_LISTEN": "",
        "TALKSBOT_OPERATIONS_LOG": "json",
        "TALKSBOT_FETCHING_PROXY": "http://127.0.0.1:3128",
    }
    config = load(None, variables)
    assert (config.knowledge.articles, config.knowledge.watch) == (Path("my articles"), True)
    assert (config.answers.answer, config.answers.reader) == (0.5, False)
    assert (config.answers.model_languages, config.answers.stale_days) == (("en", "de"), 3)
    assert config.statuses.words == ("in dry dock",)
    assert (config.discord.prefix, config.discord.admins, config.discord.home_guild) == ("?", (1, 2), 3)
    assert (config.operations.listen, config.operations.log) == ("", "json")
    assert config.fetching.proxy == "http://127.0.0.1:3128"
    assert config.variables == tuple(sorted(variables))


def test_a_reader_is_switched_or_a_folder() -> None:
    assert load(None, {"TALKSBOT_ANSWERS_READER": "models/mine"}).answers.reader == Path("models/mine")
    assert load(None, {"TALKSBOT_ANSWERS_READER": "true"}).answers.reader is True


def test_a_text_that_looks_like_a_number_is_still_a_text() -> None:
    assert load(None, {"TALKSBOT_KNOWLEDGE_DATA": "2026"}).knowledge.data == Path("2026")


def test_the_environment_goes_before_the_file_option_by_option(folder: Path) -> None:
    (folder / "etc").mkdir()
    file = folder / "etc" / "talks.toml"
    file.write_text('[knowledge]\narticles = "mine"\ndata = "store"\n[discord]\nprefix = "?"\nadmins = [1]')
    config = load(file, {"TALKSBOT_KNOWLEDGE_DATA": "elsewhere", "TALKSBOT_DISCORD_ADMINS": "[2]"})
    # What a variable says starts from the current folder, what the file says from the file's.
    assert (config.knowledge.articles, config.knowledge.data) == (folder / "etc" / "mine", Path("elsewhere"))
    assert (config.discord.prefix, config.discord.admins) == ("?", (2,))


def test_sources_and_corpora_are_lists_of_inline_tables_and_take_the_place_of_the_files() -> None:
    Path("config.toml").write_text("[[corpora]]\nname = 'trains'\narticles = 'trains'")
    variables = {
        "TALKSBOT_SOURCES": '[{name = "port", kind = "page", url = "https://a.example/", corpus = "ships"}]',
        "TALKSBOT_CORPORA": '[{name = "ships", articles = "ships"}]',
    }
    config = load(None, variables)
    assert [(each.name, each.articles) for each in config.corpora] == [("ships", Path("ships"))]
    assert [(each.name, each.corpus) for each in config.sources] == [("port", "ships")]


def test_what_kubernetes_says_of_a_service_of_this_name_is_no_mistake() -> None:
    variables = {
        "TALKSBOT_SERVICE_HOST": "10.0.0.1",
        "TALKSBOT_SERVICE_PORT_METRICS": "9464",
        "TALKSBOT_PORT": "tcp://10.0.0.1:9464",
        "TALKSBOT_PORT_9464_TCP_ADDR": "10.0.0.1",
    }
    assert load(None, variables) == Config()
    assert load(None, variables).variables == ()


def test_the_mistakes_of_file_and_environment_are_told_at_once() -> None:
    told = mistakes("[discord]\nprefix = 1", TALKSBOT_DISCORD_ADMINS="1", TALKSBOT_X="1")
    assert [each.reason.partition(" ")[0] for each in told] == [
        "config.toml:",
        "TALKSBOT_DISCORD_ADMINS",
        "TALKSBOT_X",
    ]
    told = mistakes("[discord", TALKSBOT_X="1")
    assert [each.reason.partition(" ")[0] for each in told] == ["config.toml", "TALKSBOT_X"]


def test_thresholds_are_compared_as_they_hold_in_the_end() -> None:
    (told,) = mistakes("[answers]\nanswer = 0.3", TALKSBOT_ANSWERS_CLOSEST="0.4")
    assert told.reason.startswith(
        "TALKSBOT_ANSWERS_CLOSEST: closest = 0.4 in [answers] is above answer = 0.3"
    )
    (told,) = mistakes(TALKSBOT_ANSWERS_CLOSEST="0.4", TALKSBOT_ANSWERS_ANSWER="0.3")
    assert told.reason.startswith("TALKSBOT_ANSWERS_CLOSEST and TALKSBOT_ANSWERS_ANSWER: closest")
    Path("config.toml").write_text("[answers]\nclosest = 0.4\nanswer = 0.3")
    with pytest.raises(ConfigurationError, match=r"^config\.toml: closest"):
        load(None, {})
    Path("config.toml").write_text("[answers]\nclosest = 0.4")
    assert load(None, {"TALKSBOT_ANSWERS_ANSWER": "0.5"}).answers.closest == 0.4
    (told,) = mistakes("[answers]\nclosest = 0.4", TALKSBOT_ANSWERS_ANSWER="much")
    assert "above" not in told.reason


# Broken variables (R26): what is named, why it cannot be meant, what to set instead.

BROKEN = [
    ("DISCORD_ADMINS", "1, 2", "not a value as config.toml", "DISCORD_ADMINS='[80351110224678912]'"),
    ("DISCORD_ADMINS", "", "not a value as config.toml", "or unset it"),
    ("DISCORD_ADMINS", "80351110224678912", "not a list of ids", "DISCORD_ADMINS='[80351110224678912]'"),
    ("DISCORD_ADMINS", '["1"]', "without quotes", "[80351110224678912]"),
    ("DISCORD_ADMINS", "[1]\nother = 2", "more than one value", "[80351110224678912]"),
    ("DISCORD_ADMINS", "[" * 5000, "not a value as config.toml", "[80351110224678912]"),
    ("DISCORD_HOME_GUILD", "my server", "not a value", "DISCORD_HOME_GUILD='197038439483310086'"),
    ("DISCORD_HOME_GUILD", "-1", "not an id", "197038439483310086"),
    ("DISCORD_MESSAGE_CONTENT", "yes", "not a value", "DISCORD_MESSAGE_CONTENT='true'"),
    ("DISCORD_MESSAGE_CONTENT", "True", "not a value", "true"),
    ("DISCORD_MESSAGE_CONTENT", "1", "neither true nor false", "true"),
    ("DISCORD_PREFIX", "", "not 1 to 5 characters", "DISCORD_PREFIX='!'"),
    ("DISCORD_PREFIX", '"!"!!!!', "not 1 to 5 characters", "DISCORD_PREFIX='!'"),
    ("DISCORD_PREFIX", "talk", "ordinary words", "DISCORD_PREFIX='!'"),
    ("DISCORD_PREFIX", "/", "something else on Discord", "DISCORD_PREFIX='!'"),
    ("KNOWLEDGE_DATA", " ", "not a path", "KNOWLEDGE_DATA='data'"),
    ("KNOWLEDGE_DATA", "~nobody-here/x", "somebody unknown", "data"),
    ("KNOWLEDGE_WATCH", "on", "not a value", "KNOWLEDGE_WATCH='true'"),
    ("ANSWERS_ANSWER", "33 %", "not a value", "ANSWERS_ANSWER='0.33'"),
    ("ANSWERS_ANSWER", "33", "above 0 and up to 1", "0.33"),
    ("ANSWERS_ANSWER", "0,5", "not a value", "0.33"),
    ("ANSWERS_CLOSEST", "'0.1'", "not a number", "0.12"),
    ("ANSWERS_STALE_DAYS", "30.0", "not a whole number of days", "ANSWERS_STALE_DAYS='30'"),
    ("ANSWERS_MODEL_LANGUAGES", "en", "not a value", """MODEL_LANGUAGES='["en"]'"""),
    ("ANSWERS_MODEL_LANGUAGES", "['English']", "not a list of languages", '["en"]'),
    ("STATUSES_WORDS", "in dry dock", "not a value", """STATUSES_WORDS='["in dry dock"]'"""),
    ("FETCHING_PROXY", "127.0.0.1:3128", "not a web address", "FETCHING_PROXY='http://127.0.0.1:3128'"),
    ("PRIVACY_RETENTION_DAYS", "0", "not a whole number of days", "90"),
    ("PRIVACY_POLICY", "see the web", "not a web address", "https://example.org/privacy"),
    ("OPERATIONS_LISTEN", "9464", "not an IP address and a port", "127.0.0.1:9464"),
    ("OPERATIONS_LOG", "xml", "none of these: text, json", "OPERATIONS_LOG='json'"),
    ("SOURCES", "ministry", "not a value", """SOURCES='[{name = "ministry", kind = "feed", url = """),
    ("SOURCES", '"ministry"', "not a list in square brackets", """SOURCES='[{name = "ministry", """),
    (
        "CORPORA",
        "{}",
        "not a list in square brackets",
        """CORPORA='[{name = "ships", articles = "ships"}]'""",
    ),
]


@pytest.mark.parametrize(("name", "value", "why", "cure"), BROKEN)
def test_a_broken_variable_is_refused_with_its_name_its_reason_and_its_cure(
    name: str, value: str, why: str, cure: str
) -> None:
    (told,) = mistakes(**{f"TALKSBOT_{name}": value})
    assert told.reason.startswith(f"TALKSBOT_{name} is ")
    assert why in told.reason
    assert "in quotes" not in told.reason or value[:1] in "'["
    assert cure in told.cure
    assert len(str(told)) < 300
    assert "\n" not in str(told)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("[3]", "not a section"),
        ('[{name = "a"}]', 'has no "kind"'),
        ('[{name = "a", kind = "mail", url = "https://example.org/"}]', "none of folder"),
        ('[{name = "a", kind = "page", address = "https://example.org/"}]', "'address' in [[sources]]"),
        ('[{name = "a", kind = "folder", path = "b", corpus = "c"}]', 'belongs to a corpus "c"'),
        ('[{name = "a", kind = "folder", path = "b"}, {name = "a", kind = "folder", path = "b"}]', "Two"),
    ],
)
def test_a_broken_source_in_the_environment_is_named_with_the_variable(value: str, why: str) -> None:
    (told,) = mistakes(TALKSBOT_SOURCES=value)
    assert told.reason.startswith("TALKSBOT_SOURCES: ")
    assert why in told.reason


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("TALKSBOT_DISCORD_PREFFIX", "Did you mean TALKSBOT_DISCORD_PREFIX?"),
        ("TALKSBOT_discord_prefix", "Did you mean TALKSBOT_DISCORD_PREFIX?"),
        ("TALKSBOT_PREFIX", "Did you mean TALKSBOT_DISCORD_PREFIX?"),
        ("TALKSBOT_ADMINS", "Did you mean TALKSBOT_DISCORD_ADMINS?"),
        ("TALKSBOT_CONFG", "Did you mean TALKSBOT_CONFIG?"),
        ("TALKSBOT_SOURCE", "Did you mean TALKSBOT_SOURCES?"),
        ("TALKSBOT_COLOUR", "docs/configuration.md lists"),
        ("TALKSBOT_TOKEN", "DISCORD_TOKEN or DISCORD_TOKEN_FILE"),
        ("TALKSBOT_DISCORD_TOKEN", "DISCORD_TOKEN or DISCORD_TOKEN_FILE"),
    ],
)
def test_an_unknown_variable_is_a_mistake_and_its_value_is_not_repeated(name: str, cure: str) -> None:
    (told,) = mistakes(**{name: "abc.secret"})
    assert told.reason == f"{name} is no variable of this bot."
    assert cure in told.cure
    assert "secret" not in str(told)


@pytest.mark.parametrize("variable", [True, False])
def test_the_password_of_a_proxy_that_cannot_be_meant_is_not_repeated(*, variable: bool) -> None:
    value = "ftp://ada:hunter22@proxy.example"
    (told,) = (
        mistakes(TALKSBOT_FETCHING_PROXY=value) if variable else mistakes(f"[fetching]\nproxy = '{value}'")
    )
    assert "ada" in told.reason
    assert "hunter22" not in str(told)


@pytest.mark.parametrize(
    ("value", "share"),
    [("0-15/64", Share(0, 15, 64)), ("63/64", Share(63, 63, 64)), ("0/1", Share(0, 0, 1))],
)
def test_a_process_is_told_which_shards_it_has(value: str, share: Share) -> None:
    config = load(None, {"TALKSBOT_SHARDS": value})
    assert (config.shards, config.variables) == (share, ("TALKSBOT_SHARDS",))
    assert load(None, {}).shards is None


@pytest.mark.parametrize("value", ["", "64", "0-15", "a-b/c", "0-15/64/2", "-1/4", "0-64/64", "3-2/4", "0/0"])
def test_shards_that_there_are_not_are_a_mistake_with_its_cure(value: str) -> None:
    (mistake,) = mistakes(TALKSBOT_SHARDS=value)
    assert mistake.reason.startswith(f"TALKSBOT_SHARDS is '{value}': no")
    assert "TALKSBOT_SHARDS='0-15/64'" in mistake.cure


def test_a_misspelt_variable_for_shards_is_named() -> None:
    (mistake,) = mistakes(TALKSBOT_SHARD="0-15/64")
    assert mistake.cure == "Did you mean TALKSBOT_SHARDS?"
