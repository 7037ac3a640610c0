-- Since when somebody is a customer: the list is sorted by it. The expression is that of customer_list_store.c.
CREATE INDEX customer_since ON customer (location_id, archived_ms,
    (CASE WHEN first_booking_ms <> 0 AND first_booking_ms < created_ms THEN first_booking_ms ELSE created_ms END), id);

-- Whose a row is, of the rows that are somebody's. Where none is (no lead was ever converted), SQLite's statistics said of
-- the whole index that it leads to everything, and a profile's lists walked over a location.
DROP INDEX contact_customer;
CREATE INDEX contact_customer ON contact (location_id, customer_id) WHERE customer_id IS NOT NULL;
