-- Erasing people: what was erased, as ids and keyed hashes and never as a name, so that a restored backup can be told
-- again; and when a row that stays for its figures lost everything about a person.

CREATE TABLE erasure (
    id          {{id}},
    location_id BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    subject     TEXT NOT NULL,
    staff_id    BIGINT,
    people      TEXT NOT NULL DEFAULT '[]',
    addresses   TEXT NOT NULL DEFAULT '[]',
    rows_erased TEXT NOT NULL DEFAULT '{}',
    bookings       BIGINT NOT NULL DEFAULT 0,
    guests         BIGINT NOT NULL DEFAULT 0,
    communications BIGINT NOT NULL DEFAULT 0,
    responses      BIGINT NOT NULL DEFAULT 0,
    records        BIGINT NOT NULL DEFAULT 0,
    follow_ups     BIGINT NOT NULL DEFAULT 0,
    consents       BIGINT NOT NULL DEFAULT 0,
    audit_entries  BIGINT NOT NULL DEFAULT 0,
    kept        TEXT NOT NULL DEFAULT '[]',
    at_ms       BIGINT NOT NULL,
    cleaned_ms  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX erasure_location ON erasure (location_id, id);
CREATE INDEX erasure_unclean ON erasure (at_ms) WHERE cleaned_ms = 0;

ALTER TABLE booking ADD COLUMN erased_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE guest ADD COLUMN erased_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE communication ADD COLUMN erased_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE survey_response ADD COLUMN erased_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN erased_ms BIGINT NOT NULL DEFAULT 0;

-- The law makes one keep it; what it says about the person goes when the hold is over.
ALTER TABLE record ADD COLUMN erase_later BIGINT NOT NULL DEFAULT 0;
CREATE INDEX record_erase_later ON record (location_id, hold_until) WHERE erase_later = 1;
