import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { openCouchStore, openStore, parseCouchAddress, type Store } from '@gpii/store';
import { storeUrlSchema } from '../config.ts';
import { readDataLocation, readStoreCredential } from '../data-location.ts';
import { toStartError } from '../open-data.ts';
import { copyStore, type CopiedCollection } from './copy-store.ts';
import { print } from './operator-command.ts';
import type { MigrateOptions } from './store-migrate.ts';

/** A whole batch on a slow cluster or disk; nobody waits for a single document here. */
const DEADLINES = { deadlineMs: 60_000, callDeadlineMs: 20_000 };

/**
 * Copies the database of the data folder into a CouchDB, and prints what was copied.
 *
 * @throws StartError as the help says.
 */
export async function migrateStore(options: MigrateOptions): Promise<void> {
  const { dataDir } = readDataLocation({ dataDir: options.dataDir });
  const problems = storeUrlSchema.safeParse(options.to).error?.issues ?? [];
  const address = parseCouchAddress(options.to);
  if (problems.length > 0 || address === undefined) {
    const words = problems.map(({ message }) => `--to: ${message.replaceAll('--store-', '--to-')}`);
    throw new StartError('Cannot migrate:', { problems: words });
  }
  if (!existsSync(join(dataDir, 'core'))) {
    throw new StartError(`There is no database in the data folder ${dataDir}.`, { exitCode: EXIT.unavailable });
  }
  const { toCredentialFile } = options;
  const credential = toCredentialFile === undefined ? undefined : await readStoreCredential(toCredentialFile);
  const opened: Store[] = [];
  try {
    // First the folder: its lock says whether a server still writes to it.
    const source = await openStore({ dataDir, deadlineMs: DEADLINES.deadlineMs });
    opened.push(source);
    const target = await openCouchStore({ url: options.to, credential, ...DEADLINES });
    opened.push(target);
    const copied = await copyStore(source, target, (line) => process.stderr.write(`${line}\n`));
    print(options, { to: address.shown, collections: copied }, () => describe(copied, address.shown));
  } catch (error) {
    throw toStartError(error);
  } finally {
    await Promise.all(opened.map((store) => store.close()));
  }
}

function describe(copied: Readonly<Record<string, CopiedCollection>>, shown: string): string[] {
  const rows = Object.entries(copied).map(
    ([name, { created, replaced, unchanged, kept }]) =>
      `${name}: ${created} created, ${replaced} replaced, ${unchanged} unchanged, ${kept} newer in CouchDB and kept`,
  );
  return [...rows, `All of it is in ${shown}. Copy keys.json to each node, and start them with --store ${shown}.`];
}
