import { v7 as uuidv7 } from 'uuid';
import type { SendLimits } from '../config.ts';
import { asBytea } from '../database/as-bytea.ts';
import { gather, onEach } from '../database/gather.ts';
import type { Deps } from '../deps.ts';
import { deleteSend, supersede } from './code-rows.ts';
import { type CodeAsk, type IssuedCode, type IssueVerdict, issueTogether } from './issue-together.ts';
import { type CodeMake, makeCode } from './make-code.ts';
import { countersOf, sendKeysOf } from './send-keys.ts';

export interface CodeRequest extends CodeMake {
  /** Of the number, ISO 3166-1 alpha-2; null for e-mail and numbers of no country. */
  country: string | null;
  /** The client's address, for the limits on networks. */
  clientAddress: string;
  /** Hash of the device's cookie; empty for a device without one. */
  deviceHash: Uint8Array;
  /** Where it is not the clinic's own that count. */
  limits?: SendLimits;
}

/** Of one number, network, prefix or subject one is judged after the other, for each counts for the next. */
const issuing = onEach((db) =>
  gather((asks: readonly CodeAsk[]) => issueTogether(db, asks), {
    most: 32,
    atOnce: 2,
    apart: ({ keys }) => countersOf(keys).map(asBytea),
  }),
);

/**
 * Makes a code and kills the one before it, if the limits and the failures of this subject allow one more. What
 * is counted is locked first: a hundred at once for one number give one code.
 */
export const issueCode = (deps: Deps, request: CodeRequest): Promise<IssueVerdict> => {
  const { deviceHash, country, checkedElsewhere = false, limits = deps.config.otp.limits } = request;
  return issuing(deps.db)({
    ...makeCode(deps, request),
    keys: sendKeysOf(deps, request),
    limits,
    deviceHash,
    country,
    isCheckedHere: !checkedElsewhere,
    messageId: uuidv7(),
  });
};

/** Takes back a code that could not be sent: it is void, and it does not count as a send. */
export const withdrawCode = (deps: Deps, { challengeKey, sendId }: IssuedCode): Promise<void> =>
  deps.db.tx(async (tx) => {
    await supersede(tx, challengeKey);
    await deleteSend(tx, sendId);
  });
