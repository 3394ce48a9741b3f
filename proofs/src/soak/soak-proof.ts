import { countOpenFiles, createHttpClient, percentile, readMemory, type Figure } from '@gpii/bench';
import { pace } from '../measure/pace.ts';
import { slope } from '../measure/statistics.ts';
import type { Proof, ProofStage } from '../proof.ts';
import { makeDataDir, startCloud, type ProofCloud } from '../stage/proof-cloud.ts';
import { clientRecord, gpiiTokenRecord, makeClient, makeGpiiToken, ownerRecord } from '../stage/records.ts';
import { createFlows } from './flows.ts';

const CONNECTIONS = 32;
const FIND_MAX_SECONDS = 15;
const SHARE_OF_MAX = 0.6;
const SAMPLE_MS = 2000;
/** Memory and files are looked at from this minute on, of a shorter run in its second half. */
const SETTLED_MINUTES = 5;

/** Mixed flows for long: no error, no growth (SECURITY G-R7). */
export const soakProof: Proof = {
  name: 'soak',
  describe: 'mixed flows at 60 % of the rate that is possible: no errors, memory and open files stay as they are',
  sizes: [{ name: 'minutes', byDefault: 20, describe: 'of it' }],
  run: async (stage) => {
    const client = makeClient('soak');
    const gpiiTokens = Array.from({ length: 1000 }, makeGpiiToken);
    const records = [ownerRecord(), clientRecord(client), ...gpiiTokens.map((token) => gpiiTokenRecord(token))];
    const cloud = await startCloud(stage, { dataDir: await makeDataDir(stage, 'data', records) });
    const http = createHttpClient(CONNECTIONS);
    const act = createFlows({ http, url: cloud.url, client, gpiiTokens, random: stage.random });
    try {
      const most = await findMaxRate(stage, act);
      stage.say(`at most ${Math.round(most)}/s, now ${Math.round(most * SHARE_OF_MAX)}/s`);
      return toFigures(stage, most, await soak(stage, { cloud, act, perSecond: most * SHARE_OF_MAX }));
    } finally {
      http.close();
      await cloud.stop();
    }
  },
};

/** Each connection does the next thing when the last is done; the second half counts. */
async function findMaxRate({ workplace, size }: ProofStage, act: () => Promise<void>): Promise<number> {
  const seconds = Math.min(FIND_MAX_SECONDS, size('minutes') * 30);
  const [countedFrom, endsAt] = [performance.now() + seconds * 500, performance.now() + seconds * 1000];
  let counted = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      workplace.signal.throwIfAborted();
      await act();
      if (performance.now() >= countedFrom) counted += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  return counted / (seconds / 2);
}

interface Sample {
  readonly minute: number;
  readonly rssBytes: number;
  readonly anonymousBytes: number;
  readonly files: number;
}

interface Soaked {
  readonly perSecond: number;
  readonly done: number;
  readonly errors: readonly string[];
  readonly durationsMs: readonly number[];
  readonly samples: readonly Sample[];
}

async function soak(
  stage: ProofStage,
  { cloud, act, perSecond }: { cloud: ProofCloud; act: () => Promise<void>; perSecond: number },
): Promise<Soaked> {
  const samples: Sample[] = [];
  const errors: string[] = [];
  const durationsMs: number[] = [];
  const startedAt = performance.now();
  const sampler = setInterval(() => {
    const { rssBytes, anonymousBytes } = readMemory(cloud.pid);
    const minute = (performance.now() - startedAt) / 60_000;
    samples.push({ minute, rssBytes, anonymousBytes, files: countOpenFiles(cloud.pid) });
    if (samples.length % 15 !== 0) return;
    const memory = `${(rssBytes / 1e6).toFixed(1)} MB (${(anonymousBytes / 1e6).toFixed(1)} anonymous)`;
    stage.say(`${memory}, ${countOpenFiles(cloud.pid)} files, ${errors.length} errors`);
  }, SAMPLE_MS);
  const plan = {
    perSecond,
    seconds: stage.size('minutes') * 60,
    atMost: 4 * CONNECTIONS,
    signal: stage.workplace.signal,
  };
  try {
    const { done, seconds } = await pace(plan, async () => {
      const begunAt = performance.now();
      await act().catch((error: unknown) => errors.push((error as Error).message));
      durationsMs.push(performance.now() - begunAt);
    });
    return { perSecond: done / seconds, done, errors, durationsMs, samples };
  } finally {
    clearInterval(sampler);
  }
}

function toFigures(stage: ProofStage, most: number, soaked: Soaked): readonly Figure[] {
  const { perSecond, done, errors, durationsMs, samples } = soaked;
  const from = Math.min(SETTLED_MINUTES, stage.size('minutes') / 2);
  const settled = samples.filter(({ minute }) => minute >= from);
  const grows = (of: (sample: Sample) => number): number =>
    slope(settled.map((sample) => ({ x: sample.minute, y: of(sample) })));
  const files = settled.map((sample) => sample.files);
  return [
    { name: 'most that is possible', value: most, unit: '/s' },
    { name: 'done', value: done, unit: '', note: `${Math.round(perSecond)}/s` },
    {
      name: 'errors',
      value: errors.length,
      unit: '',
      goal: { atMost: 0 },
      note: [...new Set(errors)].slice(0, 3).join(', '),
    },
    { name: 'p99', value: percentile(durationsMs, 0.99), unit: 'ms' },
    { name: 'RSS at the end', value: (samples.at(-1)?.rssBytes ?? NaN) / 1e6, unit: 'MB' },
    {
      name: `RSS, growth from minute ${from}`,
      value: grows(({ rssBytes }) => rssBytes / 1e6),
      unit: 'MB/min',
      goal: { atMost: 1 },
    },
    { name: 'of it anonymous', value: grows(({ anonymousBytes }) => anonymousBytes / 1e6), unit: 'MB/min' },
    {
      name: 'open files, growth',
      value: grows((sample) => sample.files),
      unit: '/min',
      goal: { atMost: 1 },
      note: `${Math.min(...files)} to ${Math.max(...files)}`,
    },
  ];
}
