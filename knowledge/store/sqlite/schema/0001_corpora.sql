-- Which corpora are kept, and of which lines does each consist?

PRAGMA application_id = 1952541803;  -- "talk": tells this file from any other SQLite file

CREATE TABLE corpus (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- order of publication; no number is given twice
    id TEXT NOT NULL UNIQUE,                   -- SHA-256 over its lines, in hexadecimal
    published_at TEXT NOT NULL,                -- ISO 8601, in UTC
    fingerprint TEXT NOT NULL
) STRICT;

-- An article that did not change is one body in all corpora that hold it.
CREATE TABLE body (
    hash TEXT NOT NULL PRIMARY KEY,            -- SHA-256 of the bytes, in hexadecimal
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE line (
    corpus INTEGER NOT NULL REFERENCES corpus (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,                 -- the glossary first, then the articles by path
    body TEXT NOT NULL REFERENCES body (hash),
    PRIMARY KEY (corpus, position)
) STRICT, WITHOUT ROWID;

-- Without it, each body that is deleted would be looked for in all lines.
CREATE INDEX line_body ON line (body);

CREATE TABLE fact (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
