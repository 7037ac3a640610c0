-- Gives the customers of a database that make_people filled the history of a business: with a million of them five million
-- bookings, and to each fiftieth, the regulars, enough of everything to fill the first page of a profile. Run by
-- bench/run with the shell of SQLite. All counters and figures agree afterwards (regulars check --figures); the hashes of
-- the audit are left out.
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -3000000;
BEGIN;

CREATE TEMP TABLE here AS
SELECT id AS location_id, currency, CAST(strftime('%s', 'now') AS INTEGER) * 1000 AS now_ms,
    CAST(strftime('%s', 'now') AS INTEGER) / 86400 AS today FROM location ORDER BY id LIMIT 1;

-- n counts from 0; each fiftieth is a regular.
CREATE TEMP TABLE who (n INTEGER PRIMARY KEY, id INTEGER, name TEXT, email TEXT);
INSERT INTO who SELECT row_number() OVER (ORDER BY id) - 1, id, name, primary_email FROM customer;
CREATE TEMP TABLE upto (k INTEGER PRIMARY KEY);
WITH RECURSIVE c (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM c WHERE k < 53) INSERT INTO upto SELECT k FROM c;

-- ---- bookings: four each, fifty more for a regular, over three years up to sixty days from now. They begin between
-- eight and four in UTC, so that the local day is that of UTC.
INSERT INTO booking (id, location_id, source, external_id, confirmation_code, short_code, activity, site, starts_ms, ends_ms,
    service_date, status, party_size, currency, grand_total_minor, paid_minor, channel, booker_name, booker_email,
    booker_email_normal, customer_id, counted, search, created_ms, updated_ms)
SELECT b.id + ((1 + k) * 400 << 22), location_id, 'engine', n || '-' || k, 'K' || n || '-' || k, 'K' || n,
    CASE mix % 3 WHEN 0 THEN 'Sunset kayak' WHEN 1 THEN 'Harbour tour' ELSE 'Kayak rental' END,
    CASE mix % 4 WHEN 0 THEN 'North pier' ELSE 'Castlepark' END,
    starts_ms, starts_ms + 7200000, date(starts_ms / 1000, 'unixepoch'), status, 1 + mix % 5, currency, total,
    CASE WHEN status = 'canceled' THEN 0 ELSE total END, 'direct', name, email, email, b.id,
    status IN ('confirmed', 'completed'), '', now_ms - 1000, now_ms - 1000
FROM (
    SELECT *, CASE WHEN mix % 16 = 0 THEN 'canceled' WHEN mix % 37 = 0 THEN 'no-show' WHEN starts_ms > now_ms THEN 'confirmed'
        ELSE 'completed' END AS status, 2500 + mix % 90 * 100 AS total
    FROM (
        SELECT w.*, u.k, h.*, ((n * 7919 + k * 104729) * 2654435761 >> 7) & 0xfffff AS mix,
            (today + 60 - ((n * 7919 + k * 15485863) * 2654435761 >> 9 & 0xffff) % 1155) * 86400000
                + 28800000 + ((n * 31 + k * 17) % 33) * 900000 AS starts_ms
        FROM who w JOIN upto u ON k < CASE WHEN n % 50 = 0 THEN 54 ELSE 4 END JOIN here h
    )
) b;

CREATE TEMP TABLE sums AS
SELECT customer_id, sum(counted) AS bookings, sum(counted * grand_total_minor) AS spent, sum(paid_minor) AS paid,
    sum(CASE WHEN counted = 0 THEN paid_minor ELSE 0 END) AS kept, sum(status = 'canceled') AS canceled,
    sum(status = 'no-show') AS no_shows,
    coalesce(min(CASE WHEN counted = 1 THEN starts_ms END), 0) AS first_ms,
    coalesce(max(CASE WHEN counted = 1 THEN starts_ms END), 0) AS latest_ms,
    coalesce(max(CASE WHEN counted = 1 AND ends_ms <= now_ms THEN starts_ms END), 0) AS last_ms,
    coalesce(min(CASE WHEN counted = 1 AND starts_ms > now_ms THEN starts_ms END), 0) AS next_ms,
    sum(CASE WHEN counted = 1 AND starts_ms > now_ms THEN grand_total_minor ELSE 0 END) AS upcoming,
    coalesce(min(CASE WHEN counted = 1 AND starts_ms > now_ms THEN starts_ms WHEN counted = 1 AND ends_ms > now_ms THEN ends_ms
        END), 0) AS turn_ms
FROM booking JOIN here GROUP BY customer_id;
UPDATE customer SET bookings = s.bookings, own_bookings = s.bookings, spent_minor = s.spent, paid_minor = s.paid,
    kept_minor = s.kept, canceled = s.canceled, no_shows = s.no_shows, first_booking_ms = s.first_ms,
    latest_booking_ms = s.latest_ms, last_booking_ms = s.last_ms,
    last_end_ms = CASE WHEN s.last_ms = 0 THEN 0 ELSE s.last_ms + 7200000 END, next_booking_ms = s.next_ms,
    upcoming_minor = s.upcoming, turn_ms = s.turn_ms
FROM sums s WHERE s.customer_id = customer.id;

-- ---- what a regular has beside: fifteen of each, and half of them one
CREATE TEMP TABLE many AS
SELECT w.*, u.k, h.*, now_ms - ((n * 31 + k * 7919) % 1000) * 86400000 - k * 3600000 AS at_ms
FROM who w JOIN upto u ON k < CASE WHEN n % 50 = 0 THEN 15 WHEN n % 2 = 0 THEN 1 ELSE 0 END JOIN here h;

INSERT INTO communication (id, location_id, person_id, kind, via, direction, address, address_normal, title, body, at_ms,
    status, created_ms, updated_ms)
SELECT id + ((1 + k) * 400 + 11 << 22), location_id, id, 'customer', CASE k % 3 WHEN 0 THEN 'email' WHEN 1 THEN 'phone' ELSE 'note' END,
    CASE k % 3 WHEN 2 THEN '' ELSE 'out' END, email, email, 'Your booking K' || n,
    'Thank you for booking with us. Please be at the pier fifteen minutes early.', at_ms, 'delivered', at_ms, at_ms FROM many;
INSERT INTO survey (id, location_id, name, questions, responses, created_ms, updated_ms)
SELECT 1, location_id, 'After the trip', '[{"id":"q1","kind":"rating","text":"How was it?","required":true,"choices":[]}]',
    (SELECT count(*) FROM many), now_ms, now_ms FROM here;
INSERT INTO survey_version (location_id, survey_id, version, questions, created_ms)
SELECT location_id, 1, 1, questions, created_ms FROM survey;
INSERT INTO survey_response (id, location_id, survey_id, version, person_id, kind, answers, rating_tenths, at_ms, created_ms,
    updated_ms)
SELECT id + ((1 + k) * 400 + 12 << 22), location_id, 1, 1, id, 'customer', '[{"question_id":"q1","value":5}]', 50, at_ms, at_ms,
    at_ms FROM many;
INSERT INTO record (id, location_id, kind, source, external_id, title, status, currency, amount_minor, at_ms, person_id,
    person_kind, linked_by, created_ms, updated_ms)
SELECT id + ((1 + k) * 400 + 13 << 22), location_id, CASE k % 2 WHEN 0 THEN 'waiver' ELSE 'order' END, 'till', n || '-' || k,
    'Dry bag', CASE k % 2 WHEN 0 THEN 'signed' ELSE 'paid' END, currency, 1800, at_ms, id, 'customer', 'match', at_ms, at_ms
FROM many;
INSERT INTO follow_up (id, location_id, person_id, kind, due_ms, note, state, outcome, done_ms, remind_ms, announced_ms,
    created_ms, updated_ms)
SELECT id + ((1 + k) * 400 + 14 << 22), location_id, id, 'customer', at_ms, 'Call about the group price',
    CASE WHEN n % 5000 = 0 AND k = 0 THEN 'open' ELSE 'done' END, 'Will book', at_ms, at_ms, at_ms, at_ms, at_ms FROM many;
INSERT INTO consent (id, location_id, person_id, channel, purpose, given, address, obtain_method, wording, demonstrable, at_ms)
SELECT id + ((1 + k) * 400 + 15 << 22), location_id, id, CASE k % 2 WHEN 0 THEN 'email' ELSE 'sms' END, 'marketing', 1, email,
    'opt-in-checkbox', 'Yes, write to me.', 1, at_ms FROM many;
INSERT INTO guest (id, location_id, booking_id, name, customer_id, linked_by, starts_ms, created_ms, updated_ms)
SELECT m.id + ((1 + m.k) * 400 + 16 << 22), m.location_id, b.id, m.name, m.id, 'user', b.starts_ms, m.at_ms, m.at_ms
FROM many m JOIN booking b ON b.id = (SELECT id FROM who o WHERE o.n = (m.n + 1 + m.k) % (SELECT count(*) FROM who)) + (400 << 22);
UPDATE customer SET guest_appearances = c.guests FROM (SELECT customer_id, count(*) AS guests FROM guest GROUP BY customer_id) c
WHERE c.customer_id = customer.id;
INSERT INTO audit (id, location_id, seq, at_ms, actor_kind, action, record_id, who_commitment, what_commitment, hash)
SELECT id + ((1 + k) * 400 + 17 << 22), location_id, row_number() OVER (ORDER BY k, n) + 1000, at_ms, 'system', 'customer.updated',
    id, '', '', '' FROM many;
INSERT INTO audit_value (location_id, seq, actor_name, changes)
SELECT location_id, seq, 'bench', '[{"field":"notes","old":"","new":"Prefers the morning"}]' FROM audit WHERE seq > 1000;
INSERT INTO audit_head (location_id, seq, hash) SELECT location_id, (SELECT max(seq) FROM audit), '' FROM here WHERE 1
ON CONFLICT (location_id) DO UPDATE SET seq = excluded.seq;

-- ---- leads: one to five customers, a third of them linked
INSERT INTO person (id, location_id, kind) SELECT id + (7 << 22), location_id, 'contact' FROM who JOIN here WHERE n % 5 = 0;
INSERT INTO contact (id, location_id, name, name_fold, source, captured_ms, obtain_method, customer_id, converted_ms, active_ms,
    search, created_ms, updated_ms)
SELECT id + (7 << 22), location_id, 'Lead ' || n, 'lead ' || n,
    CASE n / 5 % 4 WHEN 0 THEN 'contact-form' WHEN 1 THEN 'subscribe-form' WHEN 2 THEN 'referral' ELSE 'manual' END,
    now_ms - (n * 7919 % 1000) * 86400000 - 7200000, 'manual', CASE WHEN n / 5 % 3 = 0 THEN id END,
    CASE WHEN n / 5 % 3 = 0 THEN now_ms - 3600000 ELSE 0 END, now_ms, 'lead ' || n, now_ms - 3600000, now_ms
FROM who JOIN here WHERE n % 5 = 0;

-- ---- counters and figures
UPDATE location_head SET bookings = (SELECT count(*) FROM booking), contacts = (SELECT count(*) FROM contact),
    figure_day = (SELECT today FROM here) WHERE location_id = (SELECT location_id FROM here);
DELETE FROM day_figure;
INSERT INTO day_figure (location_id, figure, detail, day, value, minor)
SELECT location_id, 'bookings', '', starts_ms / 86400000, count(*), sum(grand_total_minor) FROM booking WHERE counted = 1
GROUP BY 1, 4
UNION ALL SELECT location_id, 'captured', '', (captured_ms + 3600000) / 86400000, count(*), 0 FROM contact GROUP BY 1, 4
UNION ALL SELECT location_id, 'contacts', source, 0, count(*), 0 FROM contact GROUP BY 1, 3
UNION ALL SELECT location_id, 'converted', source, 0, count(*), 0 FROM contact WHERE customer_id IS NOT NULL GROUP BY 1, 3
UNION ALL SELECT location_id, 'latest', '', latest_booking_ms / 86400000, count(*), 0 FROM customer WHERE latest_booking_ms > 0
GROUP BY 1, 4
UNION ALL SELECT location_id, v.figure, '', today - k, 1000 * (400 - k), 0
FROM here JOIN (SELECT 'customers' AS figure UNION ALL SELECT 'leads' UNION ALL SELECT 'active') v
JOIN (WITH RECURSIVE c (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM c WHERE k < 399) SELECT k FROM c);
COMMIT;
ANALYZE;
PRAGMA journal_mode = WAL;
