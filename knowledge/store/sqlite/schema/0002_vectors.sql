-- What does a model make of each passage? Kept, because to encode a passage takes long; losing any is only a cost.

CREATE TABLE vector (
    model TEXT NOT NULL,  -- SHA-256 of all that its vectors depend on, in hexadecimal
    key TEXT NOT NULL,    -- SHA-256 of the texts that were encoded, in hexadecimal
    bytes BLOB NOT NULL,
    PRIMARY KEY (model, key)
) STRICT;
