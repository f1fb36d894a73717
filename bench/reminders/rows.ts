/** People and one visit that is over, which any number of versions can be told of. */
export const PEOPLE = `
  INSERT INTO people (id, email, email_verified_at, role, first_name, channels)
  SELECT gen_random_uuid(), 'someone-' || n || '@bench.test', now(), CASE WHEN n % 2 = 0 THEN 'doctor' ELSE 'patient' END,
    'Someone', '{email}'
  FROM generate_series(1, 2) AS n;
  INSERT INTO appointments (id, doctor_id, patient_id, starts_at, ends_at, session_type, status, room_key)
  SELECT gen_random_uuid(), doctor.id, patient.id, now(), now() + interval '30 minutes', 'telehealth', 'NO_SHOW', 'abcdefgh23'
  FROM people doctor JOIN people patient ON patient.email = 'someone-1@bench.test'
  WHERE doctor.email = 'someone-2@bench.test';`;

/** One reminder for each time, none of which is due while the bench runs. */
export const pending = (due: string): string => `
  INSERT INTO reminders
    (id, appointment_id, appointment_version, kind, person_id, line, due_at, next_at, useful_until)
  SELECT gen_random_uuid(), a.id, n, 'reminder_hour', a.patient_id, 'email', due, due, due + interval '1 hour'
  FROM (SELECT due, row_number() OVER () AS n FROM (${due}) AS times) AS numbered
  JOIN appointments a ON a.status = 'NO_SHOW'`;

/** One reminder for each time, to its own patient, of a visit an hour and more later. */
export const becomingDue = (due: string): string => `
  WITH numbered AS MATERIALIZED (
    SELECT due, gen_random_uuid() AS doctor, gen_random_uuid() AS patient, gen_random_uuid() AS visit
    FROM (${due}) AS times
  ), people AS (
    INSERT INTO people (id, email, email_verified_at, role, first_name, last_name, channels)
    SELECT id, id || '@bench.test', now(), role, 'Someone', 'Else', '{email}'
    FROM numbered, LATERAL (VALUES (doctor, 'doctor'), (patient, 'patient')) AS side (id, role)
    RETURNING id
  ), visits AS (
    INSERT INTO appointments (id, doctor_id, patient_id, starts_at, ends_at, session_type, status, room_key)
    SELECT visit, doctor, patient, due + interval '1 hour', due + interval '90 minutes', 'telehealth', 'CONFIRMED',
      'abcdefgh23'
    FROM numbered RETURNING id
  ) INSERT INTO reminders
      (id, appointment_id, appointment_version, kind, person_id, line, due_at, next_at, useful_until)
    SELECT gen_random_uuid(), visit, 1, 'reminder_hour', patient, 'email', due, due, due + interval '1 hour'
    FROM numbered`;
