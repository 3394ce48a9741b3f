import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contestant } from '../measure/contestant.ts';
import type { RoundResult } from '../measure/run-round.ts';
import type { Rounds } from '../measure/run-rounds.ts';
import { medianOf, roundsOf } from '../rows/compare.ts';
import type { Figure } from '../rows/row.ts';
import type { Machine } from './machine.ts';

/** A contestant's medians over the rounds, and the rounds. */
export interface ContestantResult {
  readonly name: string;
  readonly title: string;
  readonly connections: number;
  readonly comparedWith?: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMicros: number;
  readonly rounds: readonly RoundResult[];
}

/** A figure with the verdict of its goal. */
export interface JudgedFigure extends Figure {
  readonly isMet?: boolean;
}

/** All that a run found out. */
export interface BenchResults {
  readonly machine: Machine;
  readonly seconds: number;
  readonly rounds: number;
  readonly registry: string;
  readonly contestants: readonly ContestantResult[];
  readonly figures: readonly JudgedFigure[];
}

/** The medians of a contestant. */
export function summarize({ name, title, connections, comparedWith }: Contestant, rounds: Rounds): ContestantResult {
  return {
    name,
    title,
    connections,
    ...(comparedWith === undefined ? {} : { comparedWith }),
    perSecond: medianOf(rounds, name, 'perSecond'),
    p50Ms: medianOf(rounds, name, 'p50Ms'),
    p99Ms: medianOf(rounds, name, 'p99Ms'),
    cpuMicros: medianOf(rounds, name, 'allCpuMicros'),
    rounds: roundsOf(rounds, name),
  };
}

/** Holds a figure against its goal. */
export function judge(figure: Figure): JudgedFigure {
  const { goal, value } = figure;
  if (goal === undefined) return figure;
  return { ...figure, isMet: 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost };
}

/** Writes the results to `<time>.json` in a folder. */
export async function writeResults(folder: string, results: BenchResults): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${results.machine.date.replaceAll(':', '-')}.json`);
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}
