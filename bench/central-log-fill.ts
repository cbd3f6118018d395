import type pg from 'pg'

/** Rows of one attempt, and what the desk writes between two of them. */
const rowsOfAttempt = 6
export const rareWord = 'otterburn'

const attempts = `
  CREATE TEMP TABLE drawn AS
  SELECT i, agent, agent % 200 AS desk, device, device * 2 / 3 AS person, at, status, action,
    CASE WHEN random() < 0.04 THEN '' ELSE 'INC' || lpad((i % 9000000)::text, 7, '0') END AS ticket,
    CASE WHEN i % 50000 = 7 THEN '${rareWord} bridge' ELSE (ARRAY['Forgot the passcode after the holiday', 'Locked out, caller holds the phone', 'Device lost on the train', 'New starter',
      'Left the company', 'Passcode not accepted any more', 'Handed over to a colleague'])[1 + (random() * 6)::int] END AS reason,
    random() < 0.2 AS is_signed_off, random() < 0.03 AS is_noted
  FROM (
    SELECT i, CASE WHEN i % 400 < 4 THEN i / 400 * 37 % 300 ELSE (300 * random() ^ 2)::int % 300 END AS agent, (60000 * random() ^ 1.4)::int % 60000 AS device,
      CASE WHEN i % 400 < 4 THEN timestamptz '2024-11-24 09:00Z' + floor((i - i % 400) * 730.0 / $1) * interval '1 day' + i % 400 * interval '3 minutes'
        ELSE timestamptz '2024-11-24 00:00Z' + floor(i * 730.0 / $1) * interval '1 day' END + interval '1 second' * (CASE WHEN i % 400 < 4 THEN i / 400 % 20000 WHEN random() < 0.9 THEN 25200 + 39600 * random() ELSE 86400 * random() END) AS at,
      (ARRAY['done', 'done', 'done', 'done', 'done', 'done', 'done', 'done', 'done', 'done', 'done', 'done', 'done', 'done', 'failed', 'refused', 'refused', 'cancelled', 'not-supported', 'requested'])[1 + (random() * 19)::int] AS usual,
      random() AS luck,
      (ARRAY['reset-passcode', 'reset-passcode', 'reset-passcode', 'remote-lock', 'sync', 'sync', 'restart', 'remove', 'reset-device', 'rename'])[1 + (random() * 9)::int] AS action
    FROM generate_series(1, $1) i
  ) drawn, LATERAL (SELECT CASE WHEN i % 400 < 4 THEN 'refused' WHEN luck < 0.002 THEN 'unknown' WHEN luck < 0.003 THEN 'awaiting-approval' WHEN luck < 0.005 THEN 'interrupted' ELSE usual END AS status) state
  ORDER BY i`

const people = `
  CREATE TEMP TABLE names AS SELECT n, (ARRAY['Anna', 'Ben', 'Carla', 'Dario', 'Emma', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Liam', 'Mona', 'Nils', 'Olga', 'Paul', 'Rosa', 'Sven', 'Tina', 'Zoë'])[1 + n % 20]
    || ' ' || initcap(translate(substr(md5('name' || n / 20), 1, 7), '0123456789', 'aeiournlst')) AS name FROM generate_series(0, 41000) n`

const uuid = (text: string): string => `md5(${text})::uuid`
const person = (prefix: string, number: string): string => `json_build_object('displayName', (SELECT name FROM names WHERE n = ${number}), 'oid', ${uuid(`'${prefix}' || ${number}`)}, 'tid', '6f1d2c3b-4a59-4e68-9d7c-8b9a0c1d2e3f', 'upn', '${prefix}' || ${number} || '@contoso.example')`
const isSent = `d.status NOT IN ('refused', 'cancelled', 'interrupted')`

const lines = `
  INSERT INTO helpdesk_audit.attempts
  SELECT desk_id, attempt_id, install_id, first_seq, boot_id, at, ended_at, sent_at, action, status, code, ticket, reason, agent_oid, device_id, user_id, actor, target, parameters, proof, answer,
    has_intent, has_outcome, 0, notes, signed_off, concat_ws(E'\\n', actor_words, target_words, lower(ticket), lower(reason), action,
      CASE status WHEN 'not-supported' THEN 'not-supported not supported' ELSE status END, coalesce(code, ''))
  FROM (
    SELECT ${uuid(`'desk' || d.desk`)}::text AS desk_id, ${uuid(`'attempt' || d.i`)}::text AS attempt_id, ${uuid(`'log' || d.desk`)} AS install_id,
      2 + (row_number() OVER (PARTITION BY d.desk ORDER BY d.i) - 1) * ${rowsOfAttempt} AS first_seq, 'boot' AS boot_id, d.at,
      CASE WHEN d.status NOT IN ('requested', 'awaiting-approval') THEN d.at + interval '90 seconds' END AS ended_at, CASE WHEN ${isSent} THEN d.at + interval '45 seconds' END AS sent_at,
      d.action, d.status, CASE d.status WHEN 'refused' THEN 'sign-in-timed-out' END AS code, d.ticket, d.reason, ${uuid(`'agent' || d.agent`)}::text AS agent_oid,
      ${uuid(`'device' || d.device`)}::text AS device_id, ${uuid(`'user' || d.person`)}::text AS user_id, a.actor, a.words AS actor_words, t.target, t.words AS target_words, jsonb_build_object('action', d.action) AS parameters,
      CASE WHEN ${isSent} THEN jsonb_build_object('method', 'fresh-sign-in', 'authenticatedAt', d.at, 'issuedAt', d.at, 'signInTookMs', 21400) END AS proof,
      CASE WHEN ${isSent} THEN '{"result": "requested", "reference": {"httpStatus": 204, "graphCode": null, "requestId": "e3c1b0a4", "clientRequestId": "99f2", "serverDate": null}}'::jsonb END AS answer,
      ${isSent} AS has_intent, d.status IN ('done', 'failed', 'not-supported') AS has_outcome, d.is_noted::int AS notes,
      CASE WHEN d.is_signed_off THEN jsonb_build_object('at', d.at + interval '1 day', 'by', jsonb_build_object('oid', 'oid-s', 'tid', 'tid', 'upn', 'sofia@contoso.example', 'displayName', 'Sofia')) END AS signed_off
    FROM drawn d JOIN actors a ON a.agent = d.agent JOIN targets t ON t.device = d.device ORDER BY d.i
  ) line`

const rows = `
  INSERT INTO helpdesk_audit.entries
  SELECT install_id, seq, kind, CASE kind WHEN 'session' THEN NULL ELSE attempt_id END, body, encode(sha256(int8send(29) || 'helpdesk-console/audit/row/v1'::bytea || int8send(octet_length(convert_to(body, 'UTF8'))) || convert_to(body, 'UTF8')), 'hex'), started_at, 'agent@contoso.example'
  FROM (
    SELECT a.install_id, a.first_seq + k AS seq, kind, a.attempt_id, a.started_at,
      '{"at":"' || to_char((a.started_at + k * interval '15 seconds') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || CASE WHEN kind <> 'session' THEN '","attemptId":"' || a.attempt_id ELSE '' END
      || '","bootId":"boot","installId":"' || a.install_id || '","kind":"' || kind || '","monotonicMs":' || k || ',"prevHash":"' || repeat('ab', 32) || '","seq":' || a.first_seq + k
      || CASE kind WHEN 'attempt' THEN ',"action":"' || a.action || '","actor":' || a.actor::text || ',"profile":"graph-admin","reason":"' || a.reason || '","target":' || a.target::text || ',"ticket":"' || a.ticket || '"'
        WHEN 'intent' THEN ',"action":"' || a.action || '","actor":' || a.actor::text || ',"clientRequestId":"99f2","effect":"passcode-removed","previousResultAt":null,"proof":' || a.proof::text || ',"target":' || a.target::text
        WHEN 'refusal' THEN ',"actor":' || a.actor::text || ',"code":"sign-in-timed-out","otherPerson":null,"reference":null,"stage":"sign-in"'
        WHEN 'answer' THEN ',"clockOffsetMs":0,"code":null,"reference":{"httpStatus":204},"result":"requested"'
        WHEN 'outcome' THEN ',"code":null,"graphErrorCode":0,"graphState":"done","state":"' || a.status || '"'
        ELSE ',"actor":' || a.actor::text || ',"code":null' END || '}' AS body
    FROM (SELECT * FROM helpdesk_audit.attempts WHERE desk_id < '8' IS NOT DISTINCT FROM $half) a, generate_series(0, ${rowsOfAttempt - 1}) k,
      LATERAL (SELECT (CASE WHEN a.has_intent THEN ARRAY['attempt', 'fresh-sign-in', 'intent', 'answer', 'outcome', 'session']
        ELSE ARRAY['attempt', 'refusal', 'refusal', 'session', 'session', 'session'] END)[k + 1] AS kind) what
  ) one`

/**
 * Fills the central log with about so many rows of 200 desks, 300 agents and two years: the server draws them itself, without the triggers, and makes
 * the indexes after. Rows have the hash of their text, but no chain.
 */
export async function fillCentralLog(connect: () => Promise<pg.Client>, wanted: number, say: (text: string) => void): Promise<{ readonly rows: number; readonly attempts: number }> {
  const count = Math.floor(wanted / rowsOfAttempt)
  const [client, other] = [await connect(), await connect()]
  for (const one of [client, other]) await one.query("SET session_replication_role = 'replica'")
  await client.query('SELECT setseed(0.42)')
  const { rows: indexes } = await client.query<{ name: string; sql: string }>(`SELECT indexname AS name, indexdef AS sql FROM pg_indexes
    WHERE schemaname = 'helpdesk_audit' AND tablename IN ('attempts', 'entries') AND indexname NOT LIKE '%pkey'`)
  for (const { name } of indexes) await client.query(`DROP INDEX helpdesk_audit.${name}`)
  await client.query('ALTER TABLE helpdesk_audit.entries DROP CONSTRAINT entries_pkey')
  await client.query('ALTER TABLE helpdesk_audit.attempts DROP CONSTRAINT attempts_pkey')
  say('drawing attempts')
  await client.query(people)
  await client.query('CREATE INDEX ON names (n); ANALYZE names')
  await client.query(attempts.replaceAll('$1', String(count)))
  await client.query(`CREATE TEMP TABLE actors AS SELECT agent, ${person('agent', 'agent')}::jsonb AS actor FROM generate_series(0, 299) agent`)
  await client.query(`CREATE TEMP TABLE targets AS SELECT device, (json_build_object('deviceId', ${uuid("'device' || device")}, 'deviceName', 'LAPTOP-' || upper(substr(md5('d' || device), 1, 7)),
    'enrolledAt', null, 'kind', 'ios-personal', 'lastSyncAt', '2026-11-23T09:00:00.000Z', 'serialNumber', upper(substr(md5('s' || device), 1, 10)),
    'userDisplayName', (SELECT name FROM names WHERE n = device * 2 / 3), 'userId', ${uuid("'user' || device * 2 / 3")}, 'userPrincipalName', 'user' || device * 2 / 3 || '@contoso.example'))::jsonb AS target
    FROM generate_series(0, 59999) device`)
  // What search_text makes, once for each person and device.
  await client.query(`ALTER TABLE actors ADD words text; UPDATE actors SET words = helpdesk_audit.plain(concat_ws(E'\\n', actor ->> 'displayName', actor ->> 'upn'));
    ALTER TABLE targets ADD words text; UPDATE targets SET words = helpdesk_audit.plain(concat_ws(E'\\n', target ->> 'deviceId', target ->> 'deviceName', target ->> 'serialNumber', target ->> 'userPrincipalName', target ->> 'userDisplayName'))`)
  await client.query('ANALYZE drawn; ANALYZE actors; ANALYZE targets')
  await client.query(lines)
  say('drawing rows')
  await Promise.all([client.query(rows.replace('$half', 'true')), other.query(rows.replace('$half', 'false'))])
  await client.query(`INSERT INTO helpdesk_audit.logs SELECT install_id, min(desk_id), 'PC-' || left(min(desk_id), 6), NULL, 1 + count(*) * ${rowsOfAttempt}, repeat('ab', 32), count(*), count(*), 0,
    min(started_at), max(started_at), 'agent@contoso.example' FROM helpdesk_audit.attempts GROUP BY install_id`)
  await client.query(`INSERT INTO helpdesk_audit.agents SELECT actor ->> 'oid', actor ->> 'tid', actor ->> 'upn', actor ->> 'displayName' FROM actors`)
  say('making indexes')
  const make = async (one: pg.Client, table: string, key: string): Promise<void> => {
    await one.query(`ALTER TABLE helpdesk_audit.${table} ADD PRIMARY KEY (${key})`)
    for (const { sql } of indexes) if (sql.includes(`ON helpdesk_audit.${table} `)) await one.query(sql)
    await one.query(`VACUUM ANALYZE helpdesk_audit.${table}`)
  }
  await Promise.all([make(client, 'entries', 'install_id, seq'), make(other, 'attempts', 'desk_id, attempt_id')])
  for (const table of ['logs', 'agents']) await client.query(`VACUUM ANALYZE helpdesk_audit.${table}`)
  const { rows: [counted] } = await client.query<{ rows: string; attempts: string }>('SELECT (SELECT count(*) FROM helpdesk_audit.entries) AS rows, (SELECT count(*) FROM helpdesk_audit.attempts) AS attempts')
  await client.end()
  await other.end()
  return { rows: Number(counted?.rows), attempts: Number(counted?.attempts) }
}
