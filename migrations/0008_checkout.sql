-- Checkouts that the booking page reports: open, left alone (abandoned), come back (recovered) or completed. One whose
-- person was erased, or whose time is over, keeps its days and its value, and nothing that says who it was.
CREATE TABLE checkout (
    id             {{id}},
    location_id    BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    external_id    TEXT NOT NULL,
    by_browser     BIGINT NOT NULL DEFAULT 0,
    state          TEXT NOT NULL,
    name           TEXT NOT NULL DEFAULT '',
    email          TEXT NOT NULL DEFAULT '',
    email_normal   TEXT NOT NULL DEFAULT '',
    phone          TEXT NOT NULL DEFAULT '',
    e164           TEXT NOT NULL DEFAULT '',
    activity       TEXT NOT NULL DEFAULT '',
    site           TEXT NOT NULL DEFAULT '',
    trip_ms        BIGINT NOT NULL DEFAULT 0,
    cart           TEXT NOT NULL DEFAULT '[]',
    currency       TEXT NOT NULL DEFAULT '',
    value_minor    BIGINT NOT NULL DEFAULT 0,
    resume_url     TEXT NOT NULL DEFAULT '',
    consent        BIGINT NOT NULL DEFAULT 0,
    consent_wording TEXT NOT NULL DEFAULT '',
    person_id      BIGINT,
    kind           TEXT NOT NULL DEFAULT '',
    booking_id     BIGINT,
    due_ms         BIGINT NOT NULL DEFAULT 0,
    seen_ms        BIGINT NOT NULL,
    abandoned_ms   BIGINT NOT NULL DEFAULT 0,
    recovered_ms   BIGINT NOT NULL DEFAULT 0,
    completed_ms   BIGINT NOT NULL DEFAULT 0,
    reminded_ms    BIGINT NOT NULL DEFAULT 0,
    erased_ms      BIGINT NOT NULL DEFAULT 0,
    search         TEXT NOT NULL DEFAULT '',
    created_ms     BIGINT NOT NULL,
    updated_ms     BIGINT NOT NULL,
    edit           BIGINT NOT NULL DEFAULT 1,
    UNIQUE (location_id, external_id),
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id)
);
CREATE INDEX checkout_due ON checkout (due_ms) WHERE state = 'open' AND due_ms <> 0;
CREATE INDEX checkout_seen ON checkout (location_id, seen_ms, id);
CREATE INDEX checkout_person ON checkout (location_id, person_id, seen_ms, id) WHERE person_id IS NOT NULL;
CREATE INDEX checkout_email ON checkout (location_id, email_normal) WHERE email_normal <> '';
CREATE INDEX checkout_phone ON checkout (location_id, e164) WHERE e164 <> '';

-- Where a booking page's script may report, without a secret: a key that anybody can read, and the pages it is for.
CREATE TABLE checkout_reporting (
    location_id BIGINT NOT NULL PRIMARY KEY REFERENCES location (id) ON DELETE CASCADE,
    report_key  TEXT NOT NULL UNIQUE,
    enabled     BIGINT NOT NULL DEFAULT 0,
    origins     TEXT NOT NULL DEFAULT '[]',
    updated_ms  BIGINT NOT NULL
);

-- The reminder that whoever left a checkout gets: so many hours after it was abandoned; 0: none.
ALTER TABLE location ADD COLUMN checkout_reminder_hours BIGINT NOT NULL DEFAULT 0;
ALTER TABLE location ADD COLUMN checkout_reminder_text TEXT NOT NULL DEFAULT '';
