-- What time asks for, one row a chore: who does it now, when it was last done, how that went, when it is next due. Several
-- servers share these rows; whoever changes one first does the work.
CREATE TABLE chore (
    name     TEXT NOT NULL PRIMARY KEY,
    help     TEXT NOT NULL DEFAULT '',
    every_ms BIGINT NOT NULL,
    looks    BIGINT NOT NULL DEFAULT 0,
    next_ms  BIGINT NOT NULL DEFAULT 0,
    asked_ms BIGINT NOT NULL DEFAULT 0,
    lease_ms BIGINT NOT NULL DEFAULT 0,
    holder   TEXT NOT NULL DEFAULT '',
    ran_ms   BIGINT NOT NULL DEFAULT 0,
    took_ms  BIGINT NOT NULL DEFAULT 0,
    well_ms  BIGINT NOT NULL DEFAULT 0,
    runs     BIGINT NOT NULL DEFAULT 0,
    failures BIGINT NOT NULL DEFAULT 0,
    error    TEXT NOT NULL DEFAULT ''
);
