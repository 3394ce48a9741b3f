import { parseArgs } from 'node:util';
import type { Proof } from './proof.ts';

/** What the command line asks for. */
export interface ProofOptions {
  readonly proof: Proof;
  readonly seed: number;
  /** By the names of the proof's sizes. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly asJson: boolean;
}

/** The command line is wrong. The message says how. */
export class UsageError extends Error {}

/**
 * Reads the command line: the name of a proof and its options.
 *
 * @param makeSeed - Asked when no seed is given.
 * @returns The text to print where help is wanted.
 * @throws UsageError
 */
export function readOptions(
  [name, ...args]: readonly string[],
  proofs: readonly Proof[],
  makeSeed: () => number,
): ProofOptions | string {
  if (name === undefined || name === '--help') return helpOfAll(proofs);
  const proof = proofs.find((one) => one.name === name);
  if (proof === undefined) throw new UsageError(`There is no proof ${name}.\n\n${helpOfAll(proofs)}`);
  const given = parse(args, proof);
  if (given.help === true) return helpOf(proof);
  return {
    proof,
    seed: toNumber('--seed', given.seed, makeSeed()),
    sizes: new Map(
      proof.sizes.map((size) => [size.name, toNumber(`--${size.name}`, given[size.name], size.byDefault)]),
    ),
    asJson: given.json === true,
  };
}

function helpOfAll(proofs: readonly Proof[]): string {
  const lines = proofs.map(({ name, describe }) => `  ${`proof:${name}`.padEnd(16)} ${describe}\n`);
  return `npm run proof:NAME -- [OPTIONS]\n\n${lines.join('')}\nnpm run proof:NAME -- --help lists the options of one.\n`;
}

function helpOf({ name, describe, sizes }: Proof): string {
  const lines = sizes.map((size) => `  ${`--${size.name} N`.padEnd(20)} ${size.describe} (${size.byDefault})\n`);
  return `npm run proof:${name} -- [OPTIONS]
${describe}

${lines.join('')}  --seed N             repeats the chances of a run that printed this seed
  --json               print JSON instead of the table
  --help

Prints the figures beside their goals and writes them to proofs/results/. Exit 0: all goals are met; 1: not all, or it
could not go on; 64: the command line is wrong; 69: no Linux.
`;
}

function parse(args: readonly string[], { sizes }: Proof): Record<string, string | boolean | undefined> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const own = Object.fromEntries(sizes.map(({ name }) => [name, text]));
  try {
    return parseArgs({ args: [...args], options: { ...own, seed: text, json: flag, help: flag } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function toNumber(option: string, given: string | boolean | undefined, byDefault: number): number {
  const value = given === undefined ? byDefault : Number(given);
  if (given === '' || !(value >= 0 && Number.isFinite(value))) throw new UsageError(`${option} takes a number.`);
  return value;
}
