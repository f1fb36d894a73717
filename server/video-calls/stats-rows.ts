import type { VideoCallStatus } from '../../contract/video-calls.ts';
import type { Database } from '../database/database.ts';

export interface DayCount {
  /** Calendar date in the asked zone. */
  day: string;
  status: VideoCallStatus;
  calls: number;
  /** Calls that have both a start and an end. */
  timed: number;
  /** Seconds. */
  duration: number;
}

interface Asked {
  /** Null for every doctor's. */
  doctorId: string | null;
  timeZone: string;
  /** Calendar dates in the zone, both counted in. */
  from: string;
  to: string;
}

/** A call belongs to the day on which it started; one that never did, to its visit's. */
const SELECT = `
  WITH dated AS (
    SELECT c.status, c.started_at, c.ended_at, coalesce(c.started_at, a.starts_at) AS at
    FROM video_calls c JOIN appointments a ON a.id = c.appointment_id
    WHERE $1::uuid IS NULL OR a.doctor_id = $1::uuid
  )
  SELECT (at AT TIME ZONE $2::text)::date AS day, status, count(*)::integer AS calls,
    count(ended_at - started_at)::integer AS timed,
    coalesce(sum(floor(extract(epoch FROM ended_at - started_at))), 0)::bigint AS duration
  FROM dated
  WHERE at >= ($3::date)::timestamp AT TIME ZONE $2::text
    AND at < ($4::date + 1)::timestamp AT TIME ZONE $2::text
  GROUP BY 1, 2`;

export const countCalls = (db: Database, { doctorId, timeZone, from, to }: Asked): Promise<DayCount[]> =>
  db.query<DayCount>(SELECT, [doctorId, timeZone, from, to]);
