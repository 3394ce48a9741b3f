import { readMemory, type Figure, type ServerProcess } from '@gpii/bench';
import type { ProofStage } from '../proof.ts';
import { makeExchange, sendExchange, type Exchange } from './exchange.ts';
import type { LogWatch } from './log-watch.ts';
import type { FuzzWorld } from './world.ts';

/** A server and what is known of it. */
export interface FuzzTarget {
  readonly server: ServerProcess;
  /** Asked again now and then: requests end what is good in it, such as its own secret. */
  readonly makeWorld: () => Promise<FuzzWorld>;
  readonly log: LogWatch;
  readonly count: number;
  /** A right request, which has to be served afterwards. */
  readonly isServing: () => Promise<boolean>;
}

const CONNECTIONS = 16;
const RSS_GOAL_MB = 30;
const WORLD_LASTS = 1000;
const SHOWN_HUNG = 5;
/** The share of the requests after which memory is looked at first: by then all is compiled and has its size. */
const WARM_SHARE = 0.1;

interface Counts {
  sent: number;
  answered: number;
  failed: number;
  hung: number;
}

/** Sends generated requests to a server. */
export async function fuzzServer(stage: ProofStage, target: FuzzTarget): Promise<readonly Figure[]> {
  const { server, log, count } = target;
  const counts: Counts = { sent: 0, answered: 0, failed: 0, hung: 0 };
  const state = { crashed: false };
  void server.ended.then(() => (state.crashed = true));
  await sendUntil(stage, target, counts, count * WARM_SHARE);
  const before = readMemory(server.pid);
  await sendUntil(stage, target, counts, count);
  const isServing = !state.crashed && (await target.isServing());
  const grownBytes = state.crashed ? NaN : readMemory(server.pid).rssBytes - before.rssBytes;
  for (const line of [...log.failures, ...log.errors, ...log.strange].slice(0, 10))
    stage.say(`  ${line.slice(0, 500)}`);
  if (server.lastWords() !== '') stage.say(`  stderr: ${server.lastWords()}`);
  const { name } = server;
  const none = { unit: '', goal: { atMost: 0 } };
  return [
    {
      name: `${name}: requests`,
      value: counts.sent,
      unit: '',
      note: `${counts.answered} answers, ${log.requests()} in its log`,
    },
    { name: `${name}: answers of 500 and more`, value: Math.max(counts.failed, log.failures.length), ...none },
    { name: `${name}: crashes`, value: state.crashed ? 1 : 0, ...none },
    { name: `${name}: log lines of errors, or no JSON`, value: log.errors.length + log.strange.length, ...none },
    { name: `${name}: words on stderr`, value: server.lastWords() === '' ? 0 : 1, ...none },
    { name: `${name}: connections that hung`, value: counts.hung, ...none },
    { name: `${name}: RSS growth`, value: grownBytes / 1e6, unit: 'MB', goal: { atMost: RSS_GOAL_MB } },
    { name: `${name}: serves afterwards`, value: isServing ? 1 : 0, unit: '', goal: { atLeast: 1 } },
  ];
}

async function sendUntil(
  { random, workplace, say }: ProofStage,
  { server, makeWorld, count }: FuzzTarget,
  counts: Counts,
  until: number,
): Promise<void> {
  let world = await makeWorld();
  let isNewUntil = counts.sent + WORLD_LASTS;
  const loop = async (): Promise<void> => {
    while (counts.sent < until) {
      workplace.signal.throwIfAborted();
      if (counts.sent >= isNewUntil) {
        isNewUntil += WORLD_LASTS;
        world = await makeWorld();
      }
      const exchange = makeExchange(random, world);
      const sentBefore = counts.sent;
      counts.sent += exchange.requests;
      if (Math.floor(sentBefore / 10_000) !== Math.floor(counts.sent / 10_000)) {
        const { rssBytes } = readMemory(server.pid);
        say(`${server.name}: ${counts.sent} of ${count}, ${(rssBytes / 1e6).toFixed(1)} MB`);
      }
      const { statuses, hung } = await sendExchange(server.url, exchange);
      counts.answered += statuses.length;
      counts.failed += statuses.filter((status) => status >= 500).length;
      if (!hung) continue;
      counts.hung += 1;
      if (counts.hung <= SHOWN_HUNG) say(`  hung: ${describe(exchange)}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
}

function describe({ manner, isWhole, writes }: Exchange): string {
  return `${manner}${isWhole ? '' : ', not whole'}: ${JSON.stringify(Buffer.concat(writes).toString('latin1').slice(0, 1500))}`;
}
