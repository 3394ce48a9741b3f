import { createHttpClient, percentile, type Figure } from '@gpii/bench';
import { HEALTH_ROUTES } from '@gpii/protocol';
import { pace } from '../measure/pace.ts';
import type { Proof, ProofStage } from '../proof.ts';
import { tokenCall } from '../stage/calls.ts';
import { makeDataDir, startCloud, type ProofCloud } from '../stage/proof-cloud.ts';
import {
  clientRecord,
  gpiiTokenRecord,
  makeClient,
  makeGpiiToken,
  ownerRecord,
  type Client,
} from '../stage/records.ts';
import { openSlowConnections, type SlowConnections } from './slow-connections.ts';

const CLOSED_WITHIN_MS = 15_000;
const LEGITIMATE_PER_SECOND = 50;

/** Connections that never finish a request do not keep others from theirs (SECURITY G-S8). */
export const slowProof: Proof = {
  name: 'slow',
  describe: 'connections whose headers or bodies never end are closed, and others do not notice',
  sizes: [
    { name: 'headers', byDefault: 2000, describe: 'connections with headers that never end' },
    { name: 'bodies', byDefault: 500, describe: 'connections with bodies that never end' },
    { name: 'seconds', byDefault: 60, describe: 'for which they are held' },
  ],
  run: async (stage) => {
    const client = makeClient('slow');
    const gpiiToken = makeGpiiToken();
    const records = [ownerRecord(), clientRecord(client), gpiiTokenRecord(gpiiToken)];
    const dataDir = await makeDataDir(stage, 'data', records);
    const cloud = await startCloud(stage, { dataDir, args: ['--log-level', 'warn'] });
    const legitimate = { cloud, client, gpiiToken };
    await ask(stage, legitimate, Math.min(5, stage.size('seconds')));
    const slow = [
      openSlowConnections(cloud.url, 'headers', stage.size('headers')),
      openSlowConnections(cloud.url, 'body', stage.size('bodies')),
    ];
    const reporter = setInterval(() => {
      stage.say(slow.map((kind) => `${kind.open()} open, ${kind.closedAfterMs.length} closed`).join('; '));
    }, 10_000);
    try {
      const asked = await ask(stage, legitimate, stage.size('seconds'));
      for (const kind of slow) kind.letGo();
      const leftOpen = await untilClosed(slow);
      return toFigures(asked, slow, leftOpen);
    } finally {
      clearInterval(reporter);
      for (const kind of slow) {
        kind.letGo();
        kind.destroy();
      }
      await cloud.stop();
    }
  },
};

interface Asked {
  readonly durationsMs: readonly number[];
  readonly errors: readonly string[];
}

interface Legitimate {
  readonly cloud: ProofCloud;
  readonly client: Client;
  readonly gpiiToken: string;
}

/** Token requests and health checks, half of them on new connections. */
async function ask(
  { workplace: { signal } }: ProofStage,
  { cloud, client, gpiiToken }: Legitimate,
  seconds: number,
): Promise<Asked> {
  const durationsMs: number[] = [];
  const errors: string[] = [];
  const kept = createHttpClient(8);
  const token = tokenCall(cloud.url, client, gpiiToken);
  const health = { url: cloud.url, method: 'GET', path: HEALTH_ROUTES.ready } as const;
  await pace({ perSecond: LEGITIMATE_PER_SECOND, seconds, atMost: 100, signal }, async (turn) => {
    const http = turn % 2 === 0 ? kept : createHttpClient(1);
    try {
      const { status, durationMs } = await http.send(turn % 10 === 9 ? health : token);
      durationsMs.push(durationMs);
      if (status !== 200) errors.push(String(status));
    } catch (error) {
      errors.push((error as Error).message);
    }
    if (http !== kept) http.close();
  });
  kept.close();
  return { durationsMs, errors };
}

/** Waits until the last slow connection had its time, and some. @returns How many are open then. */
async function untilClosed(slow: readonly SlowConnections[]): Promise<number> {
  const open = (): number => slow.reduce((sum, kind) => sum + kind.open(), 0);
  const endsAt = performance.now() + 2 * CLOSED_WITHIN_MS;
  while (open() > 0 && performance.now() < endsAt) await new Promise((resolve) => setTimeout(resolve, 100));
  return open();
}

function toFigures({ durationsMs, errors }: Asked, slow: readonly SlowConnections[], leftOpen: number): Figure[] {
  const [headers = [], bodies = []] = slow.map((kind) => kind.closedAfterMs);
  const within = { atMost: CLOSED_WITHIN_MS / 1000 };
  const longest = (ms: readonly number[]): number => ms.reduce((most, one) => Math.max(most, one), 0) / 1000;
  const kinds = [...new Set(errors)].slice(0, 3).join(', ');
  return [
    { name: 'requests of others', value: durationsMs.length, unit: '' },
    { name: 'p50 of others', value: percentile(durationsMs, 0.5), unit: 'ms' },
    { name: 'p99 of others', value: percentile(durationsMs, 0.99), unit: 'ms', goal: { atMost: 250 } },
    { name: 'errors of others', value: errors.length, unit: '', goal: { atMost: 0 }, note: kinds },
    { name: 'slow headers: connections closed', value: headers.length, unit: '' },
    { name: 'slow headers: longest open', value: longest(headers), unit: 's', goal: within },
    { name: 'slow bodies: connections closed', value: bodies.length, unit: '' },
    { name: 'slow bodies: longest open', value: longest(bodies), unit: 's', goal: within },
    { name: 'slow connections left open', value: leftOpen, unit: '', goal: { atMost: 0 } },
  ];
}
