-- What have editors said beside the articles? The next reload takes it up.

CREATE TABLE alias (
    number INTEGER PRIMARY KEY,                -- order in which they were given
    word TEXT NOT NULL UNIQUE,                 -- in lower case, without punctuation
    name TEXT NOT NULL
) STRICT;

-- Which passage answers a question?
CREATE TABLE curated_answer (
    number INTEGER PRIMARY KEY,                -- order in which they were given
    question TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,                        -- of the article
    passage TEXT NOT NULL                      -- the passage's key
) STRICT;
