-- The consent ledger is append-only for the program too: a row may lose its person, address, IP and agent, and get them
-- back when a deletion is taken back; an erasure reduces free text. Nothing else ever changes, and no row goes.
CREATE FUNCTION consent_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the consent ledger is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE TRIGGER consent_stays BEFORE DELETE ON consent FOR EACH ROW EXECUTE FUNCTION consent_refuse();

CREATE TRIGGER consent_unchanged BEFORE UPDATE ON consent FOR EACH ROW
WHEN (NEW.id <> OLD.id OR NEW.location_id <> OLD.location_id OR NEW.channel <> OLD.channel OR NEW.purpose <> OLD.purpose
    OR NEW.given <> OLD.given OR NEW.kind <> OLD.kind OR NEW.form_id IS DISTINCT FROM OLD.form_id
    OR NEW.demonstrable <> OLD.demonstrable OR NEW.staff_id <> OLD.staff_id OR NEW.at_ms <> OLD.at_ms
    OR (NEW.address_hash <> OLD.address_hash AND OLD.address_hash <> '')
    OR (NEW.person_id IS NOT NULL AND OLD.person_id IS NOT NULL
        AND (NEW.address <> OLD.address OR NEW.ip <> OLD.ip OR NEW.user_agent <> OLD.user_agent))
    OR (NEW.obtain_method <> OLD.obtain_method AND NEW.obtain_method <> 'other')
    OR (NEW.wording <> OLD.wording AND substr(NEW.wording, 1, 7) <> 'sha256:')
    OR (NEW.page <> OLD.page AND NEW.page <> ''))
EXECUTE FUNCTION consent_refuse();

CREATE INDEX consent_at ON consent (location_id, at_ms, id);
CREATE INDEX consent_person_at ON consent (location_id, person_id, at_ms, id);

-- Where addresses are that are to be forgotten after their time.
CREATE INDEX audit_value_ip ON audit_value (location_id, seq) WHERE ip <> '';
