import { join } from 'node:path';
import { createHttpClient, percentile, type Figure } from '@gpii/bench';
import { pace } from '../measure/pace.ts';
import type { Proof, ProofStage } from '../proof.ts';
import { getToken, isActive } from '../stage/calls.ts';
import { makeDataDir, startCloud, type ProofCloud } from '../stage/proof-cloud.ts';
import { clientRecord, gpiiTokenRecord, makeClient, makeGpiiToken, ownerRecord } from '../stage/records.ts';
import { readDiskBytes } from './disk-usage.ts';

const LIFETIME_SECONDS = 60;
/** A token this old is not asked about any more: its answer might come after its end. */
const ASKED_UNTIL_SECONDS = 50;
const CHECKS_PER_SECOND = 50;
/** The part of the run at its start, and at its end, whose validations are compared. */
const COMPARED_SHARE = 0.15;
const SAMPLE_MS = 2000;

/** Expired tokens leave the disk, and the checks stay as fast (SECURITY G-R6). */
export const storageProof: Proof = {
  name: 'storage',
  describe: `access tokens of ${LIFETIME_SECONDS} s are issued for minutes: the disk holds the living ones, checks stay fast`,
  sizes: [
    { name: 'count', byDefault: 1_000_000, describe: 'access tokens' },
    { name: 'minutes', byDefault: 10, describe: 'in which they are issued, evenly' },
  ],
  run: async (stage) => {
    const client = makeClient('storage');
    const gpiiTokens = Array.from({ length: 1000 }, makeGpiiToken);
    const records = [ownerRecord(), clientRecord(client), ...gpiiTokens.map((token) => gpiiTokenRecord(token))];
    const dataDir = await makeDataDir(stage, 'data', records);
    const args = ['--access-token-lifetime-seconds', String(LIFETIME_SECONDS), '--log-level', 'warn'];
    const cloud = await startCloud(stage, { dataDir, args });
    const run = await issueAndCheck(stage, { cloud, client, gpiiTokens });
    return toFigures(stage, run);
  },
};

interface Scene {
  readonly cloud: ProofCloud;
  readonly client: ReturnType<typeof makeClient>;
  readonly gpiiTokens: readonly string[];
}

interface Sample {
  readonly atSeconds: number;
  readonly diskBytes: number;
  readonly issued: number;
}

interface Run {
  readonly samples: readonly Sample[];
  readonly checks: readonly { readonly atSeconds: number; readonly ms: number }[];
  readonly refused: number;
  readonly perSecond: number;
  readonly seconds: number;
}

async function issueAndCheck(stage: ProofStage, { cloud, client, gpiiTokens }: Scene): Promise<Run> {
  const { random, workplace } = stage;
  const seconds = stage.size('minutes') * 60;
  const http = createHttpClient(32);
  const asking = createHttpClient(4);
  const startedAt = performance.now();
  const at = (): number => (performance.now() - startedAt) / 1000;
  /** Who lives, in the order of issue. */
  const living: { readonly accessToken: string; readonly issuedAt: number }[] = [];
  let first = 0;
  let issued = 0;
  let refused = 0;
  const checks: { atSeconds: number; ms: number }[] = [];
  const samples: Sample[] = [];
  const sampler = setInterval(() => {
    const sample = { atSeconds: at(), diskBytes: readDiskBytes(join(cloud.dataDir, 'access-tokens')), issued };
    samples.push(sample);
    if (samples.length % 10 === 0) {
      stage.say(`${issued} issued, ${(sample.diskBytes / 1e6).toFixed(1)} MB of token stores, ${checks.length} checks`);
    }
  }, SAMPLE_MS);
  const issuing = pace(
    { perSecond: stage.size('count') / seconds, seconds, atMost: 64, signal: workplace.signal },
    async () => {
      const accessToken = await getToken(http, cloud.url, { client, gpiiToken: random.pick(gpiiTokens) });
      issued += 1;
      living.push({ accessToken, issuedAt: at() });
    },
  );
  const checking = pace({ perSecond: CHECKS_PER_SECOND, seconds, atMost: 4, signal: workplace.signal }, async () => {
    while ((living[first]?.issuedAt ?? Infinity) < at() - ASKED_UNTIL_SECONDS) first += 1;
    if (first >= living.length) return;
    const accessToken = living[random.integer(first, living.length - 1)]?.accessToken ?? '';
    const begunAt = performance.now();
    const active = await isActive(asking, cloud.url, { client, accessToken });
    if (!active) refused += 1;
    checks.push({ atSeconds: at(), ms: performance.now() - begunAt });
  });
  try {
    const [done] = await Promise.all([issuing, checking]);
    return { samples, checks, refused, perSecond: done.done / done.seconds, seconds: done.seconds };
  } finally {
    clearInterval(sampler);
    http.close();
    asking.close();
    await cloud.stop();
  }
}

function toFigures(stage: ProofStage, { samples, checks, refused, perSecond, seconds }: Run): readonly Figure[] {
  // Before the first token ends, all that is on the disk is alive: that is what one of them takes.
  const young = samples.filter(({ atSeconds, issued }) => atSeconds < LIFETIME_SECONDS && issued > 0);
  const { diskBytes = NaN, issued = NaN } = young.at(-1) ?? {};
  const bytesEach = diskBytes / issued;
  const liveBytes = bytesEach * perSecond * Math.min(LIFETIME_SECONDS, seconds);
  const last = samples.at(-1)?.diskBytes ?? NaN;
  const highest = Math.max(...samples.map((sample) => sample.diskBytes));
  const p99 = (from: number, to: number): number =>
    percentile(
      checks.filter(({ atSeconds }) => atSeconds >= from * seconds && atSeconds <= to * seconds).map(({ ms }) => ms),
      0.99,
    );
  // The first seconds are those of a process that is still being compiled.
  const [atStart, atEnd] = [p99(0.05, 0.05 + COMPARED_SHARE), p99(1 - COMPARED_SHARE, 1)];
  return [
    { name: 'issued', value: Math.round(perSecond * seconds), unit: '', goal: { atLeast: stage.size('count') } },
    { name: 'issued per second', value: perSecond, unit: '/s' },
    { name: 'disk for one living token', value: bytesEach, unit: 'bytes' },
    {
      name: 'disk of token stores at the end',
      value: last / 1e6,
      unit: 'MB',
      note: `${(highest / 1e6).toFixed(1)} MB at most`,
    },
    { name: 'of the living tokens', value: last / liveBytes, unit: '×', goal: { atMost: 3 } },
    { name: 'validation p99, start', value: atStart, unit: 'ms' },
    { name: 'validation p99, end', value: atEnd, unit: 'ms' },
    { name: 'validation p99, end against start', value: atEnd / atStart, unit: '×', goal: { atMost: 1.5 } },
    { name: 'living tokens that were refused', value: refused, unit: '', goal: { atMost: 0 } },
  ];
}
