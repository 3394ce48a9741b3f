import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InterruptedError, renderFigures, renderMachine } from '@gpii/bench';
import { ALL_PROOFS } from './all-proofs.ts';
import { readOptions, UsageError } from './options.ts';
import { isProven, runProof, writeResults, type ProofResults } from './run-proof.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Exit codes as in sysexits.h. */
const EXIT = { failed: 1, usage: 64, unavailable: 69 };

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args, ALL_PROOFS, () => randomInt(2 ** 32));
  if (typeof options === 'string') {
    process.stdout.write(options);
    return;
  }
  if (!existsSync('/proc/self/smaps_rollup')) {
    process.stderr.write('The proofs read memory and open files from /proc, which only Linux has.\n');
    process.exitCode = EXIT.unavailable;
    return;
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  say(`proof:${options.proof.name}, seed ${options.seed}`);
  const results = await runProof(options, { root: ROOT, say });
  const file = await writeResults(join(ROOT, 'proofs', 'results'), results);
  process.stdout.write(options.asJson ? `${JSON.stringify(results)}\n` : render(results));
  say(`Written to ${file}`);
  if (!isProven(results)) process.exitCode = EXIT.failed;
}

function render({ proof, machine, seed, sizes, seconds, figures }: ProofResults): string {
  const options = Object.entries(sizes).map(([name, value]) => ` --${name} ${value}`);
  return `${renderMachine(machine)}\nproof:${proof} --seed ${seed}${options.join('')}, ${seconds} s\n\n${renderFigures(figures)}\n`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const { message, stack = message } = error as Error;
  const isExpected = error instanceof UsageError || error instanceof InterruptedError;
  process.stderr.write(`${isExpected ? message : stack}\n`);
  process.exitCode =
    error instanceof UsageError ? EXIT.usage : error instanceof InterruptedError ? error.exitCode : EXIT.failed;
}
