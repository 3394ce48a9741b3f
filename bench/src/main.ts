import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { helpText, readOptions, UsageError } from './options.ts';
import { renderResults } from './report/render-table.ts';
import { writeResults } from './report/results.ts';
import { ALL_ROWS } from './rows/all-rows.ts';
import { runBench } from './run-bench.ts';
import { InterruptedError } from './workplace.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Exit codes as in sysexits.h. */
const EXIT = { failed: 1, usage: 64, unavailable: 69 };

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args, ALL_ROWS);
  if (options === undefined) {
    process.stdout.write(helpText(ALL_ROWS));
    return;
  }
  if (!existsSync('/proc/self/smaps_rollup')) {
    process.stderr.write('The benchmark reads CPU time and memory from /proc, which only Linux has.\n');
    process.exitCode = EXIT.unavailable;
    return;
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const results = await runBench(options, { root: ROOT, say });
  const file = await writeResults(join(ROOT, 'bench', 'results'), results);
  process.stdout.write(options.asJson ? `${JSON.stringify(results)}\n` : renderResults(results));
  say(`Written to ${file}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode =
    error instanceof UsageError ? EXIT.usage : error instanceof InterruptedError ? error.exitCode : EXIT.failed;
}
