import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { binOf, createHttpClient, runCommand } from '@gpii/bench';
import type { ProofStage } from '../proof.ts';
import { getToken } from '../stage/calls.ts';
import { startCloud, type ProofCloud } from '../stage/proof-cloud.ts';
import { clientRecord, gpiiTokenRecord, ownerRecord, type Client } from '../stage/records.ts';

/** A cloud with so many people in it. */
export interface Crowd {
  readonly cloud: ProofCloud;
  readonly client: Client;
  readonly size: number;
  /** Some of the living access tokens, chosen by chance. */
  readonly accessTokens: readonly string[];
  readonly readyMs: number;
  readonly importSeconds: number;
}

/** Of the access tokens so many are kept to be asked about: far more than the server keeps in memory. */
const KEPT = 100_000;
const CONNECTIONS = 32;

/** The GPII token with this number. */
export function gpiiTokenOf(index: number): string {
  return `million-${String(index).padStart(9, '0')}-${((index * 2_654_435_761) % 2 ** 32).toString(36)}`;
}

/**
 * Makes a cloud with so many GPII tokens and living access tokens, and starts it anew, so that nothing is warm.
 *
 * @param name - Of its folder and its process.
 */
export async function makeCrowd(
  stage: ProofStage,
  { name, client, size }: { name: string; client: Client; size: number },
): Promise<Crowd> {
  const { workplace, root, say } = stage;
  const dataDir = join(workplace.folder, name);
  const file = join(workplace.folder, `${name}.jsonl`);
  await pipeline(Readable.from(toLines(client, size)), createWriteStream(file, { mode: 0o600 }));
  const startedAt = performance.now();
  const args = ['import', 'records', file, '--data-dir', dataDir];
  await runCommand({ script: binOf(root, 'cloud'), args, input: '' }, workplace);
  const importSeconds = (performance.now() - startedAt) / 1000;
  say(`${name}: ${size} GPII tokens imported in ${importSeconds.toFixed(1)} s`);
  const first = await start(stage, name, dataDir);
  const accessTokens = await issueAll(stage, { cloud: first.cloud, client, size });
  await first.cloud.stop();
  const { cloud, readyMs } = await start(stage, name, dataDir);
  return { cloud, client, size, accessTokens, readyMs, importSeconds };
}

function* toLines(client: Client, size: number): Generator<string> {
  yield `${JSON.stringify(ownerRecord())}\n${JSON.stringify(clientRecord(client))}\n`;
  for (let index = 0; index < size; index += 1) yield `${JSON.stringify(gpiiTokenRecord(gpiiTokenOf(index)))}\n`;
}

/** Starts the cloud; it is ready when readiness says so. Access tokens live for a day: all have to be alive at the end. */
async function start(
  stage: ProofStage,
  name: string,
  dataDir: string,
): Promise<{ cloud: ProofCloud; readyMs: number }> {
  const startedAt = performance.now();
  const args = ['--log-level', 'warn', '--access-token-lifetime-seconds', '86400'];
  const cloud = await startCloud(stage, { name, dataDir, args });
  const http = createHttpClient(1);
  try {
    for (;;) {
      const { status } = await http.send({ url: cloud.url, method: 'GET', path: '/health/ready' });
      if (status === 200) return { cloud, readyMs: performance.now() - startedAt };
    }
  } finally {
    http.close();
  }
}

/** Issues an access token for each person. */
async function issueAll(
  { workplace, random, say }: ProofStage,
  { cloud, client, size }: { cloud: ProofCloud; client: Client; size: number },
): Promise<readonly string[]> {
  const http = createHttpClient(CONNECTIONS);
  const kept: string[] = [];
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < size) {
      workplace.signal.throwIfAborted();
      const index = next++;
      const accessToken = await getToken(http, cloud.url, { client, gpiiToken: gpiiTokenOf(index) });
      // Every one has the same chance to be kept.
      if (kept.length < KEPT) kept.push(accessToken);
      else {
        const place = random.integer(0, index);
        if (place < KEPT) kept[place] = accessToken;
      }
      if (next % 100_000 === 0) say(`${cloud.name}: ${next} access tokens issued`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  http.close();
  return kept;
}
