-- What a member of the team signed in with before: keyed hashes of the browser's own cookie, and of its name with the address
-- it came from. Nothing can be read out of one; it is forgotten when nobody came with it for a while.
CREATE TABLE staff_device (
    staff_id BIGINT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    hash     TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (staff_id, hash)
);
CREATE INDEX staff_device_until ON staff_device (until_ms);
