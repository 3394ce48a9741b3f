import { readCpuTicks } from '../processes/proc-files.ts';
import { percentile, ticksToMicros } from './arithmetic.ts';
import type { Contestant } from './contestant.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';

/** What one contestant did in one round. */
export interface RoundResult {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time per request of each server process, in microseconds, by the server's name. */
  readonly cpuMicros: Readonly<Record<string, number>>;
  /** Their sum. */
  readonly allCpuMicros: number;
}

/** Counts the turns of a contestant through all its rounds. */
export interface TurnCounter {
  next: number;
}

/**
 * Lets a contestant run: each of its connections sends the next request when the answer to the last has come.
 *
 * @throws WrongAnswerError, or what the connection said.
 */
export async function runRound(
  contestant: Contestant,
  turns: TurnCounter,
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<RoundResult> {
  const client = createHttpClient(contestant.connections);
  const latenciesMs: number[] = [];
  const ticksBefore = contestant.servers.map(({ pid }) => readCpuTicks(pid));
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1000;
  try {
    const loop = (): Promise<void> => runLoop(contestant, { client, turns, endAt, latenciesMs, signal });
    await Promise.all(Array.from({ length: contestant.connections }, loop));
    const took = (performance.now() - startedAt) / 1000;
    const ticks = contestant.servers.map(({ name, pid }, index): [string, number] => [
      name,
      readCpuTicks(pid) - (ticksBefore[index] ?? 0),
    ]);
    return toResult(latenciesMs, took, ticks);
  } finally {
    client.close();
  }
}

interface Loop {
  readonly client: HttpClient;
  readonly turns: TurnCounter;
  readonly endAt: number;
  readonly latenciesMs: number[];
  readonly signal: AbortSignal;
}

async function runLoop(contestant: Contestant, { client, turns, endAt, latenciesMs, signal }: Loop): Promise<void> {
  do {
    signal.throwIfAborted();
    latenciesMs.push(await contestant.act(client, turns.next++));
  } while (performance.now() < endAt);
}

function toResult(latenciesMs: readonly number[], seconds: number, ticks: readonly [string, number][]): RoundResult {
  const requests = latenciesMs.length;
  const cpuMicros = Object.fromEntries(ticks.map(([name, count]) => [name, ticksToMicros(count, requests)]));
  return {
    requests,
    seconds,
    perSecond: requests / seconds,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    cpuMicros,
    allCpuMicros: Object.values(cpuMicros).reduce((sum, micros) => sum + micros, 0),
  };
}
