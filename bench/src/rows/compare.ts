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
  return compare(rounds, { name, other: bare, otherName: 'the bare server', goal });
}

/** How much better than a peer: 1 is as good, 2 is twice as good. By the same two measures. */
export function compareWithPeer(
  rounds: Rounds,
  { name, peer, goal }: { name: string; peer: string; goal?: Goal },
): readonly Figure[] {
  return compare(rounds, { name, other: peer, otherName: peer, goal });
}

interface Comparison {
  readonly name: string;
  readonly other: string;
  readonly otherName: string;
  readonly goal: Goal | undefined;
}

function compare(rounds: Rounds, { name, other, otherName, goal }: Comparison): readonly Figure[] {
  const ours = roundsOf(rounds, name);
  const theirs = roundsOf(rounds, other);
  const collect = (of: readonly RoundResult[], member: 'perSecond' | 'allCpuMicros'): number[] =>
    of.map((round) => round[member]);
  const bounded = goal === undefined ? {} : { goal };
  return [
    {
      name: `${name}: of ${otherName}, by requests/s`,
      value: medianRatio(collect(ours, 'perSecond'), collect(theirs, 'perSecond')),
      unit: '×',
      ...bounded,
    },
    {
      name: `${name}: of ${otherName}, by server CPU`,
      value: medianRatio(collect(theirs, 'allCpuMicros'), collect(ours, 'allCpuMicros')),
      unit: '×',
      ...bounded,
    },
  ];
}
