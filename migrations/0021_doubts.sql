-- How often the mail server heard a mail whole and did not say whether it has it: such a mail may arrive more than once.
ALTER TABLE mail ADD COLUMN doubts BIGINT NOT NULL DEFAULT 0;
