import { seal } from './audit/seal.ts';
import { type ChainVerdict, verifyChain } from './audit/verify-chain.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './database/open-database.ts';
import { explainFailedStart } from './explain-failed-start.ts';
import { printLine } from './start-banner.ts';

const WHY: Record<Extract<ChainVerdict, { whole: false }>['why'], string> = {
  'entry changed': 'the entry is not what it was when it was sealed, or is not in its place',
  'entry gone': 'the entry that was sealed here is gone',
  'link gone': 'the link of the chain is gone',
};

const inWords = (verdict: ChainVerdict): string => {
  if (verdict.whole) {
    const { entries, head } = verdict;
    return `The audit trail is whole: ${entries} entries, none changed, none gone.\n  Position ${entries} has the hash ${head}. Note it elsewhere: a later trail without it was cut or rewritten.`;
  }
  const entry = verdict.entryId === null ? '' : ` (entry ${verdict.entryId})`;
  return `The audit trail is NOT whole. First bad row: position ${verdict.position}${entry}: ${WHY[verdict.why]}.`;
};

/** `npm run audit:verify`: seals what is left to seal, walks the whole trail and says what it found. */
const verify = async (): Promise<boolean> => {
  const db = await openDatabase(readConfig().database);
  try {
    printLine('Walking the audit trail…');
    while ((await seal(db)) > 0);
    const verdict = await verifyChain(db, (entries) => printLine(`  ${entries} entries so far`));
    printLine(inWords(verdict));
    return verdict.whole;
  } finally {
    await db.close();
  }
};

try {
  process.exitCode = (await verify()) ? 0 : 1;
} catch (error) {
  process.stderr.write(`\n${explainFailedStart(error)}\n`);
  process.exitCode = 1;
}
