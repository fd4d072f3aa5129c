-- What was fetched from live sources, or handed in on Discord? The bytes are what every quotation is checked against.

-- Which sources are there beside those of the configuration, and how does each stand?
CREATE TABLE source (
    name TEXT NOT NULL PRIMARY KEY,
    spec BLOB,                                 -- JSON; NULL where the configuration names it
    paused INTEGER NOT NULL DEFAULT 0,         -- 1: it is not looked at
    state BLOB                                 -- JSON; NULL where it was never looked at
) STRICT;

-- Which articles are kept?
CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    identity TEXT NOT NULL,
    body BLOB NOT NULL,                        -- JSON
    removed INTEGER NOT NULL DEFAULT 0,        -- 1: it is not served, and does not come back as new
    UNIQUE (source, identity)
) STRICT;

-- What was in them, in the version that is served and in those before?
CREATE TABLE content (
    sha256 TEXT NOT NULL PRIMARY KEY,          -- of the bytes, in hexadecimal
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE version (
    document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
    sha256 TEXT NOT NULL REFERENCES content (sha256),
    PRIMARY KEY (document, sha256)
) STRICT, WITHOUT ROWID;

-- Without it, each content that is deleted would be looked for in all versions.
CREATE INDEX version_sha256 ON version (sha256);

-- What has somebody proposed, and not yet confirmed? A button holds the key.
CREATE TABLE proposal (
    key TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL,                        -- JSON
    made_at TEXT NOT NULL                      -- ISO 8601, in UTC
) STRICT;
