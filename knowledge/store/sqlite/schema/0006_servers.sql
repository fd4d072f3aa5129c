-- What does each server want, which message is its board, and what was asked, without who asked it?

CREATE TABLE server (
    guild INTEGER PRIMARY KEY,
    preferences BLOB NOT NULL                  -- JSON
) STRICT;

-- Which message of a server shows where every topic stands?
CREATE TABLE board (
    guild INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    message INTEGER,                           -- NULL where it was begun: Discord may have it or not
    shown TEXT NOT NULL                        -- a digest of what it shows
) STRICT;

-- What was asked, and what came of it?
CREATE TABLE inquiry (
    number INTEGER PRIMARY KEY,                -- order in which they were last asked
    guild INTEGER NOT NULL,                    -- 0 stands for all private and foreign places
    key TEXT NOT NULL,                         -- what a button holds in place of the question
    question TEXT NOT NULL,
    earlier TEXT NOT NULL,                     -- the questions that it follows up, as JSON
    verdict TEXT NOT NULL,                     -- of the last answer
    times INTEGER NOT NULL,
    first_at TEXT NOT NULL,                    -- ISO 8601, in UTC
    last_at TEXT NOT NULL,
    ignored INTEGER NOT NULL DEFAULT 0,        -- 1: an admin has set it aside
    UNIQUE (guild, key)
) STRICT;

CREATE INDEX inquiry_key ON inquiry (key, number);
CREATE INDEX inquiry_last_at ON inquiry (last_at);

-- Whom did an answer help? One vote for each user and question.
CREATE TABLE vote (
    user INTEGER NOT NULL,
    key TEXT NOT NULL,
    guild INTEGER NOT NULL,
    helpful INTEGER NOT NULL,
    day TEXT NOT NULL,                         -- ISO 8601, in UTC
    PRIMARY KEY (user, key),
    FOREIGN KEY (guild, key) REFERENCES inquiry (guild, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX vote_inquiry ON vote (guild, key);

-- How often was something asked on a day, and how was it answered? By day first: the oldest are forgotten.
CREATE TABLE tally (
    day TEXT NOT NULL,                         -- ISO 8601, in UTC
    guild INTEGER NOT NULL,                    -- 0 as above
    verdict TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (day, guild, verdict)
) STRICT, WITHOUT ROWID;

-- Where the questions were asked that were not answered, and with which verdict, was not kept.
INSERT INTO inquiry (number, guild, key, question, earlier, verdict, times, first_at, last_at)
SELECT number, 0, key, question, '[]', 'none', 1, asked_at, asked_at FROM unanswered;

DROP TABLE unanswered;
