-- Mail: the outbox, who sends for a location, the server that takes it, templates, addresses that bounced, and links for
-- staff that work once.

-- `open` is 1 while something is still to be done (waiting or sending). While it is being sent, next_ms is the end of the
-- lease: whoever has its token may write down what became of it.
CREATE TABLE mail (
    id               {{id}},
    location_id      BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    kind             TEXT NOT NULL,
    communication_id BIGINT,
    person_kind      TEXT NOT NULL DEFAULT '',
    to_address       TEXT NOT NULL,
    to_name          TEXT NOT NULL DEFAULT '',
    reply_address    TEXT NOT NULL DEFAULT '',
    reply_name       TEXT NOT NULL DEFAULT '',
    subject          TEXT NOT NULL,
    body             TEXT NOT NULL DEFAULT '',
    purpose          TEXT NOT NULL DEFAULT '',
    once_key         TEXT NOT NULL DEFAULT '',
    state            TEXT NOT NULL DEFAULT 'waiting',
    open             BIGINT NOT NULL DEFAULT 1,
    due_ms           BIGINT NOT NULL,
    next_ms          BIGINT NOT NULL,
    attempts         BIGINT NOT NULL DEFAULT 0,
    lease_token      TEXT NOT NULL DEFAULT '',
    error            TEXT NOT NULL DEFAULT '',
    sent_ms          BIGINT NOT NULL DEFAULT 0,
    staff_id         BIGINT,
    created_ms       BIGINT NOT NULL,
    updated_ms       BIGINT NOT NULL,
    edit             BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX mail_once ON mail (location_id, once_key) WHERE once_key <> '';
CREATE INDEX mail_next ON mail (next_ms, id) WHERE open = 1;
CREATE INDEX mail_due ON mail (location_id, due_ms) WHERE open = 1;
CREATE INDEX mail_created ON mail (location_id, created_ms, id);
CREATE INDEX mail_state ON mail (location_id, state, created_ms, id);
CREATE INDEX mail_to ON mail (location_id, to_address) WHERE to_address <> '';
CREATE INDEX mail_reply ON mail (location_id, reply_address) WHERE reply_address <> '';
CREATE INDEX mail_communication ON mail (location_id, communication_id) WHERE communication_id IS NOT NULL;

-- The one server of the installation; id is 1.
CREATE TABLE mail_server (
    id         {{id}},
    host       TEXT NOT NULL DEFAULT '',
    port       BIGINT NOT NULL DEFAULT 587,
    security   TEXT NOT NULL DEFAULT 'starttls',
    username   TEXT NOT NULL DEFAULT '',
    password   TEXT NOT NULL DEFAULT '',
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL,
    edit       BIGINT NOT NULL DEFAULT 1
);

-- As whom a location writes.
CREATE TABLE mail_sender (
    id          {{id}},
    location_id BIGINT NOT NULL UNIQUE REFERENCES location (id) ON DELETE CASCADE,
    name        TEXT NOT NULL DEFAULT '',
    address     TEXT NOT NULL DEFAULT '',
    footer      TEXT NOT NULL DEFAULT '',
    created_ms  BIGINT NOT NULL,
    updated_ms  BIGINT NOT NULL,
    edit        BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE mail_template (
    id          {{id}},
    location_id BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    name        TEXT NOT NULL,
    name_fold   TEXT NOT NULL,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL,
    created_ms  BIGINT NOT NULL,
    updated_ms  BIGINT NOT NULL,
    edit        BIGINT NOT NULL DEFAULT 1,
    UNIQUE (location_id, name_fold)
);

-- Addresses to which nothing can be delivered, as the keyed hash that the suppression list has too.
CREATE TABLE mail_bounce (
    location_id  BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    address_hash TEXT NOT NULL,
    status       TEXT NOT NULL DEFAULT '',
    at_ms        BIGINT NOT NULL,
    PRIMARY KEY (location_id, address_hash)
);

-- An invitation or a reset of the password: its link works once.
CREATE TABLE staff_link (
    id         {{id}},
    staff_id   BIGINT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    purpose    TEXT NOT NULL,
    expires_ms BIGINT NOT NULL,
    used_ms    BIGINT NOT NULL DEFAULT 0,
    created_ms BIGINT NOT NULL
);
CREATE INDEX staff_link_staff ON staff_link (staff_id, created_ms);
