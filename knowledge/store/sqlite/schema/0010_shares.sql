-- Of which server is each notice? The processes that share a store tell by it what each of them sends.
UPDATE outbox SET guild = (SELECT guild FROM subscription WHERE number = outbox.subscription)
WHERE guild IS NULL AND subscription IS NOT NULL;

UPDATE outbox SET guild = announcing.guild
FROM (
    SELECT guild, CASE WHEN json_valid(CAST(preferences AS TEXT))
        THEN json_extract(CAST(preferences AS TEXT), '$.article_channel')
    END AS channel FROM server
) AS announcing
WHERE outbox.guild IS NULL AND outbox.subscription IS NULL AND outbox.channel = announcing.channel;

-- What others have to send is passed over: the index alone says whose it is.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (number, not_before, guild) WHERE state = 'pending';
