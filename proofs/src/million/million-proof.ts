import { median, readMemory, runRounds, type Contestant, type Figure, type Rounds } from '@gpii/bench';
import type { Proof, ProofStage } from '../proof.ts';
import { introspectCall, tokenCall } from '../stage/calls.ts';
import { makeClient } from '../stage/records.ts';
import { gpiiTokenOf, makeCrowd, type Crowd } from './crowd.ts';

const CONNECTIONS = 10;
const RATE_GOAL = 0.8;

/** A million people and tokens cost no more than ten thousand. */
export const millionProof: Proof = {
  name: 'million',
  describe: 'a cloud with a million GPII tokens and living access tokens beside one with ten thousand',
  sizes: [
    { name: 'count', byDefault: 1_000_000, describe: 'GPII tokens, and as many living access tokens' },
    { name: 'beside', byDefault: 10_000, describe: 'of both in the cloud beside it' },
    { name: 'rounds', byDefault: 10, describe: 'in which both are measured in turn' },
    { name: 'seconds', byDefault: 3, describe: 'each, in a round' },
  ],
  run: async (stage) => {
    const client = makeClient('million');
    const few = await makeCrowd(stage, { name: 'few', client, size: stage.size('beside') });
    const many = await makeCrowd(stage, { name: 'many', client, size: stage.size('count') });
    const contestants = [few, many].flatMap((crowd) => toContestants(stage, crowd));
    const rounds = await runRounds(contestants, {
      rounds: stage.size('rounds'),
      seconds: stage.size('seconds'),
      signal: stage.workplace.signal,
      say: stage.say,
    });
    const figures = toFigures(rounds, few, many);
    await Promise.all([few, many].map(({ cloud }) => cloud.stop()));
    return figures;
  },
};

function toContestants({ random }: ProofStage, { cloud, client, size, accessTokens }: Crowd): readonly Contestant[] {
  const contestant = (what: string, status: number, call: () => ReturnType<typeof tokenCall>): Contestant => ({
    name: `${what}-${cloud.name}`,
    title: `${what} (${cloud.name})`,
    connections: CONNECTIONS,
    servers: [cloud],
    act: async (http) => {
      const answer = await http.send(call());
      if (answer.status !== status) throw new Error(`${what}: ${answer.status}, not ${status}`);
      if (what === 'introspect' && !answer.body.includes('"active":true')) throw new Error('A living token is refused');
      return answer.durationMs;
    },
  });
  return [
    contestant('issue', 200, () => tokenCall(cloud.url, client, gpiiTokenOf(random.integer(0, size - 1)))),
    contestant('introspect', 200, () => introspectCall(cloud.url, client, random.pick(accessTokens))),
  ];
}

function toFigures(rounds: Rounds, few: Crowd, many: Crowd): readonly Figure[] {
  const { anonymousBytes, rssBytes } = readMemory(many.cloud.pid);
  return [
    ...compare(rounds, 'issue'),
    ...compare(rounds, 'introspect'),
    { name: `ready, with ${few.size}`, value: few.readyMs, unit: 'ms' },
    { name: `ready, with ${many.size}`, value: many.readyMs, unit: 'ms', goal: { atMost: 1500 } },
    { name: 'anonymous memory', value: anonymousBytes / 1e6, unit: 'MB', goal: { atMost: 350 } },
    { name: 'RSS', value: rssBytes / 1e6, unit: 'MB', note: 'with what LevelDB maps of its files' },
    { name: `import of ${many.size} GPII tokens`, value: many.importSeconds, unit: 's' },
  ];
}

/** The median of the ratios of each round, as the bench compares. */
function compare(rounds: Rounds, what: string): readonly Figure[] {
  const [few = [], many = []] = ['few', 'many'].map((name) => rounds.get(`${what}-${name}`));
  const ratios = many.map(({ perSecond }, index) => perSecond / (few[index]?.perSecond ?? NaN));
  const cpu = many.map(({ allCpuMicros }, index) => (few[index]?.allCpuMicros ?? NaN) / allCpuMicros);
  return [
    { name: `${what}: rate`, value: median(many.map(({ perSecond }) => perSecond)), unit: '/s' },
    { name: `${what}: rate against the few`, value: median(ratios), unit: '×', goal: { atLeast: RATE_GOAL } },
    { name: `${what}: by server CPU`, value: median(cpu), unit: '×' },
  ];
}
