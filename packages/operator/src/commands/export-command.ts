import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { RECORD_KINDS } from '@gpii/credentials';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import type { Command } from 'commander';
import { exportRecordsOperation } from '../operations/data-operations.ts';
import type { Operations } from '../operations/open-operations.ts';
import { addOperatorOptions, operate, type OperatorOptions } from './operator-command.ts';

/** Adds `export`. */
export function addExportCommand(program: Command): void {
  addOperatorOptions(
    program
      .command('export')
      .option('--output <FILE>', 'a new file, for its owner only; "-" is standard output', '-')
      .description('Write accounts, client credentials, GPII tokens and links as records, one JSON object a line.'),
  )
    .addHelpText(
      'after',
      `
"gpii-cloud import records FILE" takes them again. Secrets, passwords and GPII tokens are hashes in them. Those of GPII
tokens fit the keys.json of this data folder only: copy it to a new one first.`,
    )
    .action((options: OperatorOptions & { output: string }) =>
      operate(options, (operations) => writeRecords(operations, options.output)),
    );
}

async function writeRecords({ run }: Operations, path: string): Promise<void> {
  const output = path === '-' ? process.stdout : createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  let failure: unknown;
  output.once('error', (error) => {
    failure = error;
  });
  for (const kind of RECORD_KINDS) {
    let after: string | undefined;
    do {
      const page = await run(exportRecordsOperation, { kind, after });
      const lines = page.records.map((record) => `${JSON.stringify(record)}\n`).join('');
      if (failure !== undefined) break;
      if (!output.write(lines)) await once(output, 'drain').catch(() => undefined);
      after = page.next;
    } while (after !== undefined);
  }
  if (output !== process.stdout && failure === undefined) {
    output.end();
    await once(output, 'close').catch(() => undefined);
  }
  if (failure === undefined) return;
  throw new StartError(`The file ${path} can't be written, or is there already.`, {
    exitCode: EXIT.failed,
    cause: failure,
  });
}
