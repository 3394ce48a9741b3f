import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binOf, runCommand, startServer, type HttpClient, type ServerProcess } from '@gpii/bench';
import { OPERATOR_FILE_NAME, OPERATOR_ROUTES, operatorFileSchema, type OperatorFile } from '@gpii/protocol';
import type { ProofStage } from '../proof.ts';
import { readJson, type JsonAnswer } from './calls.ts';
import { toLines } from './records.ts';

/** A cloud that runs. */
export interface ProofCloud extends ServerProcess {
  readonly dataDir: string;
  readonly operatorFile: OperatorFile;
}

/** How a cloud is started. */
export interface CloudPlan {
  readonly dataDir: string;
  readonly name?: string;
  readonly args?: readonly string[];
  readonly onLine?: (line: string) => void;
}

type Place = Pick<ProofStage, 'workplace' | 'root'>;

/** Makes a data folder with these records in it, by `gpii-cloud import records`. */
export async function makeDataDir(
  { workplace, root }: Place,
  name: string,
  records: readonly object[],
): Promise<string> {
  const dataDir = join(workplace.folder, name);
  const args = ['import', 'records', '-', '--data-dir', dataDir];
  await runCommand({ script: binOf(root, 'cloud'), args, input: toLines(records) }, workplace);
  return dataDir;
}

/** Starts a cloud whose rate limits, if it has any, are off: a proof is one address, and asks more than all computers of a town. */
export async function startCloud({ workplace, root }: Place, plan: CloudPlan): Promise<ProofCloud> {
  const { name = 'cloud', dataDir, args = [], onLine } = plan;
  const script = binOf(root, 'cloud');
  const all = ['serve', '--port', '0', '--data-dir', dataDir, ...limitsOff(script), ...args];
  const server = await startServer({ name, script, args: all, ...(onLine === undefined ? {} : { onLine }) }, workplace);
  const text = await readFile(join(dataDir, OPERATOR_FILE_NAME), 'utf8');
  return { ...server, dataDir, operatorFile: operatorFileSchema.parse(JSON.parse(text)) };
}

/**
 * Has an operation done.
 *
 * @param requestId - By which its audit record can be found.
 */
export async function operate(
  client: HttpClient,
  { operatorFile: { operatorUrl, operatorKey } }: Pick<ProofCloud, 'operatorFile'>,
  { operation, input, requestId }: { operation: string; input: object; requestId?: string },
): Promise<JsonAnswer> {
  const headers = {
    Authorization: `Bearer ${operatorKey}`,
    'Content-Type': 'application/json',
    ...(requestId === undefined ? {} : { 'X-Request-Id': requestId }),
  };
  const path = OPERATOR_ROUTES.operation.replace(':operation', operation);
  return readJson(await client.send({ url: operatorUrl, method: 'POST', path, headers, body: JSON.stringify(input) }));
}

let known: readonly string[] | undefined;

/** `--limit-… 0` for each limit that `serve --help` knows. */
function limitsOff(script: string): readonly string[] {
  known ??= [
    ...new Set(
      spawnSync(process.execPath, [script, 'serve', '--help'], { encoding: 'utf8' }).stdout.match(/--limit-[a-z-]+/g),
    ),
  ];
  return known.flatMap((flag) => [flag, '0']);
}
