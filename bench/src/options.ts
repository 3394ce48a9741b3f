import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Row } from './rows/row.ts';

/** What the command line asks for. */
export interface BenchOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly asJson: boolean;
  readonly isQuick: boolean;
  readonly beside: string | undefined;
  readonly profileDir: string | undefined;
}

/** The command line is wrong. The message says how. */
export class UsageError extends Error {}

const DEFAULTS = { seconds: 2, rounds: 5 };
const QUICK = { seconds: 0.5, rounds: 1 };

/**
 * Reads the command line.
 *
 * @returns undefined when help is wanted.
 * @throws UsageError
 */
export function readOptions(args: readonly string[], allRows: readonly Row[]): BenchOptions | undefined {
  const given = parse(args);
  if (given.help === true) return undefined;
  const isQuick = given.quick === true;
  const defaults = isQuick ? QUICK : DEFAULTS;
  const rounds = toNumber('--rounds', given.rounds, defaults.rounds);
  if (!Number.isInteger(rounds)) throw new UsageError('--rounds takes a whole number.');
  return {
    seconds: toNumber('--seconds', given.seconds, defaults.seconds),
    rounds,
    rows: chooseRows(given.only, allRows),
    asJson: given.json === true,
    isQuick,
    beside: toPath(given.beside),
    profileDir: toPath(given['cpu-prof']),
  };
}

/** What `--help` prints. */
export function helpText(allRows: readonly Row[]): string {
  return `npm run bench -- [OPTIONS]
Measures the servers side by side with bare ones, prints a table, and writes JSON to bench/results/.

  --seconds N      length of a round for each contestant (${DEFAULTS.seconds})
  --rounds N       how many rounds (${DEFAULTS.rounds})
  --only A[,B]     these rows only
  --quick          smoke test: ${QUICK.rounds} round of ${QUICK.seconds} s
  --json           print JSON instead of the table
  --beside DIR     measure the cloud of another clone (built) in the same rounds too
  --cpu-prof DIR   have each server write a CPU profile; the figures are worth less then
  --help

Rows:
${allRows.map(({ name, describe }) => `  ${name.padEnd(16)} ${describe}`).join('\n')}
`;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string' },
        rounds: { type: 'string' },
        only: { type: 'string' },
        quick: { type: 'boolean' },
        json: { type: 'boolean' },
        beside: { type: 'string' },
        'cpu-prof': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** npm runs scripts in the root of the clone, and tells here where it was called. */
function toPath(given: string | undefined): string | undefined {
  return given === undefined ? undefined : resolve(process.env.INIT_CWD ?? process.cwd(), given);
}

function toNumber(option: string, given: string | undefined, byDefault: number): number {
  const value = given === undefined ? byDefault : Number(given);
  if (!(value > 0 && Number.isFinite(value))) throw new UsageError(`${option} takes a number above 0.`);
  return value;
}

function chooseRows(only: string | undefined, allRows: readonly Row[]): readonly Row[] {
  if (only === undefined) return allRows.filter(({ takesMinutes }) => takesMinutes !== true);
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !allRows.some((row) => row.name === name));
  const known = allRows.map(({ name }) => name).join(', ');
  if (unknown.length > 0) throw new UsageError(`There is no row ${unknown.join(', ')}; there are ${known}.`);
  return allRows.filter(({ name }) => names.includes(name));
}
