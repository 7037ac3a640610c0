-- How a member of the team wants to be reminded, and their private calendar address, of which only the hash is kept.
CREATE TABLE staff_reminder (
    staff_id         BIGINT NOT NULL PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    due_mail         BIGINT NOT NULL DEFAULT 1,
    digest           BIGINT NOT NULL DEFAULT 0,
    calendar_hash    TEXT NOT NULL DEFAULT '',
    calendar_made_ms BIGINT NOT NULL DEFAULT 0,
    updated_ms       BIGINT NOT NULL
);
CREATE UNIQUE INDEX staff_reminder_calendar ON staff_reminder (calendar_hash) WHERE calendar_hash <> '';

-- The last local day that a location's morning digests were made for.
CREATE TABLE digest_day (
    location_id BIGINT NOT NULL PRIMARY KEY REFERENCES location (id) ON DELETE CASCADE,
    day         BIGINT NOT NULL
);
