-- A location's picture for public pages. Where it is served stands in the location; the bytes stand apart, since every request reads
-- the location.
ALTER TABLE location ADD COLUMN logo TEXT NOT NULL DEFAULT '';

CREATE TABLE location_logo (
    location_id BIGINT NOT NULL PRIMARY KEY REFERENCES location (id) ON DELETE CASCADE,
    name        TEXT NOT NULL,
    type        TEXT NOT NULL,
    bytes       {{bytes}} NOT NULL,
    updated_ms  BIGINT NOT NULL
);
