-- The ground floor: locations, staff, people, bookings. One text for both engines.
--
-- Absent numbers and times are 0, absent texts ''; NULL only where a foreign key may be absent. Times are
-- milliseconds since 1970 (…_ms), money is minor units (…_minor), 0/1 is no/yes, …_fold is text_fold() of the
-- text. Every row belongs to a location, and the location stands in every key that is looked up.

CREATE TABLE installation (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE location (
    id                 {{id}},
    name               TEXT NOT NULL,
    slug               TEXT NOT NULL UNIQUE,
    time_zone          TEXT NOT NULL,
    currency           TEXT NOT NULL,
    country            TEXT NOT NULL,
    support_email      TEXT NOT NULL DEFAULT '',
    active_window_days BIGINT NOT NULL DEFAULT 90,
    brand_colour       TEXT NOT NULL DEFAULT '',
    undo_days          BIGINT NOT NULL DEFAULT 7,
    relay_domains      TEXT NOT NULL DEFAULT '[]',
    created_ms         BIGINT NOT NULL,
    updated_ms         BIGINT NOT NULL,
    edit               BIGINT NOT NULL DEFAULT 1
);

-- The head row of a location: writes lock it (PostgreSQL), and it counts what lists show without a filter.
CREATE TABLE location_head (
    location_id        BIGINT NOT NULL PRIMARY KEY REFERENCES location (id) ON DELETE CASCADE,
    customers          BIGINT NOT NULL DEFAULT 0,
    customers_archived BIGINT NOT NULL DEFAULT 0,
    contacts           BIGINT NOT NULL DEFAULT 0,
    contacts_archived  BIGINT NOT NULL DEFAULT 0,
    bookings           BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE staff (
    id            {{id}},
    name          TEXT NOT NULL,
    email         TEXT NOT NULL UNIQUE,
    password      TEXT NOT NULL DEFAULT '',
    last_day      TEXT NOT NULL DEFAULT '',
    disabled      BIGINT NOT NULL DEFAULT 0,
    created_ms    BIGINT NOT NULL,
    updated_ms    BIGINT NOT NULL,
    edit          BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE staff_role (
    staff_id    BIGINT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    location_id BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    role        TEXT NOT NULL,
    PRIMARY KEY (staff_id, location_id)
);
CREATE INDEX staff_role_location ON staff_role (location_id);

CREATE TABLE session (
    id         {{id}},
    staff_id   BIGINT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    created_ms BIGINT NOT NULL,
    seen_ms    BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    ip         TEXT NOT NULL DEFAULT '',
    user_agent TEXT NOT NULL DEFAULT ''
);
CREATE INDEX session_staff ON session (staff_id);

CREATE TABLE api_key (
    id           {{id}},
    location_id  BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    name         TEXT NOT NULL,
    start        TEXT NOT NULL,
    key_hash     TEXT NOT NULL UNIQUE,
    role         TEXT NOT NULL DEFAULT '',
    permissions  TEXT NOT NULL DEFAULT '[]',
    created_ms   BIGINT NOT NULL,
    created_by   BIGINT,
    seen_day     TEXT NOT NULL DEFAULT '',
    revoked_ms   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX api_key_location ON api_key (location_id);

CREATE TABLE idempotency (
    location_id  BIGINT NOT NULL,
    actor_id     BIGINT NOT NULL,
    key          TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status       BIGINT NOT NULL,
    headers      TEXT NOT NULL DEFAULT '',
    body         TEXT NOT NULL DEFAULT '',
    created_ms   BIGINT NOT NULL,
    PRIMARY KEY (location_id, actor_id, key)
);
CREATE INDEX idempotency_created ON idempotency (created_ms);

-- A person is a customer or a contact; ids are unique over both. What hangs on a person goes with the person.
CREATE TABLE person (
    id          {{id}},
    location_id BIGINT NOT NULL REFERENCES location (id),
    kind        TEXT NOT NULL,
    UNIQUE (location_id, id)
);

CREATE TABLE customer (
    id                 {{id}},
    location_id        BIGINT NOT NULL,
    name               TEXT NOT NULL,
    name_fold          TEXT NOT NULL,
    emails             TEXT NOT NULL DEFAULT '[]',
    phones             TEXT NOT NULL DEFAULT '[]',
    previous_phones    TEXT NOT NULL DEFAULT '[]',
    primary_email      TEXT NOT NULL DEFAULT '',
    primary_phone      TEXT NOT NULL DEFAULT '',
    no_email           BIGINT NOT NULL DEFAULT 0,
    incomplete         BIGINT NOT NULL DEFAULT 0,
    company            TEXT NOT NULL DEFAULT '',
    organisation       BIGINT NOT NULL DEFAULT 0,
    called             TEXT NOT NULL DEFAULT '',
    language           TEXT NOT NULL DEFAULT '',
    street             TEXT NOT NULL DEFAULT '',
    city               TEXT NOT NULL DEFAULT '',
    state              TEXT NOT NULL DEFAULT '',
    zip                TEXT NOT NULL DEFAULT '',
    country            TEXT NOT NULL DEFAULT '',
    date_of_birth      TEXT NOT NULL DEFAULT '',
    tags               TEXT NOT NULL DEFAULT '[]',
    notes              TEXT NOT NULL DEFAULT '',
    source             TEXT NOT NULL,
    external_ids       TEXT NOT NULL DEFAULT '[]',
    archived_ms        BIGINT NOT NULL DEFAULT 0,
    active_ms          BIGINT NOT NULL,
    search             TEXT NOT NULL,
    created_ms         BIGINT NOT NULL,
    updated_ms         BIGINT NOT NULL,
    edit               BIGINT NOT NULL DEFAULT 1,
    view               BIGINT NOT NULL DEFAULT 1,
    -- analytics: sums change with each booking; the next three are right until turn_ms
    bookings           BIGINT NOT NULL DEFAULT 0,
    own_bookings       BIGINT NOT NULL DEFAULT 0,
    spent_minor        BIGINT NOT NULL DEFAULT 0,
    paid_minor         BIGINT NOT NULL DEFAULT 0,
    kept_minor         BIGINT NOT NULL DEFAULT 0,
    balance_minor      BIGINT NOT NULL DEFAULT 0,
    canceled           BIGINT NOT NULL DEFAULT 0,
    no_shows           BIGINT NOT NULL DEFAULT 0,
    first_booking_ms   BIGINT NOT NULL DEFAULT 0,
    latest_booking_ms  BIGINT NOT NULL DEFAULT 0,
    other_currencies   TEXT NOT NULL DEFAULT '[]',
    last_booking_ms    BIGINT NOT NULL DEFAULT 0,
    last_end_ms        BIGINT NOT NULL DEFAULT 0,
    next_booking_ms    BIGINT NOT NULL DEFAULT 0,
    upcoming_minor     BIGINT NOT NULL DEFAULT 0,
    turn_ms            BIGINT NOT NULL DEFAULT 0,
    FOREIGN KEY (location_id, id) REFERENCES person (location_id, id) ON DELETE CASCADE
);
CREATE INDEX customer_created ON customer (location_id, archived_ms, id);
CREATE INDEX customer_name ON customer (location_id, name_fold, id);
CREATE INDEX customer_last ON customer (location_id, last_booking_ms, id);

CREATE TABLE contact (
    id             {{id}},
    location_id    BIGINT NOT NULL,
    name           TEXT NOT NULL,
    name_fold      TEXT NOT NULL,
    emails         TEXT NOT NULL DEFAULT '[]',
    phones         TEXT NOT NULL DEFAULT '[]',
    previous_phones TEXT NOT NULL DEFAULT '[]',
    primary_email  TEXT NOT NULL DEFAULT '',
    primary_phone  TEXT NOT NULL DEFAULT '',
    source         TEXT NOT NULL,
    captured_ms    BIGINT NOT NULL,
    contact_consent BIGINT NOT NULL DEFAULT 0,
    obtain_method  TEXT NOT NULL DEFAULT '',
    customer_id    BIGINT,
    converted_ms   BIGINT NOT NULL DEFAULT 0,
    tags           TEXT NOT NULL DEFAULT '[]',
    notes          TEXT NOT NULL DEFAULT '',
    external_ids   TEXT NOT NULL DEFAULT '[]',
    company        TEXT NOT NULL DEFAULT '',
    lost_reason    TEXT NOT NULL DEFAULT '',
    lost_ms        BIGINT NOT NULL DEFAULT 0,
    contacted_ms   BIGINT NOT NULL DEFAULT 0,
    follow_up_ms   BIGINT NOT NULL DEFAULT 0,
    archived_ms    BIGINT NOT NULL DEFAULT 0,
    active_ms      BIGINT NOT NULL,
    search         TEXT NOT NULL,
    created_ms     BIGINT NOT NULL,
    updated_ms     BIGINT NOT NULL,
    edit           BIGINT NOT NULL DEFAULT 1,
    view           BIGINT NOT NULL DEFAULT 1,
    FOREIGN KEY (location_id, id) REFERENCES person (location_id, id) ON DELETE CASCADE,
    FOREIGN KEY (location_id, customer_id) REFERENCES person (location_id, id)
);
CREATE INDEX contact_captured ON contact (location_id, archived_ms, captured_ms, id);
CREATE INDEX contact_name ON contact (location_id, name_fold, id);
CREATE INDEX contact_customer ON contact (location_id, customer_id);

-- An address of a person. `shared`: belongs to several people and decides nothing; the same for all its holders.
-- `unproven`: a form added it to a person who already existed; it neither matches nor counts for uniqueness.
CREATE TABLE person_email (
    location_id BIGINT NOT NULL,
    address     TEXT NOT NULL,
    person_id   BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    shared      BIGINT NOT NULL DEFAULT 0,
    unproven    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (location_id, address, person_id),
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id) ON DELETE CASCADE
);
CREATE INDEX person_email_person ON person_email (location_id, person_id);
CREATE UNIQUE INDEX person_email_owner ON person_email (location_id, address)
    WHERE kind = 'customer' AND shared = 0 AND unproven = 0;

-- A full number of a person, current or previous; what has no E.164 stands only in the person's own row.
CREATE TABLE person_phone (
    location_id BIGINT NOT NULL,
    e164        TEXT NOT NULL,
    person_id   BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    previous    BIGINT NOT NULL DEFAULT 0,
    shared      BIGINT NOT NULL DEFAULT 0,
    unproven    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (location_id, e164, person_id),
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id) ON DELETE CASCADE
);
CREATE INDEX person_phone_person ON person_phone (location_id, person_id);

-- A link to another system. A merged or converted person's link answers the survivor.
CREATE TABLE person_external (
    location_id BIGINT NOT NULL,
    source      TEXT NOT NULL,
    external_id TEXT NOT NULL,
    person_id   BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    PRIMARY KEY (location_id, source, external_id, kind),
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id) ON DELETE CASCADE
);
CREATE INDEX person_external_person ON person_external (location_id, person_id);

CREATE TABLE tag (
    id          {{id}},
    location_id BIGINT NOT NULL REFERENCES location (id),
    name        TEXT NOT NULL,
    name_fold   TEXT NOT NULL,
    colour      TEXT NOT NULL DEFAULT '',
    customers   BIGINT NOT NULL DEFAULT 0,
    contacts    BIGINT NOT NULL DEFAULT 0,
    created_ms  BIGINT NOT NULL,
    updated_ms  BIGINT NOT NULL,
    edit        BIGINT NOT NULL DEFAULT 1,
    UNIQUE (location_id, name_fold),
    UNIQUE (location_id, id)
);

CREATE TABLE person_tag (
    location_id BIGINT NOT NULL,
    tag_id      BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    PRIMARY KEY (location_id, tag_id, person_id),
    FOREIGN KEY (location_id, tag_id) REFERENCES tag (location_id, id) ON DELETE CASCADE,
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id) ON DELETE CASCADE
);
CREATE INDEX person_tag_person ON person_tag (location_id, person_id);

-- A name under which somebody's e-mail turned up that is unlike their own: a third one makes the address shared.
CREATE TABLE turned_up (
    location_id BIGINT NOT NULL,
    address     TEXT NOT NULL,
    name_fold   TEXT NOT NULL,
    person_id   BIGINT NOT NULL,
    PRIMARY KEY (location_id, address, name_fold),
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id) ON DELETE CASCADE
);
CREATE INDEX turned_up_person ON turned_up (location_id, person_id);

-- Two people who may be one: an e-mail said one, a phone the other.
CREATE TABLE may_be_same (
    location_id BIGINT NOT NULL,
    first_id    BIGINT NOT NULL,
    second_id   BIGINT NOT NULL,
    reason      TEXT NOT NULL,
    at_ms       BIGINT NOT NULL,
    PRIMARY KEY (location_id, first_id, second_id),
    FOREIGN KEY (location_id, first_id) REFERENCES person (location_id, id) ON DELETE CASCADE,
    FOREIGN KEY (location_id, second_id) REFERENCES person (location_id, id) ON DELETE CASCADE
);
CREATE INDEX may_be_same_second ON may_be_same (location_id, second_id);

-- What was deleted and can still be taken back: the record as it was, and what was unlinked from it.
CREATE TABLE trash (
    id          {{id}},
    location_id BIGINT NOT NULL REFERENCES location (id),
    kind        TEXT NOT NULL,
    snapshot    TEXT NOT NULL,
    deleted_ms  BIGINT NOT NULL,
    deleted_by  BIGINT NOT NULL DEFAULT 0,
    purge_ms    BIGINT NOT NULL
);
CREATE INDEX trash_purge ON trash (purge_ms);
CREATE INDEX trash_location ON trash (location_id, id);

-- The consent ledger: append-only. A deleted person leaves the row without person, address, IP and agent.
CREATE TABLE consent (
    id            {{id}},
    location_id   BIGINT NOT NULL REFERENCES location (id),
    person_id     BIGINT,
    channel       TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    given         BIGINT NOT NULL,
    kind          TEXT NOT NULL DEFAULT 'consent',
    address       TEXT NOT NULL DEFAULT '',
    address_hash  TEXT NOT NULL DEFAULT '',
    obtain_method TEXT NOT NULL DEFAULT '',
    wording       TEXT NOT NULL DEFAULT '',
    form_id       BIGINT,
    page          TEXT NOT NULL DEFAULT '',
    ip            TEXT NOT NULL DEFAULT '',
    user_agent    TEXT NOT NULL DEFAULT '',
    demonstrable  BIGINT NOT NULL DEFAULT 0,
    staff_id      BIGINT NOT NULL DEFAULT 0,
    at_ms         BIGINT NOT NULL,
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id)
);
CREATE INDEX consent_person ON consent (location_id, person_id, id);

CREATE TABLE booking (
    id                 {{id}},
    location_id        BIGINT NOT NULL REFERENCES location (id),
    source             TEXT NOT NULL DEFAULT '',
    external_id        TEXT NOT NULL DEFAULT '',
    confirmation_code  TEXT NOT NULL DEFAULT '',
    short_code         TEXT NOT NULL DEFAULT '',
    activity           TEXT NOT NULL DEFAULT '',
    site               TEXT NOT NULL DEFAULT '',
    starts_ms          BIGINT NOT NULL,
    ends_ms            BIGINT NOT NULL,
    all_day            BIGINT NOT NULL DEFAULT 0,
    service_date       TEXT NOT NULL,
    status             TEXT NOT NULL,
    party_size         BIGINT NOT NULL DEFAULT 0,
    manifest           TEXT NOT NULL DEFAULT '[]',
    currency           TEXT NOT NULL,
    subtotal_minor     BIGINT NOT NULL DEFAULT 0,
    taxes_minor        BIGINT NOT NULL DEFAULT 0,
    fees_minor         BIGINT NOT NULL DEFAULT 0,
    discount_minor     BIGINT NOT NULL DEFAULT 0,
    tip_minor          BIGINT NOT NULL DEFAULT 0,
    grand_total_minor  BIGINT NOT NULL DEFAULT 0,
    paid_minor         BIGINT NOT NULL DEFAULT 0,
    balance_minor      BIGINT NOT NULL DEFAULT 0,
    channel            TEXT NOT NULL DEFAULT '',
    notes              TEXT NOT NULL DEFAULT '',
    custom             TEXT NOT NULL DEFAULT '{}',
    booker_name        TEXT NOT NULL DEFAULT '',
    booker_email       TEXT NOT NULL DEFAULT '',
    booker_phone       TEXT NOT NULL DEFAULT '',
    booker_country     TEXT NOT NULL DEFAULT '',
    booker_external_id TEXT NOT NULL DEFAULT '',
    booked_for         TEXT NOT NULL DEFAULT '',
    booker_email_normal TEXT NOT NULL DEFAULT '',
    booker_e164        TEXT NOT NULL DEFAULT '',
    customer_id        BIGINT,
    contact_id         BIGINT,
    attached_by        TEXT NOT NULL DEFAULT 'match',
    kept_by_staff      TEXT NOT NULL DEFAULT '[]',
    counted            BIGINT NOT NULL DEFAULT 0,
    source_updated_ms  BIGINT NOT NULL DEFAULT 0,
    search             TEXT NOT NULL DEFAULT '',
    created_ms         BIGINT NOT NULL,
    updated_ms         BIGINT NOT NULL,
    edit               BIGINT NOT NULL DEFAULT 1,
    view               BIGINT NOT NULL DEFAULT 1,
    FOREIGN KEY (location_id, customer_id) REFERENCES person (location_id, id),
    FOREIGN KEY (location_id, contact_id) REFERENCES person (location_id, id)
);
CREATE UNIQUE INDEX booking_external ON booking (location_id, source, external_id) WHERE external_id <> '';
CREATE INDEX booking_customer ON booking (location_id, customer_id, counted, starts_ms, ends_ms);
-- The next end of a visit of one customer: the analytics look it up with each change.
CREATE INDEX booking_customer_end ON booking (location_id, customer_id, ends_ms) WHERE counted = 1;
CREATE INDEX booking_contact ON booking (location_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX booking_starts ON booking (location_id, starts_ms, id);
CREATE INDEX booking_code ON booking (location_id, confirmation_code);
CREATE INDEX booking_short_code ON booking (location_id, short_code);

-- What a customer booked in a currency that is not the location's: listed apart, never added.
CREATE TABLE customer_currency (
    location_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    currency    TEXT NOT NULL,
    bookings    BIGINT NOT NULL,
    spent_minor BIGINT NOT NULL,
    PRIMARY KEY (location_id, customer_id, currency),
    FOREIGN KEY (location_id, customer_id) REFERENCES person (location_id, id) ON DELETE CASCADE
);

-- Who did what: a chain per location. Each hash covers the one before it and the entry; of the values it covers only
-- a salted commitment, so that salt and value can go together without breaking the chain.
CREATE TABLE audit (
    id               {{id}},
    location_id      BIGINT NOT NULL,
    seq              BIGINT NOT NULL,
    at_ms            BIGINT NOT NULL,
    actor_kind       TEXT NOT NULL,
    actor_id         BIGINT NOT NULL DEFAULT 0,
    action           TEXT NOT NULL,
    record_id        BIGINT NOT NULL DEFAULT 0,
    who_commitment   TEXT NOT NULL,
    what_commitment  TEXT NOT NULL,
    hash             TEXT NOT NULL,
    UNIQUE (location_id, seq)
);
CREATE INDEX audit_record ON audit (location_id, record_id, seq);

CREATE TABLE audit_value (
    location_id BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    who_salt    TEXT NOT NULL DEFAULT '',
    actor_name  TEXT NOT NULL DEFAULT '',
    ip          TEXT NOT NULL DEFAULT '',
    what_salt   TEXT NOT NULL DEFAULT '',
    changes     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (location_id, seq)
);

-- The end of each chain: what was cut off is missed.
CREATE TABLE audit_head (
    location_id BIGINT NOT NULL PRIMARY KEY,
    seq         BIGINT NOT NULL,
    hash        TEXT NOT NULL
);

-- Long work: bulk actions above 1,000 records, final deletions.
CREATE TABLE job (
    id           {{id}},
    location_id  BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    payload      TEXT NOT NULL DEFAULT '{}',
    done         BIGINT NOT NULL DEFAULT 0,
    failed       BIGINT NOT NULL DEFAULT 0,
    total        BIGINT NOT NULL DEFAULT 0,
    cursor_id    BIGINT NOT NULL DEFAULT 0,
    result       TEXT NOT NULL DEFAULT '{}',
    actor_kind   TEXT NOT NULL,
    actor_id     BIGINT NOT NULL DEFAULT 0,
    actor_name   TEXT NOT NULL DEFAULT '',
    permissions  BIGINT NOT NULL DEFAULT 0,
    run_ms       BIGINT NOT NULL,
    lease_ms     BIGINT NOT NULL DEFAULT 0,
    created_ms   BIGINT NOT NULL,
    updated_ms   BIGINT NOT NULL
);
CREATE INDEX job_waiting ON job (state, run_ms);
CREATE INDEX job_location ON job (location_id, id);
