-- Figures that the dashboard adds up, and the settings of a location that were still missing.

-- What a day's bookings came to; the day up to which (not included) the days that are over are written down.
ALTER TABLE day_figure ADD COLUMN minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE location_head ADD COLUMN figure_day BIGINT NOT NULL DEFAULT 0;

-- The newest leads, however many were converted since.
CREATE INDEX contact_lead ON contact (location_id, captured_ms, id) WHERE customer_id IS NULL AND archived_ms = 0;

ALTER TABLE location ADD COLUMN lead_overdue_hours BIGINT NOT NULL DEFAULT 4;
ALTER TABLE location ADD COLUMN checkout_delay_minutes BIGINT NOT NULL DEFAULT 60;
ALTER TABLE location ADD COLUMN keep_checkouts_days BIGINT NOT NULL DEFAULT 90;
ALTER TABLE location ADD COLUMN keep_leads_months BIGINT NOT NULL DEFAULT 24;
ALTER TABLE location ADD COLUMN keep_ip_days BIGINT NOT NULL DEFAULT 30;
ALTER TABLE location ADD COLUMN keep_guest_births_days BIGINT NOT NULL DEFAULT 30;
ALTER TABLE location ADD COLUMN sensitive_fields TEXT NOT NULL DEFAULT '[]';
ALTER TABLE location ADD COLUMN week_starts TEXT NOT NULL DEFAULT 'monday';
