-- A customer's bookings in the order in which a profile shows them: its page and its timeline are one span of an index.
CREATE INDEX booking_customer_starts ON booking (location_id, customer_id, starts_ms, id) WHERE customer_id IS NOT NULL;

-- What happened to a record, without reading the entries themselves: a timeline shows few of those that it merges.
DROP INDEX audit_record;
CREATE INDEX audit_record ON audit (location_id, record_id, seq, at_ms, action);

-- Whose address a booking bears, linked or not: erasing somebody asks for it, and walked over all bookings for each address.
CREATE INDEX booking_email ON booking (location_id, booker_email_normal) WHERE booker_email_normal <> '';
CREATE INDEX booking_phone ON booking (location_id, booker_e164) WHERE booker_e164 <> '';
CREATE INDEX booking_booked_for ON booking (location_id, id) WHERE booked_for <> '';
