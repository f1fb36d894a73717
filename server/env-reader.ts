/** 32 bytes, as long as the output of the HMAC it keys (RFC 7518 §3.2). */
const SECRET_BYTES = 32;
const PLACEHOLDERS = [
  /change.?me|replace.?with|placeholder|example|your[-_ ]|secret[-_ ]?(key|here)/i,
  /^(.)\1+$/,
  /^(0123456789|1234567890|password)/i,
];

/** Reads variables one by one and collects what is wrong with them, so that all is said in one go. */
export class EnvReader {
  readonly faults: string[] = [];
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env;
  }

  fault(name: string, what: string): void {
    this.faults.push(`${name} ${what}`);
  }

  text(name: string, otherwise: string): string {
    const value = this.#env[name]?.trim();
    return value === undefined || value === '' ? otherwise : value;
  }

  /** One line of at most `most` characters. */
  line(name: string, otherwise: string, most: number): string {
    const value = this.text(name, otherwise);
    if (value.length > most || /\p{Cc}/u.test(value))
      this.fault(name, `must be one line of at most ${most} characters`);
    return value;
  }

  list(name: string, otherwise: readonly string[]): readonly string[] {
    const value = this.text(name, '');
    if (value === '') return otherwise;
    return value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  integer(name: string, otherwise: number, least: number, most: number): number {
    const value = this.text(name, '');
    if (value === '') return otherwise;
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most) {
      this.fault(name, `is “${value}”; write a whole number from ${least} to ${most}`);
      return otherwise;
    }
    return number;
  }

  flag(name: string, otherwise: boolean): boolean {
    return this.oneOf(name, ['true', 'false'], otherwise ? 'true' : 'false') === 'true';
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
    const value = this.text(name, otherwise);
    const known = allowed.find((item) => item === value);
    if (known === undefined)
      this.fault(name, `is “${value}”; write ${allowed.map((item) => `“${item}”`).join(' or ')}`);
    return known ?? otherwise;
  }

  url(name: string, protocols: readonly string[]): URL | null {
    const value = this.text(name, '');
    if (value === '') return null;
    const url = URL.parse(value);
    if (url && protocols.includes(url.protocol)) return url;
    this.fault(
      name,
      `is not an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );
    return null;
  }

  /** A secret of 32 bytes or more; its value is never repeated in a fault. */
  secret(name: string, required: boolean): string | null {
    const value = this.text(name, '');
    const advice = 'write 32 random bytes or more, for example the output of: openssl rand -base64 48';
    if (value === '') {
      if (required) this.fault(name, `is missing; ${advice}`);
      return null;
    }
    if (Buffer.byteLength(value) < SECRET_BYTES)
      this.fault(name, `is shorter than ${SECRET_BYTES} bytes; ${advice}`);
    else if (PLACEHOLDERS.some((placeholder) => placeholder.test(value)))
      this.fault(name, `looks like a placeholder; ${advice}`);
    return value;
  }
}
