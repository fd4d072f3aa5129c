-- Which publication is a notice of, and with which others did it go out as one message?
ALTER TABLE outbox ADD COLUMN bulletin INTEGER;  -- NULL where no bulletin came with it
ALTER TABLE outbox ADD COLUMN joined TEXT;       -- the name of that message; NULL for one of its own

CREATE INDEX outbox_joined ON outbox (joined) WHERE joined IS NOT NULL;
