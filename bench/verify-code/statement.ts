/** The least that could charge and judge a code: no lane, so no count for the person; no nonce. */
export const LEAST_UPDATE = `
  UPDATE otp_challenges SET tries = tries + 1, spent_at = CASE WHEN code_digest = $2 THEN now() END
  WHERE id = $1 AND spent_at IS NULL AND superseded_at IS NULL AND tries < 5 AND expires_at > now()
  RETURNING spent_at IS NOT NULL AS accepted`;

export const CALLERS = 64;
export const POOL = 16;
