-- Guests whom staff took off a booking: a keyed hash of how the booking system names them, so that its next message does not bring
-- them back. Nobody can be read from it.
CREATE TABLE guest_gone (
    location_id BIGINT NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    booking_id  BIGINT NOT NULL,
    told_hash   TEXT NOT NULL,
    PRIMARY KEY (location_id, booking_id, told_hash)
);
