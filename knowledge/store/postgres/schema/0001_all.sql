-- What is kept? The same as in the embedded store (`sqlite/schema` says why each of it is), after all its migrations.
-- Texts are compared byte by byte, as there: times and days are texts that are ordered as the times are.

CREATE TABLE corpus (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    published_at TEXT NOT NULL,
    fingerprint TEXT NOT NULL
);

CREATE TABLE body (
    hash TEXT COLLATE "C" PRIMARY KEY,
    bytes BYTEA NOT NULL
);

CREATE TABLE line (
    corpus BIGINT NOT NULL REFERENCES corpus (number) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL REFERENCES body (hash),
    PRIMARY KEY (corpus, position)
);

CREATE INDEX line_body ON line (body);

CREATE TABLE reading (
    corpus BIGINT PRIMARY KEY REFERENCES corpus (number) ON DELETE CASCADE,
    bytes BYTEA NOT NULL
);

CREATE TABLE fact (
    key TEXT COLLATE "C" PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE vector (
    model TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (model, key)
);

-- Who wants to be told what, what has happened, and what is yet to be told?
CREATE TABLE bulletin (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body BYTEA NOT NULL
);

CREATE TABLE subscription (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic TEXT COLLATE "C" NOT NULL,
    channel BIGINT,
    "user" BIGINT,
    guild BIGINT,
    edits INTEGER NOT NULL,
    paused INTEGER NOT NULL DEFAULT 0,
    CHECK ((channel IS NULL) <> ("user" IS NULL))
);

CREATE UNIQUE INDEX subscription_channel ON subscription (channel, topic) WHERE channel IS NOT NULL;
CREATE UNIQUE INDEX subscription_user ON subscription ("user", topic) WHERE "user" IS NOT NULL;
CREATE INDEX subscription_guild ON subscription (guild) WHERE guild IS NOT NULL;

CREATE TABLE waiting (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "user" BIGINT NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    after BIGINT NOT NULL,
    UNIQUE ("user", question)
);

CREATE TABLE reader (
    "user" BIGINT PRIMARY KEY,
    seen BIGINT NOT NULL
);

CREATE TABLE digest (
    guild BIGINT PRIMARY KEY,
    channel BIGINT NOT NULL,
    hour INTEGER NOT NULL,
    zone TEXT NOT NULL,
    weekday INTEGER,
    last TEXT COLLATE "C",
    after BIGINT NOT NULL
);

CREATE TABLE asked (
    guild BIGINT NOT NULL REFERENCES digest (guild) ON DELETE CASCADE,
    about TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (guild, about)
);

CREATE TABLE outbox (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nonce TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body BYTEA,
    channel BIGINT,
    "user" BIGINT,
    guild BIGINT,
    subscription BIGINT REFERENCES subscription (number) ON DELETE CASCADE,
    topic TEXT COLLATE "C",
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'dropped')),
    not_before TEXT COLLATE "C" NOT NULL DEFAULT '',
    begun TEXT COLLATE "C",
    tries INTEGER NOT NULL DEFAULT 0,
    message BIGINT,
    done_at TEXT COLLATE "C",
    bulletin BIGINT,
    joined TEXT COLLATE "C"
);

CREATE TABLE told (
    subscription BIGINT NOT NULL REFERENCES subscription (number) ON DELETE CASCADE,
    topic TEXT COLLATE "C" NOT NULL,
    fact TEXT NOT NULL,
    PRIMARY KEY (subscription, topic)
);

CREATE INDEX outbox_due ON outbox (number, not_before) WHERE state = 'pending';
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX outbox_subscription ON outbox (subscription, topic, state) WHERE subscription IS NOT NULL;
CREATE INDEX outbox_user ON outbox ("user") WHERE "user" IS NOT NULL;
CREATE INDEX outbox_guild ON outbox (guild) WHERE guild IS NOT NULL;
CREATE INDEX outbox_joined ON outbox (joined) WHERE joined IS NOT NULL;

-- Which articles and sources are there beside the folder?
CREATE TABLE source (
    name TEXT COLLATE "C" PRIMARY KEY,
    spec BYTEA,
    paused INTEGER NOT NULL DEFAULT 0,
    state BYTEA
);

CREATE TABLE document (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source TEXT COLLATE "C" NOT NULL,
    identity TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, identity)
);

CREATE TABLE content (
    sha256 TEXT COLLATE "C" PRIMARY KEY,
    bytes BYTEA NOT NULL
);

CREATE TABLE version (
    document BIGINT NOT NULL REFERENCES document (number) ON DELETE CASCADE,
    sha256 TEXT COLLATE "C" NOT NULL REFERENCES content (sha256),
    PRIMARY KEY (document, sha256)
);

CREATE INDEX version_sha256 ON version (sha256);

CREATE TABLE proposal (
    key TEXT COLLATE "C" PRIMARY KEY,
    body BYTEA NOT NULL,
    made_at TEXT COLLATE "C" NOT NULL
);

-- What does each server want, which message is its board, and what was asked, without who asked it?
CREATE TABLE server (
    guild BIGINT PRIMARY KEY,
    preferences BYTEA NOT NULL
);

CREATE TABLE board (
    guild BIGINT PRIMARY KEY,
    channel BIGINT NOT NULL,
    message BIGINT,
    shown TEXT NOT NULL
);

CREATE TABLE inquiry (
    number BIGINT PRIMARY KEY,
    guild BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    question TEXT NOT NULL,
    earlier TEXT NOT NULL,
    verdict TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    first_at TEXT COLLATE "C" NOT NULL,
    last_at TEXT COLLATE "C" NOT NULL,
    ignored INTEGER NOT NULL DEFAULT 0,
    UNIQUE (guild, key)
);

CREATE INDEX inquiry_key ON inquiry (key, number);
CREATE INDEX inquiry_last_at ON inquiry (last_at);

CREATE TABLE vote (
    "user" BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    guild BIGINT NOT NULL,
    helpful INTEGER NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("user", key),
    FOREIGN KEY (guild, key) REFERENCES inquiry (guild, key) ON DELETE CASCADE
);

CREATE INDEX vote_inquiry ON vote (guild, key);

CREATE TABLE tally (
    day TEXT COLLATE "C" NOT NULL,
    guild BIGINT NOT NULL,
    verdict TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (day, guild, verdict)
);

-- What have editors said beside the articles?
CREATE TABLE alias (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    word TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE curated_answer (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    question TEXT COLLATE "C" NOT NULL UNIQUE,
    path TEXT NOT NULL,
    passage TEXT NOT NULL
);
