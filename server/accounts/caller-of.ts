import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { NO_DEVICE } from '../otp/no-device.ts';
import { cookieNames, setDeviceCookie } from '../sessions/cookies.ts';
import { hashSecret, newSecret } from '../sessions/secret.ts';
import type { Caller } from './caller.ts';

/** Who asks, and what to do on their right code: mark their browser, if it is one, as one that has given it. */
export const callerOf = (
  request: FastifyRequest,
  config: Config,
): { caller: Caller; mark: (reply: FastifyReply) => void } => {
  const secret = request.cookies[cookieNames(config).device];
  // Only a browser keeps a cookie, and a browser states its origin; a device for each request helps nobody.
  const fresh = secret === undefined && request.headers.origin !== undefined ? newSecret() : null;
  const deviceHash = secret ? hashSecret(secret) : NO_DEVICE;
  return {
    caller: {
      clientAddress: request.ip,
      deviceHash,
      newDeviceHash: fresh ? hashSecret(fresh) : deviceHash,
    },
    mark: (reply) => {
      if (fresh) setDeviceCookie(reply, config, fresh);
    },
  };
};
