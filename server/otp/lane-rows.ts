import type { Tx } from '../database/database.ts';

/** A lane for a device; every subject that was sent a code has the unknown devices' already. */
export const ensureLane = async (tx: Tx, subject: string, deviceHash: Uint8Array): Promise<void> => {
  await tx.query(
    `INSERT INTO otp_lanes (subject, device_hash) VALUES ($1, $2)
     ON CONFLICT (subject, device_hash) DO UPDATE SET seen_at = now()`,
    [subject, deviceHash],
  );
};

export interface Lane {
  deviceHash: Uint8Array;
  failures: number;
  /** Seconds until it goes on; 0 where it is not paused. */
  pausedFor: number;
}

export interface LaneRow {
  device_hash: Uint8Array;
  failures: number;
  paused_for: number;
}

export const laneOf = (row: LaneRow): Lane => ({
  deviceHash: row.device_hash,
  failures: row.failures,
  pausedFor: row.paused_for,
});

/** Lets codes go on for somebody whose number was bound anew: nothing is counted against them, on any device. */
export const clearLanes = async (tx: Tx, subject: string): Promise<void> => {
  await tx.query(
    `UPDATE otp_lanes SET failures = 0, locked_until = '-infinity', seen_at = now() WHERE subject = $1`,
    [subject],
  );
};
