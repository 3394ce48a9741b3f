import type { ImportRecord, ImportReport } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { describeBadRecord } from './bad-record.ts';
import { importRecordsOperation } from '../operations/data-operations.ts';
import { openOperations } from '../operations/open-operations.ts';
import type { ReadRecords } from './read-preference-files.ts';

/** Options of every import command. */
export interface ImportOptions {
  readonly dataDir: string;
  readonly skipBad: boolean;
  readonly json: boolean;
  /** Whether a data folder is begun where there is none. */
  readonly mayBegin: boolean;
}

/** Records that travel together, at most: well below the server's body limit. */
const BATCH_SIZE = 100;
const BATCH_CHARACTERS = 2_000_000;

/**
 * Imports what was read. With a bad record nothing at all is taken, unless it was asked to skip those.
 *
 * @throws StartError (exit 1) naming each bad record with file, line and field.
 */
export async function runImport({ records, bad, badCount }: ReadRecords, options: ImportOptions): Promise<void> {
  const problems = bad.map(describeBadRecord);
  if (bad.length > 0 && !options.skipBad) {
    throw new StartError('Nothing was imported (--skip-bad imports the rest):', { exitCode: EXIT.failed, problems });
  }
  const report = await send(records, options);
  for (const problem of problems) process.stderr.write(`skipped  ${problem}\n`);
  process.stdout.write(
    options.json ? `${JSON.stringify({ imported: report, skipped: badCount })}\n` : describe(report),
  );
}

async function send(records: readonly ImportRecord[], { dataDir, mayBegin }: ImportOptions): Promise<ImportReport> {
  const operations = await openOperations({ dataDir, publicUrl: () => '', mayBegin });
  const total: ImportReport = {};
  try {
    for (const batch of toBatches(records)) {
      const report = await operations.run(importRecordsOperation, { records: [...batch] });
      for (const [kind, counts] of Object.entries(report)) {
        const sum = (total[kind] ??= { created: 0, updated: 0, unchanged: 0 });
        sum.created += counts.created;
        sum.updated += counts.updated;
        sum.unchanged += counts.unchanged;
      }
    }
  } finally {
    await operations.close();
  }
  return total;
}

function* toBatches(records: readonly ImportRecord[]): Generator<readonly ImportRecord[]> {
  let batch: ImportRecord[] = [];
  let characters = 0;
  for (const record of records) {
    const length = JSON.stringify(record).length;
    if (batch.length === BATCH_SIZE || (batch.length > 0 && characters + length > BATCH_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(record);
    characters += length;
  }
  if (batch.length > 0) yield batch;
}

const NAMES: Readonly<Record<string, string>> = {
  account: 'accounts',
  clientCredential: 'client credentials',
  gpiiToken: 'GPII tokens',
  link: 'linked GPII tokens',
};

function describe(report: ImportReport): string {
  const lines = Object.entries(report).map(
    ([kind, { created, updated, unchanged }]) =>
      `${NAMES[kind] ?? kind}: ${created} created, ${updated} updated, ${unchanged} unchanged\n`,
  );
  return lines.length === 0 ? 'Nothing to import.\n' : lines.join('');
}
