import { SignJWT } from 'jose';
import type { TicketRequest } from '../video-calls/video-rooms.ts';
import type { JitsiConfig } from '../video-config.ts';

const HOUR_SECONDS = 3_600;
const SECOND_MS = 1_000;

/** Signs as Jitsi's own plugins want it; what each claim is for is said where it is written. */
type Signing = Pick<JitsiConfig, 'domain' | 'appId' | 'appSecret' | 'tokenHours' | 'lobby'>;

/** Who it is for Jitsi. Its clients show and compare these as text, so nothing is ever null. */
const userOf = ({ person, role }: TicketRequest, lobby: boolean) => ({
  id: person.id,
  name: person.name,
  email: person.email,
  avatar: person.avatarUrl,
  // Either of the two makes an owner in Prosody's mod_token_affiliation; older ones read only the first.
  moderator: role === 'doctor',
  affiliation: role === 'doctor' ? 'owner' : 'member',
  // The contributed mod_token_lobby_bypass takes `true` alone, not the word.
  lobby_bypass: role === 'doctor' || !lobby,
});

/** In seconds: it lives for the configured hours, and until the join window closes where that is later. */
const expiryOf = (issuedAt: number, closesAt: Date, tokenHours: number): number =>
  Math.max(issuedAt + tokenHours * HOUR_SECONDS, Math.ceil(closesAt.getTime() / SECOND_MS));

/**
 * A token for one person and one room. Prosody refuses it without `typ`, with a list for an audience, and
 * with another domain than its own as the subject where it verifies domains. There is no `nbf`: a Prosody
 * whose clock is a little slow would keep people out for it.
 */
export const mintJitsiToken = async (
  { domain, appId, appSecret, tokenHours, lobby }: Signing,
  request: TicketRequest,
): Promise<{ token: string; expiresAt: Date }> => {
  const issuedAt = Math.floor(request.now.getTime() / SECOND_MS);
  const expiry = expiryOf(issuedAt, request.closesAt, tokenHours);
  const token = await new SignJWT({
    room: request.providerRoom,
    // Read by deployments from before mod_token_affiliation.
    moderator: request.role === 'doctor',
    context: { user: userOf(request, lobby) },
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(appId)
    .setAudience(appId)
    .setSubject(domain)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiry)
    .sign(new TextEncoder().encode(appSecret));
  return { token, expiresAt: new Date(expiry * SECOND_MS) };
};
