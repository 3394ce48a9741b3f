import { createHttpClient, percentile, type Figure, type HttpClient } from '@gpii/bench';
import { welchT } from '../measure/statistics.ts';
import type { Proof, ProofStage } from '../proof.ts';
import { tokenCall } from '../stage/calls.ts';
import { makeDataDir, startCloud } from '../stage/proof-cloud.ts';
import {
  clientRecord,
  gpiiTokenRecord,
  makeClient,
  makeGpiiToken,
  ownerRecord,
  type Client,
} from '../stage/records.ts';

/** From this on the difference of two means is taken for real (the bound of dudect). */
const T_GOAL = 4.5;
const WARM_UP = 2000;
/** Slower answers than this share are left out of the second look: what the machine did, not the server. */
const CROP = 0.9;

const KINDS = ['first byte wrong', 'last byte wrong', 'unknown client'] as const;
type Kind = (typeof KINDS)[number];

/** How a secret is wrong does not show in the time of the refusal (SECURITY G-S9). */
export const timingProof: Proof = {
  name: 'timing',
  describe: 'wrong first byte, wrong last byte and unknown client take the same time: Welch t-test',
  sizes: [{ name: 'count', byDefault: 20_000, describe: 'of each, in turn in random order' }],
  run: async (stage) => {
    const client = makeClient('timing');
    const gpiiToken = makeGpiiToken();
    const records = [ownerRecord(), clientRecord(client), gpiiTokenRecord(gpiiToken)];
    const dataDir = await makeDataDir(stage, 'data', records);
    const cloud = await startCloud(stage, { dataDir, args: ['--log-level', 'warn'] });
    const http = createHttpClient(1);
    try {
      const calls = makeCalls(cloud.url, client, gpiiToken);
      await measure(stage, { http, calls, count: Math.min(WARM_UP, stage.size('count')) });
      stage.say('warm');
      return toFigures(await measure(stage, { http, calls, count: stage.size('count') }));
    } finally {
      http.close();
      await cloud.stop();
    }
  },
};

type Calls = Readonly<Record<Kind, ReturnType<typeof tokenCall>>>;

function makeCalls(url: string, client: Client, gpiiToken: string): Calls {
  const { clientId, clientSecret } = client;
  const other = (letter: string | undefined): string => (letter === 'A' ? 'B' : 'A');
  const call = (presented: Client): ReturnType<typeof tokenCall> => tokenCall(url, presented, gpiiToken);
  return {
    'first byte wrong': call({ clientId, clientSecret: other(clientSecret[0]) + clientSecret.slice(1) }),
    'last byte wrong': call({ clientId, clientSecret: clientSecret.slice(0, -1) + other(clientSecret.at(-1)) }),
    'unknown client': call({ clientId: clientId.replace('proof', 'prooF'), clientSecret }),
  };
}

type Times = Readonly<Record<Kind, readonly number[]>>;

/** On one connection, one after the other: each kind once, in random order, then again. */
async function measure(
  { random, workplace, say }: ProofStage,
  { http, calls, count }: { http: HttpClient; calls: Calls; count: number },
): Promise<Times> {
  const times: Record<Kind, number[]> = { 'first byte wrong': [], 'last byte wrong': [], 'unknown client': [] };
  for (let turn = 1; turn <= count; turn += 1) {
    workplace.signal.throwIfAborted();
    const order = KINDS.map((kind) => ({ kind, at: random.next() })).sort((one, next) => one.at - next.at);
    for (const { kind } of order) {
      const { status, durationMs } = await http.send(calls[kind]);
      if (status !== 401) throw new Error(`${kind}: answered ${status}, not 401`);
      times[kind].push(durationMs * 1000);
    }
    if (turn % 5000 === 0) say(`${turn} of ${count}`);
  }
  return times;
}

function toFigures(times: Times): readonly Figure[] {
  const all = KINDS.flatMap((kind) => times[kind]);
  const bound = percentile(all, CROP);
  const figures: Figure[] = KINDS.map((kind) => ({
    name: `median, ${kind}`,
    value: percentile(times[kind], 0.5),
    unit: 'µs',
  }));
  for (const [one, other] of [
    [KINDS[0], KINDS[1]],
    [KINDS[0], KINDS[2]],
    [KINDS[1], KINDS[2]],
  ] as const) {
    const crop = (kind: Kind): readonly number[] => times[kind].filter((value) => value <= bound);
    const goal = { atMost: T_GOAL };
    const pair = `${one} / ${other}`;
    figures.push(
      { name: `t, ${pair}`, value: Math.abs(welchT(times[one], times[other])), unit: '', goal },
      { name: `t, ${pair}, fastest 90 %`, value: Math.abs(welchT(crop(one), crop(other))), unit: '', goal },
    );
  }
  return figures;
}
