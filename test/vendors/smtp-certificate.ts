import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** DER (X.690): a tag, a length, the contents. */
const der = (tag: number, ...contents: (Buffer | number[])[]): Buffer => {
  const body = Buffer.concat(contents.map((part) => Buffer.from(part)));
  const short = body.length < 0x80;
  const length = short ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};

const sequence = (...contents: (Buffer | number[])[]): Buffer => der(0x30, ...contents);
const objectId = (...bytes: number[]): Buffer => der(0x06, bytes);
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value));

const ECDSA_WITH_SHA256 = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const COMMON_NAME = [0x55, 0x04, 0x03];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];
const ALTERNATIVE_NAMES = [0x55, 0x1d, 0x11];

/** `260302110000Z`. */
const utcTime = (at: Date): Buffer => text(0x17, `${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`);

/**
 * A certificate of its own authority for this machine, good for a day (RFC 5280): `localhost`, 127.0.0.1 and
 * 0.0.0.0, which is no loopback address and still leads here.
 */
export const selfSigned = (): { key: string; cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = 86_400_000;
  const name = sequence(der(0x31, sequence(objectId(...COMMON_NAME), text(0x0c, 'localhost'))));
  const authority = sequence(
    objectId(...BASIC_CONSTRAINTS),
    der(0x01, [0xff]),
    der(0x04, sequence(der(0x01, [0xff]))),
  );
  const names = sequence(
    objectId(...ALTERNATIVE_NAMES),
    der(0x04, sequence(text(0x82, 'localhost'), der(0x87, [127, 0, 0, 1]), der(0x87, [0, 0, 0, 0]))),
  );
  const signed = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [0x01], randomBytes(8)),
    ECDSA_WITH_SHA256,
    name,
    sequence(utcTime(new Date(Date.now() - day)), utcTime(new Date(Date.now() + day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(authority, names)),
  );
  const signature = der(0x03, [0], sign('sha256', signed, privateKey));
  const lines =
    sequence(signed, ECDSA_WITH_SHA256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
};
