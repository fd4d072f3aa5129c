"""Which options are there? Each with its default, its meaning, and how its value is read."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config import _values as values

if TYPE_CHECKING:
    from knowledge.notices.share import Share
    from knowledge.store import Address, Place


def _read_by(read: Callable[[object], object], example: str) -> dict[str, Any]:
    return {"read": read, "example": example}


@dataclass(frozen=True, slots=True)
class KnowledgeOptions:
    """Where the articles come from and where what is known is kept; relative to the file's own folder."""

    articles: Path | None = field(default=None, metadata=_read_by(values.path, '"articles"'))
    """The folder of the articles; None stands for the shipped ones about the talks."""
    data: Path = field(default=Path("data"), metadata=_read_by(values.path, '"data"'))
    """The folder of the store."""
    watch: bool = field(default=False, metadata=_read_by(values.switch, "true"))
    """Whether a running bot takes up the folder of the articles when it has changed."""
    judged: Path | None = field(default=None, metadata=_read_by(values.path, '"questions.toml"'))
    """Questions with their right answers, asked at each reload; None stands for no such file."""


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """How sure the bot must be (shares of the score that was possible), who re-ranks, and what is old."""

    answer: float = field(default=0.33, metadata=_read_by(values.share, "0.33"))
    """From here up a passage is shown as the answer."""
    closest: float = field(default=0.12, metadata=_read_by(values.share, "0.12"))
    """From here up it is shown as the closest that there is; below that nothing is shown."""
    reader: bool | Path = field(default=True, metadata=_read_by(values.reader, "true"))
    """Whether a reader judges the best passages; a folder names another than the shipped one."""
    reader_weight: float = field(default=0.1, metadata=_read_by(values.share, "0.1"))
    """How much its judgement counts beside the words; `talksbot calibrate` finds what suits the articles."""
    model: str | Path | None = field(default=None, metadata=_read_by(values.model, '"multilingual-e5-small"'))
    """A vetted package or a model's folder; None stands for words alone."""
    model_languages: tuple[str, ...] = field(default=(), metadata=_read_by(values.languages, '["en"]'))
    """The languages that it has a say in; none stand for those that it is known to know."""
    stale_days: int = field(default=30, metadata=_read_by(values.days, "30"))
    """A status whose newest source is older than this is shown with a warning."""
    recent_days: int = field(default=7, metadata=_read_by(values.days, "7"))
    """A status that changed in so many last days is marked as changed."""


@dataclass(frozen=True, slots=True)
class StatusOptions:
    """Which words articles use for statuses, beside those that the bot knows."""

    words: tuple[str, ...] = field(default=(), metadata=_read_by(values.phrases, '["in dry dock"]'))
    """What a bullet, a ticked item or a heading may say to state one."""
    headers: tuple[str, ...] = field(default=(), metadata=_read_by(values.phrases, '["lie of the land"]'))
    """What a column of a table or a field may be called that holds one."""


@dataclass(frozen=True, slots=True)
class DiscordOptions:
    """How the bot behaves on Discord, and who may change what it knows."""

    prefix: str = field(default="!", metadata=_read_by(values.prefix, '"!"'))
    """What a text command begins with."""
    admins: tuple[int, ...] = field(default=(), metadata=_read_by(values.discord_ids, "[80351110224678912]"))
    """Users who may reload, besides the application's owner or team."""
    home_guild: int | None = field(default=None, metadata=_read_by(values.discord_id, "197038439483310086"))
    """The server whose members with Manage Server may reload."""
    message_content: bool = field(default=True, metadata=_read_by(values.switch, "true"))
    """Whether to ask Discord for the privileged intent that text commands need."""


@dataclass(frozen=True, slots=True)
class FetchingOptions:
    """How the bot goes to the net, to fetch articles and to Discord."""

    contact: str | None = field(
        default=None, metadata=_read_by(values.text, '"https://example.org/about-the-bot"')
    )
    """Who runs the bot, for the servers that it fetches from; None tells them no more than its name."""
    proxy: str | None = field(
        default=None, repr=False, metadata=_read_by(values.web_address, '"http://127.0.0.1:3128"')
    )
    """Through which proxy it goes, to Discord too; None stands for none."""


@dataclass(frozen=True, slots=True)
class PrivacyOptions:
    """How long the bot keeps what was asked, and where people read what it keeps."""

    retention_days: int = field(default=90, metadata=_read_by(values.days, "90"))
    """After so many days a question is forgotten, and with it the votes on its answer."""
    policy: str | None = field(
        default=None, metadata=_read_by(values.web_address, '"https://example.org/privacy"')
    )
    """The operator's own privacy policy, which /privacy names; None stands for none."""


@dataclass(frozen=True, slots=True)
class OperationsOptions:
    """How whoever hosts the bot looks after it."""

    listen: str = field(
        default="127.0.0.1:9464", metadata=_read_by(values.listen_address, '"127.0.0.1:9464"')
    )
    """Where `/metrics`, `/healthz` and `/readyz` are; empty for nowhere."""
    log: str = field(default="text", metadata=_read_by(values.log_form, '"json"'))
    """How the log is written: "text" for people, "json" for programs."""


@dataclass(frozen=True, slots=True)
class StoreOptions:
    """Where it is all kept, if not in the data folder."""

    url: str | None = field(
        default=None,
        repr=False,
        metadata=_read_by(values.database_address, '"postgresql://talksbot@db.example.org/talksbot"'),
    )
    """A PostgreSQL database, which several processes can use; None stands for the data folder."""


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """One more place that articles come from: a `[[sources]]` of its own for each."""

    name: str = field(metadata=_read_by(values.source_name, '"ministry"'))
    """What it is called; paths of its articles begin with that."""
    kind: str = field(metadata=_read_by(values.source_kind, '"feed"'))
    """A folder, a feed, one page that is looked at again, or a sitemap."""
    path: Path | None = field(default=None, metadata=_read_by(values.path, '"more-articles"'))
    """Of a folder, relative to the file's own folder."""
    url: str | None = field(
        default=None, repr=False, metadata=_read_by(values.web_address, '"https://example.org/feed"')
    )
    """Of all others."""
    every_minutes: int = field(default=30, metadata=_read_by(values.minutes, "30"))
    """How often it is looked at."""
    language: str | None = field(default=None, metadata=_read_by(values.language, '"uk"'))
    """The language of its articles, where they do not say; None lets each be guessed."""
    max_age_days: int | None = field(default=None, metadata=_read_by(values.days, "90"))
    """Articles that were older when they were first seen are not taken up; None takes all."""
    pattern: str | None = field(default=None, metadata=_read_by(values.text, '"*/news/*"'))
    """Which addresses of a sitemap are articles, with * for anything; None takes all."""
    corpus: str = field(default="", metadata=_read_by(values.corpus_name, '"ships"'))
    """To which of the `[[corpora]]` its articles belong; empty for the one of `[knowledge]`."""


@dataclass(frozen=True, slots=True)
class CorpusOptions:
    """One more story, with its own articles and its own store: a `[[corpora]]` of its own for each."""

    name: str = field(metadata=_read_by(values.corpus_name, '"ships"'))
    """What it is called where a server or the command line chooses it."""
    articles: Path = field(metadata=_read_by(values.path, '"ships"'))
    """The folder of its articles, relative to the file's own folder."""
    title: str | None = field(default=None, metadata=_read_by(values.text, '"Ships of the harbour"'))
    """What it is called where people read it; None stands for its name."""
    description: str | None = field(
        default=None, metadata=_read_by(values.text, '"Which ships sail, and when"')
    )
    """What it is about, for who chooses."""


@dataclass(frozen=True, slots=True)
class Config:
    """All that may be set: one attribute for each section of the file, then where it comes from."""

    knowledge: KnowledgeOptions = field(default_factory=KnowledgeOptions)
    answers: AnswerOptions = field(default_factory=AnswerOptions)
    statuses: StatusOptions = field(default_factory=StatusOptions)
    discord: DiscordOptions = field(default_factory=DiscordOptions)
    fetching: FetchingOptions = field(default_factory=FetchingOptions)
    privacy: PrivacyOptions = field(default_factory=PrivacyOptions)
    operations: OperationsOptions = field(default_factory=OperationsOptions)
    store: StoreOptions = field(default_factory=StoreOptions)
    sources: tuple[SourceOptions, ...] = ()
    """Where articles come from beside the folders of articles, of every corpus."""
    corpora: tuple[CorpusOptions, ...] = ()
    """The stories that servers may choose instead of the one of `[knowledge]`."""
    corpus: str = ""
    """Of which corpus this says where its articles and its store are; empty for that of `[knowledge]`."""
    file: Path | None = field(default=None, compare=False)
    """The file that was read; None where there is none and the defaults hold."""
    variables: tuple[str, ...] = field(default=(), compare=False)
    """The variables of the environment that go before it."""
    shards: "Share | None" = None
    """The part of Discord's shards that this process has; None where it has all."""
    instead: Path | None = None
    """An articles folder that the command line names, to be read first; the file's own stays known."""

    @property
    def articles(self) -> Path | None:
        """The folder that this command reads; None stands for the shipped articles."""
        return self.instead or self.knowledge.articles

    @property
    def address(self) -> "Address | None":
        """The store of this corpus, where that is in a database."""
        if self.store.url is None:
            return None
        from knowledge.store import Address  # most of the program, which `healthcheck` can do without

        return Address(self.store.url, f"talksbot_{self.corpus}" if self.corpus else "talksbot")

    @property
    def place(self) -> "Place":
        """Where the store of this corpus is."""
        return self.address or self.knowledge.data

    @property
    def own_sources(self) -> tuple[SourceOptions, ...]:
        """The sources of this corpus."""
        return tuple(each for each in self.sources if each.corpus == self.corpus)

    def with_folders(self, articles: Path | None, data: Path | None) -> "Config":
        """Return this with the folders that the command line names, each where it names one."""
        knowledge = replace(self.knowledge, data=data) if data else self.knowledge
        return replace(self, knowledge=knowledge, instead=articles)

    def of_store(self, url: str) -> "Config":
        """Return this with another database; raise ValueError where that is none."""
        return replace(self, store=replace(self.store, url=values.database_address(url)))

    def of_corpus(self, corpus: CorpusOptions) -> "Config":
        """Return this with the articles and the store of another corpus.

        What holds for all of them stays; the judged questions ask the main one.
        """
        data = self.knowledge.data / "corpora" / corpus.name
        knowledge = replace(self.knowledge, articles=corpus.articles, data=data, judged=None)
        return replace(self, knowledge=knowledge, corpus=corpus.name, instead=None)
