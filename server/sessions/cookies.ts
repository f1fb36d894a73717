import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { Config } from '../config.ts';

/** A browser keeps a cookie for at most 400 days (RFC 6265bis §5.5). */
const DEVICE_SECONDS = 400 * 24 * 60 * 60;

const isSecure = ({ publicUrl }: Pick<Config, 'publicUrl'>): boolean => publicUrl.protocol === 'https:';

/** `__Host-` ties a cookie to this host and to https; a browser takes it over https only. */
export const cookieNames = (config: Pick<Config, 'publicUrl'>): { session: string; device: string } => {
  const prefix = isSecure(config) ? '__Host-' : '';
  return { session: `${prefix}anteroom`, device: `${prefix}anteroom-device` };
};

const options = (config: Config): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  secure: isSecure(config),
});

export const setSessionCookie = (
  reply: FastifyReply,
  config: Config,
  secret: string,
  expires: Date,
): void => {
  reply.setCookie(cookieNames(config).session, secret, { ...options(config), expires });
};

export const clearSessionCookie = (reply: FastifyReply, config: Config): void => {
  reply.clearCookie(cookieNames(config).session, options(config));
};

/** Marks this browser as one that has given a right code; see the lanes of `otp`. */
export const setDeviceCookie = (reply: FastifyReply, config: Config, secret: string): void => {
  reply.setCookie(cookieNames(config).device, secret, { ...options(config), maxAge: DEVICE_SECONDS });
};
