import type { Appointment } from '../appointments/appointment.ts';
import { lockAppointment } from '../appointments/find-appointment.ts';
import { joinWindow } from '../appointments/join-window.ts';
import { setAppointmentStatus } from '../appointments/set-status.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { writeStep } from './change-call.ts';
import { closeRoom, planClosing, type RoomLeft } from './close-room.ts';
import { followAppointment } from './follow-appointment.ts';
import { insertNewCall, lockCurrentCall } from './open-call.ts';
import { GONE_MS, overdue } from './overdue.ts';
import { selectBehind, selectOverdue } from './sweep-rows.ts';
import type { CallStep } from './transitions.ts';

const EVERY_MS = 15_000;
/** Appointments looked at in one go; each is changed in a transaction of its own. */
const BATCH = 100;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Nobody confirmed it and nobody called: there is no call to write about. */
const closeAppointment = async (
  tx: Tx,
  { id, status }: Appointment,
  { appointment }: CallStep,
): Promise<void> => {
  if (!appointment) return;
  await setAppointmentStatus(tx, { appointmentId: id, ...appointment });
  const details = { from: status, to: appointment.status };
  await appendAudit(tx, { actorId: null, action: 'appointment.close', subjectId: id, details });
};

/**
 * Judges one appointment again, under its lock: another process may have been here since it was found. The
 * room to close after the commit.
 */
const settle = async (deps: Deps, tx: Tx, appointmentId: string): Promise<RoomLeft | null> => {
  const appointment = await lockAppointment(tx, appointmentId);
  if (!appointment) return null;
  const current = await lockCurrentCall(tx, deps, appointment);
  const now = deps.now();
  const { closesAt } = joinWindow(appointment, deps.config.visits);
  const step = overdue({ facts: current?.call ?? null, appointment, now, closesAt });
  if (step === 'no_effect' || step === 'illegal') return current?.left ?? null;
  if (!current && step.to.status !== 'NO_SHOW') {
    await closeAppointment(tx, appointment, step);
    return null;
  }
  const call = current?.call ?? (await insertNewCall(tx, deps, appointment, null));
  const action = step.to.status === 'NO_SHOW' ? 'no-show' : 'close';
  const deed = { actorId: null, action, role: 'system' } as const;
  const after = await writeStep(tx, { call, appointment, step, deed, now });
  return planClosing(tx, deps, { before: call, after, now, closesAt });
};

const settleOne = async (deps: Deps, appointmentId: string): Promise<void> =>
  closeRoom(deps, await deps.db.tx((tx) => settle(deps, tx, appointmentId)));

/** Works on each of them, one after the other, whatever becomes of the others; what failed. */
const each = async (ids: readonly string[], work: (id: string) => Promise<void>): Promise<unknown[]> => {
  const failures: unknown[] = [];
  for (const id of ids) await work(id).catch((error: unknown) => void failures.push(error));
  return failures;
};

/**
 * Brings to their end the visits that nobody else does: who never came is a no-show, an empty or overdue
 * call is completed, a visit never confirmed is cancelled. Any number of processes may do it at once.
 */
export const sweep = async (deps: Deps): Promise<void> => {
  const now = deps.now();
  const wanted = {
    now,
    graceMinutes: deps.config.visits.joinGraceMinutes,
    goneSince: new Date(now.getTime() - GONE_MS),
    limit: BATCH,
  };
  const behind = await selectBehind(deps.db, BATCH);
  const failures = await each(behind, (id) => followAppointment(deps, id));
  for (let after: string | undefined = BEFORE_ALL; after !== undefined; ) {
    const ids: string[] = await selectOverdue(deps.db, { ...wanted, after });
    failures.push(...(await each(ids, (id) => settleOne(deps, id))));
    after = ids.length === BATCH ? ids.at(-1) : undefined;
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some visits could not be swept');
};

/** Sweeps every 15 seconds until it is stopped, which waits for the sweep that is under way. */
export const startSweep = (deps: Deps): { stop: () => Promise<void> } => {
  let running: Promise<void> = Promise.resolve();
  let idle = true;
  const run = async (): Promise<void> => {
    idle = false;
    try {
      await sweep(deps);
    } catch (error) {
      // The next run tries again; whoever runs the clinic's server sees that something is in its way.
      deps.log.warn({ err: error }, 'a sweep of the visits did not come to its end');
    } finally {
      idle = true;
    }
  };
  const timer = setInterval(() => {
    if (idle) running = run();
  }, EVERY_MS);
  running = run();
  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
};
