-- Forms on the business's website, what came in by them, and the enquiries among it.

CREATE TABLE form (
    id                  {{id}},
    location_id         BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    key                 TEXT NOT NULL UNIQUE,
    kind                TEXT NOT NULL,
    name                TEXT NOT NULL,
    title               TEXT NOT NULL DEFAULT '',
    intro               TEXT NOT NULL DEFAULT '',
    button              TEXT NOT NULL DEFAULT '',
    language            TEXT NOT NULL DEFAULT '',
    fields              TEXT NOT NULL DEFAULT '[]',
    questions           TEXT NOT NULL DEFAULT '[]',
    consent_ask         BIGINT NOT NULL DEFAULT 0,
    consent_text        TEXT NOT NULL DEFAULT '',
    consent_channel     TEXT NOT NULL DEFAULT 'email',
    consent_version     BIGINT NOT NULL DEFAULT 1,
    double_opt_in       BIGINT NOT NULL DEFAULT 0,
    source              TEXT NOT NULL DEFAULT '',
    obtain_method       TEXT NOT NULL DEFAULT '',
    tags                TEXT NOT NULL DEFAULT '[]',
    thank_you           TEXT NOT NULL DEFAULT '',
    redirect_url        TEXT NOT NULL DEFAULT '',
    origins             TEXT NOT NULL DEFAULT '[]',
    verification        TEXT NOT NULL DEFAULT 'pow',
    strength            TEXT NOT NULL DEFAULT 'normal',
    site_key            TEXT NOT NULL DEFAULT '',
    secret              TEXT NOT NULL DEFAULT '',
    verification_action TEXT NOT NULL DEFAULT '',
    site                TEXT NOT NULL DEFAULT '',
    active              BIGINT NOT NULL DEFAULT 1,
    honeypot            TEXT NOT NULL,
    created_ms          BIGINT NOT NULL,
    updated_ms          BIGINT NOT NULL,
    edit                BIGINT NOT NULL DEFAULT 1,
    UNIQUE (location_id, id)
);

-- Every wording that was ever shown: what somebody agreed to is one of these.
CREATE TABLE form_consent (
    location_id BIGINT NOT NULL,
    form_id     BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    wording     TEXT NOT NULL,
    created_ms  BIGINT NOT NULL,
    PRIMARY KEY (location_id, form_id, version),
    FOREIGN KEY (location_id, form_id) REFERENCES form (location_id, id) ON DELETE CASCADE
);

-- What came in. `state`: accepted, unsure (nobody proved anything: held until staff say), spam (refused, kept for a while).
-- `enquiry`: new, taken, answered, closed; empty for what is none.
CREATE TABLE submission (
    id              {{id}},
    location_id     BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    form_id         BIGINT NOT NULL,
    person_id       BIGINT,
    kind            TEXT NOT NULL DEFAULT '',
    made_person     BIGINT NOT NULL DEFAULT 0,
    state           TEXT NOT NULL,
    reason          TEXT NOT NULL DEFAULT '',
    name            TEXT NOT NULL DEFAULT '',
    email           TEXT NOT NULL DEFAULT '',
    phone           TEXT NOT NULL DEFAULT '',
    phone_normal    TEXT NOT NULL DEFAULT '',
    message         TEXT NOT NULL DEFAULT '',
    answers         TEXT NOT NULL DEFAULT '[]',
    consent         BIGINT NOT NULL DEFAULT 0,
    consent_version BIGINT NOT NULL DEFAULT 0,
    opt_in          TEXT NOT NULL DEFAULT '',
    opt_in_ms       BIGINT NOT NULL DEFAULT 0,
    disposable      BIGINT NOT NULL DEFAULT 0,
    page            TEXT NOT NULL DEFAULT '',
    ip              TEXT NOT NULL DEFAULT '',
    user_agent      TEXT NOT NULL DEFAULT '',
    fingerprint     TEXT NOT NULL DEFAULT '',
    enquiry         TEXT NOT NULL DEFAULT '',
    taken_by        BIGINT,
    taken_ms        BIGINT NOT NULL DEFAULT 0,
    answered_by     BIGINT,
    answered_ms     BIGINT NOT NULL DEFAULT 0,
    closed_ms       BIGINT NOT NULL DEFAULT 0,
    site            TEXT NOT NULL DEFAULT '',
    search          TEXT NOT NULL DEFAULT '',
    at_ms           BIGINT NOT NULL,
    updated_ms      BIGINT NOT NULL,
    edit            BIGINT NOT NULL DEFAULT 1,
    UNIQUE (location_id, id),
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id),
    FOREIGN KEY (location_id, form_id) REFERENCES form (location_id, id)
);
CREATE INDEX consent_form ON consent (location_id, form_id) WHERE form_id IS NOT NULL;
CREATE INDEX submission_form ON submission (location_id, form_id, at_ms, id);
CREATE INDEX submission_person ON submission (location_id, person_id, at_ms, id) WHERE person_id IS NOT NULL;
CREATE INDEX submission_enquiry ON submission (location_id, at_ms, id) WHERE enquiry <> '';
CREATE INDEX submission_open ON submission (location_id, enquiry, at_ms) WHERE enquiry IN ('new', 'taken');
CREATE INDEX submission_fingerprint ON submission (location_id, fingerprint, at_ms);
CREATE INDEX submission_email ON submission (location_id, email) WHERE email <> '';
CREATE INDEX submission_phone ON submission (location_id, phone_normal) WHERE phone_normal <> '';
CREATE INDEX submission_ip ON submission (location_id, at_ms) WHERE ip <> '';
CREATE INDEX submission_refused ON submission (at_ms) WHERE state = 'spam';

-- Proofs of work that were used, until nobody would take them any more.
CREATE TABLE form_proof (
    nonce      TEXT NOT NULL PRIMARY KEY,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX form_proof_expires ON form_proof (expires_ms);
