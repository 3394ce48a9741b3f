import { median, medianRatio } from '../measure/arithmetic.ts';
import type { RoundResult } from '../measure/run-round.ts';
import type { Rounds } from '../measure/run-rounds.ts';
import type { Figure, Goal } from './row.ts';

/** The rounds of a contestant. */
export function roundsOf(rounds: Rounds, name: string): readonly RoundResult[] {
  const found = rounds.get(name);
  if (found === undefined) throw new Error(`There is no contestant ${name}`);
  return found;
}

/** The median over its rounds of one member. */
export function medianOf(
  rounds: Rounds,
  name: string,
  member: 'perSecond' | 'p50Ms' | 'p99Ms' | 'allCpuMicros',
): number {
  return median(roundsOf(rounds, name).map((round) => round[member]));
}

/**
 * How near a server comes to its bare one: 1 is as good. By requests per second, in which the load generator has its
 * share, and by the server's CPU time, which is the one to trust on a busy machine (DESIGN §6).
 */
export function compareWithBare(
  rounds: Rounds,
  { name, bare, goal }: { name: string; bare: string; goal?: Goal },
): readonly Figure[] {
  const ours = roundsOf(rounds, name);
  const theirs = roundsOf(rounds, bare);
  const collect = (of: readonly RoundResult[], member: 'perSecond' | 'allCpuMicros'): number[] =>
    of.map((round) => round[member]);
  const bounded = goal === undefined ? {} : { goal };
  return [
    {
      name: `${name}: of the bare server, by requests/s`,
      value: medianRatio(collect(ours, 'perSecond'), collect(theirs, 'perSecond')),
      unit: '×',
      ...bounded,
    },
    {
      name: `${name}: of the bare server, by server CPU`,
      value: medianRatio(collect(theirs, 'allCpuMicros'), collect(ours, 'allCpuMicros')),
      unit: '×',
      ...bounded,
    },
  ];
}
