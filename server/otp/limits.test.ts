import { expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { type CodeRequest, issueCode, withdrawCode } from './issue-code.ts';
import type { IssueVerdict } from './issue-together.ts';

const request = (number: string, clientAddress: string, subject = number): CodeRequest => ({
  purpose: 'video_visit',
  subject,
  binding: 'b',
  channel: 'sms',
  address: number,
  country: 'US',
  clientAddress,
  deviceHash: new Uint8Array(0),
  digits: 6,
  minutes: 10,
});

const issued = (verdicts: readonly IssueVerdict[]): number =>
  verdicts.filter(({ verdict }) => verdict === 'issued').length;

const age = ({ db }: World, seconds: number) =>
  db.query(`UPDATE otp_sends SET at = at - $1::integer * interval '1 second'`, [seconds]);

let numbers = 0;
/** A number whose prefix nobody else uses. */
const newNumber = (): string => {
  numbers += 1;
  return `+1${String(2_000_000_000 + numbers * 10_000)}`;
};

describeOnBothDatabases(
  'what codes may cost',
  (world) => {
    it('sends one message for 100 asked for one number in the same instant', async () => {
      const number = newNumber();
      const verdicts = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          issueCode(world().deps, request(number, `10.1.0.${index}`)),
        ),
      );
      expect(issued(verdicts)).toBe(1);
    });

    it('allows a number 1 in 60 s, 3 in 10 min, 5 in an hour and 10 in a day, and says how long to wait', async () => {
      const number = newNumber();
      const ask = () => issueCode(world().deps, request(number, '10.2.0.1', number));
      const times: string[] = [];
      let waited = 0;
      while (waited < 86_400) {
        const verdict = await ask();
        if (verdict.verdict === 'issued') {
          times.push(`+${Math.round(waited / 60)} min`);
        } else {
          const wait = verdict.verdict === 'too_many' ? Math.ceil(verdict.wait) : 86_400;
          await age(world(), wait);
          waited += wait;
        }
      }
      const minutes = [0, 1, 2, 10, 11, 60, 61, 62, 70, 71];
      expect(times.slice(0, 10)).toEqual(minutes.map((minute) => `+${minute} min`));
      expect(times.length).toBeLessThanOrEqual(11);
    });

    it('allows an IPv4 address ten an hour, however it is written', async () => {
      const verdicts: IssueVerdict[] = [];
      for (let index = 0; index < 24; index += 1) {
        const address = index % 2 === 0 ? '10.3.0.1' : '::ffff:10.3.0.1';
        verdicts.push(await issueCode(world().deps, request(newNumber(), address)));
      }
      expect(issued(verdicts)).toBe(10);
    });

    it('allows an IPv6 /64 ten an hour, whichever of its addresses ask', async () => {
      const verdicts = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          issueCode(world().deps, request(newNumber(), `2001:db8:1:2:${index.toString(16)}::1`)),
        ),
      );
      expect(issued(verdicts)).toBe(10);
    });

    it('allows numbers that differ in their last four digits alone twenty an hour', async () => {
      const verdicts = await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          issueCode(world().deps, request(`+1303555${String(1_000 + index)}`, `10.4.${index}.1`)),
        ),
      );
      expect(issued(verdicts)).toBe(20);
    });

    it('does not count a message that could not be sent', async () => {
      const number = newNumber();
      const first = await issueCode(world().deps, request(number, '10.5.0.1'));
      expect(first.verdict).toBe('issued');
      if (first.verdict === 'issued') await withdrawCode(world().deps, first.issued);
      expect((await issueCode(world().deps, request(number, '10.5.0.1'))).verdict).toBe('issued');
    });
  },
  { OTP_SENDS_PER_ADDRESS_HOUR: '10', OTP_SENDS_PER_PREFIX_HOUR: '20' },
);

describeOnBothDatabases(
  'a day’s budget',
  (world) => {
    it('is kept to the last code by those who ask at the same moment', async () => {
      const verdicts = await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          issueCode(world().deps, request(newNumber(), `10.6.${index}.1`)),
        ),
      );
      expect(issued(verdicts)).toBe(7);
      expect(verdicts.filter((one) => one.verdict === 'too_many').map(({ limit }) => limit)).toEqual(
        Array.from({ length: 53 }, () => 'daily_budget'),
      );
    });
  },
  { OTP_SENDS_PER_DAY: '7' },
);
