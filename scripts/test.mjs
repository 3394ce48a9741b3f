/** `npm test`: everything, from a bare clone. What stands after `npm test --` goes to vitest. */
import { readFileSync } from 'node:fs';
import { runStaticChecks, runTests } from './checks.mjs';
import { ensureBuild, ensureDebianPackages, ensureDependencies, ensureNode } from './setup.mjs';
import { runScript } from './steps.mjs';

await runScript(async () => {
  ensureNode();
  await ensureDebianPackages(JSON.parse(readFileSync(new URL('debian-packages.json', import.meta.url), 'utf8')));
  await ensureDependencies();
  await ensureBuild();
  await runStaticChecks();
  await runTests(process.argv.slice(2));
});
