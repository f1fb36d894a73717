import type { Deps } from '../../deps.ts';
import { keepSessionsAlive } from '../../sessions/keep-sessions-alive.ts';
import { changeCall } from '../change-call.ts';
import { updateSeen } from '../rows.ts';
import type { CallRecord } from '../video-call.ts';
import type { Member } from './member.ts';

/** A lost connection that is not back after this has left. */
const LOST_MS = 10_000;

const sideKey = ({ admission: { claims } }: Member): string => `${claims.room} ${claims.role}`;

/** Writes into the call's record who is in the room. */
export class Presence {
  readonly #deps: Deps;
  readonly #lost = new Map<string, NodeJS.Timeout>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** @throws Problem as `changeCall` */
  async join(member: Member): Promise<CallRecord> {
    this.#forget(member);
    const call = await this.#change(member, 'join');
    // Nobody waits for it: who comes in wants to see the other, and the next round renews again.
    this.renew([member]).catch((error: unknown) => {
      this.#deps.log.warn({ err: error }, 'a presence could not be written down');
    });
    return call;
  }

  /** They pressed Leave: known at once. */
  async left(member: Member): Promise<void> {
    this.#forget(member);
    await this.#change(member, 'leave');
  }

  /** The connection broke: they have left when no other connection of theirs comes in time. */
  lost(member: Member, isBack: () => boolean): void {
    this.#forget(member);
    const lostAt = this.#deps.now();
    const timer = setTimeout(() => {
      this.#lost.delete(sideKey(member));
      if (isBack()) return;
      this.#change(member, 'leave', lostAt).catch((error: unknown) => {
        // Not lost: a side that is not seen any more counts as gone by itself.
        this.#deps.log.warn({ err: error }, 'a departure could not be written down');
      });
    }, LOST_MS);
    this.#lost.set(sideKey(member), timer);
  }

  /** Says in the record that these connections stand, and that their sessions are in use. */
  async renew(members: readonly Member[]): Promise<void> {
    const claims = members.map(({ admission }) => admission.claims);
    const of = (role: string): string[] =>
      claims.filter((claim) => claim.role === role).map(({ appointmentId }) => appointmentId);
    await updateSeen(this.#deps.db, { doctorOf: of('doctor'), patientOf: of('patient') }, this.#deps.now());
    await keepSessionsAlive(
      this.#deps,
      claims.map(({ sessionId }) => sessionId),
    );
  }

  close(): void {
    for (const timer of this.#lost.values()) clearTimeout(timer);
    this.#lost.clear();
  }

  #forget(member: Member): void {
    clearTimeout(this.#lost.get(sideKey(member)));
    this.#lost.delete(sideKey(member));
  }

  #change(member: Member, action: 'join' | 'leave', lostAt?: Date): Promise<CallRecord> {
    const { appointmentId, appointmentVersion, personId, role } = member.admission.claims;
    return changeCall(this.#deps, {
      appointmentId,
      version: action === 'join' ? appointmentVersion : null,
      action,
      actor: { id: personId, role },
      ...(lostAt ? { unlessSeenAfter: lostAt } : {}),
    });
  }
}
