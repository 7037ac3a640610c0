-- An erasure counts what came in by forms and checkouts too, and says when it was done again because an older copy of the
-- database had been brought back.

ALTER TABLE erasure ADD COLUMN submissions BIGINT NOT NULL DEFAULT 0;
ALTER TABLE erasure ADD COLUMN checkouts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE erasure ADD COLUMN repeated_ms BIGINT NOT NULL DEFAULT 0;

-- What retention looks for each night: checkouts that still say who it was.
CREATE INDEX checkout_kept ON checkout (location_id, seen_ms, id) WHERE erased_ms = 0;
