-- The backups that were made: where, when, what was in them, and whether the copy was found whole.
CREATE TABLE backup (
    id         {{id}},
    at_ms      BIGINT NOT NULL,
    took_ms    BIGINT NOT NULL DEFAULT 0,
    path       TEXT NOT NULL,
    bytes      BIGINT NOT NULL DEFAULT 0,
    people     BIGINT NOT NULL DEFAULT 0,
    bookings   BIGINT NOT NULL DEFAULT 0,
    good       BIGINT NOT NULL DEFAULT 0,
    error      TEXT NOT NULL DEFAULT '',
    copy_error TEXT NOT NULL DEFAULT ''
);
