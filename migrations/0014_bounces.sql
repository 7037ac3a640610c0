-- Whose address it was that came back: so that somebody can correct it. The address itself stays a hash.
ALTER TABLE mail_bounce ADD COLUMN person_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX mail_bounce_at ON mail_bounce (location_id, at_ms);
