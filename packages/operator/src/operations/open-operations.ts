import { userInfo } from 'node:os';
import { CredentialError } from '@gpii/credentials';
import { OPERATOR_ROUTES, type OperatorFile } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { StoreLockedError } from '@gpii/store';
import { z } from 'zod';
import type { DataLocation } from '../data-location.ts';
import { OPERATOR_NAME_HEADER, type Operation } from './operation.ts';
import { readOperatorFile } from './operator-file.ts';
import { requireDataFolder } from './require-data-folder.ts';

/** Has operations done: by a running server, or on the data folder itself. */
export interface Operations {
  /** @throws StartError (exit 1) when the operation is refused, (exit 69) when nobody answers. */
  readonly run: <Schema extends z.ZodType, Output>(
    operation: Operation<Schema, Output>,
    input: z.input<Schema>,
  ) => Promise<Output>;
  close(): Promise<void>;
}

/** Where operations work. */
export interface OperationsOptions extends DataLocation {
  /** Address under which clients reach the cloud, where no server runs that knows it. */
  readonly publicUrl: () => string;
  /** Begins a data folder where there is none. Default false: a mistyped folder is not made. */
  readonly mayBegin?: boolean;
}

/**
 * Opens the data folder; where a running server has it open, finds that by its operator.json. A file that a killed server
 * left behind is noticed, and said on stderr.
 *
 * The lock is asked first: inputs hold secrets, and on the port of a killed server somebody else may listen by now.
 *
 * @throws StartError (exit 69) when the folder is in use by a server that cannot be found, or cannot be used.
 */
export async function openOperations(options: OperationsOptions): Promise<Operations> {
  const { dataDir, mayBegin = false } = options;
  // A CouchDB has no lock: commands are one more node.
  if (options.store !== undefined) return openFolder(options);
  await requireDataFolder(dataDir, { mayBegin });
  if ((await readOperatorFile(dataDir))?.isStoreElsewhere === true) {
    const message = `The server of ${dataDir} has its data in a CouchDB. Name that here too, with --store.`;
    throw new StartError(message, { exitCode: EXIT.config });
  }
  try {
    const folder = await openFolder(options);
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
    return { run: (operation, input) => post(file, operation, input), close: () => Promise.resolve() };
  }
}

async function openFolder({ publicUrl, ...location }: OperationsOptions): Promise<Operations> {
  const { COMMAND_DEADLINE_MS, noticeOnStderr, openData, toStartError } = await import('../open-data.ts');
  const options = { onNotice: noticeOnStderr, deadlineMs: COMMAND_DEADLINE_MS };
  const { store, credentials } = await openData(location, options);
  const reloadRegistries = (): Promise<never> =>
    Promise.reject(refused('No server runs on this data folder. The next one reads the registries when it starts.'));
  const rooms = { ...credentials, publicUrl, reloadRegistries };
  const by = { actor: `operator:${operatorName()}` };
  return {
    run: async (operation, input) => {
      const parsed = operation.input.safeParse(input);
      if (!parsed.success) throw refused(z.prettifyError(parsed.error));
      try {
        return await operation.run(rooms, parsed.data, by);
      } catch (error) {
        throw error instanceof CredentialError ? refused(error.message, error) : toStartError(error);
      }
    },
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

async function post<Schema extends z.ZodType, Output>(
  { operatorUrl, operatorKey }: OperatorFile,
  { name }: Operation<Schema, Output>,
  input: z.input<Schema>,
): Promise<Output> {
  let answer: Response;
  try {
    answer = await fetch(operatorUrl + OPERATOR_ROUTES.operation.replace(':operation', name), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${operatorKey}`,
        'content-type': 'application/json',
        [OPERATOR_NAME_HEADER]: operatorName(),
      },
      body: JSON.stringify(input),
    });
  } catch (error) {
    throw new StartError('The server stopped answering. What it was asked to do may or may not be done: look again.', {
      exitCode: EXIT.unavailable,
      cause: error,
    });
  }
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return body as Output;
  const { message } = (body ?? {}) as { message?: string };
  if (answer.status < 500) throw refused(message ?? `The server refused (${answer.status}).`);
  throw new StartError(`The server failed (${answer.status}): ${message ?? 'no reason given'}`, {
    exitCode: EXIT.unavailable,
  });
}

function refused(message: string, cause?: unknown): StartError {
  return new StartError(message, { exitCode: EXIT.failed, cause });
}

/** Name of the account that the command runs on; its number where it has none. */
function operatorName(): string {
  try {
    return userInfo().username.replace(/[^\w.-]/g, '_');
  } catch {
    return String(process.getuid?.() ?? 'unnamed');
  }
}
