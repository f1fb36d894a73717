import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { createDatabase, dropDatabase, psql } from '../../test/set-up/postgres.ts';
import type { Database } from '../database/database.ts';
import { openServerDatabase } from '../database/server-database.ts';
import { appendAudit } from './append-audit.ts';
import { seal } from './seal.ts';
import { verifyChain } from './verify-chain.ts';

const BATCH = 500;

const append = (db: Database, entries: number): Promise<void> =>
  db.tx(async (tx) => {
    for (let entry = 0; entry < entries; entry += 1) {
      await appendAudit(tx, {
        actorId: entry % 2 === 0 ? uuidv7() : null,
        action: 'test.deed',
        subjectId: uuidv7(),
        details: { entry, 'an “odd” key\n': 'ünï"\\', nothing: null, yes: true },
      });
    }
  });

const sealAll = async (db: Database): Promise<void> => {
  while ((await seal(db)) > 0);
};

describeOnBothDatabases('the audit trail', (world) => {
  it('of nothing yet is whole', async () => {
    expect(await verifyChain(world().db)).toMatchObject({ whole: true, entries: 0 });
    expect(await seal(world().db)).toBe(0);
  });

  it('is sealed in the order of its entries, and is whole after it', async () => {
    const { db } = world();
    await append(db, 7);
    expect(await seal(db)).toBe(7);
    expect(await seal(db)).toBe(0);
    expect(await verifyChain(db)).toMatchObject({ whole: true, entries: 7 });
    await append(db, 3);
    expect(await seal(db)).toBe(3);
    expect(await verifyChain(db)).toMatchObject({ whole: true, entries: 10 });
    const links = await db.query('SELECT position, entry_id FROM audit_links ORDER BY position');
    expect(links.map((link) => Object.values(link)[0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('holds nothing of a deed that was rolled back', async () => {
    const { db } = world();
    await db
      .tx(async (tx) => {
        await appendAudit(tx, { actorId: null, action: 'test.undone', subjectId: null });
        throw new Error('changed my mind');
      })
      .catch(() => {});
    expect(await db.query(`SELECT id FROM audit_entries WHERE action = 'test.undone'`)).toEqual([]);
  });

  it('does not fork where many seal at once, while entries go on being written', async () => {
    const { db } = world();
    const before = await db.query('SELECT id FROM audit_entries');
    await Promise.all([
      ...Array.from({ length: 20 }, () => append(db, 10)),
      ...Array.from({ length: 20 }, () => seal(db)),
    ]);
    await sealAll(db);
    expect(await verifyChain(db)).toMatchObject({ whole: true, entries: before.length + 200 });
  });

  it('is sealed in batches, and walked in batches', async () => {
    const { db } = world();
    await append(db, 2 * BATCH + 10);
    expect(await seal(db)).toBe(BATCH);
    await sealAll(db);
    const [row] = await db.query<{ entries: number }>('SELECT count(*) AS entries FROM audit_entries');
    expect(await verifyChain(db)).toMatchObject({ whole: true, entries: row?.entries });
    expect(row?.entries).toBeGreaterThan(1_000);
  });
});

describe('tampering by the owner of the tables', () => {
  let url: string;
  let db: Database;

  beforeEach(async () => {
    url = await createDatabase(inject('postgresUrl'));
    db = await openServerDatabase(url, 2);
    await append(db, 10);
    await sealAll(db);
  });
  afterEach(async () => {
    await db.close();
    await dropDatabase(inject('postgresUrl'), url);
  });

  /** As the login role, which can switch the triggers off. */
  const tamper = (statements: string) =>
    psql(
      url,
      `ALTER TABLE audit_entries DISABLE TRIGGER ALL; ALTER TABLE audit_links DISABLE TRIGGER ALL;
       ${statements};
       ALTER TABLE audit_entries ENABLE TRIGGER ALL; ALTER TABLE audit_links ENABLE TRIGGER ALL;`,
    );

  it('is refused as long as the triggers stand', async () => {
    for (const table of ['audit_entries', 'audit_links']) {
      await expect(psql(url, `DELETE FROM ${table}`)).rejects.toThrow('append-only');
      await expect(psql(url, `TRUNCATE ${table} CASCADE`)).rejects.toThrow('append-only');
    }
    await expect(psql(url, `UPDATE audit_entries SET action = 'x'`)).rejects.toThrow('append-only');
  });

  it.each([
    ['its action', `action = 'test.other'`],
    ['its time', `at = at + interval '1 microsecond'`],
    ['who did it', `actor_id = NULL`],
    ['what it was done to', `subject_id = gen_random_uuid()`],
    ['its details', `details = details || '{"entry": 99}'`],
  ])('that changes an entry (%s) is found, with the first bad row', async (_what, change) => {
    await tamper(`UPDATE audit_entries SET ${change} WHERE id IN (5, 7)`);
    expect(await verifyChain(db)).toEqual({ whole: false, position: 5, entryId: 5, why: 'entry changed' });
  });

  it('that removes an entry is found', async () => {
    await tamper('DELETE FROM audit_entries WHERE id = 4');
    expect(await verifyChain(db)).toEqual({ whole: false, position: 4, entryId: null, why: 'entry gone' });
  });

  it('that removes an entry with its link is found', async () => {
    await tamper('DELETE FROM audit_links WHERE position = 6; DELETE FROM audit_entries WHERE id = 6');
    expect(await verifyChain(db)).toMatchObject({ whole: false, position: 6, why: 'link gone' });
  });

  it('that removes an entry and closes the gap in the links is found', async () => {
    await tamper(`DELETE FROM audit_links WHERE position = 6; DELETE FROM audit_entries WHERE id = 6;
      UPDATE audit_links SET position = position - 1 WHERE position > 6`);
    expect(await verifyChain(db)).toMatchObject({ whole: false, position: 6, why: 'entry changed' });
  });

  it('that exchanges two entries in the chain is found', async () => {
    await tamper(`UPDATE audit_links SET position = 1000 WHERE position = 3;
      UPDATE audit_links SET position = 3 WHERE position = 4; UPDATE audit_links SET position = 4 WHERE position = 1000`);
    expect(await verifyChain(db)).toMatchObject({ whole: false, position: 3 });
  });

  it('that slips an entry in between is found', async () => {
    await tamper(`INSERT INTO audit_entries (action) VALUES ('test.forged');
      UPDATE audit_links SET position = position + 1000 WHERE position > 5;
      UPDATE audit_links SET position = position - 999 WHERE position > 1000;
      INSERT INTO audit_links (position, entry_id, hash) SELECT 6, max(id), sha256('forged') FROM audit_entries`);
    expect(await verifyChain(db)).toMatchObject({
      whole: false,
      position: 6,
      entryId: 11,
      why: 'entry changed',
    });
  });

  it('that replaces a link is found', async () => {
    await tamper(`UPDATE audit_links SET hash = sha256('forged') WHERE position = 8`);
    expect(await verifyChain(db)).toMatchObject({ whole: false, position: 8, entryId: 8 });
  });
});
