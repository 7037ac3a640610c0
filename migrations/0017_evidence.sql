-- Which member of the team a mail reminds: they can switch that kind of mail off, from the mail itself.
ALTER TABLE mail ADD COLUMN reader_id BIGINT;

-- What shows later that a box was ticked at a checkout: when it was first reported so, on which page, and of a browser from
-- where. The last two go as soon as the checkout is open no more: the ledger has them then, or nobody needs them.
ALTER TABLE checkout ADD COLUMN consent_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE checkout ADD COLUMN consent_page TEXT NOT NULL DEFAULT '';
ALTER TABLE checkout ADD COLUMN consent_ip TEXT NOT NULL DEFAULT '';
ALTER TABLE checkout ADD COLUMN consent_agent TEXT NOT NULL DEFAULT '';
