import { importRecords } from '@gpii/credentials';
import { importReportSchema, OPERATOR_ROUTES, type ImportRecord, type ImportReport } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { StoreLockedError } from '@gpii/store';
import { readOperatorFile } from '../operator/operator-file.ts';

/** Where an operator command's records go: a running server, or the data folder itself. */
export interface ImportDestination {
  take(records: readonly ImportRecord[]): Promise<ImportReport>;
  close(): Promise<void>;
}

/**
 * Opens the data folder; where a running server has it open, finds that by its operator.json. A file that a killed server
 * left behind is noticed, and said on stderr.
 *
 * The lock is asked first: records hold secrets, and on the port of a killed server somebody else may listen by now.
 *
 * @throws StartError (exit 69) when the folder is in use by a server that cannot be found, or cannot be used.
 */
export async function openImportDestination(dataDir: string): Promise<ImportDestination> {
  try {
    const folder = await openFolder(dataDir);
    if ((await readOperatorFile(dataDir)) !== undefined) {
      process.stderr.write(
        `The operator.json in ${dataDir} is stale: no server answers there. Opening the folder itself.\n`,
      );
    }
    return folder;
  } catch (error) {
    if (!(error instanceof StartError && error.cause instanceof StoreLockedError)) throw error;
    const file = await readOperatorFile(dataDir);
    if (file === undefined || !(await isAnswering(file.operatorUrl))) throw error;
    return { take: (records) => post(file, records), close: () => Promise.resolve() };
  }
}

async function openFolder(dataDir: string): Promise<ImportDestination> {
  const { openData } = await import('../open-data.ts');
  const { store, credentials } = await openData(dataDir);
  return {
    take: (records) => importRecords(credentials, records),
    close: () => store.close(),
  };
}

async function isAnswering(operatorUrl: string): Promise<boolean> {
  try {
    const answer = await fetch(`${operatorUrl}/health/live`, { signal: AbortSignal.timeout(2000) });
    return answer.ok;
  } catch {
    return false;
  }
}

async function post(
  { operatorUrl, operatorKey }: { operatorUrl: string; operatorKey: string },
  records: readonly ImportRecord[],
): Promise<ImportReport> {
  let answer: Response;
  try {
    answer = await fetch(operatorUrl + OPERATOR_ROUTES.importRecords, {
      method: 'POST',
      headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ records }),
    });
  } catch (error) {
    throw new StartError('The server stopped answering. Import again: what it took is not taken twice.', {
      exitCode: EXIT.unavailable,
      cause: error,
    });
  }
  const body = (await answer.json().catch(() => undefined)) as { message?: string } | undefined;
  if (answer.ok) return importReportSchema.parse(body);
  throw new StartError(`The server refused the import (${answer.status}): ${body?.message ?? 'no reason given'}`, {
    exitCode: EXIT.failed,
  });
}
