-- The whole history of a person: who came along, what was said, asked, paid and signed, what is to be done, and a
-- record of who changed what that cannot be edited in silence. Conventions as in 0001.

CREATE TABLE demographic (
    id          {{id}},
    location_id BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    title       TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    min_age     BIGINT NOT NULL DEFAULT 0,
    max_age     BIGINT NOT NULL DEFAULT 150,
    activities  TEXT NOT NULL DEFAULT '[]',
    position    BIGINT NOT NULL,
    retired     BIGINT NOT NULL DEFAULT 0,
    in_manifests BIGINT NOT NULL DEFAULT 0,
    created_ms  BIGINT NOT NULL,
    updated_ms  BIGINT NOT NULL,
    edit        BIGINT NOT NULL DEFAULT 1,
    UNIQUE (location_id, id)
);
CREATE INDEX demographic_order ON demographic (location_id, position, id);

-- Who comes along on a booking. `told` is a digest of the name and e-mail under which another system last named the guest;
-- `starts_ms` is the booking's, so that a person's appearances stand in their order.
CREATE TABLE guest (
    id             {{id}},
    location_id    BIGINT NOT NULL,
    booking_id     BIGINT NOT NULL,
    name           TEXT NOT NULL DEFAULT '',
    email          TEXT NOT NULL DEFAULT '',
    email_normal   TEXT NOT NULL DEFAULT '',
    phone          TEXT NOT NULL DEFAULT '',
    e164           TEXT NOT NULL DEFAULT '',
    date_of_birth  TEXT NOT NULL DEFAULT '',
    age            BIGINT NOT NULL DEFAULT 0,
    demographic_id BIGINT,
    notes          TEXT NOT NULL DEFAULT '',
    customer_id    BIGINT,
    linked_by      TEXT NOT NULL DEFAULT '',
    by_staff       BIGINT NOT NULL DEFAULT 0,
    kept_by_staff  TEXT NOT NULL DEFAULT '[]',
    told           TEXT NOT NULL DEFAULT '',
    starts_ms      BIGINT NOT NULL,
    created_ms     BIGINT NOT NULL,
    updated_ms     BIGINT NOT NULL,
    edit           BIGINT NOT NULL DEFAULT 1,
    FOREIGN KEY (location_id, demographic_id) REFERENCES demographic (location_id, id),
    FOREIGN KEY (location_id, customer_id) REFERENCES person (location_id, id)
);
CREATE INDEX guest_booking ON guest (location_id, booking_id, id);
CREATE INDEX guest_customer ON guest (location_id, customer_id, starts_ms, id);
CREATE INDEX guest_email ON guest (location_id, email_normal) WHERE email_normal <> '';
CREATE INDEX guest_phone ON guest (location_id, e164) WHERE e164 <> '';
CREATE INDEX guest_demographic ON guest (location_id, demographic_id) WHERE demographic_id IS NOT NULL;

CREATE TABLE communication (
    id             {{id}},
    location_id    BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    source         TEXT NOT NULL DEFAULT '',
    external_id    TEXT NOT NULL DEFAULT '',
    person_id      BIGINT,
    kind           TEXT NOT NULL DEFAULT '',
    via            TEXT NOT NULL,
    direction      TEXT NOT NULL,
    address        TEXT NOT NULL DEFAULT '',
    address_normal TEXT NOT NULL DEFAULT '',
    title          TEXT NOT NULL DEFAULT '',
    body           TEXT NOT NULL DEFAULT '',
    reference_id   BIGINT,
    at_ms          BIGINT NOT NULL,
    status         TEXT NOT NULL DEFAULT '',
    staff_id       BIGINT,
    unlinked       BIGINT NOT NULL DEFAULT 0,
    created_ms     BIGINT NOT NULL,
    updated_ms     BIGINT NOT NULL,
    edit           BIGINT NOT NULL DEFAULT 1,
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id)
);
CREATE UNIQUE INDEX communication_external ON communication (location_id, source, external_id) WHERE external_id <> '';
CREATE INDEX communication_person ON communication (location_id, person_id, at_ms, id);
CREATE INDEX communication_at ON communication (location_id, at_ms, id);
CREATE INDEX communication_address ON communication (location_id, address_normal) WHERE address_normal <> '';

CREATE TABLE survey (
    id          {{id}},
    location_id BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    name        TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    questions   TEXT NOT NULL DEFAULT '[]',
    thank_you   TEXT NOT NULL DEFAULT '',
    active      BIGINT NOT NULL DEFAULT 1,
    version     BIGINT NOT NULL DEFAULT 1,
    responses   BIGINT NOT NULL DEFAULT 0,
    created_ms  BIGINT NOT NULL,
    updated_ms  BIGINT NOT NULL,
    edit        BIGINT NOT NULL DEFAULT 1,
    UNIQUE (location_id, id)
);

-- The questions as they stood when answers were given to them.
CREATE TABLE survey_version (
    location_id BIGINT NOT NULL,
    survey_id   BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    questions   TEXT NOT NULL,
    created_ms  BIGINT NOT NULL,
    PRIMARY KEY (location_id, survey_id, version),
    FOREIGN KEY (location_id, survey_id) REFERENCES survey (location_id, id) ON DELETE CASCADE
);

-- What the answers to a survey's questions add up to, by value; overall ratings (in tenths) stand under no question.
CREATE TABLE survey_figure (
    location_id BIGINT NOT NULL,
    survey_id   BIGINT NOT NULL,
    question_id TEXT NOT NULL,
    value       TEXT NOT NULL,
    answers     BIGINT NOT NULL,
    PRIMARY KEY (location_id, survey_id, question_id, value),
    FOREIGN KEY (location_id, survey_id) REFERENCES survey (location_id, id) ON DELETE CASCADE
);

CREATE TABLE survey_response (
    id             {{id}},
    location_id    BIGINT NOT NULL,
    source         TEXT NOT NULL DEFAULT '',
    external_id    TEXT NOT NULL DEFAULT '',
    survey_id      BIGINT NOT NULL,
    version        BIGINT NOT NULL,
    person_id      BIGINT,
    kind           TEXT NOT NULL DEFAULT '',
    booking_id     BIGINT,
    answers        TEXT NOT NULL,
    rating_tenths  BIGINT NOT NULL DEFAULT -1,
    scores         BIGINT NOT NULL DEFAULT 0,
    promoters      BIGINT NOT NULL DEFAULT 0,
    detractors     BIGINT NOT NULL DEFAULT 0,
    at_ms          BIGINT NOT NULL,
    unlinked       BIGINT NOT NULL DEFAULT 0,
    created_ms     BIGINT NOT NULL,
    updated_ms     BIGINT NOT NULL,
    edit           BIGINT NOT NULL DEFAULT 1,
    FOREIGN KEY (location_id, survey_id) REFERENCES survey (location_id, id) ON DELETE CASCADE,
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id)
);
CREATE UNIQUE INDEX survey_response_external ON survey_response (location_id, source, external_id) WHERE external_id <> '';
CREATE INDEX survey_response_person ON survey_response (location_id, person_id, at_ms, id);
CREATE INDEX survey_response_survey ON survey_response (location_id, survey_id, at_ms, id);

-- Bookings that somebody else made: how many, counted with each guest who is linked.
ALTER TABLE customer ADD COLUMN guest_appearances BIGINT NOT NULL DEFAULT 0;

-- What the payments of a booking add up to, and how many there are: with any, they say what was paid.
ALTER TABLE booking ADD COLUMN payments BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN payments_minor BIGINT NOT NULL DEFAULT 0;

-- Payments, waivers and orders, as other systems report them. One without a booking, but with a booking's source and
-- external id, waits for that booking; one that was `unlinked` from its person is never linked again by itself.
CREATE TABLE record (
    id             {{id}},
    location_id    BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    kind           TEXT NOT NULL,
    source         TEXT NOT NULL DEFAULT '',
    external_id    TEXT NOT NULL DEFAULT '',
    title          TEXT NOT NULL DEFAULT '',
    type           TEXT NOT NULL DEFAULT '',
    number         TEXT NOT NULL DEFAULT '',
    status         TEXT NOT NULL DEFAULT '',
    currency       TEXT NOT NULL DEFAULT '',
    amount_minor   BIGINT NOT NULL DEFAULT 0,
    link           TEXT NOT NULL DEFAULT '',
    at_ms          BIGINT NOT NULL,
    person_id      BIGINT,
    person_kind    TEXT NOT NULL DEFAULT '',
    linked_by      TEXT NOT NULL DEFAULT '',
    booking_id     BIGINT,
    booking_source TEXT NOT NULL DEFAULT '',
    booking_external_id TEXT NOT NULL DEFAULT '',
    signer_name    TEXT NOT NULL DEFAULT '',
    signer_email   TEXT NOT NULL DEFAULT '',
    signer_phone   TEXT NOT NULL DEFAULT '',
    signer_birth   TEXT NOT NULL DEFAULT '',
    email_normal   TEXT NOT NULL DEFAULT '',
    e164           TEXT NOT NULL DEFAULT '',
    unlinked       BIGINT NOT NULL DEFAULT 0,
    hold_reason    TEXT NOT NULL DEFAULT '',
    hold_until     TEXT NOT NULL DEFAULT '',
    created_ms     BIGINT NOT NULL,
    updated_ms     BIGINT NOT NULL,
    edit           BIGINT NOT NULL DEFAULT 1,
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id)
);
CREATE UNIQUE INDEX record_external ON record (location_id, kind, source, external_id) WHERE external_id <> '';
CREATE INDEX record_person ON record (location_id, person_id, at_ms, id);
CREATE INDEX record_at ON record (location_id, at_ms, id);
CREATE INDEX record_kind ON record (location_id, kind, at_ms, id);
CREATE INDEX record_booking ON record (location_id, booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX record_waits ON record (location_id, booking_source, booking_external_id)
    WHERE booking_id IS NULL AND booking_external_id <> '';
CREATE INDEX record_email ON record (location_id, email_normal) WHERE email_normal <> '';
CREATE INDEX record_phone ON record (location_id, e164) WHERE e164 <> '';

-- remind_ms: when somebody is to look at it, which is the end of a snooze, else when it is due.
CREATE TABLE follow_up (
    id             {{id}},
    location_id    BIGINT NOT NULL,
    person_id      BIGINT NOT NULL,
    kind           TEXT NOT NULL,
    due_ms         BIGINT NOT NULL,
    note           TEXT NOT NULL DEFAULT '',
    site           TEXT NOT NULL DEFAULT '',
    assignee_id    BIGINT,
    state          TEXT NOT NULL DEFAULT 'open',
    outcome        TEXT NOT NULL DEFAULT '',
    done_ms        BIGINT NOT NULL DEFAULT 0,
    snoozed_ms     BIGINT NOT NULL DEFAULT 0,
    remind_ms      BIGINT NOT NULL,
    announced_ms   BIGINT NOT NULL DEFAULT 0,
    created_by     BIGINT,
    created_ms     BIGINT NOT NULL,
    updated_ms     BIGINT NOT NULL,
    edit           BIGINT NOT NULL DEFAULT 1,
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id) ON DELETE CASCADE
);
CREATE INDEX follow_up_person ON follow_up (location_id, person_id, remind_ms, id);
CREATE INDEX follow_up_remind ON follow_up (location_id, state, remind_ms, id);
CREATE INDEX follow_up_mine ON follow_up (location_id, assignee_id, state, remind_ms, id);
CREATE INDEX follow_up_announce ON follow_up (remind_ms) WHERE state = 'open' AND announced_ms = 0;

-- Withdrawn and erased addresses, as a keyed hash: no import or form turns a no into a yes by accident.
CREATE TABLE suppression (
    location_id  BIGINT NOT NULL REFERENCES location (id),
    address_hash TEXT NOT NULL,
    reason       TEXT NOT NULL,
    at_ms        BIGINT NOT NULL,
    PRIMARY KEY (location_id, address_hash)
);

-- What happened in a location, counted by local day: the dashboard adds these up.
CREATE TABLE day_figure (
    location_id BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    figure      TEXT NOT NULL,
    detail      TEXT NOT NULL DEFAULT '',
    day         BIGINT NOT NULL,
    value       BIGINT NOT NULL,
    PRIMARY KEY (location_id, figure, detail, day)
);
