-- Who wants to be told what, what has happened, and what is yet to be told? Ids are Discord's; no name is kept,
-- and of what people write only the questions that were not answered.

-- What has happened since somebody last looked?
CREATE TABLE bulletin (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- order of publication; readers have seen all up to one
    body BLOB NOT NULL                         -- JSON
) STRICT;

-- Who is told when a topic's status changes?
CREATE TABLE subscription (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- notices are named after it, so none is given twice
    topic TEXT NOT NULL,                       -- '' stands for every topic
    channel INTEGER,
    user INTEGER,
    guild INTEGER,                             -- the server of the channel
    edits INTEGER NOT NULL,                    -- 1: the message about a topic is edited
    paused INTEGER NOT NULL DEFAULT 0,         -- 1: Discord refuses what is sent there
    CHECK ((channel IS NULL) <> (user IS NULL))
) STRICT;

CREATE UNIQUE INDEX subscription_channel ON subscription (channel, topic) WHERE channel IS NOT NULL;
CREATE UNIQUE INDEX subscription_user ON subscription (user, topic) WHERE user IS NOT NULL;
CREATE INDEX subscription_guild ON subscription (guild) WHERE guild IS NOT NULL;

-- Who is told when a question can be answered?
CREATE TABLE waiting (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- as with subscriptions
    user INTEGER NOT NULL,
    question TEXT NOT NULL,
    after INTEGER NOT NULL,                    -- the newest bulletin when it was asked
    UNIQUE (user, question)
) STRICT;

-- Which questions were not answered? Nobody can tell who asked them.
CREATE TABLE unanswered (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- order in which they were last asked
    key TEXT NOT NULL UNIQUE,                  -- what a button holds in place of the question
    question TEXT NOT NULL,
    asked_at TEXT NOT NULL                     -- ISO 8601, in UTC
) STRICT;

CREATE INDEX unanswered_asked_at ON unanswered (asked_at);

-- Who has seen what has happened, up to which bulletin?
CREATE TABLE reader (
    user INTEGER PRIMARY KEY,
    seen INTEGER NOT NULL
) STRICT;

-- When and where does a server get its digest?
CREATE TABLE digest (
    guild INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    zone TEXT NOT NULL,
    weekday INTEGER,                           -- 0 is Monday; NULL stands for every day
    last TEXT,                                 -- the local date of the last one
    after INTEGER NOT NULL                     -- the newest bulletin that it held
) STRICT;

-- What was asked about most since the last digest?
CREATE TABLE asked (
    guild INTEGER NOT NULL REFERENCES digest (guild) ON DELETE CASCADE,
    about TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (guild, about)
) STRICT, WITHOUT ROWID;

-- What is yet to be told, and what has been?
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,                -- order in which they were made
    nonce TEXT NOT NULL UNIQUE,                -- names receiver and matter
    kind TEXT NOT NULL,                        -- of the matter
    body BLOB,                                 -- the matter as JSON; forgotten when it is done with
    channel INTEGER,
    user INTEGER,
    guild INTEGER,                             -- whose digest it is
    subscription INTEGER REFERENCES subscription (number) ON DELETE CASCADE,
    topic TEXT,                                -- what a subscription is told about, normalised
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'dropped')),
    not_before TEXT NOT NULL DEFAULT '',       -- ISO 8601, in UTC; '' is at once, whatever the clock does
    begun TEXT,                                -- when it was first handed to Discord, which may have it
    tries INTEGER NOT NULL DEFAULT 0,          -- how often Discord has not taken it
    message INTEGER,                           -- what Discord made of it
    done_at TEXT                               -- when it was sent or dropped
) STRICT;

-- What was a subscription told last about a topic? The same is not told again, as after a rollback.
CREATE TABLE told (
    subscription INTEGER NOT NULL REFERENCES subscription (number) ON DELETE CASCADE,
    topic TEXT NOT NULL,                       -- normalised
    fact TEXT NOT NULL,                        -- names status and date
    PRIMARY KEY (subscription, topic)
) STRICT, WITHOUT ROWID;

-- It is looked for every second or two what is to be sent: that must not cost more when much was sent.
CREATE INDEX outbox_due ON outbox (number, not_before) WHERE state = 'pending';
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX outbox_subscription ON outbox (subscription, topic, state) WHERE subscription IS NOT NULL;
CREATE INDEX outbox_user ON outbox (user) WHERE user IS NOT NULL;
CREATE INDEX outbox_guild ON outbox (guild) WHERE guild IS NOT NULL;
