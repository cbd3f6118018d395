-- The central audit log of every desk, for PostgreSQL 14 or later. Run once, by whoever may create roles and schemas in this database:
--   psql "host=… dbname=… sslmode=verify-full" -v ON_ERROR_STOP=1 -f central-log.sql
-- Consoles may only add rows; supervisors may only read. Nobody but the owner, who does not log in, can change or delete.

BEGIN;

DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['helpdesk_audit_owner', 'helpdesk_audit_desk', 'helpdesk_audit_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN EXECUTE format('CREATE ROLE %I NOLOGIN', wanted); END IF;
  END LOOP;
  -- A managed server's administrator is no superuser: to make things that belong to a role they must be a member of it.
  -- From PostgreSQL 16 on, whoever creates a role may administer it, but not yet become it.
  IF NOT pg_has_role(current_user, 'helpdesk_audit_owner', CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END) THEN
    EXECUTE format('GRANT helpdesk_audit_owner TO %I', current_user);
  END IF;
END $$;

-- For finding words inside names; part of PostgreSQL's own distribution.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE SCHEMA helpdesk_audit AUTHORIZATION helpdesk_audit_owner;
GRANT USAGE ON SCHEMA helpdesk_audit TO helpdesk_audit_desk, helpdesk_audit_reader;
SET LOCAL ROLE helpdesk_audit_owner;
SET LOCAL search_path TO helpdesk_audit, public;

CREATE TABLE schema_version (version int PRIMARY KEY);
INSERT INTO schema_version VALUES (1);

-- Every row of every desk, as it is in the desk's own log.
CREATE TABLE entries (
  install_id uuid NOT NULL,
  seq bigint NOT NULL,
  kind text NOT NULL,
  attempt_id text,
  body text NOT NULL,
  hash text NOT NULL,
  received_at timestamptz NOT NULL,
  received_from text NOT NULL,
  PRIMARY KEY (install_id, seq)
);
CREATE INDEX entries_by_attempt ON entries (attempt_id) WHERE attempt_id IS NOT NULL;
CREATE INDEX entries_acknowledgements ON entries (install_id) WHERE kind = 'acknowledgement';

-- Each log's end. The chain cannot have a gap or a fork here: a row that does not follow is not taken.
CREATE TABLE logs (
  install_id uuid PRIMARY KEY,
  desk_id text NOT NULL,
  machine text NOT NULL,
  previous_install_id text,
  rows bigint NOT NULL,
  head text NOT NULL,
  sealed_rows bigint,
  attempts bigint NOT NULL DEFAULT 0,
  conflicts bigint NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  received_from text NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX logs_by_desk ON logs (desk_id);

-- What contradicts a row that was here before: the desk's log was put back or rewritten, or somebody else writes in its name.
CREATE TABLE conflicts (
  install_id uuid NOT NULL,
  seq bigint NOT NULL,
  hash text NOT NULL,
  body text NOT NULL,
  received_at timestamptz NOT NULL,
  received_from text NOT NULL,
  PRIMARY KEY (install_id, seq, hash)
);

-- One line for each attempt, kept while rows arrive, so that a page costs the same however long the log is. What it says can be made anew
-- from the entries, and is compared with them when a supervisor has a desk's log checked.
CREATE TABLE attempts (
  desk_id text NOT NULL,
  attempt_id text NOT NULL,
  install_id uuid NOT NULL,
  first_seq bigint NOT NULL,
  boot_id text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  sent_at timestamptz,
  action text NOT NULL,
  status text NOT NULL,
  code text,
  ticket text NOT NULL,
  reason text NOT NULL,
  agent_oid text NOT NULL,
  device_id text NOT NULL,
  user_id text NOT NULL,
  actor jsonb NOT NULL,
  target jsonb NOT NULL,
  parameters jsonb,
  proof jsonb,
  answer jsonb,
  has_intent boolean NOT NULL DEFAULT false,
  has_outcome boolean NOT NULL DEFAULT false,
  reveals int NOT NULL DEFAULT 0,
  notes int NOT NULL DEFAULT 0,
  signed_off jsonb,
  search text NOT NULL,
  PRIMARY KEY (desk_id, attempt_id)
) WITH (fillfactor = 70);
CREATE INDEX attempts_newest ON attempts (started_at DESC, attempt_id DESC);
CREATE INDEX attempts_of_agent ON attempts (agent_oid, started_at DESC, attempt_id DESC);
CREATE INDEX attempts_of_agent_by_action ON attempts (agent_oid, action, status, started_at DESC, attempt_id DESC);
CREATE INDEX attempts_of_device ON attempts (device_id, started_at DESC, attempt_id DESC);
CREATE INDEX attempts_of_user ON attempts (user_id, started_at DESC, attempt_id DESC) WHERE user_id <> '';
CREATE INDEX attempts_by_status ON attempts (status, started_at DESC, attempt_id DESC);
CREATE INDEX attempts_by_action ON attempts (action, started_at DESC, attempt_id DESC);
-- What was sent to a device, or for a user, within the week before an attempt.
CREATE INDEX attempts_sent_to_device ON attempts (device_id, action, sent_at) INCLUDE (attempt_id) WHERE sent_at IS NOT NULL;
CREATE INDEX attempts_sent_for_user ON attempts (user_id, sent_at) INCLUDE (device_id) WHERE sent_at IS NOT NULL AND user_id <> '';
CREATE INDEX attempts_signed_off ON attempts (started_at DESC, attempt_id DESC) WHERE signed_off IS NOT NULL;
CREATE INDEX attempts_without_ticket ON attempts (started_at DESC, attempt_id DESC)
  WHERE has_intent AND action IN ('remove', 'reset-device', 'reset-passcode', 'remote-lock', 'delete-record') AND ticket !~ '\S';
CREATE INDEX attempts_left_open ON attempts (desk_id) WHERE status = 'open';
CREATE INDEX attempts_by_words ON attempts USING gin (search gin_trgm_ops);

-- Who ever began an attempt.
CREATE TABLE agents (oid text, tid text, upn text NOT NULL, display_name text NOT NULL, PRIMARY KEY (oid, tid));

-- pg_temp stands last in every search_path below: unnamed it would come first, and an agent's own type of a known name would be used, with the owner's rights.

-- The row as JSON. PostgreSQL's jsonb knows no U+0000 and no half of a surrogate pair, which a device's name can hold: for reading only.
CREATE FUNCTION readable(body text) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT replace(regexp_replace(replace(body, '\\', chr(1)), '\\u(0000|d[89a-f][0-9a-f]{2})', U&'\FFFD', 'g'), chr(1), '\\')::jsonb
$$;

-- Without case and accents, as the console searches.
CREATE FUNCTION plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT lower(regexp_replace(normalize(words, NFKD), U&'[\0300-\036f\1ab0-\1aff\1dc0-\1dff\20d0-\20ff\fe20-\fe2f]', '', 'g'))
$$;

-- SHA-256 over the length-prefixed tag and the length-prefixed text, as src-main/audit/chain.ts has it.
CREATE FUNCTION hash_of(body text) RETURNS text LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT encode(sha256(int8send(29) || 'helpdesk-console/audit/row/v1'::bytea || int8send(octet_length(convert_to(body, 'UTF8'))) || convert_to(body, 'UTF8')), 'hex')
$$;

-- A row with the time at which it arrived where its own is none, as consoles write it: ISO 8601, UTC, from the year 1 to 9999. A PC's clock, or a
-- forger, can say anything. The row itself is kept as it is.
CREATE FUNCTION timed(entry jsonb, arrived timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF entry ->> 'at' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$' AND (entry ->> 'at')::timestamptz IS NOT NULL THEN RETURN entry; END IF;
  RAISE data_exception;
EXCEPTION WHEN data_exception THEN
  RETURN jsonb_set(entry, '{at}', to_jsonb(to_char(arrived AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
END $$;

CREATE FUNCTION search_text(actor jsonb, target jsonb, ticket text, reason text, action text, status text, code text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT helpdesk_audit.plain(concat_ws(E'\n', actor ->> 'displayName', actor ->> 'upn', target ->> 'deviceId', target ->> 'deviceName', target ->> 'serialNumber',
    target ->> 'userPrincipalName', target ->> 'userDisplayName', ticket, reason, action,
    CASE status WHEN 'not-supported' THEN 'not-supported not supported' ELSE status END, coalesce(code, '')))
$$;

-- Adds one row to its attempt; src-main/audit/attempt-fold.ts says the same for one desk, and a spec holds the two together.
CREATE FUNCTION fold(desk text, log uuid, entry jsonb) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  was helpdesk_audit.attempts;
  review record;
  is_new boolean := false;
  kind text := entry ->> 'kind';
  at timestamptz := (entry ->> 'at')::timestamptz;
BEGIN
  IF kind = 'review' THEN desk := coalesce(entry ->> 'deskId', desk); END IF;
  SELECT * INTO was FROM helpdesk_audit.attempts a WHERE a.desk_id = desk AND a.attempt_id = entry ->> 'attemptId' FOR UPDATE;
  IF NOT FOUND THEN
    IF kind NOT IN ('attempt', 'intent') THEN RETURN false; END IF;
    is_new := true;
    was.desk_id := desk; was.attempt_id := entry ->> 'attemptId'; was.install_id := log; was.first_seq := (entry ->> 'seq')::bigint;
    was.boot_id := entry ->> 'bootId'; was.started_at := at; was.action := entry ->> 'action'; was.status := 'open';
    was.actor := entry -> 'actor'; was.target := entry -> 'target';
    was.parameters := nullif(entry -> 'parameters', 'null'::jsonb);
    was.ticket := coalesce(entry ->> 'ticket', ''); was.reason := coalesce(entry ->> 'reason', '');
    was.agent_oid := was.actor ->> 'oid'; was.device_id := was.target ->> 'deviceId'; was.user_id := was.target ->> 'userId';
    was.has_intent := false; was.has_outcome := false; was.reveals := 0; was.notes := 0;
  END IF;

  CASE kind
    WHEN 'refusal' THEN IF NOT was.has_intent THEN was.status := 'refused'; was.code := entry ->> 'code'; was.ended_at := at; END IF;
    WHEN 'cancellation' THEN IF NOT was.has_intent THEN was.status := 'cancelled'; was.ended_at := at; END IF;
    WHEN 'fresh-sign-in' THEN
      IF NOT was.has_intent THEN was.status := 'open'; was.code := NULL; was.ended_at := NULL; was.proof := entry -> 'proof'; END IF;
    WHEN 'intent' THEN
      was.status := 'unknown'; was.code := NULL; was.ended_at := NULL; was.proof := entry -> 'proof'; was.target := entry -> 'target';
      was.device_id := was.target ->> 'deviceId'; was.user_id := was.target ->> 'userId'; was.has_intent := true; was.sent_at := at;
    WHEN 'answer' THEN
      was.answer := jsonb_build_object('result', entry -> 'result', 'reference', entry -> 'reference');
      IF NOT was.has_outcome THEN
        was.status := CASE entry ->> 'result' WHEN 'approval-required' THEN 'awaiting-approval' ELSE entry ->> 'result' END;
        was.code := entry ->> 'code';
        was.ended_at := CASE entry ->> 'result' WHEN 'refused' THEN at END;
      END IF;
    WHEN 'approval' THEN
      CASE entry ->> 'decision'
        WHEN 'approved' THEN was.status := 'approved'; was.code := NULL;
        WHEN 'completed' THEN was.status := 'completed'; was.code := NULL; was.ended_at := at;
        ELSE was.status := 'refused'; was.code := 'approval-' || (entry ->> 'decision'); was.ended_at := at;
      END CASE;
    WHEN 'outcome' THEN was.status := entry ->> 'state'; was.code := entry ->> 'code'; was.ended_at := at; was.has_outcome := true;
    WHEN 'reveal' THEN was.reveals := was.reveals + 1;
    WHEN 'review' THEN
      -- Nobody reviews what they did themselves, nor does nobody, whatever their console says.
      IF coalesce(was.actor ->> 'oid' = entry -> 'actor' ->> 'oid' AND was.actor ->> 'tid' = entry -> 'actor' ->> 'tid', true) THEN RETURN false; END IF;
      IF entry ->> 'verdict' = 'note' THEN was.notes := was.notes + 1;
      -- Of two, from two desks, the later one stands, whichever arrived first.
      ELSIF was.signed_off IS NULL OR was.signed_off ->> 'at' <= entry ->> 'at' THEN was.signed_off := jsonb_build_object('by', entry -> 'actor', 'at', entry -> 'at'); END IF;
    ELSE NULL;
  END CASE;

  was.search := helpdesk_audit.search_text(was.actor, was.target, was.ticket, was.reason, was.action, was.status, was.code);
  IF is_new THEN
    INSERT INTO helpdesk_audit.attempts SELECT was.*;
    INSERT INTO helpdesk_audit.agents VALUES (was.actor ->> 'oid', was.actor ->> 'tid', was.actor ->> 'upn', was.actor ->> 'displayName')
      ON CONFLICT (oid, tid) DO UPDATE SET upn = EXCLUDED.upn, display_name = EXCLUDED.display_name
      WHERE (agents.upn, agents.display_name) IS DISTINCT FROM (EXCLUDED.upn, EXCLUDED.display_name);
    -- Other desks' reviews of it that were here first: after going back to a backup, rows come again in another order.
    FOR review IN SELECT l.desk_id, e.install_id, helpdesk_audit.timed(helpdesk_audit.readable(e.body), e.received_at) AS entry
      FROM helpdesk_audit.entries e JOIN helpdesk_audit.logs l ON l.install_id = e.install_id
      WHERE e.attempt_id = was.attempt_id AND e.kind = 'review' AND l.desk_id <> was.desk_id ORDER BY e.received_at, e.seq
    LOOP
      IF review.entry ->> 'deskId' = was.desk_id THEN PERFORM helpdesk_audit.fold(review.desk_id, review.install_id, review.entry); END IF;
    END LOOP;
  ELSE
    UPDATE helpdesk_audit.attempts a SET ended_at = was.ended_at, sent_at = was.sent_at, status = was.status, code = was.code, device_id = was.device_id,
      user_id = was.user_id, target = was.target, proof = was.proof, answer = was.answer, has_intent = was.has_intent, has_outcome = was.has_outcome,
      reveals = was.reveals, notes = was.notes, signed_off = was.signed_off, search = was.search
    WHERE a.desk_id = was.desk_id AND a.attempt_id = was.attempt_id;
  END IF;
  RETURN is_new;
END $$;

-- Takes a row only if it follows the last one of its log. One that is here already is passed over, so that sending again does no harm; one that
-- contradicts what is here is put beside. SQLSTATE HC001: rows before it are missing. HC002: it is no row of that log.
CREATE FUNCTION take_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  log helpdesk_audit.logs;
  entry jsonb := helpdesk_audit.readable(NEW.body);
  is_known boolean;
  known_hash text;
  last_boot text;
BEGIN
  IF NEW.hash IS DISTINCT FROM helpdesk_audit.hash_of(NEW.body) OR (entry ->> 'seq')::bigint IS DISTINCT FROM NEW.seq
    OR entry ->> 'installId' IS DISTINCT FROM NEW.install_id::text THEN
    RAISE EXCEPTION 'row % is no row of log %', NEW.seq, NEW.install_id USING ERRCODE = 'HC002';
  END IF;
  NEW.kind := entry ->> 'kind';
  NEW.attempt_id := entry ->> 'attemptId';
  NEW.received_at := clock_timestamp();
  NEW.received_from := session_user;
  entry := helpdesk_audit.timed(entry, NEW.received_at);

  SELECT * INTO log FROM helpdesk_audit.logs WHERE install_id = NEW.install_id FOR UPDATE;
  is_known := FOUND;
  IF NEW.seq > coalesce(log.rows, 0) + 1 OR (NOT is_known AND NEW.kind IS DISTINCT FROM 'log-started') THEN
    RAISE EXCEPTION 'row % of log % does not follow row %', NEW.seq, NEW.install_id, coalesce(log.rows, 0) USING ERRCODE = 'HC001';
  END IF;
  IF is_known AND NEW.seq <= log.rows THEN
    SELECT hash INTO known_hash FROM helpdesk_audit.entries WHERE install_id = NEW.install_id AND seq = NEW.seq;
    IF known_hash = NEW.hash THEN RETURN NULL; END IF;
  END IF;
  IF is_known AND (NEW.seq <= log.rows OR entry ->> 'prevHash' IS DISTINCT FROM log.head) THEN
    INSERT INTO helpdesk_audit.conflicts VALUES (NEW.install_id, NEW.seq, NEW.hash, NEW.body, NEW.received_at, NEW.received_from) ON CONFLICT DO NOTHING;
    IF FOUND THEN UPDATE helpdesk_audit.logs SET conflicts = conflicts + 1 WHERE install_id = NEW.install_id; END IF;
    RETURN NULL;
  END IF;

  IF NOT is_known THEN
    INSERT INTO helpdesk_audit.logs VALUES (NEW.install_id, entry ->> 'deskId', entry ->> 'machine', entry -> 'previous' ->> 'installId', 0, '', NULL, 0, 0,
      (entry ->> 'at')::timestamptz, NEW.received_at, NEW.received_from) RETURNING * INTO log;
  END IF;
  IF entry ? 'bootId' THEN
    -- What an earlier run of the console left open was interrupted.
    UPDATE helpdesk_audit.attempts SET status = 'interrupted',
      search = helpdesk_audit.search_text(actor, target, ticket, reason, action, 'interrupted', code)
    WHERE desk_id = log.desk_id AND status = 'open' AND boot_id <> entry ->> 'bootId';
  END IF;
  IF NEW.attempt_id IS NOT NULL AND helpdesk_audit.fold(log.desk_id, NEW.install_id, entry) THEN log.attempts := log.attempts + 1; END IF;
  UPDATE helpdesk_audit.logs SET rows = NEW.seq, head = NEW.hash, received_at = NEW.received_at, received_from = NEW.received_from, attempts = log.attempts,
    sealed_rows = CASE WHEN NEW.kind = 'checkpoint' THEN NEW.seq - 1 ELSE sealed_rows END
  WHERE install_id = NEW.install_id;
  RETURN NEW;
END $$;
CREATE TRIGGER take_entry BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION take_entry();

-- How far a log is here, for the console that sends it: where to go on, and whether this is still the same log.
CREATE FUNCTION head_of(log uuid) RETURNS TABLE (rows bigint, head text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT l.rows, l.head FROM helpdesk_audit.logs l WHERE l.install_id = log
$$;

-- An agent's own rows never change here either, not by a mistake of the owner's.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an audit row is never changed or deleted'; END $$;
CREATE TRIGGER entries_never_change BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_never_go BEFORE TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER conflicts_never_change BEFORE UPDATE OR DELETE ON conflicts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER conflicts_never_go BEFORE TRUNCATE ON conflicts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA helpdesk_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION head_of(uuid) TO helpdesk_audit_desk, helpdesk_audit_reader;
GRANT EXECUTE ON FUNCTION plain(text), readable(text), search_text(jsonb, jsonb, text, text, text, text, text) TO helpdesk_audit_reader;
GRANT SELECT ON schema_version TO helpdesk_audit_desk;
GRANT INSERT (install_id, seq, body, hash) ON entries TO helpdesk_audit_desk;
GRANT SELECT ON ALL TABLES IN SCHEMA helpdesk_audit TO helpdesk_audit_reader;

RESET ROLE;
COMMIT;
