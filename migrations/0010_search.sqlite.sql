-- Finding a part of a name reads the folded text of everybody: from an index that holds it beside the order of the list,
-- a tenth of the pages. (PostgreSQL refuses index rows of this length; it reads its table in parallel.)
DROP INDEX customer_created;
CREATE INDEX customer_created ON customer (location_id, archived_ms, id, search);
DROP INDEX contact_captured;
CREATE INDEX contact_captured ON contact (location_id, archived_ms, captured_ms, id, search);
