import { hash, verify } from '@node-rs/argon2';

/** Argon2id (the library's default) with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST);

/** A hash of nobody's password: judged where there is no account, so that the time tells nothing. */
const nobodys = hashPassword('nobody has this password');

/** Whether the password fits; takes as long where there is no hash to fit. */
export const passwordFits = async (passwordHash: string | null, password: string): Promise<boolean> => {
  const fits = await verify(passwordHash ?? (await nobodys), password.normalize('NFC'));
  return fits && passwordHash !== null;
};
