-- Which process does what only one may do at a time? Here that is the one that may write; many share other stores.

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until TEXT NOT NULL                        -- in UTC, by the store's clock
) STRICT;
