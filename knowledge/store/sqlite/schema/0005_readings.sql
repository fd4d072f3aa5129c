-- What came of each file when a corpus was read? Kept, so that files that did not change are not read again;
-- losing any is only a cost.

CREATE TABLE reading (
    corpus INTEGER PRIMARY KEY REFERENCES corpus (number) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
