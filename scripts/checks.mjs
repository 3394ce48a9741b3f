/** The checks that run nothing of ours: format, lint, types, unused code, the dependencies that are installed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNode, runNpm, step, StepError } from './steps.mjs';

/** Runs them all, the longest beside the others, and fails with the first that finds something. */
export async function runStaticChecks() {
  await step('Static checks', () => Promise.all([lint(), checkTheRest()]), { streams: true });
}

function lint() {
  return besides('Lint (eslint)', () =>
    runNode(
      'node_modules/eslint/bin/eslint.js',
      ['--cache', '--cache-strategy=content', '--cache-location=node_modules/.cache/eslint/', '--max-warnings=0', '.'],
      { message: 'Lint found what stands above.' },
    ),
  );
}

async function checkTheRest() {
  await besides('Format (prettier)', () =>
    runNode('node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '--cache', '.'], {
      message: 'Files above are not formatted. Run: npm run format',
    }),
  );
  await besides('Types of tests (tsc)', () =>
    runNode('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.test.json'], {
      message: 'The type check found what stands above.',
    }),
  );
  await besides('Unused code (knip)', () =>
    runNode('node_modules/knip/bin/knip.js', [], { message: 'Unused code, exports or dependencies stand above.' }),
  );
  await besides('Dependencies (package-lock.json, one infusion)', checkDependencies);
}

function besides(title, run) {
  return step(title, run, { beside: true });
}

/** Runs vitest, its output as it comes. */
export async function runTests(args) {
  await step(
    'Tests (vitest)',
    () => runNode('node_modules/vitest/vitest.mjs', ['run', ...args], { message: 'Tests failed.', streams: true }),
    { streams: true },
  );
}

/** What makes `npm ci` fail elsewhere, and what makes two halves of Kettle not see one another. */
async function checkDependencies() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (/"resolved": "https?:/.test(lock)) {
    throw new StepError(
      'package-lock.json names addresses of a registry. Write it with npm and the .npmrc of the clone.',
    );
  }
  const lost = findLostPackages(Object.entries(JSON.parse(lock).packages));
  if (lost.length > 0) {
    throw new StepError(`npm ci would fail, because package-lock.json lacks what it names: ${lost.join(', ')}`);
  }
  const listed = await runNpm(['ls', 'infusion', '--all', '--parseable'], {
    message: 'npm ls finds wrong dependencies.',
  });
  const copies = listed.split('\n').filter((line) => line.trim() !== '');
  if (copies.length !== 1) {
    throw new StepError(`Infusion must be installed exactly once, and is ${copies.length} times.`, { output: listed });
  }
}

/** Builds for other platforms that a package names and the lock does not have: npm leaves them out when it cannot find them. */
function findLostPackages(packages) {
  const names = new Set(
    packages.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  );
  const named = packages.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies));
  return [...new Set(named.filter((name) => !names.has(name)))];
}
