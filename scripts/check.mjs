/** `npm run check`: static checks and unit tests, for while one works. */
import { runStaticChecks, runTests } from './checks.mjs';
import { ensureBuild, ensureDependencies, ensureNode } from './setup.mjs';
import { runScript } from './steps.mjs';

await runScript(async () => {
  ensureNode();
  await ensureDependencies();
  await ensureBuild();
  await runStaticChecks();
  await runTests(['--project', 'unit', ...process.argv.slice(2)]);
});
