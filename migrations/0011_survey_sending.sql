-- A survey may be sent by itself to whoever was there: so many hours after the end of their booking, once.
ALTER TABLE survey ADD COLUMN send BIGINT NOT NULL DEFAULT 0;
ALTER TABLE survey ADD COLUMN send_after_hours BIGINT NOT NULL DEFAULT 24;
ALTER TABLE survey ADD COLUMN send_subject TEXT NOT NULL DEFAULT '';
ALTER TABLE survey ADD COLUMN send_text TEXT NOT NULL DEFAULT '';
ALTER TABLE survey ADD COLUMN send_since_ms BIGINT NOT NULL DEFAULT 0;

-- Who was looked at for a booking: the mail that was ordered, or why none was. The link in the mail names the row.
CREATE TABLE survey_invitation (
    id          {{id}},
    location_id BIGINT NOT NULL,
    survey_id   BIGINT NOT NULL,
    booking_id  BIGINT NOT NULL,
    person_id   BIGINT,
    state       TEXT NOT NULL,
    response_id BIGINT,
    created_ms  BIGINT NOT NULL,
    answered_ms BIGINT NOT NULL DEFAULT 0,
    UNIQUE (location_id, survey_id, booking_id),
    FOREIGN KEY (location_id, survey_id) REFERENCES survey (location_id, id) ON DELETE CASCADE,
    FOREIGN KEY (location_id, person_id) REFERENCES person (location_id, id)
);
CREATE INDEX survey_invitation_person ON survey_invitation (location_id, person_id, created_ms) WHERE person_id IS NOT NULL;
CREATE INDEX survey_invitation_booking ON survey_invitation (location_id, booking_id);
