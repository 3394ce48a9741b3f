import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judge, readMachine, withWorkplace, type JudgedFigure, type Machine } from '@gpii/bench';
import { createRandom } from './measure/random.ts';
import type { ProofOptions } from './options.ts';

/** All that a run of a proof found out. */
export interface ProofResults {
  readonly proof: string;
  readonly machine: Machine;
  readonly seed: number;
  readonly sizes: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly figures: readonly JudgedFigure[];
}

/** Runs a proof in a place of its own. Nothing that it started is left. */
export async function runProof(
  { proof, seed, sizes }: ProofOptions,
  { root, say }: { root: string; say: (line: string) => void },
): Promise<ProofResults> {
  const machine = readMachine(root);
  const startedAt = performance.now();
  const figures = await withWorkplace('proof', (workplace) =>
    proof.run({
      workplace,
      root,
      random: createRandom(seed),
      size: (name) => {
        const value = sizes.get(name);
        if (value === undefined) throw new RangeError(`The proof ${proof.name} has no size ${name}`);
        return value;
      },
      say: (line) => {
        say(`${formatSeconds(performance.now() - startedAt)} ${line}`);
      },
    }),
  );
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  return { proof: proof.name, machine, seed, sizes: Object.fromEntries(sizes), seconds, figures: figures.map(judge) };
}

/** Whether every figure that has a goal meets it. */
export function isProven({ figures }: ProofResults): boolean {
  return figures.every(({ isMet }) => isMet !== false);
}

/** Writes the results to `<proof>-<time>.json` in a folder. */
export async function writeResults(folder: string, results: ProofResults): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${results.proof}-${results.machine.date.replaceAll(':', '-')}.json`);
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s`;
}
