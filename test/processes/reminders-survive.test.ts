import { describe, expect, it } from 'vitest';
import { runChaos, tellChaos } from './reminder-chaos.ts';
import { ALL_WELL } from './reminder-clinic.ts';

describe('reminders, while their senders and PostgreSQL are killed and one in fifty requests meets a fault', () => {
  it('are never lost, early or untrue, and never twice where the provider knows a message again', {
    timeout: 240_000,
  }, async () => {
    const report = await runChaos({ count: 10_000, spanMs: 40_000, deduplicates: true, tells: false });
    process.stdout.write(`${tellChaos(report)}\n`);
    expect(report.reckoning).toMatchObject(ALL_WELL);
    expect(report.reckoning.givenUp).toBe(0);
    expect(report.accepted).toBe(10_000);
    expect(report.errors).toBe('');
    expect(report.kills).toBeGreaterThan(10);
    expect(report.crashes).toBeGreaterThan(1);
  });

  it('are never lost, and twice at most what was in flight or never answered, where it does not', {
    timeout: 180_000,
  }, async () => {
    const report = await runChaos({ count: 2_000, spanMs: 15_000, deduplicates: false, tells: false });
    process.stdout.write(`${tellChaos(report)}\n`);
    expect({ ...report.reckoning, twice: 0 }).toMatchObject(ALL_WELL);
    expect(report.reckoning.twice).toBeLessThanOrEqual(report.inFlight + report.unheard);
    expect(report.errors).toBe('');
  });
});
